"""Runs of both bulk commands that are killed at random moments among faults, and started again until they are over."""
