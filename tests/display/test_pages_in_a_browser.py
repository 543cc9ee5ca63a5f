"""The page of a report in a real browser: on a phone and on a wide screen, in the light and in the dark, and printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

import attrs
import pytest

from chakra_async.bulk import RowState, WorkerShare
from chakra_async.display.page import style
from tests.display.test_page import HOSTILE
from tests.support.browser import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from chakra_async.bulk import Report
    from tests.support.browser import Browser

WIDTHS = (390, 1400)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def test_the_page_fits_every_screen_and_loads_nothing(
    chromium: Browser, report: Report, tmp_path: Path
) -> None:
    path = report.save(tmp_path / "run.html")
    colours = set()
    for width in WIDTHS:
        for scheme in SCHEMES:
            with chromium.look(path, width, scheme) as look:
                look.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
                assert (look.messages, look.requests, look.overflow) == ([], [], 0)
                assert look.page.title() == "Enrol: leads.csv"
                assert look.page.locator(".timeline").bounding_box()["width"] > width / 2 - 120
                colours.add(look.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


def test_a_line_for_each_worker_fits_every_screen(chromium: Browser, report: Report, tmp_path: Path) -> None:
    workers = [
        WorkerShare(
            name=f"sender-{n}{'.europe-west4-b.internal.example' * (n < 2)} process {4000 + n}",
            slices=12 + n % 2,
            finished=12,
            rows=123_456 - n,
            seen_at=1_795_000_000_000 + n,
        )
        for n in range(60)
    ]
    path = attrs.evolve(report, workers=workers).save(tmp_path / "run.html")
    for width in WIDTHS:
        for scheme in SCHEMES:
            with chromium.look(path, width, scheme) as look:
                assert (look.messages, look.requests, look.overflow) == ([], [], 0)
                section = look.page.locator("section").filter(
                    has=look.page.get_by_text("Workers", exact=True)
                )
                assert section.locator("tbody tr").count() == 50
                shown = section.inner_text()
                for part in ("123,456", "left", "and 10 more, with"):
                    assert part in shown
                if folder := os.environ.get("CHAKRA_TEST_SCREENSHOTS"):
                    section.locator("h2").scroll_into_view_if_needed()
                    look.page.mouse.wheel(0, 700)
                    look.page.wait_for_timeout(200)
                    look.page.screenshot(path=f"{folder}/workers-{width}-{scheme}.png")


def test_the_bars_have_the_height_of_their_counts(chromium: Browser, report: Report, tmp_path: Path) -> None:
    path = report.save(tmp_path / "run.html")
    with chromium.look(path) as look:
        heights = look.page.evaluate(
            "[...document.querySelectorAll('.timeline rect.done')].map(each => each.getBoundingClientRect().height)"
        )
        parts = look.page.evaluate(
            "[...document.querySelectorAll('.share-bar rect')].map(each => each.getBoundingClientRect().width)"
        )
        whole = look.page.locator(".share-bar").bounding_box()["width"]
        assert look.page.locator(".timeline rect.pause").count() == 1
    assert heights[1] / heights[0] == pytest.approx(15 / 20, rel=0.02)
    assert sum(parts) == pytest.approx(whole, rel=0.01)
    assert parts[0] / whole == pytest.approx(2 / 8, rel=0.02)


def test_texts_of_customers_cannot_run_and_the_policy_blocks_what_is_put_in(
    chromium: Browser, report_of: Callable[..., Report], tmp_path: Path
) -> None:
    reasons = [text.encode("utf-8", "replace").decode() for text in HOSTILE]
    rows = [(RowState.REFUSED, f"9199012584{n:02}", "X", reason) for n, reason in enumerate(reasons)]
    path = report_of(rows, stopped_because=reasons[1]).save(tmp_path / "run.html", show_numbers=True)
    with chromium.look(path) as look:
        assert look.messages == []
        assert look.page.locator("script, img, iframe, object, a").count() == 0
        assert "<script>alert(1)</script>" in look.page.inner_text("main")
    put_in = path.read_text(encoding="utf-8").replace(
        "</main>",
        "<script>document.title = 'ran'</script><img src='http://localhost:9/x.png' onerror='document.title=1'>"
        "<p id='styled' style='color: rgb(1, 2, 3)'>x</p></main>",
    )
    attacked = tmp_path / "attacked.html"
    attacked.write_text(put_in, encoding="utf-8")
    with chromium.look(attacked) as look:
        assert look.page.title() == "Enrol: leads.csv"
        assert look.requests == []
        assert sum("Content Security Policy" in message for message in look.messages) >= 3
        assert (
            look.page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
        )


def test_the_page_prints_on_white(chromium: Browser, report: Report, tmp_path: Path) -> None:
    path = report.save(tmp_path / "run.html")
    with chromium.look(path, scheme="dark") as look:
        look.page.emulate_media(media="print", color_scheme="dark")
        assert look.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert look.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        printed = look.page.pdf(format="A4", print_background=True)
    assert printed.startswith(b"%PDF")


def test_the_style_sheet_has_no_address_in_it() -> None:
    assert "url(" not in style()
    assert "//" not in style()
