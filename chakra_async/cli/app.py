"""The command line's commands in one place, and how every error becomes one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from chakra_async._version import __version__
from chakra_async.cli import doctor, enrol, journal, request, sandbox
from chakra_async.errors import APIError, ChakraError, InvalidRequestError, SettingsError
from chakra_async.outcomes import Outcome

__all__ = ["app", "run"]

FAILED: Final = 1
USAGE: Final = 2
INTERNAL: Final = 3
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
app.add_typer(journal.app, name="journal")
app.command("sandbox")(sandbox.command)
app.command("request")(request.command)
app.command("doctor")(doctor.command)


def _version(value: bool) -> None:  # noqa: FBT001 - the form of a callback
    if value:
        typer.echo(__version__)
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
    """Run a command line and return its exit code; every error is one sentence on standard error."""
    try:
        result = app(args=arguments, prog_name="chakra", standalone_mode=False)
    except ChakraError as error:
        return _say(str(error), USAGE if _is_usage(error) else FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return _say("interrupted.", INTERRUPTED)
    except BrokenPipeError:
        # The reader of the output went away; nothing more can be said to it, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - never a traceback
        return _unexpected(error)
    return result if isinstance(result, int) else 0


def _unexpected(error: Exception) -> int:
    # The parser's own errors; their classes live in different packages from version to version.
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error}\n")
        return USAGE
    format_message = getattr(error, "format_message", None)
    if callable(format_message):
        return _say(f"{str(format_message()).rstrip('.')}. See --help.", USAGE)
    text = " ".join(str(error).split())
    return _say(
        f"{text or 'it failed'} ({type(error).__name__}).", FAILED if isinstance(error, OSError) else INTERNAL
    )


def _is_usage(error: ChakraError) -> bool:
    if isinstance(error, SettingsError | InvalidRequestError):
        return True
    return error.operation is None and error.outcome is Outcome.NOT_SENT and not isinstance(error, APIError)


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"chakra: {text}\n")
    return code
