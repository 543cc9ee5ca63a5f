"""The engine of a run: from the rows of a source to rows that have ended."""
