"""The `chakra` command. Its dependencies (extra `[cli]`) are imported only when it runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_EXTRA = frozenset({"click", "rich", "typer"})


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its code.

    Args:
        arguments: The command line without the program's name; by default those of the process.

    """
    try:
        from chakra_async.cli.app import run  # noqa: PLC0415 - needs an extra
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        sys.stderr.write("chakra: the command line needs an extra: pip install 'chakra-async[cli]'\n")
        raise SystemExit(2) from None
    raise SystemExit(run(sys.argv[1:] if arguments is None else list(arguments)))
