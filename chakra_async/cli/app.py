"""The application: all commands, and the mapping of errors to one sentence and an exit code."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from chakra_async._version import __version__
from chakra_async.cli import (
    doctor,
    enrol,
    inbox,
    journal,
    openapi,
    output,
    request,
    sandbox,
    send,
    send_template,
    templates,
    work,
)
from chakra_async.errors import APIError, ChakraError, InvalidRequestError, SettingsError
from chakra_async.outcomes import Outcome

__all__ = ["app", "run"]

FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130

app = typer.Typer(
    name="chakra",
    help="The ChakraHQ API on the command line. The access token is taken from CHAKRA_ACCESS_TOKEN.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("enrol")(enrol.command)
app.command("send-template")(send_template.command)
app.command("send")(send.command)
app.add_typer(journal.app, name="journal")
app.add_typer(templates.app, name="templates")
app.add_typer(inbox.app, name="inbox")
app.command("work")(work.command)
app.command("sandbox")(sandbox.command)
app.command("request")(request.command)
app.command("doctor")(doctor.command)
app.command("openapi")(openapi.command)


def _version(value: bool) -> None:  # noqa: FBT001 - the form of a callback
    if value:
        output.line(__version__)
        raise typer.Exit


@app.callback()
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
        output.flush()
    if (why := output.lost()) is None:
        return code
    _fail(f"standard output could not be written, and lacks what was written last: {why}.", FAILED)
    output.flush()
    return code or FAILED


def _run(arguments: list[str]) -> int:
    try:
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
