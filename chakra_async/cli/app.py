"""The application: all commands, and the mapping of errors to one sentence and an exit code."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Final

import typer

from chakra_async._version import __version__
from chakra_async.cli import output
from chakra_async.errors import APIError, ChakraError, InvalidRequestError, SettingsError
from chakra_async.outcomes import Outcome

__all__ = ["application", "run"]

FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130

_COMMANDS: Final = {
    "enrol": "enrol",
    "send-template": "send_template",
    "send": "send",
    "journal": "journal",
    "templates": "templates",
    "inbox": "inbox",
    "work": "work",
    "sandbox": "sandbox",
    "request": "request",
    "doctor": "doctor",
    "openapi": "openapi",
}
"""The module of each command, in the order of the help. It has the function `command`, or an `app` with commands of its own."""


def application(only: str | None = None) -> typer.Typer:
    """Return the application.

    Args:
        only: The one command that it has, whose modules alone are imported then; all of them by default.

    """
    app = typer.Typer(
        name="chakra",
        help="The ChakraHQ API on the command line. The access token is taken from CHAKRA_ACCESS_TOKEN.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    for name in _COMMANDS if only is None else [only]:
        module = import_module(f"chakra_async.cli.{_COMMANDS[name]}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def _version(value: bool) -> None:  # noqa: FBT001 - the form of a callback
    if value:
        output.line(__version__)
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; an error is one sentence on standard error."""
    output.prepare()
    try:
        code = _run(arguments)
    finally:
        why = output.flush()
    if why is None:
        return code
    _fail(f"standard output could not be written, and lacks what was written last: {why}.", FAILED)
    output.flush()
    return code or FAILED


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else None
    try:
        app = application(first if first in _COMMANDS else None)
        result = app(args=arguments, prog_name="chakra", standalone_mode=False)
    except ChakraError as error:
        return _fail(str(error), USAGE if _is_usage(error) else FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted.", INTERRUPTED)
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - a command never ends with a traceback
        return _unexpected(error)
    return result if isinstance(result, int) else 0


def _unexpected(error: Exception) -> int:
    # The parser's own errors; their classes are in another package in each version of typer.
    if type(error).__name__ == "NoArgsIsHelpError":
        output.note(str(error))
        return USAGE
    format_message = getattr(error, "format_message", None)
    if callable(format_message):
        return _fail(f"{_sentence(str(format_message()))} See --help.", USAGE)
    text = " ".join(str(error).split())
    return _fail(f"{text or 'the command failed'} ({type(error).__name__}).", FAILED)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _is_usage(error: ChakraError) -> bool:
    if isinstance(error, SettingsError | InvalidRequestError):
        return True
    return error.operation is None and error.outcome is Outcome.NOT_SENT and not isinstance(error, APIError)


def _fail(text: str, code: int) -> int:
    output.note(f"chakra: {output.printable(text)}")
    return code
