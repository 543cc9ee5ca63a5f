"""The fault matrix: every fault of an exchange, for every kind of call.

`expected.txt` lists, by hand, the expected result of each; `python -m tests.faults` runs them all and writes `docs/faults.md`.
"""

import sys
from pathlib import Path

_TESTS = str(Path(__file__).parent.parent)
if _TESTS not in sys.path:  # the tests are not a package; what several folders share lies beside them
    sys.path.insert(0, _TESTS)
