"""The page of a report: one HTML file that loads nothing, for a phone, a wide screen and a printer."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chakra_async._core.masking import mask_id
from chakra_async._core.text import path_in_command
from chakra_async._version import __version__
from chakra_async.bulk.engine.survey import country_in
from chakra_async.display import charts
from chakra_async.display.advice import advice_for, sentence
from chakra_async.display.bubbles import template_bubble
from chakra_async.display.charts import Bar
from chakra_async.display.figures import Figures, Group, figures_of, shown_key
from chakra_async.display.markup import Markup, csp, joined, tag, thousands

if TYPE_CHECKING:
    from chakra_async.bulk.measures import RunRecord
    from chakra_async.bulk.report import Report

__all__ = ["page_of", "style", "summary_of"]

_STATES: Final = ("done", "refused", "unknown", "invalid", "duplicate", "excluded", "pending")
_WORDS: Final = {
    "unknown": "may have been done",
    "invalid": "cannot be sent",
    "duplicate": "duplicates",
    "excluded": "left out by request",
    "pending": "not sent yet",
    "sending": "may have been done",
}
_DELIVERIES: Final = ("played", "read", "delivered", "sent", "failed")
_SHOWN_RUNS: Final = 5
_LISTED_RUNS: Final = 20
_SHOWN_USERS: Final = 5
_SHOWN_COUNTRIES: Final = 12
_SHOWN_WORKERS: Final = 50
_HIDDEN: Final = frozenset(
    {
        *("validation", "rows", "source", "session", "previous", "status", "fence", "checkpoints", "sha256"),
        *("delimiter", "encoding", "format", "header_line", "created_at", "options_since", "opt_outs"),
    }
)
_NAMES: Final = {"file": "list", "campaign_id": "campaign", "created_at": "begun"}
_AS_IT_IS: Final = frozenset(
    {"file", "server", "action", "template", "limit", "ramp", "rate", "between", "time_zone"}
)


@cache
def style() -> str:
    """Return the style sheet of the pages."""
    return "".join(
        Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("page.css", "fragment.css")
    )


def page_of(report: Report, *, show_numbers: bool = False) -> str:
    """Return the page of a report.

    Args:
        report: The report.
        show_numbers: Show phone numbers in full; by default all but their ends are hidden.

    Raises:
        JournalError: The journal cannot be read.

    """
    figures = figures_of(report)
    title = _title(report, figures)
    head = joined(
        [
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=csp(style())),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="robots", content="noindex"),
            tag("title", title),
            tag("style", Markup(style())),
        ]
    )
    body = tag(
        "main",
        tag(
            "header",
            tag("h1", title),
            tag("p", _when(figures.runs), class_="when"),
            tag("p", sentence(report), class_="sentence"),
        ),
        _counts(report),
        _over_time(figures.runs),
        tag("div", _answers(figures), _deliveries(figures), _countries(report), class_="columns"),
        _reasons(report, figures.groups, show_numbers=show_numbers),
        _workers(report),
        _template(figures.runs),
        _facts(report, figures, show_numbers=show_numbers),
        tag("footer", _footer(show_numbers=show_numbers)),
    )
    return f"<!DOCTYPE html>\n{tag('html', tag('head', head), tag('body', body), lang='en')}\n"


def summary_of(report: Report) -> Markup:
    """Return what happened and the counts, for a place where a whole page is too much."""
    return joined([tag("p", sentence(report), class_="sentence"), _tiles(report)])


def _title(report: Report, figures: Figures) -> str:
    action = figures.entries.get("action") or "run"
    named = figures.entries.get("file") or report.journal.name
    return f"{action.replace('_', ' ').capitalize()}: {named}"


def _when(runs: list[RunRecord]) -> str | None:
    if not runs:
        return None
    first, last = runs[0], runs[-1]
    text = f"{_time(first.started_at)} to {_time(last.seen_at, short=_day(first.started_at) == _day(last.seen_at))}"
    return text if len(runs) == 1 else f"{text}, in {len(runs)} runs"


def _counts(report: Report) -> Markup:
    return tag("section", tag("h2", f"{thousands(report.rows)} rows"), _tiles(report))


def _tiles(report: Report) -> Markup:
    tiles: list[Markup] = []
    for name in _STATES:
        count = _count(report, name)
        if not count and name not in ("done", "refused", "unknown"):
            continue
        note = None
        if name == "done" and (report.created or report.existing):
            note = f": {thousands(report.created)} new"
            note += f", {thousands(report.existing)} already there" if report.existing else ""
        tiles.append(
            tag(
                "p",
                tag("b", thousands(count)),
                tag("span", _WORDS.get(name, name), note),
                class_=f"count {name}",
            )
        )
    parts = [Bar(_WORDS.get(name, name), _count(report, name), name) for name in _STATES]
    sums = " + ".join(thousands(part.value) for part in parts if part.value) or "0"
    notes = [f"{sums} = {thousands(report.rows)} rows."]
    if report.absent:
        notes.append(f"{thousands(report.absent)} rows of the journal are not in the list any more.")
    if not report.complete:
        notes.append("The list was not read to its end.")
    return joined(
        [
            tag("div", *tiles, class_="counts"),
            charts.share_bar(parts),
            tag("p", " ".join(notes), class_="note"),
        ]
    )


def _count(report: Report, name: str) -> int:
    count: int = getattr(report, name, 0)
    return count


def _over_time(runs: list[RunRecord]) -> Markup | None:
    shown = [run for run in runs if any(_ended(run))][-_SHOWN_RUNS:]
    if not shown:
        return None
    blocks: list[Markup] = []
    for run in reversed(shown):
        seconds = max((run.seen_at - run.started_at) / 1000, 0.001)
        short = _day(run.started_at) == _day(run.seen_at)

        def clock(at: float, run: RunRecord = run, *, short: bool = short) -> str:
            return _time(run.started_at + round(at * 1000), short=short)

        title = None if len(shown) == 1 else tag("h3", f"Run {run.run}, {_time(run.started_at)}")
        blocks += [
            *([title] if title is not None else []),
            charts.timeline(run.timeline, run.pauses, seconds, clock),
            tag("p", _run_words(run, seconds), class_="note"),
        ]
    kinds = [("done", "done"), ("refused", "refused"), ("unknown", "may have been done")]
    kinds += [("again", "to be repeated"), ("pause", "pause")]
    present = [(kind, words) for kind, words in kinds if _occurs(kind, shown)]
    return tag("section", tag("h2", "Over time"), *blocks, _legend(present))


def _run_words(run: RunRecord, seconds: float) -> str:
    words = [f"{thousands(run.requests)} calls in {_long(seconds)}, {run.requests / seconds:.1f} a second."]
    if run.pauses:
        total = sum(pause.seconds for pause in run.pauses)
        reasons = dict.fromkeys(pause.why.rstrip(".") for pause in run.pauses)
        words.append(
            f"{len(run.pauses)} pause{'s' if len(run.pauses) > 1 else ''}, {_long(total)} in all: "
            f"{'; '.join(list(reasons)[:3])}."
        )
    if run.stopped_because is not None:
        words.append(f"Stopped: {run.stopped_because.rstrip('.')}.")
    elif run.interrupted:
        words.append("Stopped by a user.")
    elif not run.ended:
        words.append("It goes on, or its process was killed.")
    return " ".join(words)


def _answers(figures: Figures) -> Markup | None:
    latency = figures.latency
    if not latency.total:
        return None
    quantiles = [(share, latency.quantile(share)) for share in (0.5, 0.9, 0.99)]
    words = ", ".join(
        f"{share:.0%} within {charts.duration(seconds)}".replace("%", " %")
        for share, seconds in quantiles
        if seconds is not None
    )
    return tag(
        "section",
        tag("h2", "How long answers took"),
        tag("p", f"{words}.", class_="note"),
        charts.bars(charts.latency_bars(latency.counts), latency.total),
    )


def _deliveries(figures: Figures) -> Markup | None:
    if not figures.deliveries:
        return None
    kinds = {"failed": "refused", "sent": "pending"}
    values = [
        Bar(name, figures.deliveries[name], kinds.get(name, "done"))
        for name in _DELIVERIES
        if figures.deliveries.get(name)
    ]
    return tag(
        "section",
        tag("h2", "What became of the messages"),
        charts.bars(values, sum(figures.deliveries.values())),
    )


def _countries(report: Report) -> Markup | None:
    if not report.countries:
        return None
    named = list(report.countries.items())
    values = [Bar(name, count) for name, count in named[:_SHOWN_COUNTRIES]]
    rest = named[_SHOWN_COUNTRIES:]
    if rest:
        values.append(Bar(f"{len(rest)} more", sum(count for _, count in rest), "pending"))
    return tag(
        "section",
        tag("h2", "Countries of the numbers"),
        charts.bars(values, sum(report.countries.values())),
    )


def _reasons(report: Report, groups: list[Group], *, show_numbers: bool) -> Markup | None:
    if not groups:
        return None
    blocks = [_reason(report, group, show_numbers=show_numbers) for group in groups]
    return tag("section", tag("h2", "Why rows are not done, and what to do"), *blocks)


def _reason(report: Report, group: Group, *, show_numbers: bool) -> Markup:
    named = _WORDS.get(group.state.value, group.state.value)
    rows = "row" if group.count == 1 else "rows"
    numbers = ", ".join(str(result.number) for result in group.rows[:5])
    more = group.count - min(len(group.rows), 5)
    table = _table(
        ("row", "line", "number", "when", "in particular"),
        [
            (
                str(result.number),
                "" if result.line is None else str(result.line),
                shown_key(result, show_numbers=show_numbers),
                "" if result.at is None else _time(result.at).rpartition(" UTC")[0],
                (result.reason or "") if result.reason != group.reason else "",
            )
            for result in group.rows
        ],
    )
    left = group.count - len(group.rows)
    export = f"chakra journal export {path_in_command(str(report.journal))} --state {group.state.value}"
    return tag(
        "div",
        tag(
            "h3",
            tag("span", f"{thousands(group.count)} {named}", class_=f"chip {group.state.value}"),
            group.reason,
        ),
        tag("p", advice_for(group.state, group.code, group.error), class_="todo"),
        tag(
            "details",
            tag("summary", f"{rows} {numbers}{f' and {thousands(more)} more' if more else ''}"),
            table,
            tag("p", f"and {thousands(left)} more: ", tag("code", export), class_="note") if left else None,
        )
        if group.rows
        else None,
        class_="reason",
    )


def _workers(report: Report) -> Markup | None:
    if not report.workers:
        return None
    short = len({_day(each.seen_at) for each in report.workers}) == 1
    table = _table(
        ("worker", "rows", "slices", "left", "seen last"),
        [
            (
                each.name,
                thousands(each.rows),
                thousands(each.slices),
                thousands(each.slices - each.finished) if each.slices > each.finished else "",
                _time(each.seen_at, short=short),
            )
            for each in report.workers[:_SHOWN_WORKERS]
        ],
        "workers",
    )
    left = report.workers[_SHOWN_WORKERS:]
    more = f"and {thousands(len(left))} more, with {thousands(sum(each.rows for each in left))} rows"
    return tag("section", tag("h2", "Workers"), table, tag("p", more, class_="note") if left else None)


def _template(runs: list[RunRecord]) -> Markup | None:
    template = next((run.template for run in reversed(runs) if run.template is not None), None)
    if template is None:
        return None
    named = " \u00b7 ".join(
        str(template[name]) for name in ("name", "language", "category") if template.get(name)
    )
    return tag(
        "section",
        tag("h2", "The template, filled with its samples"),
        tag("p", named, class_="note"),
        tag("div", template_bubble(template), class_="chakra"),
    )


def _facts(report: Report, figures: Figures, *, show_numbers: bool) -> Markup:
    facts: list[tuple[str, str]] = [
        (
            _NAMES.get(name, name.replace("_", " ")),
            value if name in _AS_IT_IS or show_numbers else mask_id(value),
        )
        for name, value in figures.entries.items()
        if name not in _HIDDEN and value
    ]
    if country := country_in(figures.entries.get("validation", "")):
        facts.append(("country of national numbers", country))
    facts.append(("journal", str(report.journal)))
    if named := list(dict.fromkeys(run.who for run in reversed(figures.runs) if run.who)):
        facts.append(("run by", ", ".join(named[:_SHOWN_USERS])))
    terms = [part for name, value in facts for part in (tag("dt", name), tag("dd", value))]
    return tag("section", tag("h2", "The run"), tag("dl", *terms), _run_table(figures.runs))


def _run_table(runs: list[RunRecord]) -> Markup | None:
    if len(runs) < 2:  # noqa: PLR2004 - one run is described above
        return None
    return _table(
        ("run", "began", "by", "took", "calls", "ended"),
        [
            (
                str(run.run),
                _time(run.started_at),
                run.who or "",
                _long((run.seen_at - run.started_at) / 1000),
                thousands(run.requests),
                _end_words(run),
            )
            for run in reversed(runs[-_LISTED_RUNS:])
        ],
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], kind: str = "rows") -> Markup:
    """Return a table without the columns that are empty."""
    used = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    head = tag("tr", *(tag("th", heads[index], scope="col") for index in used))
    lines = [tag("tr", *(tag("td", row[index]) for index in used)) for row in rows]
    table = tag("table", tag("thead", head), tag("tbody", *lines), class_=kind)
    return tag("div", table, class_="scroll", tabindex=0)


def _end_words(run: RunRecord) -> str:
    if run.stopped_because is not None:
        return run.stopped_because
    if run.interrupted:
        return "stopped by a user"
    return "to its end" if run.ended else "goes on, or was killed"


def _footer(*, show_numbers: bool) -> str:
    numbers = "Phone numbers are shown in full" if show_numbers else "Phone numbers are masked"
    return f"Made on {_time(int(datetime.now(UTC).timestamp() * 1000))} by chakra_async {__version__}. {numbers}."


def _legend(kinds: list[tuple[str, str]]) -> Markup:
    def mark(kind: str) -> Markup:
        return tag(
            "svg", tag("rect", class_=kind, width=12, height=12), viewBox="0 0 12 12", aria_hidden="true"
        )

    return tag("ul", *(tag("li", mark(kind), words) for kind, words in kinds), class_="legend")


def _occurs(kind: str, runs: list[RunRecord]) -> bool:
    if kind == "pause":
        return any(run.pauses for run in runs)
    return any(getattr(each, kind) for run in runs for each in run.timeline)


def _ended(run: RunRecord) -> list[int]:
    return [each.done + each.refused + each.unknown + each.again for each in run.timeline]


def _time(milliseconds: int, *, short: bool = False) -> str:
    """Return a time on this machine's clock, with its distance from UTC unless it is short."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()
    if short:
        return f"{at:%H:%M:%S}"
    zone = f"{at:%z}"
    return f"{at.day} {at:%b %Y, %H:%M:%S} {'UTC' if zone == '+0000' else f'UTC{zone[:3]}:{zone[3:]}'}"


def _day(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone():%Y-%m-%d}"


def _long(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    if not minutes:
        return charts.duration(seconds)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {left} s"
