"""What a notebook shows: a report, a run, and one live line while a run goes on.

The live line is one output of its cell that is updated in place. Where ipywidgets is there, it has a button that stops the
run; at the end the button goes, and the line stays, also in an exported page.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from chakra_async.bulk.rows import RowState
from chakra_async.display import charts
from chakra_async.display.advice import advice_for
from chakra_async.display.bar import Counts, line_of
from chakra_async.display.charts import Bar
from chakra_async.display.fragment import fragment
from chakra_async.display.markup import Markup, tag, thousands
from chakra_async.display.page import summary_of
from chakra_async.display.progress import Bar as TerminalBar
from chakra_async.display.progress import Lines, Screen, counts_of, is_terminal, watch

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from chakra_async.bulk.report import Report
    from chakra_async.bulk.run import Run

__all__ = ["NotebookLine", "report_html", "run_html", "watching"]

_NOTEBOOK_SECONDS: Final = 0.5
_SHOWN_REASONS: Final = 10


def report_html(report: Report) -> str:
    """Return what happened, the counts, and the reasons of rows that are not done; `Report.save` has the whole page."""
    reasons = [
        tag(
            "tr",
            tag("td", thousands(each.count)),
            tag("td", each.state.value),
            tag("td", each.reason),
            tag("td", ", ".join(str(number) for number in each.rows if number > 0)),
            tag("td", advice_for(each.state, each.code)),
        )
        for each in report.reasons[:_SHOWN_REASONS]
    ]
    heads = ("rows", "state", "reason", "first rows", "what to do")
    table = tag(
        "table",
        tag("thead", tag("tr", *(tag("th", head) for head in heads))),
        tag("tbody", *reasons),
        class_="rows",
    )
    return fragment(summary_of(report), table if reasons else None)


def run_html(run: Run) -> str:
    """Return how far a run is."""
    return fragment(_line(counts_of(run), None, title=repr(run)))


def watching(run: Run, *, asked: bool | None) -> Coroutine[Any, Any, None] | None:
    """Return what shows the progress of a run, or None where nothing is to be shown.

    Args:
        run: The run.
        asked: Whether progress is to be shown; None for only in a notebook.

    """
    if asked is False:
        return None
    if in_notebook():
        return watch(run, NotebookLine(run))
    if not asked:
        return None
    screen: Screen = TerminalBar(_draw) if is_terminal() else Lines(_write)
    return watch(run, screen)


def in_notebook() -> bool:
    """Return whether the code runs in the kernel of a notebook, of which it is known only where IPython is loaded."""
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and getattr(shell, "kernel", None) is not None


class NotebookLine:
    """One line of a notebook that is updated in place.

    Args:
        run: The run that its button stops.

    """

    seconds = _NOTEBOOK_SECONDS

    def __init__(self, run: Run) -> None:
        """Begin with nothing shown: the first state makes the output."""
        self._run = run
        self._handle: Any = None
        self._text: Any = None
        self._box: Any = None

    def show(self, counts: Counts, speed: float | None) -> None:
        """Update the line."""
        html = fragment(_line(counts, speed))
        if self._handle is None:
            self._begin(html)
        elif self._text is not None:
            self._text.value = html
        else:
            self._handle.update(_html(html))

    def end(self, counts: Counts, speed: float | None) -> None:
        """Leave the last state as plain HTML, which stays in the notebook and in what is exported of it."""
        html = _html(fragment(_line(counts, speed)))
        if self._handle is None:
            self._handle = _display().display(html, display_id=True)
        else:
            self._handle.update(html)
        if self._box is not None:
            self._text.value = ""  # an exported page has the state of closed widgets in it as well
            self._box.close()

    def _stop(self, _button: object) -> None:
        self._run.stop()

    def _begin(self, html: str) -> None:
        if find_spec("ipywidgets") is None:
            self._handle = _display().display(_html(html), display_id=True)
            return
        widgets: Any = import_module("ipywidgets")
        self._text = widgets.HTML(html)
        button = widgets.Button(description="Stop", tooltip="Send nothing new; calls under way end")
        button.on_click(self._stop)
        self._box = widgets.HBox([self._text, button])
        self._handle = _display().display(self._box, display_id=True)


def _display() -> Any:
    return import_module("IPython.display")


def _html(html: str) -> Any:
    return _display().HTML(html)


def _line(counts: Counts, speed: float | None, title: str | None = None) -> Markup:
    bad = [
        Bar(state.value, getattr(counts, state.value), state.value)
        for state in (RowState.DONE, RowState.REFUSED, RowState.UNKNOWN, RowState.INVALID)
    ]
    left = max((counts.expected or 0) - sum(bar.value for bar in bad), 0)
    bar = charts.share_bar([*bad, Bar("to come", left, "pending")]) if counts.expected else None
    return tag(
        "div",
        None if title is None else tag("p", title),
        bar,
        tag("p", line_of(counts, speed), class_="note"),
    )


def _draw(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _write(text: str) -> None:
    _draw(f"{text}\n")
