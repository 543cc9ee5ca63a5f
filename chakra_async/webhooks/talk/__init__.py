"""Talking to a person: what a handler answers with, and conversations that go on over days and restarts."""
