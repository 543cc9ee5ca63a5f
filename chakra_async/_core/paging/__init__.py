"""Listings page by page, and the progress of background jobs."""
