"""The checks of a setup: token, role, plugin, phone numbers and templates, each with where to fix it.

Only calls that change nothing are made. When the path of a check is known from public code only and is not found, the
finding says so, since the description may be wrong and not the setup.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from chakra_async.errors import (
    APIError,
    AuthenticationError,
    ChakraError,
    NotFoundError,
    PermissionDeniedError,
    PlanError,
    RateLimitedError,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chakra_async.client import Chakra
    from chakra_async.models.phone_numbers import PhoneNumber

__all__ = ["Finding", "State", "diagnose"]

_KEYS: Final = "web app, Admin > API Keys: open the key and copy its access token"
_ROLE: Final = "web app, Admin > API Keys: give the key an access role that may do this"
_PLUGIN: Final = (
    "web app, WhatsApp Setup page: the plugin's id is the last part of its address (/admin/plugin/...)"
)
_NUMBER: Final = "web app, WhatsApp Setup page: Meta's phone number id is shown beside each number"
_PLACES: Final = {
    "plugin": f"CHAKRA_PLUGIN_ID; {_PLUGIN}",
    "phone numbers": f"CHAKRA_PHONE_NUMBER_ID; {_NUMBER}",
    "templates": "CHAKRA_WABA_ID: it must be an account of this team; `waba` of phone_numbers.list() names it",
}
_QUOTES: Final = frozenset("\"'`\u2018\u2019\u201c\u201d")
_UNQUOTED: Final = "CHAKRA_ACCESS_TOKEN: set it without quotation marks"
_CONNECTED: Final = "CONNECTED"
_ENOUGH: Final = 1


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@attrs.frozen(kw_only=True)
class Finding:
    """The result of one check.

    Attributes:
        check: What was checked: `token`, `role`, `plugin`, `phone numbers` or `templates`.
        state: How it ended.
        detail: What was found, without personal data.
        fix: Where to fix it; empty where nothing is wrong.

    """

    check: str
    state: State
    detail: str
    fix: str = ""


async def diagnose(chakra: Chakra) -> list[Finding]:
    """Check a client's setup; nothing is changed.

    Args:
        chakra: The client whose settings are checked.

    Returns:
        One finding for each check, in the order of the checks. After a refused token the others are skipped.

    Example:
        ```python
        for finding in await diagnose(chakra):
            print(finding.state, finding.check, finding.detail, finding.fix)
        ```

    """
    findings = [await _token(chakra)]
    checks: tuple[tuple[str, Callable[[Chakra], Awaitable[Finding]]], ...] = (
        ("role", _role),
        ("plugin", _plugin),
        ("phone numbers", _phone_numbers),
        ("templates", _templates),
    )
    for name, check in checks:
        if findings[0].state is State.PROBLEM:
            findings.append(Finding(check=name, state=State.SKIPPED, detail="needs a working token"))
            continue
        try:
            findings.append(await check(chakra))
        except ChakraError as error:
            findings.append(_failed(name, error))
    return findings


async def _token(chakra: Chakra) -> Finding:
    server = chakra.settings.base_url
    try:
        await chakra.config.get()
    except AuthenticationError:
        detail, fix = f"the access token is refused by {server}", _KEYS
        reveal = chakra.settings.token.reveal
        if not _QUOTES.isdisjoint({reveal()[:1], reveal()[-1:]}):
            detail, fix = f"{detail}; it begins or ends with a quotation mark", _UNQUOTED
        return Finding(check="token", state=State.PROBLEM, detail=detail, fix=fix)
    except PermissionDeniedError:
        pass
    except ChakraError as error:
        failed = _failed("token", error)
        return attrs.evolve(failed, detail=f"{failed.detail} (asked {server})")
    return Finding(check="token", state=State.OK, detail=f"the access token is accepted by {server}")


async def _role(chakra: Chakra) -> Finding:
    reads: tuple[tuple[str, Callable[[], Awaitable[object]]], ...] = (
        ("the configuration", chakra.config.get),
        ("leads", chakra.processes.list("lead", limit=_ENOUGH).first),
        ("users", chakra.users.list),
        ("chats", chakra.chats.list(limit=_ENOUGH).first),
    )
    refused: list[str] = []
    missing: list[str] = []
    for what, read in reads:
        try:
            await read()
        except PermissionDeniedError:
            refused.append(what)
        except NotFoundError:
            missing.append(what)
    if refused:
        detail = f"the key's role may not read {', '.join(refused)}"
        return Finding(check="role", state=State.PROBLEM, detail=detail, fix=_ROLE)
    if missing:
        detail = f"the team does not have: {', '.join(missing)}"
        return Finding(check="role", state=State.WARNING, detail=detail, fix="web app: the module may be off")
    names = ", ".join(what for what, _ in reads)
    return Finding(check="role", state=State.OK, detail=f"may read {names}")


async def _plugin(chakra: Chakra) -> Finding:
    if chakra.settings.plugin_id is None:
        detail = "plugin_id is not set; sending messages and uploads need it"
        return Finding(check="plugin", state=State.WARNING, detail=detail, fix=f"CHAKRA_PLUGIN_ID; {_PLUGIN}")
    try:
        config = await chakra.plugins.get_config()
    except NotFoundError:
        detail = "the plugin_id is not found, or this call's path, known from public code only, has changed"
        return Finding(check="plugin", state=State.PROBLEM, detail=detail, fix=_PLUGIN)
    if not config.pass_through_webhook_url and not config.chakra_webhook_url:
        detail = (
            "the plugin exists; it has no webhook, so inbound messages and delivery states are not delivered"
        )
        return Finding(
            check="plugin", state=State.WARNING, detail=detail, fix="web app, WhatsApp Setup page: webhooks"
        )
    return Finding(check="plugin", state=State.OK, detail="the plugin exists, with a webhook")


async def _phone_numbers(chakra: Chakra) -> Finding:
    numbers = await chakra.phone_numbers.list()
    if not numbers:
        detail = "no WhatsApp number is connected"
        return Finding(
            check="phone numbers", state=State.PROBLEM, detail=detail, fix="web app, WhatsApp Setup page"
        )
    wanted = chakra.settings.phone_number_id
    ids = ", ".join(str(number.id) for number in numbers)
    if wanted is None:
        detail = f"phone_number_id is not set; the team has {ids}"
        fix = f"CHAKRA_PHONE_NUMBER_ID; {_NUMBER}"
        return Finding(check="phone numbers", state=State.WARNING, detail=detail, fix=fix)
    ours = next((number for number in numbers if number.id == wanted), None)
    if ours is None:
        detail = f"phone_number_id {wanted} is not among the team's: {ids}"
        return Finding(check="phone numbers", state=State.PROBLEM, detail=detail, fix=_NUMBER)
    return _state_of(ours)


def _state_of(number: PhoneNumber) -> Finding:
    detail = "the number is connected"
    states = (("ChakraHQ", number.chakra_status), ("Meta", number.status))
    doubts = [
        f"{who} reports its state as {state}" for who, state in states if state not in (None, _CONNECTED)
    ]
    state = State.PROBLEM if doubts else State.OK
    score = getattr(number.quality_score, "score", None)  # a value of another type is kept unchanged
    if score == "RED":
        doubts.append("its quality is RED, so Meta may lower its limit")
    if doubts:
        return Finding(
            check="phone numbers",
            state=State.WARNING if state is State.OK else state,
            detail=", ".join(doubts),
            fix="web app, WhatsApp Setup page, and Meta's WhatsApp Manager",
        )
    tier = f", messaging limit {number.messaging_limit_tier}" if number.messaging_limit_tier else ""
    return Finding(check="phone numbers", state=state, detail=f"{detail}{tier}")


async def _templates(chakra: Chakra) -> Finding:
    if chakra.settings.waba_id is None:
        accounts = {number.waba for number in await chakra.phone_numbers.list() if number.waba}
        known = f"; the team's numbers belong to {', '.join(sorted(accounts))}" if accounts else ""
        detail = f"waba_id is not set; templates cannot be listed{known}"
        return Finding(check="templates", state=State.WARNING, detail=detail, fix="CHAKRA_WABA_ID")
    found = await chakra.templates.list(limit=100).to_list(limit=100)
    approved = sum(template.status == "APPROVED" for template in found)
    if not approved:
        detail = f"{len(found)} templates, none of them approved; only replies within 24 hours can be sent"
        return Finding(check="templates", state=State.WARNING, detail=detail, fix="web app, templates")
    more = " or more" if len(found) == 100 else ""  # noqa: PLR2004 - the limit asked for above
    return Finding(
        check="templates", state=State.OK, detail=f"{len(found)}{more} templates, {approved} approved"
    )


def _failed(check: str, error: ChakraError) -> Finding:
    fix = _PLACES.get(check, "the ids in the settings")
    if isinstance(error, PermissionDeniedError):
        fix = _ROLE
    elif isinstance(error, PlanError):
        fix = "web app, billing: the plan does not include this"
    elif isinstance(error, NotFoundError):
        fix += "; the path itself may have changed where it is known from public code only"
    elif isinstance(error, ServerError | RateLimitedError):
        fix = "nothing in the setup: try again later, and ask ChakraHQ if it stays so"
    elif not isinstance(error, APIError):
        fix = "the network and the address in CHAKRA_BASE_URL"
    return Finding(check=check, state=State.PROBLEM, detail=_sentence(error), fix=fix)


def _sentence(error: ChakraError) -> str:
    return f"{type(error).__name__}: {error.message}"
