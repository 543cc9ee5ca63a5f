"""The pages of docs/ that the description gives: the table of all operations, and how much of the API is covered."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from codegen.documents import DescriptionError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codegen.records import Description, Operation

__all__ = ["pages", "read_unknown"]

_BANNER: Final = "<!-- Written by `python -m codegen` from openapi/; a change belongs there. -->"
_EVIDENCE: Final = {
    "documented": "on a page of ChakraHQ's documentation",
    "seen-in-code": "in public code that calls the API, not in a page that could be read",
    "inferred": "follows from facts about other operations; it may not exist as described",
}
_NEEDED: Final = {"group", "known", "method", "source", "title"}
_ALLOWED: Final = _NEEDED | {"instead", "meta"}


def read_unknown(path: Path) -> list[dict[str, str]]:
    """Return the operations without a known path that are in a file beside the description; an empty list where it is missing.

    Raises:
        DescriptionError: An entry lacks a member or has one that is not known.

    """
    if not path.exists():
        return []
    entries: list[dict[str, str]] = read_yaml(path)
    problems = [
        f"{path.name}: {entry.get('title', 'an entry without a title')}: {sorted(wrong)}"
        for entry in entries
        if (wrong := (_NEEDED - set(entry)) | (set(entry) - _ALLOWED))
    ]
    if problems:
        raise DescriptionError(problems)
    return entries


def pages(description: Description, unknown: list[dict[str, str]]) -> dict[str, str]:
    """Return the text of each page by its name."""
    return {
        "reference.md": _page(_reference(description)),
        "coverage.md": _page(_coverage(description, unknown)),
    }


def _page(lines: Iterator[str]) -> str:
    return "\n".join([_BANNER, "", *lines, ""])


def _reference(description: Description) -> Iterator[str]:
    yield "# Every operation"
    yield ""
    yield (
        f"{len(description.operations)} operations. *Repeated* says whether a call is retried by itself when its "
        "outcome is unknown: `reads` change nothing, `repeatable` ones come to the same when done twice, and `no` is "
        "everything else. *Evidence* is how far method and path are known:"
    )
    yield ""
    for evidence, meaning in _EVIDENCE.items():
        yield f"- **{evidence}**: {meaning}"
    for resource, group in groupby(_sorted(description), key=lambda one: one.resource):
        yield ""
        yield f"## `chakra.{resource}`"
        yield ""
        yield description.resource_text(resource)
        yield ""
        yield "| call | what it does | method and path | repeated | evidence |"
        yield "|---|---|---|---|---|"
        for one in group:
            yield (
                f"| `{one.method_name}` | {_cell(one.summary)} | `{one.method} {one.path}` | {_repeated(one)} "
                f"| [{one.evidence}]({one.source}) |"
            )


def _coverage(description: Description, unknown: list[dict[str, str]]) -> Iterator[str]:
    counts = {
        evidence: sum(one.evidence == evidence for one in description.operations) for evidence in _EVIDENCE
    }
    yield "# Coverage"
    yield ""
    yield (
        f"{len(description.operations)} operations are described and generated: "
        + ", ".join(f"{count} {evidence}" for evidence, count in counts.items())
        + ". [Every operation](reference.md) lists them."
    )
    yield ""
    yield f"## {len(unknown)} operations without a known path"
    yield ""
    yield (
        "ChakraHQ's navigation names these, but no path could be read. A guessed path might send something to "
        "a stranger, so none is built in."
    )
    yield ""
    yield "| operation | method | what is known | Meta's own | instead |"
    yield "|---|---|---|---|---|"
    for entry in unknown:
        meta = f"`{entry['meta']}`" if "meta" in entry else ""
        yield (
            f"| {entry['group']}: {entry['title']} | {entry['method']} | {_cell(entry['known'])} "
            f"([source]({entry['source']})) | {meta} | {_cell(entry.get('instead', ''))} |"
        )
    yield ""
    yield "Once you have the path from ChakraHQ, call it with the same token, limits, retries, envelope and errors:"
    yield ""
    yield "```python"
    yield "async def remove(chakra: Chakra, path: str, campaign_id: str, phone_number: str) -> None:"
    yield "    answer = await chakra.request("
    yield '        "POST", path, json={"campaignId": campaign_id, "phoneNumber": phone_number}, repeatable=False'
    yield "    )"
    yield "    print(answer.status, answer.data)"
    yield "```"
    doubts = [
        one for one in _sorted(description) if one.note or one.answer_note or one.evidence == "inferred"
    ]
    yield ""
    yield "## What is doubtful in what is described"
    yield ""
    yield "| call | doubt |"
    yield "|---|---|"
    for one in doubts:
        text = "; ".join(filter(None, (_method_doubt(one), one.answer_note)))
        yield f"| `{one.name}` | {_cell(text)} |"


def _method_doubt(operation: Operation) -> str:
    if operation.note:
        return operation.note
    return "its method or path is inferred" if operation.evidence == "inferred" else ""


def _sorted(description: Description) -> list[Operation]:
    return sorted(description.operations, key=lambda one: one.resource)


def _repeated(operation: Operation) -> str:
    if operation.reads:
        return "reads"
    return "repeatable" if operation.repeatable else "no"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
