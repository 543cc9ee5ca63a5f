"""What other people's OpenAPI tools make of the description: `python -m tests.peers`."""
