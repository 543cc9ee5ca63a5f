"""The page of a sandbox over HTTP: what it shows, what its forms do, whom it refuses, and how little it keeps."""

from __future__ import annotations

import asyncio
import builtins
import html
import re
import tracemalloc
from typing import TYPE_CHECKING, Any

import aiohttp
import attrs
import pytest

from chakra_async import SettingsError
from chakra_async.sandbox import Sandbox
from chakra_async.sandbox.page.requests import attempts_of, outcome_of
from chakra_async.sandbox.page.streams import MOST
from chakra_async.sandbox.record import Arrival

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

NUMBER = "919901258433"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@attrs.define
class Browser:
    """A client of the page without scripts."""

    sandbox: Sandbox
    session: aiohttp.ClientSession

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        async with self.session.get(f"{self.sandbox.url}{path}", headers=headers) as answer:
            return answer.status, await answer.text()

    async def shown(self, path: str = f"/?customer={NUMBER}") -> str:
        status, text = await self.get(path)
        assert status == 200
        return text

    async def do(
        self, action: str, headers: Mapping[str, str] | None = None, /, **fields: Any
    ) -> tuple[int, str]:
        async with self.session.post(
            f"{self.sandbox.url}/_page/do/{action}", data=fields, headers=headers, allow_redirects=False
        ) as answer:
            return answer.status, answer.headers.get("Location", "") or await answer.text()


@pytest.fixture
async def page() -> AsyncIterator[Browser]:
    async with Sandbox(page=True) as sandbox, aiohttp.ClientSession() as session:
        yield Browser(sandbox, session)


async def test_a_sandbox_has_a_page_only_where_it_is_asked_for() -> None:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session:
        for path in ("/", "/_page/stream", "/_page/chats"):
            assert (await Browser(sandbox, session).get(path))[0] == 404


async def test_requests_of_the_page_are_not_in_the_record(page: Browser) -> None:
    await page.shown("/")
    await page.do("be", number=NUMBER)
    assert page.sandbox.arrived == 0


@pytest.mark.parametrize("package", ["htpy", "aiohttp_sse"])
async def test_a_missing_package_is_named_with_its_extra_and_a_sandbox_without_a_page_starts(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys  # noqa: PLC0415 - this test alone

    true_import = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == package:
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)
        return true_import(name, *more, **named)

    for name in [name for name in sys.modules if name.startswith("chakra_async.sandbox.page")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=rf"needs {package}: pip install 'chakra-async\[sandbox\]'"):
        await Sandbox(page=True).start()
    async with Sandbox() as sandbox:
        assert sandbox.url


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/_page/stream",
        "/_page/talk",
        "/_page/chats",
        "/_page/static/page.js",
        "/_page/media/1013859600285441",
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8787"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
async def test_a_foreign_host_or_origin_is_refused(page: Browser, path: str, headers: dict[str, str]) -> None:
    status, text = await page.get(f"{path}?customer={NUMBER}", headers)
    assert status == 403
    assert "allowed_hosts" in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("name", ["say", "be", "advance", "fault", "fork", "faults-off"])
async def test_a_form_of_another_site_does_nothing(page: Browser, name: str, headers: dict[str, str]) -> None:
    before = page.sandbox.clock.moved
    fields = {"customer": NUMBER, "text": "hi", "number": NUMBER, "seconds": "60", "kind": "429"}
    assert (await page.do(name, headers, **fields))[0] == 403
    assert page.sandbox.clock.moved == before
    assert not page.sandbox.customer(NUMBER).messages
    assert not len(page.sandbox.faults)


async def test_nothing_is_changed_by_a_get(page: Browser) -> None:
    assert (await page.get(f"/_page/do/say?customer={NUMBER}&text=hi"))[0] == 404
    async with page.session.put(f"{page.sandbox.url}/_page/do/say") as answer:
        assert answer.status == 405
    assert not page.sandbox.customer(NUMBER).messages


