"""The built site: each public name and error has its anchor, nothing is loaded from elsewhere, and it is readable as files.

`nox -s docs` builds the site and names its folder in `CHAKRA_TEST_SITE`; without it there is nothing to look at.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from sitegen import api
from tests.support.browser import browser
from tests.test_sitegen import errors_of_the_library

SITE = Path(os.environ.get("CHAKRA_TEST_SITE", "")).resolve()
SHOWN = (
    *("index", "start", "errors", "cli", "reference", "how-it-works", "performance"),
    *("recipes/fastapi", "api/bulk", "notebooks/enrol", "notebooks/explore"),
)
CHECKED = {
    "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "aria-dialog-name"],
    "resultTypes": ["violations"],
}
"""What the pages' own style decides; the rest is the theme's."""
THEMES = 'class="md-typeset__scrollwrap"'
"""What the theme puts around a table, without a way to scroll it by keys."""
LOCAL = ("file:", "data:", "blob:", "about:")
PHONE = 1000
"""Windows narrower than this are laid out as on a phone."""
pytestmark = pytest.mark.skipif(
    "CHAKRA_TEST_SITE" not in os.environ, reason="nox -s docs builds the site and looks at it"
)


class Page(HTMLParser):
    """The ids of a page, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.loads: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag in {"script", "img", "iframe", "source"} and "src" in given:
            self.loads.add(given["src"])
        if tag == "link" and given.get("rel") not in {"canonical", "next", "prev"}:
            self.loads.add(given.get("href", ""))


def test_each_public_name_has_its_anchor() -> None:
    ids = {one: Page(SITE / one.replace(".md", ".html")).ids for one in api.pages()}
    for entry in api.entries():
        page = api.path_of(entry.module, entry.name)
        assert f"{entry.module}.{entry.name}" in ids[page]


def test_each_error_has_its_anchor() -> None:
    ids = Page(SITE / "errors.html").ids
    assert {kind.__name__.lower() for kind in errors_of_the_library()} <= ids


def test_no_page_loads_anything_from_elsewhere() -> None:
    pages = sorted(SITE.rglob("*.html"))
    assert len(pages) > 60
    for path in pages:
        assert not {one for one in Page(path).loads if re.match(r"(?:[a-z]+:)?//", one)}, path
    for style in SITE.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:", style.read_text(encoding="utf-8")), style


@pytest.mark.parametrize("width", [390, 1400])
def test_pages_and_search_work_from_files(width: int) -> None:
    with browser() as chromium:
        for name in SHOWN:
            with chromium.look(SITE / f"{name}.html", width) as look:
                assert look.overflow <= 0, name
                assert not [one for one in look.requests if not one.startswith(LOCAL)]
                assert look.messages == []
        with chromium.look(SITE / "index.html", width) as look:
            if width < PHONE:  # the field is behind a button
                look.page.locator("label[for=__search].md-header__button").click()
            look.page.locator(".md-search__input").press_sequentially("ConnectError")
            look.page.locator(".md-search-result__item a").first.wait_for()
            assert "ConnectError" in look.page.locator(".md-search-result__list").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_read_by_everyone(scheme: Literal["light", "dark"]) -> None:
    with browser() as chromium:
        for name in SHOWN:
            with chromium.look(SITE / f"{name}.html", scheme=scheme) as look:
                found = Axe().run(look.page, options=CHECKED).response["violations"]
                nodes = [(one["id"], node["html"]) for one in found for node in one["nodes"]]
                assert [each for each in nodes if THEMES not in each[1]] == [], name
