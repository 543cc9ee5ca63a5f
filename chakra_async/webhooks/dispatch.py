"""The workers of a receiver: they take events from the inbox, call the handlers, and record what came of it.

One event of a lane is handled at a time. A handler that fails is called again after a wait, its lane waits with it; what
fails for good is parked with its error. A worker that ends without a word loses its lanes when its lease ends.
"""

from __future__ import annotations
