"""Messages to groups: what became of one for each of the members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.webhooks import StatusChanged, WebhookReceiver, parse
from tests.support.deliveries import pass_through

if TYPE_CHECKING:
    from tests.webhooks.world import World

MEMBERS = [
    {"recipient_participant_id": "919900000001"},
    {"recipient_participant_id": "919900000002"},
    {"participant_recipient_id": "919900000003"},
    {"recipient_participant_user_id": "IN.4"},
]
KEYS = ["phone:919900000001", "phone:919900000002", "phone:919900000003", "user:IN.4"]


def report(status: str, member: dict[str, str], **more: str) -> dict[str, str]:
    group = {"recipient_type": "group", "recipient_id": "group-1"}
    return {"id": "wamid.G", "status": status, "timestamp": "1756322278", **group, **member, **more}


async def test_the_status_of_each_member_of_a_group_is_an_event(here: World) -> None:
    got: list[tuple[str, str | None]] = []

    def register(receiver: WebhookReceiver) -> None:
        @receiver.on(StatusChanged)
        async def status(event: StatusChanged) -> None:
            got.append((event.status, event.participant))

    async with here.running(register):
        for member in MEMBERS:
            await here.deliver(pass_through(statuses=[report("delivered", member)]))
        await here.deliver(pass_through(statuses=[report("failed", MEMBERS[1])]))
        for member in MEMBERS:  # the same again, in another batch
            await here.deliver(pass_through(statuses=[report("delivered", member, more="1")]))
    assert got == [*(("delivered", each) for each in KEYS), ("failed", KEYS[1])]


def test_the_key_of_a_status_that_is_not_of_a_group_has_no_member() -> None:
    plain = {"id": "wamid.A", "status": "sent", "recipient_id": "919900000001"}
    group = {"id": "wamid.G", "status": "sent", "recipient_type": "group", "recipient_id": "group-1"}
    assert [each.dedup_key for each in parse(pass_through(statuses=[plain, group]))] == [
        "status/wamid.A/sent",
        "status/wamid.G/sent",
    ]
