"""What a notebook shows of a report and of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.display.markup import escaped, tag
from chakra_async.display.page import summary_of

if TYPE_CHECKING:
    from chakra_async.bulk.report import Report

__all__ = ["report_html"]


def report_html(report: Report) -> str:
    """Return what happened and the counts; see `Report.save` for the whole page."""
    return tag("div", summary_of(report), tag("pre", escaped(str(report))), class_="chakra")
