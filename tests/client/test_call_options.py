"""Which calls take headers, parameters and members besides their own, as docs/calls.md says."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from chakra_async import Chakra
from chakra_async.types import CallOptions
from tests.support.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIONS = set(CallOptions.__annotations__)
DOCUMENTED = (ROOT / "docs" / "calls.md").read_text(encoding="utf-8").split("\n## ")
(SECTION,) = [part for part in DOCUMENTED if part.startswith("Options of a call")]


def calls() -> Iterator[tuple[str, Any]]:
    chakra = Chakra(token="x" * 20)
    for name in sorted(set(dir(Chakra)) - {"with_raw_response", "settings"}):
        resource = None if name.startswith("_") else getattr(chakra, name)
        if resource is None or callable(resource):
            continue
        for method in (one for one in dir(type(resource)) if not one.startswith("_")):
            yield f"{name}.{method}", getattr(resource, method)


def test_the_calls_that_take_less_than_all_options_are_those_that_the_page_names() -> None:
    less: set[str] = set()
    for name, call in calls():
        parameters = inspect.signature(call).parameters
        passes = any("CallOptions" in str(one.annotation) for one in parameters.values())
        if not passes and not parameters.keys() >= OPTIONS:
            less.add(name)
    checks = {"templates.check", "templates.check_components"}  # no calls: they compare
    by_kind = {name for name in less if name.startswith("messages.")}
    assert by_kind.isdisjoint(
        {"messages.send", "messages.send_template", "messages.send_template_for_process"}
    )
    actions = {f"calling.{name}" for name in ("connect", "pre_accept", "accept", "reject", "terminate")}
    assert less - by_kind == {"jobs.wait", "templates.find"} | actions | checks
    for name in (
        "messages.send`",
        "messages.send_template`",
        "templates.find",
        "jobs.wait",
        "send_checked_template",
    ):
        assert name in SECTION


def test_a_request_of_any_path_takes_headers_and_time_limits() -> None:
    parameters = inspect.signature(Chakra.request).parameters
    assert parameters.keys() & OPTIONS == {"extra_headers", "timeouts"}
    assert "`chakra.request` takes `extra_headers` and `timeouts`" in SECTION
