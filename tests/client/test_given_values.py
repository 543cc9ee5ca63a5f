"""No error shows a phone number or a token that was given as the value of any setting or argument."""

from __future__ import annotations

import inspect
import re
import traceback
from pathlib import Path
from typing import Any

import pytest

from chakra_async import Chakra, ChakraError, Limits, Retry, SettingsError, Timeouts
from chakra_async.resource import Resource
from chakra_async.settings.options import ClientOptions, ConnectionOptions
from chakra_async.settings.secret import Secret, shown
from tests.support.clients import PLANTED_TOKEN

NUMBER = "919901258433"
OTHER_TOKEN = "EAAGm0PX4ZCpsBAKZCt9x9x9"  # noqa: S105 - planted
PLANTED: dict[str, Any] = {
    "number": NUMBER,
    "number with plus": f"+{NUMBER}",
    "number in groups": "+91 99012-58433",
    "number with marks": "91_9901:258433",
    "number in full-width digits": "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER),
    "number in circles": "".join(
        "\u24ea" if digit == "0" else chr(0x2460 + int(digit) - 1) for digit in NUMBER
    ),
    "integer": int(NUMBER),
    "float": float(NUMBER),
    "negative": -float(NUMBER),
    "list": [NUMBER],
    "integers": [int(NUMBER)],
    "mapping": {"phone": NUMBER},
    "mapping by number": {NUMBER: NUMBER},
    "bytes": NUMBER.encode(),
    "path": Path(NUMBER),
    "object": type("Row", (), {"__repr__": lambda self: NUMBER, "__str__": lambda self: NUMBER})(),
    "token": PLANTED_TOKEN,
    "token in a sentence": f"Bearer {PLANTED_TOKEN}",
    "another token": OTHER_TOKEN,
    "token as bytes": PLANTED_TOKEN.encode(),
    "tokens": [PLANTED_TOKEN],
    "token in a mapping": {PLANTED_TOKEN: PLANTED_TOKEN},
    "token as a path": Path(OTHER_TOKEN),
    "secret": Secret(PLANTED_TOKEN),
}
USUAL: dict[str, Any] = {
    "to": f"+44{NUMBER[2:]}",
    "campaign_id": "5ba0e13a-ac26-4656-afdd-643ea0813137",
    "plugin_id": "5ba0e13a-ac26-4656-afdd-643ea0813137",
    "process_id": "5ba0e13a-ac26-4656-afdd-643ea0813137",
    "template_name": "hello_world",
    "phone_number": "+447700900123",
    "latitude": 1.0,
    "longitude": 1.0,
    "components": [],
    "file": b"%PDF-1.7",
}


def assert_hidden(error: BaseException) -> None:
    text = "".join(traceback.TracebackException.from_exception(error).format_exception_only())
    text += repr(error) + repr(error.args) + repr(vars(error))
    seen: BaseException | None = error.__cause__ or error.__context__
    while seen is not None and not error.__suppress_context__:
        text += repr(seen)
        seen = seen.__cause__ or seen.__context__
    digits = re.sub(r"\D", "", "".join(str(int(one)) if one.isdecimal() else one for one in text))
    assert "99012584" not in digits, text
    assert PLANTED_TOKEN not in text
    assert OTHER_TOKEN[:8] not in text


def resources(chakra: Chakra) -> list[Resource]:
    named = [getattr(chakra, name) for name in dir(type(chakra)) if not name.startswith("_")]
    return [found for found in named if isinstance(found, Resource)]


def methods() -> list[Any]:
    chakra = Chakra(token=PLANTED_TOKEN)
    found: list[Any] = []
    for resource in resources(chakra):
        for name in dir(type(resource)):
            method = getattr(resource, name)
            if name.startswith("_") or not callable(method):
                continue
            found.append(pytest.param(type(resource).__name__, name, id=f"{type(resource).__name__}.{name}"))
    return found


async def end(result: Any) -> None:
    if inspect.isawaitable(result):
        result = await result
    if hasattr(result, "__aiter__"):
        async for _ in result:
            break
    if hasattr(result, "save"):
        await result.read()


@pytest.mark.parametrize(("resource", "name"), methods())
async def test_no_argument_of_any_method_is_shown(resource: str, name: str) -> None:
    async with Chakra(
        token=PLANTED_TOKEN,
        base_url="http://127.0.0.1:9",
        retry=Retry(attempts=1),
        plugin_id=USUAL["plugin_id"],
        phone_number_id="775966265503012",
        waba_id="83784929738012",
    ) as chakra:
        (found,) = (one for one in resources(chakra) if type(one).__name__ == resource)
        method = getattr(found, name)
        parameters = [
            one for one in inspect.signature(method).parameters.values() if one.kind is not one.VAR_KEYWORD
        ]
        for parameter in parameters:
            others = {
                one.name: USUAL.get(one.name, "x")
                for one in parameters
                if one.default is one.empty and one is not parameter
            }
            for kind, planted in PLANTED.items():
                if parameter.name == "after" and kind == "another token":
                    continue  # a cursor is shown, so that the listing can be continued there
                given = {**others, parameter.name: planted}
                positional = [given.pop(one.name) for one in parameters if one.kind is one.POSITIONAL_ONLY]
                try:
                    await end(method(*positional, **given))
                except Exception as error:  # noqa: BLE001 - whatever it is, it must not show the value
                    assert_hidden(error)


SETTINGS = sorted({*ClientOptions.__annotations__, *ConnectionOptions.__annotations__})


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_is_shown(setting: str, planted: Any) -> None:
    given = {"token": PLANTED_TOKEN, setting: planted}
    for make in (lambda: Chakra(**given), lambda: Chakra(token=PLANTED_TOKEN).with_options(**given)):
        try:
            make()
        except (ChakraError, TypeError) as error:
            assert_hidden(error)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, one.name) for kind in (Limits, Retry, Timeouts) for one in kind.__attrs_attrs__]
)
def test_no_value_of_a_group_of_settings_is_shown(kind: Any, name: str, planted: Any) -> None:
    try:
        kind(**{name: planted})
    except SettingsError as error:
        assert_hidden(error)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_given_by_mistake_is_not_shown(planted: Any) -> None:
    assert_hidden(SettingsError(shown(planted)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("22", "'22'"),
        ("order_update_2026", "'order_update_2026'"),
        ("appointment_reminder", "'appointment_reminder'"),
        ("5ba0e13a-ac26-4656-afdd-643ea081313", "'5b******'"),
        (None, "None"),
        (True, "True"),
        (-1, "-1"),
        (1.5, "1.5"),
        ([1], "a value of type list"),
        (10**5000, "an integer of thousands of digits"),
        ("EAAGm0PX4ZCpsBAKZC", "'EA******'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_helps_to_correct_a_value_is_shown(value: Any, text: str) -> None:
    assert shown(value) == text
