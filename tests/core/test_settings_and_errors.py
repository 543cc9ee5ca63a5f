"""Invalid settings are refused when they are made, the token is never shown, and errors pickle."""

from __future__ import annotations

# ruff: noqa: S106, PT017 - planted tokens; frames are looked at where they are
import contextlib
import copy
import inspect
import json
import logging
import pickle
import re
import traceback
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import chakra_async
from chakra_async import (
    UNSET,
    Attempt,
    Chakra,
    ChakraError,
    Limits,
    Outcome,
    Retry,
    Secret,
    Settings,
    SettingsError,
    Timeouts,
    UnsetType,
    errors,
)
from chakra_async.settings import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANTED = "planted/secret+0123456789"
GOOD_UUID = "5ba0e13a-ac26-4656-afdd-643ea0813137"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)


NOT_NUMBERS = [float("nan"), float("inf"), -1, True, "5", [], 10**400, -(10**400)]


@pytest.mark.parametrize("value", [*map(lambda one: pytest.param(one, id=str(type(one))), NOT_NUMBERS), 0])  # noqa: C417
@pytest.mark.parametrize("name", ["connect", "read", "total"])
def test_a_time_limit_must_be_a_number_above_zero(name: Any, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"Timeouts.{name}"):
        Timeouts(**{name: value})


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Retry, {"attempts": 0}),
        (Retry, {"attempts": 1.5}),
        (Retry, {"attempts": True}),
        (Retry, {"attempts": None}),
        (Retry, {"initial_wait": -1}),
        (Retry, {"max_wait": float("nan")}),
        (Retry, {"max_retry_after": None}),
        (Limits, {"concurrency": 0}),
        (Limits, {"concurrency": None}),
        (Limits, {"concurrency": 2.0}),
        (Limits, {"rate": 0}),
        (Limits, {"rate": "fast"}),
        (Limits, {"rate": float("inf")}),
        (Limits, {"rate": False}),
    ],
)
def test_a_bad_limit_is_refused_by_name(kind: Any, values: Any) -> None:
    (name,) = values
    with pytest.raises(SettingsError, match=f"{kind.__name__}.{name}") as caught:
        kind(**values)
    assert caught.value.outcome is Outcome.NOT_SENT


def test_valid_limits_are_accepted() -> None:
    assert Timeouts(connect=None, read=None, total=None).total is None
    assert Retry(initial_wait=0, max_wait=0, max_retry_after=0, attempts=1).attempts == 1
    assert Limits(rate="adaptive").rate == "adaptive"
    assert Limits(rate=None).rate is None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Limits().rate = 5


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (None, "No access token"),
        ("", "No access token"),
        ("  ", "No access token"),
        ("Bearer abc", "without the word"),
        ("bearer abc", "without the word"),
        ("a b", "space"),
        ("a\nb", "line break"),
        ("\u00e4", "ASCII"),
        ("a\x00", "ASCII"),
        (5, "string"),
        (b"planted/secret", "string"),
        (Secret(""), "No access token"),
    ],
)
def test_a_bad_token_is_refused_without_being_shown(token: Any, words: Any) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        Settings(token=token)
    assert "abc" not in str(caught.value)


def test_a_token_is_stripped() -> None:
    assert Settings(token=" t\n").token.reveal() == "t"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.chakrahq.com",
        "ftp://x",
        "https://",
        "https://user@x",
        "https://user:word@x",
        "https://@x",
        "https://x?a=1",
        "https://x?",
        "https://x#a",
        "https://x#",
        "https://x:port",
        "https://x:99999",
        "https://[bad",
        "http://api.chakrahq.com",
        "http://127.0.0.1.evil.example",
        "https://x y",
        "https://x\ny",
        "https://x\\y",
        "https://m\u00fcnchen.example",
        5,
        b"https://x",
        "//x",
        "javascript:alert(1)",
    ],
)
def test_a_bad_address_is_refused(url: Any) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        Settings(token="t", base_url=url)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x/", "https://x"),
        ("https://x/base//", "https://x/base"),
        (" https://x:8443 ", "https://x:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:1", "http://[::1]:1"),
        ("HTTPS://X", "HTTPS://X"),
    ],
)
def test_a_good_address_is_kept_without_its_slash(url: Any, kept: Any) -> None:
    assert Settings(token="t", base_url=url).base_url == kept


