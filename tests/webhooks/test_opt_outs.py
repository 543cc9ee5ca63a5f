# ruff: noqa: RUF001 - words of many languages
"""Who does not want to be written to: words in any language and spelling, and people who turn out to be one."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Chakra, SettingsError
from chakra_async.phone import PhoneNumberError
from chakra_async.webhooks import (
    MemoryInbox,
    OptOuts,
    Talk,
    TextReceived,
    WebhookReceiver,
    parse,
)
from tests.support.deliveries import pass_through, text
from tests.webhooks.world import World, world

# Words that opt out.


def said(words: str) -> TextReceived:
    [event] = parse(pass_through(messages=[text(words)]))
    assert isinstance(event, TextReceived)
    return event


@pytest.mark.parametrize(
    ("word", "sent"),
    [
        ("STOP", "ＳＴＯＰ。"),
        ("STOP", "*Stop*"),
        ("STOP", "_stop_…"),
        ("STOP", "Stop 🙏🏽"),
        ("STOP", "«stop»"),
        ("STOP", "\u200fst\u200bop\ufeff"),
        ("stop", "STOP 🛑️"),
        ("ARRÊTER", "arre\u0302ter !"),
        ("¡PARAR!", "¡parar!"),
        ("СТОП", "Стоп)))"),
        ("停止", "停止！"),
        ("İPTAL", "iptal"),
        ("iptal", "İPTAL."),
        ("iptal", "IPTAL"),
        ("DUR", "dur"),
        ("बंद करो", "बंद  करो।"),
        ("توقف", "توقف؟"),
        ("עצור", "\u200fעצור!\u200f"),
        ("STRASSE", "straße"),
        ("🛑", "🛑"),
        ("🛑", "🛑\ufe0f"),
        ("👎", "👎🏽"),
        ("2", "2️⃣"),
    ],
)
async def test_a_word_opts_out_in_any_case_and_with_anything_around_it(word: str, sent: str) -> None:
    opt_outs = OptOuts(MemoryInbox(), lambda: 1, stop_words=[word])
    assert await opt_outs.apply(said(sent)) is True


@pytest.mark.parametrize(
    "sent", ["", "!!!", "🙏", "stop it", "stopp", "don't stop", "st op", "s.t.o.p", "पैसे"]
)
async def test_what_is_not_the_word_does_not_opt_out(sent: str) -> None:
    opt_outs = OptOuts(MemoryInbox(), lambda: 1, stop_words=["STOP", "🛑", "पैस"])
    assert await opt_outs.apply(said(sent)) is None


@pytest.mark.parametrize(
    ("stop", "start", "problem"),
    [
        ("STOP", (), "not one string"),
        ((), "START", "not one string"),
        (["STOP", " "], (), "not a word"),
        ([""], (), "not a word"),
        (["\u200b"], (), "not a word"),
        ([7], (), "not a word"),
        ([None], (), "not a word"),
        (["Stop!"], ["STOP"], "in stop_words and in start_words"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(stop: Any, start: Any, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        OptOuts(MemoryInbox(), stop_words=stop, start_words=start)
    with pytest.raises(SettingsError, match=problem):
        WebhookReceiver(Chakra(token="t"), inbox=":memory:", stop_words=stop, start_words=start)  # noqa: S106 - sends nothing


# People who turn out to be one.


def nothing(receiver: WebhookReceiver) -> None:
    @receiver.on(TextReceived)
    async def handler(event: TextReceived) -> None:
        del event


def promotion(receiver: WebhookReceiver) -> None:
    @receiver.on(TextReceived)
    async def handler(event: TextReceived, talk: Talk) -> None:
        if event.text == "offer":
            await talk.template("christmas_promo_23")


BOTH = {"from": "919911223344", "from_user_id": "IN.7"}
HIDDEN = {"from_user_id": "IN.7"}
SHOWN = {"from": "919911223344"}


async def says(here: World, who: dict[str, str], words: str, number: int) -> None:
    await here.message({**who, "id": f"wamid.{number}", "type": "text", "text": {"body": words}})


@pytest.mark.parametrize(
    "written",
    ["919911223344", "+91 99112-23344", "+91 (0)9911223344", "0091 99112 23344", "\u202a+919911223344\u202c"],
)
async def test_a_number_can_be_written_in_any_way_that_has_its_country_code(written: str) -> None:
    opt_outs = OptOuts(MemoryInbox())
    await opt_outs.add(written)
    assert await opt_outs.phone_numbers() == ["919911223344"]
    assert await opt_outs.contains(written)
    assert await opt_outs.contains("919911223344")
    await opt_outs.remove(written)
    assert await opt_outs.phone_numbers() == []


async def test_a_short_number_can_be_written_as_it_is_listed() -> None:
    opt_outs = OptOuts(MemoryInbox())
    await opt_outs.add("+65 9123 4567")
    (listed,) = await opt_outs.phone_numbers()
    assert listed == "6591234567"
    assert await opt_outs.contains(listed)


@pytest.mark.parametrize(
    "written", ["9911223344", "099112 23344", "hello", "", "+91 99112 23344 / +91 98450 00002", None]
)
async def test_a_number_that_no_person_can_have_is_refused_and_not_kept(written: Any) -> None:
    opt_outs = OptOuts(MemoryInbox())
    for call in (opt_outs.add, opt_outs.remove, opt_outs.contains):
        with pytest.raises(PhoneNumberError) as refused:
            await call(written)
        assert "11223344" not in str(refused.value)
    assert await opt_outs.phone_numbers() == []


async def test_a_number_that_came_in_as_no_known_number_is_found_as_it_was_written() -> None:
    inbox = MemoryInbox()
    opt_outs = OptOuts(inbox, stop_words=["STOP"])
    (event,) = parse(pass_through(messages=[text("stop", sender="00112233445566778899")]))
    assert await opt_outs.apply(event) is True
    (listed,) = await opt_outs.phone_numbers()
    assert await opt_outs.contains(listed)
    await opt_outs.remove(listed)
    assert not await opt_outs.contains(event.sender)


@pytest.mark.parametrize("register", [nothing, promotion])
@pytest.mark.parametrize(
    "messages",
    [
        [(HIDDEN, "stop"), (BOTH, "hi")],
        [(HIDDEN, "hi"), (BOTH, "hi"), (HIDDEN, "stop")],
        [(SHOWN, "hi"), (BOTH, "hi"), (HIDDEN, "stop")],
        [(BOTH, "hi"), (SHOWN, "stop")],
        [(SHOWN, "stop"), (BOTH, "hi")],
    ],
)
async def test_a_person_with_two_identities_opts_out_under_both(
    register: Any, messages: list[tuple[dict[str, str], str]]
) -> None:
    async with world() as here, here.running(register, stop_words=["STOP"]) as receiver:
        for number, (who, words) in enumerate(messages):
            await says(here, who, words, number)
        assert await receiver.opt_outs.contains("919911223344")
        assert await receiver.opt_outs.phone_numbers() == ["919911223344"]
        if register is promotion:
            await says(here, HIDDEN, "offer", 8)
            await says(here, BOTH, "offer", 9)
            assert {each.problem.code for each in await here.parked() if each.problem} == {"OptedOutError"}
            assert here.heard == []


async def test_an_opt_out_goes_with_a_person_to_another_number() -> None:
    async with world() as here, here.running(nothing, stop_words=["STOP"]) as receiver:
        await says(here, SHOWN, "stop", 1)
        moved = {
            "from": "919911223344",
            "id": "wamid.moved",
            "timestamp": "1756322278",
            "type": "system",
            "system": {"type": "user_changed_number", "body": "moved", "wa_id": "919911220000"},
        }
        await here.message(moved)
        assert await receiver.opt_outs.contains("919911220000")
        assert await receiver.opt_outs.contains("919911223344")
