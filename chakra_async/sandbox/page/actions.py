"""What the forms of the page do: as the customer, with the clock, and with the faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import attrs

from chakra_async.errors import SettingsError
from chakra_async.sandbox.forms import Part, parse_form
from chakra_async.sandbox.heard import heard_of
from chakra_async.sandbox.page.faults import CALL_FAULTS, WEBHOOK_FAULTS
from chakra_async.sandbox.page.forks import fork
from chakra_async.sandbox.page.marks import Marks
from chakra_async.sandbox.people import USER_ID, digits_of
from chakra_async.sandbox.stores.conversations import INBOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from chakra_async.sandbox.customers import Customer
    from chakra_async.sandbox.page.elements import Place
    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.stores.conversations import Message

__all__ = ["ACTIONS", "Form", "read_form"]

_MULTIPART: Final = "multipart/form-data"
_LONGEST_TEXT: Final = 4096
_LONGEST_NAME: Final = 200
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15
_LONGEST_STEP: Final = 366 * 86_400
_LATITUDE: Final = 90
_LONGITUDE: Final = 180


@attrs.frozen
class Form:
    """The fields of a form.

    Attributes:
        fields: The values by name.
        file: The file, None without one.

    """

    fields: dict[str, list[str]]
    file: Part | None = None

    def get(self, name: str) -> str:
        """Return a field; an empty string for one that is missing."""
        return self.all(name)[0] if self.all(name) else ""

    def all(self, name: str) -> list[str]:
        """Return all values of a field."""
        return self.fields.get(name, [])


async def read_form(request: web.BaseRequest, most: int) -> Form:
    """Read the form of a request.

    Args:
        request: The request.
        most: How many bytes it may have.

    Raises:
        SettingsError: It is larger.
        ValueError: It is not a form.

    """
    pieces: list[bytes] = []
    size = 0
    async for piece in request.content.iter_any():
        size += len(piece)
        if size > most:
            raise SettingsError(f"the form is larger than {most} bytes")
        pieces.append(piece)
    body = b"".join(pieces)
    given = request.headers.get("Content-Type", "")
    if given.partition(";")[0].strip().lower() == _MULTIPART:
        parts = parse_form(given, body)
        file = parts.pop("file", None)
        return Form({name: [part.text] for name, part in parts.items()}, file)
    return Form(parse_qs(body.decode(errors="replace"), keep_blank_values=True))


def _number(value: str) -> str:
    """Return a phone number or a user id that was typed."""
    text = value.strip()
    if USER_ID.fullmatch(text):
        return text
    digits = digits_of(text)
    if (
        not digits.isascii()
        or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS
        or set(text) - set("+-() 0123456789")
    ):
        raise SettingsError("give a phone number with its country code, such as 919901258433")
    return digits


def _customer(sources: Sources, form: Form) -> Customer:
    handle = form.get("customer")
    if not handle:
        raise SettingsError("no customer is chosen: be a customer first")
    return sources.customer(handle, form.get("to"))


def _message(sources: Sources, form: Form, name: str = "message") -> Message:
    message = sources.state.conversations.message(form.get(name))
    if message is None or message not in sources.customer(form.get("customer")).messages:
        raise SettingsError("the message is not one of this conversation: reload the page")
    return message


def _be(sources: Sources, form: Form) -> Place:
    handle = _number(form.get("number"))
    user_id = "" if handle.isdecimal() else handle
    name = form.get("name").strip()[:_LONGEST_NAME]
    sources.state.conversations.contacts.add("" if user_id else handle, user_id, name=name)
    return {"customer": handle}


def _text(form: Form) -> str:
    text = form.get("text").replace("\r\n", "\n").strip()
    if not text:
        raise SettingsError("write something first")
    if len(text) > _LONGEST_TEXT:
        raise SettingsError(f"a text message has at most {_LONGEST_TEXT} characters, not {len(text)}")
    return text


def _say(sources: Sources, form: Form) -> Place | None:
    customer = _customer(sources, form)
    text = _text(form)
    if form.get("reply"):
        customer.replies(text, _message(sources, form, "reply"))
        return {"customer": form.get("customer"), "to": form.get("to")}
    customer.says(text)
    return None


def _choose(sources: Sources, form: Form) -> None:
    heard = heard_of(sources.state.whatsapp.templates, _message(sources, form))
    number = form.get("choice")
    if not number.isdecimal() or int(number) >= len(heard.choices):
        raise SettingsError("the message does not have this button: reload the page")
    _customer(sources, form).chooses(heard.choices[int(number)], heard)


def _react(sources: Sources, form: Form) -> None:
    _customer(sources, form).reacts(form.get("emoji")[:32], _message(sources, form))


def _own_text(sources: Sources, form: Form) -> Message:
    message = _message(sources, form)
    if message.direction != INBOUND or message.data_type != "text":
        raise SettingsError("only the customer's own text messages can be edited and deleted")
    if message.wamid in Marks(sources.customer(form.get("customer")).messages).revoked:
        raise SettingsError("the message was deleted")
    return message


def _edit(sources: Sources, form: Form) -> None:
    _customer(sources, form).edits(_own_text(sources, form), _text(form))


def _revoke(sources: Sources, form: Form) -> None:
    _customer(sources, form).revokes(_own_text(sources, form))


def _read(sources: Sources, form: Form) -> None:
    """Read what every number of the team has sent: the page shows all of it."""
    _customer(sources, form)
    sources.customer(form.get("customer")).reads()


def _file(sources: Sources, form: Form) -> None:
    customer = _customer(sources, form)
    if form.file is None or not form.file.data:
        raise SettingsError("choose a file that is not empty")
    kind = form.file.content_type or "application/octet-stream"
    name = (form.file.filename or "").replace("\\", "/").rpartition("/")[2]
    customer.sends(form.file.data, kind, name[:_LONGEST_NAME], voice=bool(form.get("voice")))


def _location(sources: Sources, form: Form) -> None:
    try:
        latitude, longitude = float(form.get("latitude")), float(form.get("longitude"))
    except ValueError:
        raise SettingsError("latitude and longitude are numbers, such as 12.9716") from None
    if not (abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE):
        raise SettingsError("the latitude is from -90 to 90, the longitude from -180 to 180")
    _customer(sources, form).sends(location=(latitude, longitude))


def _contact(sources: Sources, form: Form) -> None:
    _customer(sources, form).sends(contact=_number(form.get("number")))


def _fork(sources: Sources, form: Form) -> Place:
    handle = _number(form.get("number"))
    fork(sources, _message(sources, form), form.get("customer"), handle)
    return {"customer": handle}


def _advance(sources: Sources, form: Form) -> None:
    seconds = float(form.get("seconds") or 0)
    if not 0 < seconds <= _LONGEST_STEP:
        raise SettingsError("advance the clock by at most a year at a time, and not back")
    sources.clock.advance(seconds=seconds)


def _times(form: Form) -> int | None:
    text = form.get("times").strip()
    if text and not (text.isdecimal() and text.isascii() and int(text)):
        raise SettingsError("times is an integer of 1 or more, or empty for always")
    return int(text) if text else None


def _add_fault(sources: Sources, form: Form) -> None:
    if form.get("kind") not in CALL_FAULTS:
        raise SettingsError("choose what goes wrong")
    options: Any = {**CALL_FAULTS[form.get("kind")][1], "times": _times(form)}
    sources.faults.add(form.get("operation") or "*", **options)


def _remove_fault(sources: Sources, form: Form) -> None:
    faults = list(sources.faults)
    sources.faults.clear(faults[_index(form, len(faults))])


def _add_webhook_fault(sources: Sources, form: Form) -> None:
    options: Any = {"times": _times(form)}
    for name in form.all("kind"):
        if name not in WEBHOOK_FAULTS:
            raise SettingsError("choose what goes wrong")
        options.update(WEBHOOK_FAULTS[name][1])
    percent = form.get("percent") or "100"
    options["rate"] = float(percent) / 100
    sources.webhooks.fault(**options)


def _remove_webhook_fault(sources: Sources, form: Form) -> None:
    faults = sources.webhooks.faults
    sources.webhooks.clear_faults(faults[_index(form, len(faults))])


def _remove_faults(sources: Sources, _: Form) -> None:
    sources.faults.clear()
    sources.webhooks.clear_faults()


def _index(form: Form, most: int) -> int:
    number = form.get("number")
    if not number.isdecimal() or int(number) >= most:
        raise SettingsError("this fault is gone already")
    return int(number)


def _of_customer(name: str) -> Callable[[Sources, Form], None]:
    def act(sources: Sources, form: Form) -> None:
        getattr(_customer(sources, form), name)()

    return act


ACTIONS: Final[dict[str, Callable[[Sources, Form], Place | None]]] = {
    "advance": _advance,
    "be": _be,
    "block": _of_customer("blocks"),
    "call": _of_customer("calls"),
    "choose": _choose,
    "contact": _contact,
    "edit": _edit,
    "fault": _add_fault,
    "fault-off": _remove_fault,
    "faults-off": _remove_faults,
    "file": _file,
    "fork": _fork,
    "hang-up": _of_customer("hangs_up"),
    "location": _location,
    "react": _react,
    "read": _read,
    "resume": _of_customer("resumes"),
    "revoke": _revoke,
    "say": _say,
    "stop": _of_customer("stops"),
    "unblock": _of_customer("unblocks"),
    "webhook-fault": _add_webhook_fault,
    "webhook-fault-off": _remove_webhook_fault,
}
"""What each form does; it returns the place to go to, or None to stay."""