async def test_scripts_run_only_with_the_nonce_of_the_answer_and_nothing_comes_from_outside(
    page: Browser,
) -> None:
    nonces = set()
    for _ in range(2):
        async with page.session.get(f"{page.sandbox.url}/") as answer:
            policy, text = answer.headers["Content-Security-Policy"], await answer.text()
        (nonce,) = re.findall(r"script-src 'nonce-([\w-]+)';", policy)
        nonces.add(nonce)
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        scripts = re.findall(r"<script[^>]*>", text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        assert not re.search(r"https?://|\son\w+=|style=|<style", text.partition("<body")[2])
    assert len(nonces) == 2


async def test_what_customers_and_the_team_write_is_never_markup(page: Browser) -> None:
    sandbox = page.sandbox
    await page.do("be", number=NUMBER, name=HOSTILE)
    customer = sandbox.customer(NUMBER, username=HOSTILE)
    customer.says(HOSTILE)
    customer.sends(b"x", "application/pdf", HOSTILE)
    customer.sends(b"x", HOSTILE, "a.bin")
    customer.sends(contact=HOSTILE)
    customer.edits(customer.says("first"), HOSTILE)
    async with sandbox.client() as chakra:
        sent = await chakra.messages.send_text(NUMBER, f"*{HOSTILE}* _{HOSTILE}_")
        await chakra.messages.send(
            {
                "messaging_product": "whatsapp",
                "to": NUMBER,
                "type": "template",
                "template": {
                    "name": "order_update",
                    "language": {"code": "en_US"},
                    "components": [
                        {"type": "header", "parameters": [{"type": "text", "text": HOSTILE}]},
                        {"type": "body", "parameters": [{"type": "text", "text": HOSTILE}] * 2},
                        {
                            "type": "button",
                            "sub_type": "url",
                            "index": "0",
                            "parameters": [{"type": "text", "text": "1"}],
                        },
                    ],
                },
            }
        )
        await chakra.leads.create(data={"phone_number": NUMBER, "name": HOSTILE, HOSTILE: "x"})
    customer.replies(HOSTILE, sandbox.customer(NUMBER).heard[0])
    customer.reacts(HOSTILE)
    assert sent.message_id
    for view in ("requests", "webhooks", "data", "faults"):
        text = await page.shown(f"/?customer={NUMBER}&view={view}&q=%3Cscript%3E&reply={sent.message_id}")
        assert text.count("<script") == 3
        assert "<img src=x" not in text
        assert html.escape("<script>alert(1)", quote=False) in text


async def test_what_would_reorder_or_hide_text_is_shown(page: Browser) -> None:
    page.sandbox.customer(NUMBER, name="a\u202egpj.exe").says("x\u200by\u2066z")
    text = await page.shown()
    assert not set(text) & {"\u202e", "\u200b", "\u2066"}


async def test_a_file_that_is_a_page_cannot_act_on_the_sandbox(page: Browser) -> None:
    script = b"<script>fetch('/_page/do/say')</script>"
    received = page.sandbox.customer(NUMBER).sends(script, "text/html", "a.html")
    async with page.sandbox.client() as chakra:
        public = await chakra.media.upload_public(script, filename="a.html", content_type="text/html")
    for address in (f"{page.sandbox.url}/_page/media/{received.media_id}", public.public_media_url):
        async with page.session.get(str(address)) as answer:
            assert "sandbox" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert await answer.read() == script


async def test_an_uploaded_image_is_shown_without_a_request_in_the_record(page: Browser) -> None:
    async with page.sandbox.client() as chakra:
        image = await chakra.media.upload_public(b"png", filename="a.png", content_type="image/png")
        await chakra.messages.send_image(NUMBER, link=str(image.public_media_url))
    arrived = page.sandbox.arrived
    (path,) = re.findall(r'<img src="([^"]+)"', await page.shown())
    async with page.session.get(f"{page.sandbox.url}{path}") as answer:
        assert (answer.headers["Content-Type"], await answer.read()) == ("image/png", b"png")
    assert page.sandbox.arrived == arrived


async def test_a_customer_is_played_by_forms_alone(page: Browser) -> None:
    status, where = await page.do("be", number="+91 99012-58433", name="Asha")
    assert (status, where) == (303, f"/?customer={NUMBER}")
    assert "Asha" in await page.shown(where)
    await page.do("say", customer=NUMBER, text="Hello\r\nthere")
    async with page.sandbox.client() as chakra:
        sent = await chakra.messages.send_buttons(NUMBER, "Which day?", {"mon": "Monday", "tue": "Tuesday"})
    text = await page.shown()
    assert ">Tuesday<" in text
    who = {"customer": NUMBER, "message": sent.message_id}
    assert (await page.do("choose", **who, choice="1"))[0] == 303
    await page.do("react", **who, emoji="\U0001f44d")
    await page.do("say", customer=NUMBER, text="Not on Monday", reply=sent.message_id)
    await page.do("location", customer=NUMBER, latitude="12.97", longitude="77.59")
    await page.do("contact", customer=NUMBER, number="+44 7700 900123")
    form = aiohttp.FormData({"customer": NUMBER, "voice": "1"})
    form.add_field("file", b"ogg", filename="a.ogg", content_type="audio/ogg")
    async with page.session.post(f"{page.sandbox.url}/_page/do/file", data=form) as answer:
        assert answer.status == 200
    await page.do("read", customer=NUMBER)
    customer = page.sandbox.customer(NUMBER)
    sent_back = [
        (one.data_type, one.text) for one in reversed(customer.messages) if one.direction == "INBOUND"
    ]
    assert sent_back == [
        ("text", "Hello\nthere"),
        ("interactive", "Tuesday"),
        ("reaction", "\U0001f44d"),
        ("text", "Not on Monday"),
        ("location", ""),
        ("contacts", ""),
        ("audio", ""),
    ]
    assert customer.heard[0].message.status == "READ"
    assert customer.messages[3].in_reply_to == sent.message_id
    await page.do("block", customer=NUMBER)
    assert "You have blocked the team" in await page.shown()
    async with page.sandbox.client() as chakra:
        await chakra.messages.send_text(NUMBER, "Are you there?")
    assert "did not reach the phone" in await page.shown()


async def test_a_customer_edits_and_deletes_an_own_message_by_forms(page: Browser) -> None:
    customer = page.sandbox.customer(NUMBER)
    said = customer.says("at 9 <b>")
    text = await page.shown()
    assert html.escape(said.text) in text.partition("Edit the message")[2]
    who = {"customer": NUMBER, "message": said.wamid}
    for new in ("at 10", "at\r\n11 </textarea><b>"):
        assert (await page.do("edit", **who, text=new))[0] == 303
    edit = customer.messages[0]
    assert (edit.data_type, edit.text) == ("edit", "at\n11 </textarea><b>")
    assert edit.body["edit"]["original_message_id"] == said.wamid
    text = await page.shown()
    assert "at 10" not in text
    assert text.count("at\n11 &lt;/textarea&gt;&lt;b&gt;") == 2
    assert (await page.do("revoke", **who))[0] == 303
    text = await page.shown()
    assert "This message was deleted" in text
    assert "Edit the message" not in text
    for action in ("edit", "revoke"):
        status, why = await page.do(action, **who, text="again")
        assert (status, "was deleted" in why) == (422, True)


async def test_only_an_own_text_message_can_be_edited_and_deleted(page: Browser) -> None:
    customer = page.sandbox.customer(NUMBER)
    async with page.sandbox.client() as chakra:
        sent = await chakra.messages.send_text(NUMBER, "From the team")
    elsewhere = page.sandbox.customer("919845000002").says("not here")
    own = customer.says("hi")
    others = (
        customer.sends(b"x", "image/png").wamid,
        customer.sends(location=(1, 2)).wamid,
        customer.edits(own, "ho").wamid,
        str(sent.message_id),
        elsewhere.wamid,
        "wamid.none",
    )
    before = len(customer.messages)
    for message in others:
        for action in ("edit", "revoke"):
            status, _ = await page.do(action, customer=NUMBER, message=message, text="x")
            assert status == 422, message
    for text in ("", " \n", "x" * 4097):
        assert (await page.do("edit", customer=NUMBER, message=own.wamid, text=text))[0] == 422
    assert len(customer.messages) == before


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("be", {"number": "hello"}, "country code"),
        ("be", {"number": "12"}, "country code"),
        ("be", {"number": "9" * 16}, "country code"),
        ("be", {"number": "9199012x58433"}, "country code"),
        ("say", {"text": "hi"}, "no customer"),
        ("say", {"customer": NUMBER, "text": "  "}, "write something"),
        ("say", {"customer": NUMBER, "text": "x" * 4097}, "at most 4096"),
        ("say", {"customer": NUMBER, "text": "x", "reply": "wamid.none"}, "reload"),
        ("choose", {"customer": NUMBER, "message": "wamid.none", "choice": "0"}, "reload"),
        ("location", {"customer": NUMBER, "latitude": "91", "longitude": "0"}, "-90 to 90"),
        ("location", {"customer": NUMBER, "latitude": "nan", "longitude": "0"}, "-90 to 90"),
        ("location", {"customer": NUMBER, "latitude": "x", "longitude": "0"}, "numbers"),
        ("file", {"customer": NUMBER}, "choose a file"),
        ("advance", {"seconds": "-1"}, "not back"),
        ("advance", {"seconds": "nan"}, "not back"),
        ("advance", {"seconds": "1e300"}, "at most a year"),
        ("fault", {"operation": "*", "kind": "none"}, "choose"),
        ("fault", {"operation": "leads.creat", "kind": "429"}, "leads.create"),
        ("fault", {"operation": "*", "kind": "429", "times": "0"}, "1 or more"),
        ("fault-off", {"number": "0"}, "gone"),
        ("webhook-fault", {"percent": "100"}, "does nothing"),
        ("webhook-fault", {"kind": "drop", "percent": "0"}, "rate"),
        ("webhook-fault-off", {"number": "7"}, "gone"),
    ],
)
async def test_a_form_that_cannot_be_used_says_why(
    page: Browser, name: str, fields: dict[str, str], why: str
) -> None:
    status, text = await page.do(name, **fields)
    assert status == 422
    assert why in text


