"""The fault matrix: every fault of an exchange, for every kind of call.

`expected.txt` says by hand what must come of each; `python -m tests.faults` tries them all and writes `docs/faults.md`.
"""
