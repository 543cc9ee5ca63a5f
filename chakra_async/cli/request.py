"""`chakra request`: any path of the API, with the token, limits, retries and errors of every other call."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from chakra_async.cli import options, output
from chakra_async.errors import SettingsError
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from chakra_async._core.response import Response
    from chakra_async.client import Chakra

__all__ = ["command"]


def command(
    *,
    method: Annotated[str, typer.Argument(help="GET, POST, PUT, PATCH or DELETE.", show_default=False)],
    path: Annotated[str, typer.Argument(help="Path below the API's address.", show_default=False)],
    json: Annotated[
        str | None, typer.Option("--json", help="JSON body; @FILE reads a file, - standard input.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(help="Query parameter NAME=VALUE; may be repeated.")
    ] = None,
    repeatable: Annotated[
        bool,
        typer.Option("--repeatable", help="The request is idempotent: retry it when its outcome is unknown."),
    ] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Send to a local sandbox instead of ChakraHQ.")
    ] = False,
) -> int:
    """Send one request and print the answer's JSON."""
    params: dict[str, Any] = {}
    for text in param or []:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise SettingsError(f"--param must be NAME=VALUE, not {text!r}.")
        params[name] = value
    body = UNSET if json is None else _body(json)

    async def call(chakra: Chakra) -> Response[Any]:
        return await chakra.request(
            method, path, json=body, params=params or None, repeatable=repeatable or None
        )

    output.as_json(asyncio.run(options.one_call(call, sandbox=sandbox)).data)
    return 0


def _body(text: str) -> object:
    if text == "-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"--json {text} cannot be read: {error}.") from None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SettingsError(f"--json is not valid JSON: {error}.") from None
