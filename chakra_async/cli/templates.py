"""`chakra templates`: the message templates of the account, as a list or as a message looks."""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from chakra_async.cli import output
from chakra_async.cli.options import client
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chakra_async.models.templates import Template

__all__ = ["app", "bubble"]

_WIDTH: Final = 46
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
_Sandbox = Annotated[bool, typer.Option("--sandbox", help="Those of a local sandbox, not of ChakraHQ.")]

app = typer.Typer(help="Look at message templates.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_all(
    *,
    name: Annotated[str | None, typer.Option(help="Only those with this in their name.")] = None,
    sandbox: _Sandbox = False,
    as_json: _Json = False,
) -> int:
    """List the templates: name, language, category and status."""
    found = asyncio.run(_list(sandbox=sandbox))
    found = [one for one in found if name is None or name.lower() in str(one.name).lower()]
    if as_json:
        output.as_json([one.to_dict() for one in found])
        return 0
    width = max((len(str(one.name)) for one in found), default=0)
    for one in found:
        parts = (
            str(one.name).ljust(width),
            str(one.language or ""),
            str(one.category or ""),
            str(one.status or ""),
        )
        output.line(output.printable("  ".join(parts)))
    if not found:
        output.line("There are none.")
    return 0


@app.command("show")
def show(
    *,
    name: Annotated[str, typer.Argument(help="Name of the template.", show_default=False)],
    language: Annotated[
        str | None, typer.Option(help="Code of its language; needed where it has several.")
    ] = None,
    sandbox: _Sandbox = False,
    as_json: _Json = False,
) -> int:
    """Show a template as a message looks, with its placeholders."""
    template = asyncio.run(_find(name, language, sandbox=sandbox))
    if as_json:
        output.as_json(template.to_dict())
        return 0
    facts = (template.name, template.language, template.category, template.status)
    output.line(output.printable("  ".join(str(one) for one in facts if one)))
    output.line(bubble(template))
    return 0


async def _list(*, sandbox: bool) -> list[Template]:
    async with client(Limits(), sandbox=sandbox) as chakra:
        return await chakra.templates.list().to_list()


async def _find(name: str, language: str | None, *, sandbox: bool) -> Template:
    async with client(Limits(), sandbox=sandbox) as chakra:
        return await chakra.templates.find(name, language=language)


def bubble(template: Template) -> str:
    """Return a template as the bubble of a message, in characters.

    Args:
        template: The template.

    """
    listed: list[dict[str, Any]] = template.to_dict().get("components") or []
    lines: list[str] = []
    for component in listed:
        if lines:
            lines.append("")
        lines += _lines(component)
    width = max((len(line) for line in lines), default=0)
    rows = [f"│ {line.ljust(width)} │" for line in lines]
    edge = "─" * (width + 2)
    return "\n".join([f"╭{edge}╮", *rows, f"╰{edge}╯"])


def _lines(component: dict[str, Any]) -> Iterator[str]:
    kind = str(component.get("type", "")).upper()
    if kind == "BUTTONS":
        for button in cast("list[dict[str, Any]]", component.get("buttons") or []):
            target = button.get("url") or button.get("phone_number") or ""
            yield from _wrapped(f"[ {button.get('text', button.get('type', ''))} ] {target}".rstrip())
    elif kind == "HEADER" and component.get("format", "TEXT") != "TEXT":
        yield f"[{str(component['format']).lower()}]"
    elif "text" in component:
        yield from _wrapped(str(component["text"]))
    else:
        yield f"[{kind.lower()}]"


def _wrapped(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(output.printable(line), _WIDTH) or [""]
