"""`chakra openapi`: the description of the API, for generators, mock servers and other tools."""

from __future__ import annotations

from typing import Annotated

import typer

from chakra_async.cli import output
from chakra_async.description.openapi import document
from chakra_async.errors import SettingsError

__all__ = ["command"]


def command(
    *,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print YAML instead of JSON.")] = False,
    without_webhooks: Annotated[
        bool,
        typer.Option(
            "--without-webhooks",
            help="Leave out the webhooks, for which openapi-generator writes code that does not parse.",
        ),
    ] = False,
) -> None:
    """Print the OpenAPI 3.1 description of the API, with answers as they are on the wire."""
    found = document(webhooks=not without_webhooks)
    if not yaml:
        output.as_json(found)
        return
    try:
        import yaml as library  # noqa: PLC0415 - needed for this option alone
    except ImportError:
        raise SettingsError("--yaml needs PyYAML: pip install 'chakra-async[cli]'.") from None
    text: str = library.safe_dump(found, allow_unicode=True, sort_keys=False, width=110)  # pyright: ignore[reportUnknownMemberType]
    output.line(text.rstrip("\n"))