def test_plain_http_to_another_host_needs_allow_http() -> None:
    assert Settings(token="t", base_url="http://inner", allow_http=True).base_url == "http://inner"


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("plugin_id", "x", GOOD_UUID),
        ("phone_number_id", "+1", "12345"),
        ("waba_id", "a", "12345"),
        ("whatsapp_api_version", "22", "v22.0"),
        ("plugin_id", GOOD_UUID + "\n", GOOD_UUID),
        ("waba_id", 5, "5"),
    ],
)
def test_defaults_are_checked(name: Any, bad: Any, good: Any) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings(token="t", **{name: bad})
    assert getattr(Settings(token="t", **{name: good}), name) == good


@pytest.mark.parametrize(
    ("name", "value"), [("timeouts", "5"), ("retry", None), ("limits", {"concurrency": 5})]
)
def test_groups_of_settings_must_have_their_class(name: Any, value: Any) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings(token="t", **{name: value})


def test_the_environment_fills_what_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"token": "e", "base_url": "https://e", "waba_id": "1", "plugin_id": " "}.items():
        monkeypatch.setenv(ENVIRONMENT[name], value)
    settings = Settings.from_environment(base_url="https://given", token=None)
    assert settings.token.reveal() == "e"
    assert settings.base_url == "https://given"
    assert settings.waba_id == "1"
    assert settings.plugin_id is None
    assert Settings.from_environment(token="given").token.reveal() == "given"


def test_a_missing_token_names_the_environment_variable() -> None:
    with pytest.raises(SettingsError, match="CHAKRA_ACCESS_TOKEN"):
        Chakra()


