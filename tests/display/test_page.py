"""The page of a report: what it says adds up, loads nothing, and no text of a customer's is markup in it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async import bulk
from chakra_async.bulk import Report, RowState
from chakra_async.bulk.measures import EDGES, Interval, Pause
from chakra_async.display.advice import advice_for, sentence
from chakra_async.display.charts import Bar, joined_intervals, latency_bars, share_bar, timeline
from chakra_async.display.figures import figures_of
from chakra_async.display.markup import Markup, escaped, tag
from chakra_async.display.page import page_of
from tests.display.conftest import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE rows; --",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c",
    "a\x00b\x1b[2J\r\nc",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "\ud800 lone",
    "<!-- " + "x" * 40,
    "]]><x>",
]
NEXT = "The next run on the same journal goes on where this one ended."
WHY = "the token was refused"
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "footer",
        "section",
        "div",
        "p",
        "b",
        "h1",
    ),
    *(
        "h2",
        "h3",
        "span",
        "svg",
        "rect",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "dl",
    ),
    *("dt", "dd", "ul", "li", "code"),
}


ATTRIBUTES = {
    *("charset", "http-equiv", "content", "name", "class", "lang", "viewbox", "preserveaspectratio", "role"),
    *("aria-label", "aria-hidden", "x", "y", "width", "height", "scope", "tabindex"),
}


class Parsed(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "rect"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.texts.append(data)

    @property
    def is_whole(self) -> bool:
        return not self._open


def test_the_page_says_what_happened_and_its_counts_add_up(report: Report) -> None:
    page = page_of(report)
    parsed = Parsed(page)
    text = " ".join(parsed.texts)
    assert parsed.is_whole
    assert (
        "2 of 8 rows are done; 2 were refused, 1 may have been done, 1 cannot be sent as it is, 1 repeats"
        in text
    )
    assert "2 + 2 + 1 + 1 + 1 + 1 = 8 rows." in text
    assert "5ba0e13a-ac26-4656-afdd-643ea0813137" in text
    assert "leads.csv" in text
    assert str(report.journal) in text
    assert "rows 3, 4" in text
    assert "may not be on WhatsApp" in text
    assert "1 pause, 700 ms in all: the server asked for a pause." in text
    assert "50 % within" in text


def test_numbers_are_masked_unless_asked_for(report: Report) -> None:
    assert not re.search(r"\d{10}", re.sub(r"sha256-[^']*'|[0-9a-f-]{36}", "", page_of(report)))
    assert "919901258435" in page_of(report, show_numbers=True)
    assert "Phone numbers are masked" in page_of(report)


def test_nothing_is_loaded_and_nothing_can_run(report: Report) -> None:
    page = page_of(report)
    parsed = Parsed(page)
    assert parsed.tags <= ALLOWED
    assert not {
        name for name in parsed.attributes if name.startswith("on") or name in ("style", "src", "href")
    }
    assert "default-src &#x27;none&#x27;" in page
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "@import" not in page


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_is_never_markup(report_of: Callable[..., Report], hostile: str) -> None:
    stored = hostile.encode("utf-8", "replace").decode()  # a journal keeps no lone surrogates
    report = report_of(
        [
            (RowState.REFUSED, "919901258435", "X", stored),
            (RowState.INVALID, None, "Y", stored),
        ],
        runs=[
            record(
                stopped=stored,
                why=stored,
            )
        ],
        entries={
            "action": "enrol",
            "campaign_id": stored.replace("\x00", ""),
        },
        stopped_because=hostile,
        countries={hostile: 2},
    )
    for page in (page_of(report), page_of(report, show_numbers=True), report._repr_html_()):
        parsed = Parsed(page)
        assert parsed.is_whole
        assert parsed.tags <= ALLOWED | {"pre"}
        assert parsed.attributes <= ATTRIBUTES
        assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", page)


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was_shown(text: str, attribute: str) -> None:
    made = tag("p", text, title=attribute)
    parsed = Parsed(made)
    assert parsed.tags == {"p"}
    assert parsed.attributes == {"title"}
    assert "<" not in escaped(text)
    assert isinstance(made, Markup)


def test_an_action_and_a_list_of_any_name_are_shown(report_of: Callable[..., Report]) -> None:
    report = report_of(
        [(RowState.DONE, "k", None, None)], entries={"action": "<b>send</b>", "greeting": "hi 919901258433"}
    )
    page = page_of(report)
    assert "&lt;b&gt;send&lt;/b&gt;" in page
    assert "919901258433" not in page


def test_a_page_without_a_journal_has_what_the_report_holds(report: Report) -> None:
    report.journal.unlink()
    page = page_of(report)
    assert "2 of 8 rows are done" in page
    assert figures_of(report).runs == []


async def test_the_page_of_a_dry_run(tmp_path: Path) -> None:
    rows = ["+447700900123", "N/A", "+447700900123"]
    enrol = bulk.Enrol(campaign_id="5ba0e13a-ac26-4656-afdd-643ea0813137")
    report = await bulk.dry_run(enrol, rows)
    saved = report.save(tmp_path / "dry.html")
    page = saved.read_text(encoding="utf-8")
    assert "has letters" in page
    assert "row 2" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"rows": 0, "done": 0}, "The list is empty."),
        ({"rows": 4000, "done": 4000}, "All 4,000 rows are done."),
        ({"rows": 2, "done": 1, "duplicate": 1}, "1 of 2 rows are done; 1 repeats an earlier row."),
        (
            {"rows": 9, "done": 1, "pending": 8, "interrupted": True},
            f"The run was stopped by a user: 1 of 9 rows are done; 8 are not sent yet. {NEXT}",
        ),
        (
            {"rows": 9, "done": 1, "refused": 2, "pending": 6, "stopped_because": WHY},
            f"The run stopped early because of this: {WHY}. 1 of 9 rows are done; 2 were refused and 6 are not sent yet. {NEXT}",
        ),
    ],
)
def test_what_happened_is_one_sentence(more: dict[str, object], words: str) -> None:
    values = dict.fromkeys(
        (
            "rows",
            "done",
            "created",
            "existing",
            "refused",
            "unknown",
            "invalid",
            "duplicate",
            "pending",
            "sent",
            "requests",
        ),
        0,
    )
    given: dict[str, object] = {
        **values,
        "complete": True,
        "elapsed": 1.0,
        "stopped_because": None,
        "interrupted": False,
    }
    assert sentence(Report(**{**given, **more})) == words  # type: ignore[arg-type]


def test_each_state_has_an_advice_and_a_known_code_a_better_one() -> None:
    for state in (RowState.REFUSED, RowState.UNKNOWN, RowState.SENDING, RowState.INVALID, RowState.PENDING):
        assert advice_for(state, None)
    assert "template" in advice_for(RowState.REFUSED, "132001")
    assert "payment" in advice_for(RowState.REFUSED, "131042")
    assert advice_for(RowState.UNKNOWN, "131042") == advice_for(RowState.UNKNOWN, None)
    assert "before" in advice_for(RowState.UNKNOWN, "Interrupted")


def test_reasons_that_differ_in_a_value_are_one(report_of: Callable[..., Report]) -> None:
    rows = [
        (RowState.REFUSED, f"9199012584{n:02}", "X", f"no lead with '91********{n:02}'") for n in range(70)
    ]
    rows += [(RowState.UNKNOWN, "447700900123", "Y", "lost")]
    first, second = figures_of(report_of(rows)).groups
    assert (first.state, first.count, first.reason) == (RowState.UNKNOWN, 1, "lost")
    assert (second.count, second.reason, len(second.rows)) == (70, "no lead with …", 50)


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), max_size=700), st.integers(1, 200))
def test_joined_intervals_keep_their_sums(counts: list[tuple[int, ...]], most: int) -> None:
    intervals = [Interval(float(index), 1.0, *each) for index, each in enumerate(counts)]
    joined = joined_intervals(intervals, most)
    assert len(joined) <= most
    for name in ("done", "refused", "unknown", "again", "seconds"):
        assert sum(getattr(one, name) for one in joined) == sum(getattr(one, name) for one in intervals)


@given(st.lists(st.integers(0, 9), min_size=len(EDGES) + 1, max_size=len(EDGES) + 1))
def test_latency_bars_keep_their_sum(counts: list[int]) -> None:
    assert sum(bar.value for bar in latency_bars(counts)) == sum(counts)


def test_a_chart_of_nothing_is_a_chart() -> None:
    chart = timeline([], [Pause(0.0, 2.0, "<x>")], 0.0, str)
    assert "&lt;x&gt;" in chart
    assert Parsed(share_bar([Bar("done", 0)])).is_whole
    assert latency_bars([]) == []


def test_the_template_is_on_the_page_as_the_phone_shows_it(report_of: Callable[..., Report]) -> None:
    template = {
        "name": "order",
        "language": "en",
        "components": [{"type": "BODY", "text": "Hello {{1}} <b>", "example": {"body_text": [["Ann"]]}}],
    }
    runs = [attrs.evolve(record(), template=template)]
    page = page_of(report_of([(RowState.DONE, "919901258433", None, None)], runs=runs))
    assert 'title="{{1}}">Ann</span> &lt;b&gt;' in page
    assert "order \u00b7 en" in page


def test_what_became_of_messages_is_on_the_page(report: Report) -> None:
    with closing(sqlite3.connect(report.journal)) as connection, connection:
        connection.execute("UPDATE rows SET delivery = 'read' WHERE number = 1")
        connection.execute("UPDATE rows SET delivery = 'sent', failed_at = 5 WHERE number = 2")
    assert figures_of(report).deliveries == {"read": 1, "failed": 1}
    assert "What became of the messages" in page_of(report)
