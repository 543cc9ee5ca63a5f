"""Hand-written comfort on top of the generated stubs: what every stub stands on, pages, and waiting for jobs."""