@pytest.mark.parametrize(
    ("name", "value", "rest"),
    [
        ("CHAKRA_BASE_URL", "api.chakrahq.com", "base_url must begin with https://"),
        ("CHAKRA_BASE_URL", "http://api.chakrahq.com", "base_url is plain http"),
        ("CHAKRA_PLUGIN_ID", "abc", "plugin_id must be a UUID, not 'abc'."),
        ("CHAKRA_PHONE_NUMBER_ID", "+919901258433", "phone_number_id must be digits"),
        ("CHAKRA_WABA_ID", "abc", "waba_id must be digits, not 'abc'."),
        ("CHAKRA_WHATSAPP_API_VERSION", "24", "whatsapp_api_version must be of the form v22.0"),
        ("CHAKRA_COUNTRY", "India", "country must be a two-letter code"),
    ],
)
def test_a_value_of_the_environment_that_cannot_be_used_names_its_variable(
    name: str, value: str, rest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAKRA_ACCESS_TOKEN", "t")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Chakra()
    assert caught.value.message.startswith(f"{name} in the environment: {rest}")
    with pytest.raises(SettingsError, match=r"^waba_id must be digits"):
        Settings.from_environment(
            base_url="https://a.example",
            plugin_id="11111111-1111-4111-8111-111111111111",
            phone_number_id="1",
            waba_id="x",
            whatsapp_api_version="v22.0",
            country="IN",
        )


@pytest.mark.parametrize("name", ["allow_http", "strict", "trust_env"])
@pytest.mark.parametrize("value", ["false", "0", "no", "", 0, 1, [], float("nan")], ids=repr)
def test_a_switch_is_true_or_false_and_no_string_of_an_environment(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"{name} must be True or False, not "):
        Chakra(token="t", base_url="http://api.chakrahq.com", **{name: value})
    if name != "trust_env":
        with pytest.raises(SettingsError, match=f"{name} must be True or False, not "):
            Chakra(token="t").with_options(**{name: value})


# The secret


def everything_shown(thing: Any) -> Iterator[Any]:
    yield repr(thing)
    yield str(thing)
    yield f"{thing} {thing!r}"
    yield str(logging.LogRecord("app", logging.INFO, "", 0, "%s %r", (thing, thing), None).getMessage())
    yield repr([thing, {"a": thing}])
    yield repr(getattr(thing, "__dict__", ""))
    yield repr([getattr(thing, name, "") for name in getattr(type(thing), "__slots__", ())])


@pytest.mark.parametrize("thing", [Secret(PLANTED), Settings(token=PLANTED).token], ids=["secret", "setting"])
def test_a_secret_is_never_shown(thing: Any) -> None:
    assert all(PLANTED not in shown and "planted" not in shown for shown in everything_shown(thing))
    assert thing.reveal() == PLANTED
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(thing)
    with pytest.raises(TypeError):
        json.dumps(thing)


def test_secrets_compare_by_their_strings() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_settings_and_secrets_are_copied_without_showing(copied: Any) -> None:
    kept = {"settings": Settings(token=PLANTED, limits=Limits(concurrency=3)), "token": Secret(PLANTED)}
    again = copied(kept)
    assert again == kept
    assert copied(kept["settings"]) == kept["settings"]
    assert PLANTED not in repr(again)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(again)


def test_settings_and_client_show_no_token(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(token=PLANTED)
    chakra = Chakra(token=PLANTED)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger().warning("%s %r %s", settings, chakra, attrs.asdict(settings))
    assert PLANTED not in caplog.text
    for thing in (settings, chakra, chakra.settings):
        assert PLANTED not in repr(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)


@pytest.mark.parametrize(
    ("given", "environment"),
    [
        ({"token": PLANTED + " x"}, {}),
        ({"token": "Bearer " + PLANTED}, {}),
        ({"token": PLANTED, "plugin_id": "bad"}, {}),
        ({"plugin_id": "bad"}, {"CHAKRA_ACCESS_TOKEN": PLANTED}),
        ({"base_url": "bad"}, {"CHAKRA_ACCESS_TOKEN": PLANTED}),
        ({}, {"CHAKRA_ACCESS_TOKEN": PLANTED + " x"}),
    ],
)
def test_a_failing_client_shows_no_token_in_the_variables_of_its_frames(
    given: Any, environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    holder = iter([given])
    del given, environment
    try:
        Chakra(**next(holder))
    except SettingsError as error:
        frames = [
            frame
            for frame, _ in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename != __file__
        ]
        assert frames
        for frame in frames:  # the test's own frame is the caller's, who has the token anyway
            for value in frame.f_locals.values():
                with contextlib.suppress(AttributeError):  # an attrs object half made
                    assert "planted" not in repr(value)
        assert "planted" not in str(error)
    else:
        pytest.fail("the settings were bad")


# UNSET


def test_unset_is_falsy_and_stays_the_same_object_after_pickling_and_copying() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 - our own bytes
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy({"a": UNSET})["a"] is UNSET
    assert isinstance(UNSET, UnsetType)


# Errors

CLASSES = [
    found for _, found in inspect.getmembers(errors, inspect.isclass) if issubclass(found, ChakraError)
]


def one_of(kind: Any) -> Any:
    given = {
        "outcome": Outcome.UNKNOWN,
        "operation": "campaigns.add_phone_number",
        "attempts": [
            Attempt(started=0.0, duration=0.5, status=500, cause="x", outcome=Outcome.UNKNOWN, wait=1.0)
        ],
    }
    if issubclass(kind, errors.APIError):
        given |= {
            "status": 400,
            "code": "C",
            "messages": ["one", "two"],
            "meta_code": 131047,
            "meta_subcode": 5,
            "headers": {"x-request-id": "r"},
            "body": "b",
            "retry_after": 1.5,
        }
    if issubclass(kind, errors.ResponseError):
        given["status"] = 302
    if issubclass(kind, errors.RequestTimeoutError):
        given["phase"] = "connect"
    return kind("a sentence", **given), given


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_every_error_pickles_with_its_attributes(kind: Any, protocol: Any) -> None:
    error, given = one_of(kind)
    again = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.args == error.args
    for name, value in given.items():
        assert getattr(again, name) == value == getattr(error, name)
    copied = copy.copy(error)
    assert copied.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_names_operation_and_outcome(kind: Any) -> None:
    error, _ = one_of(kind)
    assert str(error).startswith("campaigns.add_phone_number: a sentence (")
    assert "look before calling again" in str(error)
    assert str(kind("only this")) == "only this"


def test_every_public_error_derives_from_chakra_error() -> None:
    for name in chakra_async.__all__:
        thing = getattr(chakra_async, name)
        if isinstance(thing, type) and issubclass(thing, BaseException):
            assert issubclass(thing, ChakraError)
            assert name in errors.__all__
    assert set(errors.__all__) == {kind.__name__ for kind in CLASSES} <= set(chakra_async.__all__)


def test_the_error_tree_is_the_documented_one() -> None:
    """Every class stands in the drawing below its first base, and nothing stands there that is no class."""
    drawn = {}
    above = []
    for line in errors.__doc__.split("```")[1].strip().splitlines():
        names = re.findall(r"\b[A-Z]\w+Error\b", line)
        depth = len(line) - len(line.lstrip("\u2502\u251c\u2500\u2514 "))
        if not names:
            continue
        above = [pair for pair in above if pair[0] < depth]
        own = [name for name in names if name != "RateLimitedError" or "as well" not in line]
        for name in own:
            drawn[name] = above[-1][1] if above else "Exception"
        above.append((depth, names[0]))
    assert drawn == {kind.__name__: kind.__bases__[0].__name__ for kind in CLASSES}
    assert errors.ThrottledError.__bases__ == (errors.WhatsAppError, errors.RateLimitedError)


def test_the_message_counts_the_attempts() -> None:
    error = ChakraError("x", operation="a.b", attempts=[Attempt(started=0, duration=0)] * 3)
    assert "after 3 attempts" in str(error)
