"""What to do about a reason for which rows did not end as done, and a run in one sentence. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chakra_async.bulk.rows import RowState
from chakra_async.display.markup import thousands

if TYPE_CHECKING:
    from chakra_async.bulk.report import Report

__all__ = ["advice_for", "sentence"]

_THROTTLED: Final = (
    "Meta asked for a slower pace. Send these rows again with a lower rate, or with an adaptive one."
)
_NO_ANSWER: Final = (
    "The call left and its answer did not arrive, so it may have been done. Look the first of these up in ChakraHQ before "
    "any of them is sent again."
)
_BY_CODE: Final[dict[str, str]] = {
    "131026": "The message cannot reach this number: it may not be on WhatsApp. Check the number with the person, or take it off the list.",
    "131047": "The person's last message is older than 24 hours. Send a template instead.",
    "131042": "The WhatsApp account has a payment problem. Settle it in Meta's billing settings, then send these rows again.",
    "131048": "Meta limits the sending number because of its messages' quality. Wait, and send less and better aimed messages.",
    "131049": "Meta limits marketing messages to these persons. Wait for at least a day before you try again.",
    "131056": "Too many messages to one person in a short time. Send these rows again later.",
    "131050": "The person has stopped marketing messages from you. Take the number off the list.",
    "4": _THROTTLED,
    "80007": _THROTTLED,
    "130429": _THROTTLED,
    "RateLimitedError": "The server asked for a slower pace. Send these rows again with a lower rate, or with an adaptive one.",
    "NotFoundError": "Something these calls name does not exist: check the campaign's, the template's and the number's id.",
    "ConflictError": "The request contradicts the present state of the record. Look the first of these rows up in ChakraHQ.",
    "PlanError": "The account's plan does not allow it. Change the plan, then send these rows again.",
    "PaymentError": "The WhatsApp account has a payment problem. Settle it in Meta's billing settings, then send these rows again.",
    "AuthenticationError": "The token was refused. Make a new one, then send these rows again.",
    "PermissionDeniedError": "The token's role lacks a privilege. Give it the privilege, then send these rows again.",
    "Interrupted": "The process ended while these calls were under way, so they may have been done. Look them up in ChakraHQ before "
    "they are sent again.",
    "CancelledError": "The run was stopped while these calls were under way, so they may have been done. Look them up in ChakraHQ "
    "before they are sent again.",
    "RequestTimeoutError": _NO_ANSWER,
    "ConnectionLostError": _NO_ANSWER,
}
_TEMPLATE: Final = re.compile(r"132\d\d\d")
_BY_STATE: Final = {
    RowState.REFUSED: "The server did nothing for these rows. Fix the cause, then send them again.",
    RowState.UNKNOWN: "These rows may have been done. Look the first of them up in ChakraHQ before any of them is sent again.",
    RowState.SENDING: "The calls of these rows are under way, or their process was killed: they may have been done.",
    RowState.INVALID: "Correct these rows in the list and run again on the same journal: what is done is not sent again.",
    RowState.PENDING: "These rows were not sent. The next run on the journal sends them.",
}
_STOP: Final = re.compile(r"[.\s]+\Z")


def advice_for(state: RowState, code: str | None, error: str | None = None) -> str:
    """Return what to do about rows in a state whose error had this code, or was of this class.

    Example:
        >>> advice_for(RowState.REFUSED, "131047")
        "The person's last message is older than 24 hours. Send a template instead."

    """
    if state is RowState.INVALID:
        return _BY_STATE[state]
    known = _BY_CODE.get(code or "") or _BY_CODE.get(error or "")
    if known is not None and (
        state is not RowState.UNKNOWN or known.startswith(("The call", "The process", "The run"))
    ):
        return known
    if code and _TEMPLATE.fullmatch(code) and state is RowState.REFUSED:
        return "The template, its language or its values do not match. Compare them with the template in WhatsApp Manager."
    return _BY_STATE.get(state, "")


def sentence(report: Report) -> str:
    """Return what happened in one sentence, and in another what is to be done first."""
    rows = report.rows
    if not rows:
        return "The list is empty."
    first = f"All {thousands(rows)} rows are done" if report.done == rows else _counted(report)
    if report.interrupted:
        first = f"The run was stopped by a user: {_lower(first)}"
    elif report.stopped_because is not None:
        first = f"The run stopped early because of this: {_STOP.sub('', report.stopped_because)}. {first}"
    return f"{first}. {_next(report)}".rstrip()


def _counted(report: Report) -> str:
    parts = [
        f"{thousands(count)} {'was' if count == 1 else 'were'} refused" if (count := report.refused) else "",
        f"{thousands(count)} may have been done" if (count := report.unknown) else "",
        f"{thousands(count)} cannot be sent as {'it is' if count == 1 else 'they are'}"
        if (count := report.invalid)
        else "",
        f"{thousands(count)} {'repeats' if count == 1 else 'repeat'} an earlier row"
        if (count := report.duplicate)
        else "",
        f"{thousands(count)} {'is' if count == 1 else 'are'} not sent yet"
        if (count := report.pending)
        else "",
    ]
    named = [part for part in parts if part]
    done = f"{thousands(report.done)} of {thousands(report.rows)} rows are done"
    if not named:
        return done
    *others, last = named
    return f"{done}; {', '.join(others)}{' and ' if others else ''}{last}"


def _next(report: Report) -> str:
    if report.unknown:
        return "Look first at the rows that may have been done: they are not sent again by themselves."
    if report.pending or not report.complete:
        return "The next run on the same journal goes on where this one ended."
    if report.invalid:
        return "Correct the rows that cannot be sent, and run again: what is done is not sent again."
    return ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
