"""Messages to groups, of which each member has statuses, and messages of a person in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.webhooks import StatusChanged, Talk, TextReceived, WebhookReceiver, match, parse
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


async def test_what_is_written_in_a_group_is_not_part_of_a_conversation(here: World) -> None:
    left: list[str] = []

    def bot(receiver: WebhookReceiver) -> None:
        @receiver.conversation(match.text("pay"))
        async def pay(talk: Talk) -> None:
            sure = await talk.ask("Pay 5,000 now?")
            await talk.say(f"Said {sure.text}.")

        @receiver.on(TextReceived)
        async def rest(event: TextReceived) -> None:
            left.append(event.text)

    async def in_group(words: str) -> None:
        await here.message(
            {
                "id": f"wamid.{words}",
                "from": here.person,
                "timestamp": str(here.now() // 1000),
                "group_id": "G",
            }
            | {"type": "text", "text": {"body": words}}
        )

    async with here.running(bot):
        await in_group("pay")
        assert (here.heard, left) == ([], ["pay"])
        await here.says("pay")
        await in_group("yes")
        assert (here.heard, left) == (["Pay 5,000 now?"], ["pay", "yes"])
        await here.says("no")
        assert here.heard[-1] == "Said no."
