"""When a call may begin, and when a failed one is tried again."""
