"""The inbox: what came in, kept until it is handled, and what was done because of it."""
