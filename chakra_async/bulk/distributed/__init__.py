"""Bulk work on several machines: slices of a shared journal, the engines that run them, and what their workers share."""
