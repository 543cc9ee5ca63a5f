"""The command `python -m codegen [--check]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from codegen import output, phone_ranges, reference
from codegen.description import DescriptionError, load
from codegen.toolchain import ToolError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_ROOT: Final = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, or check what is there; return the exit code.

    Returns:
        0 where all is well, 1 where `--check` found a difference, 2 where the description cannot be used.

    """
    parser = argparse.ArgumentParser(
        prog="python -m codegen", description="Generate models and resources from the description."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; show what differs and exit with 1"
    )
    parser.add_argument(
        "--description",
        type=Path,
        default=_ROOT / "openapi" / "chakra.yaml",
        help="the root file of the description",
    )
    parser.add_argument(
        "--package", type=Path, default=_ROOT / "chakra_async", help="the folder of the package to write into"
    )
    parser.add_argument(
        "--docs", type=Path, default=_ROOT / "docs", help="the folder of the pages on the description"
    )
    given = parser.parse_args(arguments)
    try:
        description = load(given.description)
        pages = reference.pages(
            description, reference.read_unknown(given.description.with_name("unknown.yaml"))
        )
        files = output.generate(description)
        if (given.package / phone_ranges.PATH).parent.is_dir():
            files |= output.phone_table()
    except (DescriptionError, ToolError) as error:
        print(error, file=sys.stderr)
        return 2
    if not given.check:
        changed = [*output.write(files, given.package), *output.write(pages, given.docs)]
        print(f"{len(files) + len(pages)} files, {len(changed)} changed")
        return 0
    if difference := output.differences(files, given.package) + output.differences(pages, given.docs):
        print(difference, end="")
        print(
            "The generated files are not what the description and the phone metadata give: run `python -m codegen`.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
