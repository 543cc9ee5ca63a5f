"""The drawing of the library's packages, from the layers that the architecture test holds them to."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from tests.support.house import LAYERS

__all__ = ["drawing"]

ROOMS: Final = {
    "cli": "the command chakra",
    "doctor": "checks a setup",
    "display": "progress, reports",
    "sandbox": "a local ChakraHQ",
    "testing": "helpers for tests",
    "bulk": "runs over many rows, journals",
    "webhooks": "receiver, inbox, conversations",
    "description": "the OpenAPI description",
    "client": "Chakra: options, all groups of calls",
    "types": "names for annotations",
    "namespaces": "which groups there are",
    "_extras": "hand-written calls",
    "resources": "a method for each operation",
    "pagination": "pages",
    "downloads": "streamed files",
    "resource": "from arguments to a request and back",
    "observers": "logs, OpenTelemetry",
    "_transport": "sockets, limits, pauses, retries",
    "_core": "pure rules: requests, answers, outcomes, pacing",
    "models": "what is sent and received",
    "settings": "options",
    "phone": "one reader of numbers",
    "_phone": "tables of numbers in use",
    "errors": "what can go wrong",
    "events": "what observers get",
    "model": "base of models",
    "outcomes": "not_sent, refused, unknown, done",
    "unset": "left out",
}
"""What each room is for, in a few words."""
_HIDDEN: Final = frozenset({"", "__main__", "_version", "_views"})
_GENERATED: Final = frozenset({"models", "resources", "namespaces"})
_WIDTH: Final = 620
_ROW: Final = 50
_GAP: Final = 8
_LEFT: Final = 16


def drawing() -> str:
    """Return the drawing as SVG: a row for each layer, the highest first."""
    unnamed = set[str]().union(*LAYERS) - _HIDDEN - set(ROOMS)
    if unnamed:
        raise KeyError(f"say in sitegen/house_picture.py what these packages are for: {sorted(unnamed)}")
    rows = [sorted(layer - _HIDDEN, key=list(ROOMS).index) for layer in reversed(LAYERS) if layer - _HIDDEN]
    height = _GAP + len(rows) * (_ROW + _GAP) + 40
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
            'aria-label="The packages of chakra_async in layers, from the command line down to outcomes" '
            'font-family="system-ui, sans-serif">'
        ),
        f'<rect width="{_WIDTH}" height="{height}" rx="12" fill="#f4f7f7"/>',
    ]
    for number, row in enumerate(rows):
        parts += _layer(row, _GAP + number * (_ROW + _GAP))
    at = height - 16
    parts.append(
        f'<text x="{_LEFT}" y="{at}" font-size="14" fill="#4a5a5a">'
        "Imports run downward only. Dashed: generated from openapi/.</text>"
    )
    return "\n".join([*parts, "</svg>", ""])


def _layer(row: list[str], top: int) -> list[str]:
    width = (_WIDTH - 2 * _LEFT - (len(row) - 1) * _GAP) / len(row)
    found: list[str] = []
    for number, room in enumerate(row):
        left = _LEFT + number * (width + _GAP)
        private = room.startswith("_")
        dashed = ' stroke-dasharray="6 4"' if room in _GENERATED else ""
        found += [
            (
                f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{_ROW}" rx="6" '
                f'fill="{"#e3eaea" if private else "#ffffff"}" stroke="#00796b"{dashed}/>'
            ),
            f'<text x="{left + 12:.0f}" y="{top + 22}" font-size="16" font-weight="600" fill="#003d36">{escape(room)}</text>',
            f'<text x="{left + 12:.0f}" y="{top + 41}" font-size="13" fill="#4a5a5a">{escape(ROOMS[room])}</text>',
        ]
    return found
