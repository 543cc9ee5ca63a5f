"""Puts the site's Markdown together in one folder: `docs/`, pages of the root, the API's pages and the executed notebooks.

The folder needs nothing but a builder of Markdown: no hook or plugin of one builder is part of how pages come about.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path
from typing import Final

from sitegen import api, notebooks

__all__ = ["OF_THE_ROOT", "ROOT", "assemble", "placed", "relinked"]

ROOT: Final = Path(__file__).parents[1]
OF_THE_ROOT: Final = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security-policy.md",
    "examples/README.md": "examples.md",
    **{
        file.relative_to(ROOT).as_posix(): f"examples/{file.parent.name}.md"
        for file in sorted(ROOT.glob("examples/*/README.md"))
    },
}
"""Files elsewhere in the repository that are pages of the site, and their place in it."""
_LINK: Final = re.compile(r"(?P<before>\]\()(?P<target>[^)#:\s]+)(?P<after>(?:#[^)\s]*)?\))")


def assemble(folder: Path, *, execute: bool = True) -> None:
    """Write everything that the site is built from.

    Args:
        folder: Where to; what is in it is removed.
        execute: Whether the notebooks are executed; without it their pages have no outputs.

    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder)
    for file in sorted(folder.rglob("*.md")):
        place = file.relative_to(folder).as_posix()
        file.write_text(
            relinked(file.read_text(encoding="utf-8"), f"docs/{place}", place, folder), encoding="utf-8"
        )
    for source, place in OF_THE_ROOT.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        _write(folder / place, relinked(text, source, place, folder))
    for place, text in api.pages().items():
        _write(folder / place, text)
    for path in notebooks.paths():
        _write(folder / "notebooks" / f"{path.stem}.md", notebooks.page(path, execute=execute))


def relinked(text: str, source: str, place: str, folder: Path | None = None) -> str:
    """Return a page with its links to files of the repository leading to their places in the site.

    Args:
        text: The page's Markdown.
        source: The page's path in the repository.
        place: The page's path in the site.
        folder: Where files that are linked to and are not pages are copied to; None copies nothing.

    """

    def link(match: re.Match[str]) -> str:
        meant = posixpath.normpath(posixpath.join(posixpath.dirname(source), match["target"]))
        target = placed(meant)
        if folder is not None and target == meant and (ROOT / meant).is_file():
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / meant, folder / target)
        return match["before"] + posixpath.relpath(target, posixpath.dirname(place)) + match["after"]

    return _LINK.sub(link, text)


def placed(path: str) -> str:
    """Return the place in the site of a file of the repository."""
    found = {"README.md": "index.md", "examples": "examples.md"} | OF_THE_ROOT
    if path in found:
        return found[path]
    if path.startswith("examples/") and path.endswith(".ipynb"):
        return f"notebooks/{posixpath.basename(path).removesuffix('.ipynb')}.md"
    return path.removeprefix("docs/")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
