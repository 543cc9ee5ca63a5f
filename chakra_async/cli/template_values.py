"""The option `--set NAME=VALUE`: what fills a template."""

from __future__ import annotations

from typing import Any, Final

from chakra_async.errors import SettingsError

__all__ = ["SET_HELP", "filling_of"]

SET_HELP: Final = (
    "Value NAME=VALUE, may be repeated; NAME is a placeholder of the body (1, first_name), header.NAME, button.NAME, "
    "or image_url, video_url, document_url, filename, otp_code, location_latitude, location_longitude, "
    "location_name, location_address."
)

_MAPPINGS: Final = {"body": "mapping", "header": "header_mapping", "button": "button_mapping"}
_SINGLE: Final = frozenset(
    {
        *("image_url", "video_url", "document_url", "filename", "otp_code"),
        *("location_latitude", "location_longitude", "location_name", "location_address"),
    }
)


def filling_of(values: list[str]) -> dict[str, Any]:
    """Return what fills a template, under the names of `SendTemplate`.

    Args:
        values: Strings such as `1=Ann`, `header.1={Order ID}`, `image_url=https://...`.

    Raises:
        SettingsError: One is not of this form, or a name occurs twice.

    Example:
        >>> filling_of(["1={Customer}", "button.1=4711"])
        {'mapping': {'1': '{Customer}'}, 'button_mapping': {'1': '4711'}}

    """
    filling: dict[str, Any] = {}
    for text in values:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise SettingsError(f"--set must be NAME=VALUE, such as 1={{Customer}}, not {text!r}.")
        part, dot, rest = name.partition(".")
        if dot and part not in _MAPPINGS:
            raise SettingsError(
                f"--set {name}: the parts of a template are body, header and button, not {part!r}."
            )
        if name in _SINGLE:
            target, key = filling, name
        else:
            mapping = _MAPPINGS[part] if dot else "mapping"
            target, key = filling.setdefault(mapping, {}), rest if dot else name
        if not key:
            raise SettingsError(f"--set {text!r} does not name a placeholder.")
        if key in target:
            raise SettingsError(f"--set names {name!r} twice.")
        target[key] = value
    return filling
