"""What a message is made of, and its checks before it leaves."""
