"""The suite beside something that stops its processes for moments: `python -m tests.stalls`."""
