"""The machine inside a run: from a source's rows to settled rows."""
