"""`SendTemplate`: a template message to each row's phone number, filled from the row's columns."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final, cast

import orjson

from chakra_async._core.messages.placeholders import filled
from chakra_async._core.messages.template_check import TemplateFilling, refuse_problems, template_problems
from chakra_async.bulk.actions.base import ToPerson
from chakra_async.bulk.actions.fields import Pattern, check_columns
from chakra_async.bulk.actions.words import allowed_words
from chakra_async.errors import InvalidRequestError, SettingsError, WhatsAppError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from chakra_async.bulk.rows import Row
    from chakra_async.client import Chakra
    from chakra_async.errors import ChakraError
    from chakra_async.models.templates import Template

__all__ = ["SendTemplate"]

_MAPPINGS: Final = ("mapping", "header_mapping", "button_mapping")
_ADDRESSES: Final = ("image_url", "video_url", "document_url")
_NUMBERS: Final = ("location_latitude", "location_longitude")
_TEXTS: Final = ("filename", "location_name", "location_address", "otp_code")
_SAMPLE_ADDRESS: Final = "https://example.com/file"
_SAMPLE: Final = "0"
_OF_THE_TEMPLATE: Final = frozenset({132001, 132015, 132016})
"""Meta's codes for a template that is not there in the language, is paused, or is disabled."""


