"""The names of a fault, the warning about one that never happened, and faults written as one string."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chakra_async.description.routes import Routes, load
from chakra_async.errors import ServerError, SettingsError
from chakra_async.sandbox import Fault, FaultOptions, Sandbox, UnfiredFaultWarning, fault_from_text
from chakra_async.sandbox.operation_names import methods_of_client

if TYPE_CHECKING:
    from chakra_async import Chakra

OPERATIONS = {route.operation for route in Routes(load()).all}
WITHOUT_REQUEST = {"templates.check", "templates.check_components"}
"""The client's public methods that make no request."""


def test_every_public_method_is_an_operation_an_alias_or_makes_no_request() -> None:
    methods = methods_of_client()
    assert methods.keys() >= OPERATIONS
    assert {name for name, operations in methods.items() if not operations} == WITHOUT_REQUEST
    assert all(operations <= OPERATIONS for operations in methods.values())


def test_an_operation_of_the_description_means_itself() -> None:
    assert {
        name: {*operations} for name, operations in methods_of_client().items() if name in OPERATIONS
    } == {name: {name, *_FALLBACKS.get(name, ())} for name in OPERATIONS}


_FALLBACKS = {"media.download": ("media.download_v1",)}
"""What a method calls where the operation of its name is refused; a fault for that name is for the operation alone."""


@pytest.mark.parametrize(
    ("method", "operation"),
    [
        ("messages.send_text", "messages.send"),
        ("messages.send_image", "messages.send"),
        ("messages.reply", "messages.send"),
        ("messages.mark_read", "messages.send"),
        ("messages.send_checked_template", "messages.send_template"),
        ("templates.find", "templates.list"),
        ("jobs.wait", "jobs.get"),
        ("calling.connect", "calling.call"),
    ],
)
def test_a_method_is_an_alias_of_the_operation_it_calls(method: str, operation: str) -> None:
    fault = Sandbox().fault(method, status=500)
    assert fault.operations == {operation}
    assert fault.meets({operation}, "", None)
    assert not fault.meets({"config.get"}, "", None)


async def test_a_fault_for_a_method_meets_its_request(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("messages.send_text", status=500, times=1)
    with pytest.raises(ServerError):
        await chakra.messages.send_text("919901258433", "Hello")
    assert (await chakra.messages.send_text("919901258433", "Hello")).message_id


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("messages.sned", "messages.send"),
        ("messages.send_txt", "messages.send_text"),
        ("campaigns.add_phone_numbers", "campaigns.add_phone_number"),
        ("lead.create", "leads.create"),
        ("Messages.send", "messages.send"),
        ("xyz", "docs/coverage.md"),
        ("", "docs/coverage.md"),
        ("messages", "messages.send"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest_names(name: str, near: str) -> None:
    sandbox = Sandbox()
    with pytest.raises(SettingsError, match=near):
        sandbox.fault(name, status=500)
    with pytest.raises(SettingsError, match=near):
        sandbox.faults.add_ceiling(1, name)
    assert (len(sandbox.faults), sandbox.faults.ceilings) == (0, ())


@pytest.mark.parametrize("name", sorted(WITHOUT_REQUEST))
def test_a_fault_for_a_method_without_a_request_is_an_error(name: str) -> None:
    with pytest.raises(SettingsError, match="makes no request"):
        Sandbox().fault(name, status=500)


@given(st.text(max_size=30))
def test_a_name_is_known_or_refused(name: str) -> None:
    sandbox = Sandbox()
    if name in OPERATIONS | methods_of_client().keys() | {"*"}:
        return
    with pytest.raises(SettingsError):
        sandbox.fault(name, status=500)


async def test_a_fault_that_never_met_a_request_is_a_warning_at_the_end() -> None:
    sandbox = await Sandbox().__aenter__()
    fault = sandbox.fault("messages.send", status=500)
    assert sandbox.faults.unfired == (fault,)
    with pytest.warns(UnfiredFaultWarning, match=r"'status 500' for messages.send never met .*\(0 matched"):
        await sandbox.__aexit__(None, None, None)


async def test_a_fault_that_was_removed_or_depends_on_chance_is_not_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with Sandbox() as sandbox:
            sandbox.faults.clear(sandbox.fault("messages.send", status=500))
            sandbox.fault("messages.send", status=500, probability=0.5)
            assert sandbox.faults.unfired == ()


async def test_an_error_of_the_body_is_raised_instead_of_the_warning() -> None:
    sandbox = await Sandbox().__aenter__()
    sandbox.fault("messages.send", status=500)
    error = KeyError()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await sandbox.__aexit__(KeyError, error, None)


async def test_a_fault_that_met_a_request_is_not_a_warning(chakra: Chakra, sandbox: Sandbox) -> None:
    sandbox.fault("config.get", latency=0.001)
    await chakra.config.get()
    assert sandbox.faults.unfired == ()


@pytest.mark.parametrize(
    ("text", "operation", "options"),
    [
        ("messages.send:status=429,times=2", "messages.send", {"status": 429, "times": 2}),
        ("*:latency=0.5, latency_at=after", "*", {"latency": 0.5, "latency_at": "after"}),
        ("leads.create: reset=after , skip=1", "leads.create", {"reset": "after", "skip": 1}),
        ("config.get:html", "config.get", {"html": True}),
        (
            "config.get:empty_body=no,status=503,retry_after=7",
            "config.get",
            {"empty_body": False, "status": 503, "retry_after": 7.0},
        ),
        ("config.get:status=429,retry_after=junk", "config.get", {"status": 429, "retry_after": "junk"}),
        (
            "messages.send:errors=(#131047) Re-engagement message",
            "messages.send",
            {"errors": ("(#131047) Re-engagement message",)},
        ),
        (
            "x:probability=0.25,seed=3,every=2,cut_body=true,work=false",
            "x",
            {"probability": 0.25, "seed": 3, "every": 2, "cut_body": True, "work": False},
        ),
    ],
)
def test_a_fault_is_read_from_one_string(text: str, operation: str, options: dict[str, Any]) -> None:
    assert fault_from_text(text) == (operation, options)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "OPERATION:OPTION=VALUE"),
        ("messages.send", "OPERATION:OPTION=VALUE"),
        ("messages.send:", "OPERATION:OPTION=VALUE"),
        (":status=500", "OPERATION:OPTION=VALUE"),
        ("messages.send:delay=3", "'delay' is not an option"),
        ("messages.send:status=429,status=500", "twice"),
        ("messages.send:status=often", "status of a fault cannot be 'often'"),
        ("messages.send:status", "status of a fault cannot be ''"),
        ("messages.send:reset=now", "reset of a fault cannot be 'now'"),
        ("messages.send:html=perhaps", "html of a fault cannot be 'perhaps'"),
        ("messages.send:latency=nan", "latency of a fault cannot be 'nan'"),
        ("messages.send:status=500,", "'' is not an option"),
        ("messages.send:match=91990", "'match' is not an option"),
    ],
)
def test_a_string_that_cannot_be_a_fault_is_refused_with_the_part(text: str, part: str) -> None:
    with pytest.raises(SettingsError, match=part):
        fault_from_text(text)


@given(st.text(max_size=60))
def test_any_string_is_a_fault_or_a_settings_error(text: str) -> None:
    try:
        operation, options = fault_from_text(text)
    except SettingsError:
        return
    assert operation
    assert options


def test_the_options_are_the_attributes_of_a_fault() -> None:
    given_ = {field.name for field in attrs.fields(Fault) if field.init} - {"operation", "operations"}
    assert set(FaultOptions.__annotations__) == given_