async def test_a_form_larger_than_the_limit_is_refused() -> None:
    async with Sandbox(page=True, max_body=1000) as sandbox, aiohttp.ClientSession() as session:
        page = Browser(sandbox, session)
        assert (await page.do("say", customer=NUMBER, text="x" * 2000))[0] == 413


async def test_faults_and_the_clock_are_switched_on_the_page(page: Browser) -> None:
    await page.do("fault", operation="leads.create", kind="after", times="2")
    await page.do("webhook-fault", kind="duplicate", percent="50", times="")
    (fault,), (webhook_fault,) = page.sandbox.faults, page.sandbox.webhooks.faults
    assert (fault.kind, fault.times) == ("reset after", 2)
    assert (webhook_fault.duplicate, webhook_fault.rate) == (2, 0.5)
    text = await page.shown("/?view=faults")
    assert "reset after" in text
    assert "each twice, 50% of deliveries" in text
    await page.do("fault-off", number="0")
    assert not len(page.sandbox.faults)
    await page.do("webhook-fault-off", number="0")
    assert not page.sandbox.webhooks.faults
    await page.do("fault", operation="*", kind="429", times="")
    await page.do("faults-off")
    assert not len(page.sandbox.faults)
    await page.do("advance", seconds="90000")
    assert page.sandbox.clock.moved == 90_000


