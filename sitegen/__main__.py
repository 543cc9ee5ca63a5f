"""`python -m sitegen [--check]` writes the committed pages that are derived; `python -m sitegen source FOLDER` the whole site's."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from sitegen import cli_page, house_picture, source


def committed() -> dict[str, str]:
    """Return the text of each derived file that is committed, by its path."""
    return {"docs/cli.md": cli_page.page(), "docs/house.svg": house_picture.drawing()}


def main(arguments: list[str]) -> int:
    """Write the pages, or say how the committed ones differ."""
    parser = argparse.ArgumentParser(prog="python -m sitegen", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["committed", "source"], default="committed")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/docs"))
    parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 if a page differs.")
    parser.add_argument("--no-execute", action="store_true", help="Do not execute the notebooks.")
    given = parser.parse_args(arguments)
    if given.what == "source":
        source.assemble(given.folder, execute=not given.no_execute)
        return 0
    differing = False
    for path, text in committed().items():
        file = source.ROOT / path
        was = file.read_text(encoding="utf-8") if file.exists() else ""
        if was == text:
            continue
        differing = True
        if given.check:
            lines = difflib.unified_diff(
                was.splitlines(keepends=True), text.splitlines(keepends=True), path, f"{path}, made anew"
            )
            sys.stdout.writelines(lines)
        else:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return int(given.check and differing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
