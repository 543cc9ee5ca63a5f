"""From an answer as it came to what the call returns, or to the failure that it means."""
