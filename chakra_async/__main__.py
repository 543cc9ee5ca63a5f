"""`python -m chakra_async`, the same as `chakra`."""

from __future__ import annotations

from chakra_async.cli import main

if __name__ == "__main__":
    main()
