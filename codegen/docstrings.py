"""The words of the generated code: what a schema or an operation says of itself, as wrapped docstrings."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from codegen.records import Operation, Parameter, Schema

__all__ = ["WIDTH", "argument", "evidence", "known", "literal", "member", "wrapped"]

WIDTH: Final = 110
"""The line length of the generated code, as of all the rest."""

_EVIDENCE: Final = {
    "documented": "documented",
    "inferred": "inferred, not documented",
    "seen-in-code": "seen in public code, not documented",
}


def wrapped(text: str, indent: int, *, hanging: int = 0) -> str:
    """Return a paragraph in lines, all but the first one indented; the first is where the caller puts it.

    Args:
        text: The paragraph.
        indent: The column of the paragraph.
        hanging: How much further the lines after the first one stand.

    """
    lines = textwrap.wrap(
        " ".join(text.split()),
        WIDTH - indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return ("\n" + " " * indent).join(lines)


def literal(paragraphs: list[str], indent: int) -> str:
    """Return paragraphs as the source of a docstring at a column."""
    margin = " " * indent
    text = f"\n\n{margin}".join(wrapped(paragraph, indent) for paragraph in paragraphs)
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if len(paragraphs) > 1:
        return f'"""{text}\n\n{margin}"""'
    if len(text.rpartition("\n")[2]) + indent + 6 > WIDTH or text.endswith('"'):
        return f'"""{text}\n{margin}"""'
    return f'"""{text}"""'


def evidence(kind: str | None, note: str | None) -> str:
    """Return a sentence on how far something is known; empty where nothing needs saying."""
    if kind in (None, "documented"):
        return f"{_capital(note)}." if note else ""
    text = f"{_capital(_EVIDENCE[kind])}"
    return f"{text}: {note}." if note else f"{text}."


def member(schema: Schema) -> str:
    """Return what a member of a model says of itself: meaning, unit, and how far it is known."""
    return _sentences(
        schema["description"], *_facts(schema), evidence(schema.get("x-evidence"), schema.get("x-note"))
    )


def argument(parameter: Parameter) -> str:
    """Return what an argument of a stub says of itself."""
    facts = _facts(parameter.schema)
    if parameter.check == "uuid":
        facts.append("A UUID.")
    if parameter.check == "phone-number":
        facts.append("A national number is read with the client's `country`; without one it is refused.")
    if parameter.default:
        facts.append(f"Without it, the client's `{parameter.default}` is used.")
    return _sentences(parameter.description, *facts, evidence(parameter.evidence, parameter.note))


def known(operation: Operation) -> str:
    """Return how far an operation is known, and how far its answer is."""
    path = {
        "documented": "Documented.",
        "inferred": "Inferred: no page and no public code shows this path, so it may not exist.",
        "seen-in-code": "Seen in public code, not documented.",
    }[operation.evidence]
    if operation.note and operation.evidence == "inferred":
        path = f"Inferred: {operation.note}. So it may not exist under this method and path."
    elif operation.note:
        path = f"{path.removesuffix('.')}: {operation.note}."
    if operation.answer_evidence in (None, operation.evidence):
        return path
    note = f": {operation.answer_note}" if operation.answer_note else ""
    return f"{path} The answer is {_EVIDENCE[operation.answer_evidence]}{note}."


def _facts(schema: Schema) -> list[str]:
    facts: list[str] = []
    if schema.get("x-unit") == "epoch-milliseconds":
        facts.append("Epoch milliseconds.")
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        facts.append(f"From {low} to {high}.")
    elif low is not None:
        facts.append(f"At least {low}.")
    elif high is not None:
        facts.append(f"At most {high}.")
    if "default" in schema:
        facts.append(f"The server uses {_shown(schema['default'])} where it is not given.")
    return facts


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else f"`{value}`"


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
