"""`chakra enrol`: the phone numbers of a table into a campaign, each once."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from chakra_async.bulk import Enrol
from chakra_async.cli import runs
from chakra_async.cli.run_options import RunOptions, bulk_command
from chakra_async.errors import SettingsError

__all__ = ["command"]

_SANDBOX_CAMPAIGN: Final = "5ba0e13a-ac26-4656-afdd-643ea0813137"


@bulk_command
def command(
    options: RunOptions,
    *,
    campaign: Annotated[str | None, typer.Option(help="UUID of the campaign.", show_default=False)] = None,
) -> int:
    """Enrol the phone numbers of FILE into a campaign, each once.

    Started again, it goes on where it was: the journal knows what was done. Exit codes: 0 every row is done, 1 some
    are refused, unknown, invalid or unsent, 2 usage, settings or input, 3 stopped by a condition, 130 interrupted.
    """
    if campaign is None:
        if not options.sandbox:
            raise SettingsError("--campaign is missing: the UUID on the campaign's details page in the app.")
        campaign = _SANDBOX_CAMPAIGN
    return runs.execute(options, Enrol(campaign, country=options.country), options.journal_beside())
