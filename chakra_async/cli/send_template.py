"""`chakra send-template`: a template message to each phone number of a table, filled from its columns, each once."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

import typer

from chakra_async.bulk import SendTemplate
from chakra_async.cli import runs
from chakra_async.cli.run_options import RunOptions, bulk_command
from chakra_async.cli.template_values import SET_HELP, filling_of

__all__ = ["ALLOW_WORDS_HELP", "LANGUAGE_HELP", "VALUES_HELP", "command", "template_action"]

LANGUAGE_HELP: Final = "Code of its language, such as en_US; needed where it has several."
VALUES_HELP: Final = f"{SET_HELP} Columns are in braces: 1={{Customer}}."
ALLOW_WORDS_HELP: Final = (
    "Words that cells may be although they look like a missing value, such as NA (a comma list)."
)


@bulk_command
def command(
    options: RunOptions,
    *,
    template: Annotated[str, typer.Option(help="Name of the template.", show_default=False)],
    language: Annotated[str | None, typer.Option(help=LANGUAGE_HELP)] = None,
    values: Annotated[list[str] | None, typer.Option("--set", help=VALUES_HELP)] = None,
    allow_words: Annotated[
        str | None,
        typer.Option(
            "--allow-words",
            help=ALLOW_WORDS_HELP,
        ),
    ] = None,
) -> int:
    """Send a template to the phone numbers of FILE, each once, filled from the columns of its row.

    The template is looked up and compared with --set before the first message, and each row before its own; --dry-run shows
    three filled messages, --only-to sends one to yourself. Started again, it goes on where it was. Exit codes: 0 every
    row is done, 1 some are refused, unknown, invalid or unsent, 2 usage, settings or input, 3 stopped by a condition,
    130 interrupted.
    """
    action = template_action(template, language, options.country, values, allow_words)
    name = re.sub(r"[^\w-]", "-", template if language is None else f"{template}-{language}")
    return runs.execute(options, action, options.journal_beside(name))


def template_action(
    template: str,
    language: str | None,
    country: str | None,
    values: list[str] | None,
    allow_words: str | None,
) -> SendTemplate:
    """Return the action that the options of the command describe.

    Raises:
        SettingsError: One cannot be used.

    """
    filling: dict[str, Any] = filling_of(values or [])
    words = [word.strip() for word in (allow_words or "").split(",") if word.strip()]
    return SendTemplate(template, language=language, country=country, allow_words=words, **filling)
