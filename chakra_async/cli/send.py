"""`chakra send`: one message, text or a template, to one phone number."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chakra_async.bulk import Row, SendTemplate
from chakra_async.cli import output
from chakra_async.cli.options import one_call
from chakra_async.cli.template_values import SET_HELP, filling_of
from chakra_async.errors import SettingsError

if TYPE_CHECKING:
    from chakra_async.client import Chakra

__all__ = ["command"]


def command(
    *,
    to: Annotated[str, typer.Argument(help="Phone number with its country code.", show_default=False)],
    text: Annotated[str | None, typer.Argument(help="Text; or use --template.", show_default=False)] = None,
    template: Annotated[str | None, typer.Option(help="Name of a template to send instead of text.")] = None,
    language: Annotated[str | None, typer.Option(help="Code of the template's language.")] = None,
    values: Annotated[list[str] | None, typer.Option("--set", help=SET_HELP)] = None,
    country: Annotated[
        str | None,
        typer.Option(help="Country of a number without country code, such as IN; by default CHAKRA_COUNTRY."),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Send to a local sandbox, not to ChakraHQ.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> int:
    """Send one message, and print its id.

    Text reaches only a person who wrote within 24 hours; others need a template. Exit codes: 0 accepted, 1 refused or
    unknown, 2 usage or settings.
    """
    if (text is None) == (template is None):
        raise SettingsError("Give either the text or --template with the name of a template.")
    if template is None and (values or language):
        raise SettingsError("--set and --language are for --template.")
    filling: dict[str, Any] = filling_of(values or [])

    async def call(opened: Chakra) -> str:
        chakra = opened if country is None else opened.with_options(country=country)
        if template is None:
            return (await chakra.messages.send_text(to, text or "")).message_id
        action = SendTemplate(template, language=language, country=chakra.settings.country, **filling)
        prepared = await action.prepare(chakra)
        row = Row(1, to)
        sent: Any = await prepared.send(chakra, row, prepared.key(row))
        return str(sent.message_id)

    message_id = asyncio.run(one_call(call, sandbox=sandbox))
    if as_json:
        output.as_json({"message_id": message_id})
    else:
        output.line(output.printable(message_id))
    return 0
