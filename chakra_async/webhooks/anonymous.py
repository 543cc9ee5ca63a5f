"""Deliveries without personal data that are still deliveries: for tests that play recorded ones."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core.masking import is_meta_id, mask_numbers
from chakra_async.webhooks.json_values import is_array, is_object
from chakra_async.webhooks.people import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Anonymous"]

_NUMBERS: Final = frozenset(
    {
        *("from", "to", "wa_id", "new_wa_id", "customer", "phone", "phone_number", "display_phone_number"),
        *("recipient_id", "recipientId", "recipient_participant_id", "participant_recipient_id"),
    }
)
_USER_IDS: Final = re.compile(r"(?:^|_)user_id$|^previous$|^current$|^recipientUserId$|^from_logical_id$")
_NAMES: Final = re.compile(r"(?:^|_)name$|^username$|^subject$|^prefix$|^suffix$")
_WORDS: Final = frozenset(
    {"body", "caption", "title", "description", "text", "response_json", "payload", "filename", "headline"}
)
_KEPT: Final = frozenset(
    {
        *(
            "object",
            "field",
            "event",
            "type",
            "status",
            "deliveryStatus",
            "timestamp",
            "id",
            "waba_id",
            "wabaId",
        ),
        *(
            "phone_number_id",
            "phoneNumberId",
            "mime_type",
            "messaging_product",
            "category",
            "value",
            "code",
            "emoji",
        ),
        *(
            "language",
            "message_template_language",
            "message_template_name",
            "event_name",
            "reason",
            "pricing_model",
            "direction",
            "time",
        ),
    }
)
_TIMES: Final = re.compile(r"(?:^|_)timestamp$|^time$")
_EPOCH: Final = re.compile(r"[12][0-9]{9}(?:[0-9]{3})?")
"""Seconds or milliseconds, as far as they are times of this age."""
_CONSTANT: Final = re.compile(r"[A-Z_][A-Z0-9_]{0,39}|")
_LARGEST: Final = 10**6
_WAMID: Final = re.compile(r"wamid\.[A-Za-z0-9+/=_-]+")


class Anonymous:
    """Replaces what is personal in deliveries, the same everywhere: one person stays one person.

    Numbers become numbers that cannot be called, names `Person 1`, texts a row of `x`, and message ids, which contain
    phone numbers, other ids. What is not known is masked.

    Example:
        >>> Anonymous().delivery({"from": "919911223344", "text": {"body": "Hi 7"}})
        {'from': '911100000001', 'text': {'body': 'xx 0'}}

    """

    def __init__(self) -> None:
        self._people: dict[str, int] = {}

    def delivery(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a delivery without personal data."""
        return {name: self._value(name, value) for name, value in raw.items()}

    def _value(self, name: str, value: Any) -> Any:
        if is_object(value):
            return {key: self._value(key, member) for key, member in value.items()}
        if is_array(value):
            return [self._value(name, member) for member in value]
        if _TIMES.search(name) and _EPOCH.fullmatch(str(value)):
            return value
        if isinstance(value, str):
            return self._string(name, value)
        if isinstance(value, int) and not isinstance(value, bool) and name not in _KEPT:
            return value if abs(value) < _LARGEST else 0
        return value

    def _string(self, name: str, value: str) -> str:  # noqa: PLR0911 - a rule for each kind of member
        if _WAMID.search(value):
            return _WAMID.sub(_other_id, value)
        if value and (name in _NUMBERS or (name == "id" and value.isdecimal() and not is_meta_id(value))):
            return f"9111{self._number(Person(phone_number=re.sub('[^0-9]', '', value) or '0').key):08}"
        if value and _USER_IDS.search(name):
            return f"XX.{self._number(f'user:{value}')}"
        if name in _KEPT:
            return mask_numbers(value, shown=(value,))
        if value and _NAMES.search(name):
            return f"Person {self._number(f'name:{value}')}"
        if name in _WORDS:
            return "".join("x" if one.isalpha() else "0" if one.isdecimal() else one for one in value)
        return mask_numbers(value) if _CONSTANT.fullmatch(value) else "masked"

    def _number(self, key: str) -> int:
        return self._people.setdefault(key, len(self._people) + 1)


def _other_id(found: re.Match[str]) -> str:
    return f"wamid.{hashlib.sha256(found[0].encode()).hexdigest()[:32]}"