async def test_the_window_closes_on_the_page(page: Browser) -> None:
    page.sandbox.customer(NUMBER).says("hi")
    assert "write freely for 2" in await page.shown()
    page.sandbox.clock.advance(hours=23)
    assert 'class="window closing"' in await page.shown()
    page.sandbox.clock.advance(hours=2)
    assert "24-hour window closed" in await page.shown()


async def test_a_conversation_is_forked_at_a_message(page: Browser) -> None:
    customer = page.sandbox.customer(NUMBER, name="Asha")
    first = customer.says("book")
    async with page.sandbox.client() as chakra:
        asked = await chakra.messages.reply(NUMBER, first.wamid, "Which day?")
    customer.reacts("\U0001f44d")
    last = customer.replies("Monday")
    customer.says("Not copied")
    other = "919845000002"
    status, where = await page.do("fork", customer=NUMBER, message=last.wamid, number=f"+{other}")
    assert (status, where) == (303, f"/?customer={other}")
    copied = page.sandbox.customer(other).messages[::-1]
    assert [one.text for one in copied] == ["book", "Which day?", "\U0001f44d", "Monday"]
    assert [one.created for one in copied] == [one.created for one in customer.messages[:0:-1]]
    assert copied[1].in_reply_to == copied[0].wamid
    assert copied[2].body["reaction"]["message_id"] == copied[1].wamid != asked.message_id
    assert len({one.wamid for one in copied} | {one.wamid for one in customer.messages}) == 9
    assert page.sandbox.customer(other).says("and on").chat is copied[0].chat
    status, text = await page.do("fork", customer=NUMBER, message=first.wamid, number=other)
    assert status == 422
    assert "has a conversation already" in text


