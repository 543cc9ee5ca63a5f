"""`chakra doctor`: checks the setup and, with `--verify`, compares the API with its description."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from chakra_async._core.json_text import json_text
from chakra_async.cli import options, output
from chakra_async.doctor import State, check_webhook, diagnose, verify
from chakra_async.errors import SettingsError
from chakra_async.settings import Limits

if TYPE_CHECKING:
    from chakra_async.doctor import Finding, Verification

__all__ = ["command"]

_MARKS: Final = {
    State.OK: "ok     ",
    State.WARNING: "warning",
    State.PROBLEM: "PROBLEM",
    State.SKIPPED: "skipped",
}


def command(
    *,
    verification: Annotated[
        bool,
        typer.Option("--verify", help="Call every operation that changes nothing and compare the answers."),
    ] = False,
    report: Annotated[
        Path, typer.Option(help="File for the report of --verify, which has no personal data.")
    ] = Path("chakra-verification.json"),
    ids: Annotated[
        list[str] | None,
        typer.Option(
            "--id", help="An id for --verify as NAME=VALUE, such as backgroundJobId=...; may be repeated."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Check a local sandbox instead of ChakraHQ.")
    ] = False,
    webhook: Annotated[
        str | None,
        typer.Option(help="The address of your receiver; it gets an empty delivery, signed and not signed."),
    ] = None,
) -> int:
    """Check token, role, plugin, phone numbers and templates; nothing is sent or changed.

    The exit code is 1 if a check found a problem; the findings of --verify do not change it.
    """
    given = _ids(ids or [])
    server, findings, verified = asyncio.run(_diagnose(given if verification else None, sandbox=sandbox))
    if webhook is not None:
        findings.append(asyncio.run(check_webhook(webhook, _webhook_secret())))
    if json:
        checked = None if verified is None else verified.to_dict()
        output.as_json(
            {"server": server, "findings": [_as_dict(one) for one in findings], "verification": checked}
        )
    else:
        output.line(f"server: {server}{' (a local sandbox)' if sandbox else ''}")
        for one in findings:
            output.line(f"{_MARKS[one.state]}  {one.check}: {one.detail}")
            if one.fix:
                output.line(f"         fix: {one.fix}")
    if verified is not None:
        _write(report, verified, quiet=json)
    elif verification and not json:
        output.line("Nothing was verified: --verify needs a working token.")
    return 1 if any(one.state is State.PROBLEM for one in findings) else 0


async def _diagnose(
    ids: dict[str, str] | None, *, sandbox: bool
) -> tuple[str, list[Finding], Verification | None]:
    async with options.client(Limits(), sandbox=sandbox) as chakra:
        server = chakra.settings.base_url
        findings = await diagnose(chakra)
        if ids is None or findings[0].state is State.PROBLEM:
            return server, findings, None
        return server, findings, await verify(chakra, ids)


def _webhook_secret() -> str:
    secret = os.environ.get("CHAKRA_WEBHOOK_SECRET", "").split(",")[0].strip()
    if not secret:
        raise SettingsError("No secret to sign with for --webhook: set CHAKRA_WEBHOOK_SECRET.")
    return secret


def _ids(pairs: list[str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for text in pairs:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise SettingsError(f"--id must be NAME=VALUE, not {text!r}.")
        ids[name] = value
    return ids


def _as_dict(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "state": finding.state.value,
        "detail": finding.detail,
        "fix": finding.fix,
    }


def _write(path: Path, verified: Verification, *, quiet: bool) -> None:
    try:
        path.write_text(json_text(verified.to_dict(), indent=True), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"--report {path} cannot be written: {error.strerror}.") from None
    if quiet:
        return
    for one in verified.checked:
        reason = f" ({one.reason})" if one.reason else ""
        output.line(f"{one.result:15}  {one.operation}{reason}")
        for difference in one.differences:
            output.line(
                f"{'':17}{difference.place}: {difference.kind}, described {difference.described}, received {difference.seen}"
            )
    output.line(f"The report is in {path}. It names operations, members and types, without values.")