class SendTemplate(ToPerson):
    """Sends each row's phone number a template message: `messages.send_template`.

    Values are strings with columns in braces, such as `"{Customer}"` or `"Order {Order ID}"`. The template is looked up
    once, before the first call, and compared with what fills it; each row is checked before it is sent, and one with a missing
    or empty value is invalid.

    Args:
        template: The template's name, or a template from `templates.find` or a listing.
        language: The code of its language, such as `en_US`; needed where it exists in several.
        mapping: The values of the body's placeholders, by their names or numbers.
        header_mapping: The value of the placeholder of a text header.
        button_mapping: The values of the buttons' placeholders.
        image_url: The public address of the header's image.
        video_url: The public address of the header's video.
        document_url: The public address of the header's file.
        filename: The name that the recipient sees for the header's file.
        location_latitude: Degrees north of the header's location, a number or a column.
        location_longitude: Degrees east of the header's location, a number or a column.
        location_name: The name of the header's location.
        location_address: The address of the header's location.
        otp_code: The code that an authentication template contains.
        country: Two-letter code of the country whose national numbers are understood as well; by default the client's.
        plugin_id: The id of the WhatsApp plugin; by default the client's.
        phone_number_id: Meta's id of the number to send from; by default the client's.
        waba_id: The WhatsApp Business Account in which the template is looked up; by default the client's.
        allow_words: Words that cells may be although programs write them for a missing value, such as `["NA"]`; without
            it a row with `#N/A`, `#REF!`, `NaN`, `None`, `null` or the like in such a cell is invalid.

    Raises:
        SettingsError: A value is not a string with columns in braces, or the country does not exist.

    Example:
        >>> SendTemplate("order_update", language="en_US", mapping={"1": "{Customer}"}).columns
        ('Customer',)

    """

    name = "send-template"

    def __init__(
        self,
        template: str | Template,
        *,
        language: str | None = None,
        mapping: Mapping[str, str] | None = None,
        header_mapping: Mapping[str, str] | None = None,
        button_mapping: Mapping[str, str] | None = None,
        image_url: str | None = None,
        video_url: str | None = None,
        document_url: str | None = None,
        filename: str | None = None,
        location_latitude: str | float | None = None,
        location_longitude: str | float | None = None,
        location_name: str | None = None,
        location_address: str | None = None,
        otp_code: str | None = None,
        country: str | None = None,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        waba_id: str | None = None,
        allow_words: Iterable[str] = (),
    ) -> None:
        """Read the patterns; the template is not looked up yet."""
        super().__init__(country)
        name = template if isinstance(template, str) else getattr(template, "name", None)
        if not isinstance(name, str) or not name:
            raise SettingsError("template must be the name of a template, or a template that was listed.")
        self.template = name
        self.language = language or (None if isinstance(template, str) else template.language)
        self._sending: dict[str, Any] = {"plugin_id": plugin_id, "phone_number_id": phone_number_id}
        self._waba_id = waba_id
        self._listed: Template | None = None
        given = {"mapping": mapping, "header_mapping": header_mapping, "button_mapping": button_mapping}
        self._allowed = allowed_words(allow_words)
        self._mappings = {
            name: _mapping(name, value, self._allowed) for name, value in given.items() if value
        }
        single: dict[str, object] = {
            "image_url": image_url,
            "video_url": video_url,
            "document_url": document_url,
            "filename": filename,
            "location_latitude": location_latitude,
            "location_longitude": location_longitude,
            "location_name": location_name,
            "location_address": location_address,
            "otp_code": otp_code,
        }
        self._single = {
            name: Pattern(_text(value) if name in _NUMBERS else cast("str", value), name, self._allowed)
            for name, value in single.items()
            if value is not None
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, besides the phone number's."""
        return tuple(dict.fromkeys(name for pattern in self._patterns() for name in pattern.columns))

    @property
    def listed(self) -> Template | None:
        """The template as it was looked up; None before that."""
        return self._listed

    @property
    def identity(self) -> Mapping[str, str]:
        """The template and its language."""
        return {"template": self.template, "language": self.language or ""}

    @property
    def validation(self) -> Mapping[str, str]:
        """The country, and what fills the template: it decides which rows are valid."""
        filling: dict[str, object] = {
            **{name: pattern.text for name, pattern in self._single.items()},
            **{
                name: {key: one.text for key, one in patterns.items()}
                for name, patterns in self._mappings.items()
            },
        }
        if self._allowed:
            filling["allow_words"] = sorted(self._allowed)
        return {
            **super().validation,
            "filling": orjson.dumps(filling, option=orjson.OPT_SORT_KEYS).decode(),
        }

    async def prepare(self, client: Chakra) -> Self:
        """Look the template up, and compare it with what fills it.

        Raises:
            InvalidRequestError: It does not exist, cannot be sent now, or is filled with too little or too much.
            ChakraError: The listing failed.

        """
        template = await client.templates.find(self.template, language=self.language, waba_id=self._waba_id)
        refuse_problems(template, template_problems(template, self._samples()))
        prepared = copy(self)
        prepared.language = template.language or self.language
        prepared._listed = template  # noqa: SLF001 - a copy of this object
        return prepared

    def check_columns(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks a column.

        Raises:
            InvalidRequestError: It does.

        """
        check_columns(self._patterns(), names)

    def key(self, row: Row) -> str:
        """Return the person's number, once the row's values are checked."""
        found = super().key(row)
        self.check_values(row)
        return found

    def check_values(self, row: Row) -> None:
        """Refuse a row whose values cannot fill the template.

        Raises:
            InvalidRequestError: A column is missing or empty, or a value does not fit the template.

        """
        filling = self.filling(row)
        if self._listed is not None:
            refuse_problems(self._listed, template_problems(self._listed, filling))

    def filling(self, row: Row) -> TemplateFilling:
        """Return what fills the template for a row.

        Raises:
            InvalidRequestError: A column is missing or empty.

        """
        filled: dict[str, Any] = {
            name: {key: pattern.fill(row) for key, pattern in patterns.items()}
            for name, patterns in self._mappings.items()
        }
        for name, pattern in self._single.items():
            filled[name] = _degrees(pattern, row) if name in _NUMBERS else pattern.fill(row)
        return cast("TemplateFilling", filled)

    async def send(self, client: Chakra, row: Row, key: str) -> object:  # noqa: ARG002 - the number is never taken from the key
        """Send the template, filled from the row."""
        filling = self.filling(row)
        if self.language:
            return await client.messages.send_template(
                self.address(row),
                template_name=self.template,
                language=self.language,
                **self._sending,
                **filling,
            )
        return await client.messages.send_template(
            self.address(row), template_name=self.template, **self._sending, **filling
        )

    def concerns_every_row(self, error: ChakraError) -> bool:
        """Whether every row would meet an error: the template is not there any more, is paused, or is disabled."""
        return isinstance(error, WhatsAppError) and error.meta_code in _OF_THE_TEMPLATE

    def preview(self, row: Row) -> str:
        """Return the message for a row in words, as far as the template is known.

        Raises:
            InvalidRequestError: A column is missing or empty.

        """
        filling = cast("dict[str, Any]", self.filling(row))
        if self._listed is None:
            return f"{self.template}: {orjson.dumps(filling).decode()}"
        return "\n".join(_lines(self._listed, filling))

    def _patterns(self) -> list[Pattern]:
        mapped = [pattern for patterns in self._mappings.values() for pattern in patterns.values()]
        return [*mapped, *self._single.values()]

    def _samples(self) -> TemplateFilling:
        """Return values like those of a row that is complete; strings without columns are as they are."""
        samples: dict[str, Any] = {
            name: {key: _SAMPLE if pattern.columns else pattern.text for key, pattern in patterns.items()}
            for name, patterns in self._mappings.items()
        }
        for name, pattern in self._single.items():
            if pattern.columns:
                sample: object = _SAMPLE_ADDRESS if name in _ADDRESSES else _SAMPLE
                samples[name] = 0.0 if name in _NUMBERS else sample
            else:
                samples[name] = _degrees(pattern, None) if name in _NUMBERS else pattern.text
        return cast("TemplateFilling", samples)

    def __repr__(self) -> str:
        return f"SendTemplate({self.template!r}, language={self.language!r}, country={self.country!r})"


def _mapping(name: str, value: object, allowed: frozenset[str]) -> dict[str, Pattern]:
    if not isinstance(value, dict):
        raise SettingsError(
            f"{name} must be a dict such as {{'1': '{{Customer}}'}}, not {type(value).__name__}."
        )
    given = cast("dict[object, Any]", value)
    return {str(key): Pattern(_text(one), f"{name}[{str(key)!r}]", allowed) for key, one in given.items()}


def _text(value: object) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _degrees(pattern: Pattern, row: Row | None) -> float:
    text = pattern.text if row is None else pattern.fill(row)
    try:
        return float(text)
    except ValueError:
        raise InvalidRequestError(f"{pattern.place} must be a number of degrees, not {text!r}.") from None


def _lines(template: Template, filling: dict[str, Any]) -> Iterator[str]:
    components: list[dict[str, Any]] = template.to_dict().get("components") or []
    for plain in components:
        kind = str(plain.get("type", "")).upper()
        if kind == "HEADER" and plain.get("format", "TEXT") != "TEXT":
            named = [
                str(filling[name]) for name in (*_ADDRESSES, *_NUMBERS, "location_name") if name in filling
            ]
            yield f"[{str(plain['format']).lower()}: {' '.join(named)}]"
        elif kind in ("HEADER", "BODY", "FOOTER"):
            values = filling.get("header_mapping" if kind == "HEADER" else "mapping", {})
            if kind == "BODY" and "otp_code" in filling:
                values = {"1": filling["otp_code"], **values}
            yield filled(str(plain.get("text", "")), values)
        elif kind == "BUTTONS":
            for button in cast("list[dict[str, Any]]", plain.get("buttons") or []):
                yield f"[{button.get('text', button.get('type', ''))}]"
