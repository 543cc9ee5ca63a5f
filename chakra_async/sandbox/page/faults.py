"""The switches for what goes wrong: with calls, and with webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.page.elements import Place, action, live, plain
from chakra_async.sandbox.webhooks.outbox import WebhookFault

if TYPE_CHECKING:
    from chakra_async.sandbox.page.sources import Sources

__all__ = ["CALL_FAULTS", "WEBHOOK_FAULTS", "faults"]

CALL_FAULTS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "429": ("429, retry after 1 s", {"status": 429, "retry_after": 1}),
    "500": ("500 without the work", {"status": 500}),
    "500-done": ("500 after the work", {"status": 500, "work": True}),
    "401": ("401, token refused", {"status": 401}),
    "gateway": ("502 page of a gateway", {"html": True}),
    "before": ("connection reset before the work", {"reset": "before"}),
    "after": ("connection reset after the work", {"reset": "after"}),
    "cut": ("answer cut in its middle", {"cut_body": True}),
    "empty": ("empty answer", {"empty_body": True}),
    "slow": ("answer 3 s later", {"latency": 3}),
}
"""What can go wrong with calls: its title, and the options of the fault."""
WEBHOOK_FAULTS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "duplicate": ("each twice", {"duplicate": 2}),
    "reorder": ("out of order", {"reorder": True}),
    "batch": ("five in one", {"batch": 5}),
    "delay": ("5 s late", {"delay": 5}),
    "drop": ("first attempt lost", {"drop": True}),
    "cut": ("first attempt cut", {"cut": True}),
    "wrong_secret": ("first attempt with a wrong secret", {"wrong_secret": True}),
}
"""What can go wrong with deliveries: its title, and the options of the fault."""
_NOTHING: Final = WebhookFault()


def faults(sources: Sources, place: Place) -> h.Element:
    """Return the faults that are on, and the forms that add some."""
    webhook_faults = sources.webhooks.faults
    calls = list(sources.faults)
    return live(
        "faults",
        place,
        h.h2["Faults"],
        h.section[
            h.h3["Calls"],
            action(
                "fault",
                {},
                h.label[
                    "Operation",
                    h.select(name="operation")[
                        h.option(value="*")["every operation"],
                        [h.option(value=name)[name] for name in sources.operations],
                    ],
                ],
                h.label[
                    "What goes wrong",
                    h.select(name="kind")[
                        [h.option(value=name)[title] for name, (title, _) in CALL_FAULTS.items()]
                    ],
                ],
                h.label["Times (empty for always)", h.input(name="times", type="number", min="1", value="1")],
                h.button(type="submit")["Add the fault"],
                class_="grid",
            ),
            [
                h.div(".switch")[
                    h.span[
                        h.b[plain(fault.kind)],
                        f" {plain(fault.operation)}",
                        h.small[f" met {fault.met}{_of(fault.times)}"],
                    ],
                    action("fault-off", {"number": str(number)}, h.button(type="submit")["Remove"]),
                ]
                for number, fault in enumerate(calls)
            ],
            [
                h.div(".switch")[
                    h.span[h.b[f"at most {ceiling.per_second} a second"], f" {plain(ceiling.operation)}"]
                ]
                for ceiling in sources.faults.ceilings
            ],
        ],
        h.section[
            h.h3["Webhooks"],
            action(
                "webhook-fault",
                {},
                h.fieldset[
                    h.legend["What goes wrong"],
                    [
                        h.label(".check")[h.input(type="checkbox", name="kind", value=name), title]
                        for name, (title, _) in WEBHOOK_FAULTS.items()
                    ],
                ],
                h.label[
                    "Share of deliveries, in percent",
                    h.input(name="percent", type="number", min="1", max="100", value="100"),
                ],
                h.label["Times (empty for always)", h.input(name="times", type="number", min="1")],
                h.button(type="submit")["Add the fault"],
                class_="grid",
            ),
            [
                h.div(".switch")[
                    h.span[h.b[_named(fault)], h.small[f" met {fault.met}{_of(fault.times)}"]],
                    action("webhook-fault-off", {"number": str(number)}, h.button(type="submit")["Remove"]),
                ]
                for number, fault in enumerate(webhook_faults)
            ],
        ],
        action("faults-off", {}, h.button(".quiet", type="submit")["Remove all faults and ceilings"])
        if calls or webhook_faults or sources.faults.ceilings
        else h.p(".note")["Nothing goes wrong."],
    )


def _of(times: int | None) -> str:
    return "" if times is None else f" of {times}"


def _named(fault: WebhookFault) -> str:
    found = [
        title
        for title, options in WEBHOOK_FAULTS.values()
        if any(getattr(fault, name) != getattr(_NOTHING, name) for name in options)
    ]
    return ", ".join(found) + (f", {fault.rate:.0%} of deliveries" if fault.rate < 1 else "")
