"""How objects of lower layers reach the code that shows them, which is above them and is loaded on first use.

A model or a report has methods such as `_repr_html_` and `save`, and what they do is in `chakra_async.display`, which
imports the models and reports. This table is the only place where a lower layer names something above it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__all__ = ["VIEWS", "view"]

VIEWS: Final[dict[str, str]] = {
    "report.save": "saving:save",
    "report.html": "notebook:report_html",
    "run.html": "notebook:run_html",
    "run.progress": "notebook:watching",
    "model.html": "models:html_of",
    "page.html": "models:page_html",
    "pages.html": "models:pages_html",
    "items.records": "records:records_of",
    "items.frame": "records:frame_of_items",
    "report.frame": "saving:frame_of",
}
"""Each view with its module in `chakra_async.display` and its function there."""


def view(name: str) -> Any:
    """Return a function of `chakra_async.display` by the name of what it does."""
    module, _, function = VIEWS[name].partition(":")
    return getattr(import_module(f"chakra_async.display.{module}"), function)
