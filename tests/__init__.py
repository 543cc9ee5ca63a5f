"""The tests: a folder for each room of the library, and what they share in `support`."""