async def events_of(page: Browser, count: int, customer: str = "") -> list[str]:
    found: list[str] = []
    async with page.session.get(f"{page.sandbox.url}/_page/stream?customer={customer}") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        async for line in answer.content:
            if line.startswith(b"event: "):
                found.append(line[7:].decode().strip())
                if len(found) == count:
                    break
    return found


async def test_the_stream_names_what_changed_and_never_its_content(page: Browser) -> None:
    async with page.session.get(f"{page.sandbox.url}/_page/stream?customer={NUMBER}") as answer:
        lines: list[bytes] = []
        async for line in answer.content:
            lines.append(line)
            if sum(one.startswith(b"event: ") for one in lines) == 7 and not line.strip():
                break
        page.sandbox.customer(NUMBER).says("secret words")
        async for line in answer.content:
            lines.append(line)
            if line == b"event: talk\n":
                break
    text = b"".join(lines)
    assert b"secret" not in text
    assert {one for one in lines if one.startswith(b"data: ")} == {b"data: changed\n"}


async def test_at_most_so_many_browsers_watch_and_one_that_leaves_makes_room(page: Browser) -> None:
    address = f"{page.sandbox.url}/_page/stream"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        watching = [await session.get(address) for _ in range(MOST)]
        async with session.get(address) as refused:
            assert refused.status == 503
        watching.pop().close()
        while True:
            async with session.get(address) as again:
                if again.status == 200:
                    break
            await asyncio.sleep(0.05)
        for one in watching:
            one.close()


async def test_a_browser_that_reads_nothing_costs_no_memory(page: Browser) -> None:
    """It is connected, never reads, and much happens."""
    port = int(page.sandbox.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(f"GET /_page/stream?customer={NUMBER} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await writer.drain()
    await asyncio.sleep(0.5)
    tracemalloc.start()
    try:
        conversations = page.sandbox._state.conversations
        for _ in range(20_000):
            conversations.changes += 1
        await asyncio.sleep(0.7)
        current, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        writer.close()
    assert current < 2**20
    assert reader is not None


def arrival(**values: Any) -> Arrival:
    return Arrival(
        **{"at": 0.0, "operation": "leads.create", "method": "POST", "path": "/x", "settled": True, **values}
    )


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"settled": False}, "open"),
        ({"status": 200, "worked": True}, "done"),
        ({"status": 200}, "broken"),
        ({"status": None, "worked": True}, "lost"),
        ({"status": 500, "worked": True}, "lost"),
        ({"status": None}, "broken"),
        ({"status": 429}, "refused"),
        ({"status": 200, "operation": None}, "done"),
    ],
)
def test_the_outcome_of_a_request_is_said(values: dict[str, Any], word: str) -> None:
    assert outcome_of(arrival(**values))[0] == word


def test_equal_requests_are_attempts_until_one_succeeds() -> None:
    a, b, c, d = (
        arrival(status=429, content=b"1"),
        arrival(status=200, worked=True, content=b"1"),
        arrival(status=200, worked=True, content=b"1"),
        arrival(status=429, content=b"2"),
    )
    found = attempts_of([d, c, b, a])
    assert [found[id(one)] for one in (a, b, c, d)] == [1, 2, 1, 1]
