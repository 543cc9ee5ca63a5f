"""Pages looked at in a real browser: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Look", "browser"]

_FLAGS: Final = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@attrs.define(slots=False)
class Look:
    """What a browser made of a page.

    Attributes:
        page: The page of playwright.
        messages: What the page wrote to the console; a policy that blocks something does so as well.
        requests: What it loaded or asked for besides itself; what its policy blocked did not leave the browser.

    """

    page: Any
    messages: list[str] = attrs.field(factory=list[str])
    requests: list[str] = attrs.field(factory=list[str])

    def note_failed(self, request: Any) -> None:
        if request.failure != "csp":
            self.requests.append(request.url)

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


class Browser:
    """A running browser.

    Args:
        chromium: The browser of playwright.

    """

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium

    @contextmanager
    def look(
        self, path: Path, width: int = 1400, scheme: Literal["light", "dark"] = "light"
    ) -> Iterator[Look]:
        """Open a file in a window of a width."""
        page = self._chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.set_default_timeout(120_000)
        look = Look(page)
        page.route(re.compile("https?:"), lambda route: route.abort())
        page.on("console", lambda message: look.messages.append(message.text))
        page.on("requestfinished", lambda request: look.requests.append(request.url))
        page.on("requestfailed", look.note_failed)
        page.on("dialog", lambda dialog: (look.messages.append("dialog"), dialog.dismiss()))
        address = path.resolve().as_uri()
        page.goto(address)
        look.requests = [url for url in look.requests if url != address]
        try:
            yield look
        finally:
            page.close()

    @contextmanager
    def visit(
        self, address: str, width: int = 1400, scheme: Literal["light", "dark"] = "light", height: int = 900
    ) -> Iterator[Look]:
        """Open an address in a window of a width; whatever it loads from elsewhere is noted in `requests`."""
        page = self._chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.set_default_timeout(60_000)
        look = Look(page)
        page.on("console", lambda message: look.messages.append(message.text))
        page.on("pageerror", lambda error: look.messages.append(str(error)))
        page.on("dialog", lambda dialog: (look.messages.append("dialog"), dialog.dismiss()))
        own = "/".join(address.split("/")[:3])
        page.on(
            "request",
            lambda request: None if request.url.startswith(own) else look.requests.append(request.url),
        )
        page.goto(address)
        try:
            yield look
        finally:
            page.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser; without it the test is skipped, except in continuous integration, where it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if not os.environ.get("CI"):
            pytest.skip(
                "Chromium is not installed: apt-get install chromium; pages are not looked at without it"
            )
        pytest.fail("Chromium is missing, and CI is set: install it, or pages are not looked at")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is there

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        try:
            yield Browser(chromium)
        finally:
            chromium.close()
