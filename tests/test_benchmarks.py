"""What benchmarks give others and make of what they see: descriptions, budgets, pauses and ceilings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate

from benchmarks.budgets import Budget, markdown
from benchmarks.generated import plain
from benchmarks.limiting import Arrival
from benchmarks.shared_gate import of_ceiling, of_pauses

ROOT = Path(__file__).parent.parent


def plain_description() -> dict[str, Any]:
    return plain(json.loads((ROOT / "chakra_async" / "description" / "openapi.json").read_bytes()))


def test_the_plain_description_is_valid_and_holds_nothing_of_ours_alone() -> None:
    described = plain_description()
    validate(described)
    assert '"x-' not in json.dumps(described)


def test_an_enveloped_answer_stands_in_data() -> None:
    post = plain_description()["paths"]["/v1/ext/procedure/lead/add-phone-number-to-campaign"]["post"]
    schema = post["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["_data"] == {"$ref": "#/components/schemas/campaigns.Enrolment"}


def test_a_figure_that_was_left_out_is_shown_as_skipped_and_exceeds_nothing() -> None:
    left_out = Budget("calls/s", None, 5.0, at_least=True)
    assert left_out.within
    assert "| none | >= 5.00 | skipped |" in markdown([left_out])
    assert not Budget("calls/s", 4.9, 5.0, at_least=True).within


def test_a_figure_without_a_limit_is_shown_and_exceeds_nothing() -> None:
    figure = Budget("WAL", 390.0, None, "bytes")
    assert figure.within
    assert "| WAL | 390.000 bytes |  |  |" in markdown([figure])


def test_a_pause_is_seen_by_when_calls_arrive_after_its_answer() -> None:
    times = [0.0, 0.9, 1.0, 1.05, 1.3, 3.2, 3.3]
    arrivals = [Arrival(at, 1.01 if at == 1.0 else None) for at in times]
    found = of_pauses(arrivals, 2.0)
    assert (found.count, found.on_their_way, found.within) == (1, 1, 1)
    assert round(found.seen.greatest, 3) == 0.29
    assert round(found.resumed.median, 3) == 0.19


def test_a_pause_that_nothing_follows_is_left_out() -> None:
    arrivals = [Arrival(0.0), Arrival(1.0, 1.0), Arrival(3.5), Arrival(4.0, 4.0), Arrival(4.1, float("inf"))]
    assert of_pauses(arrivals, 2.0).count == 1


def test_goodput_is_what_passed_of_the_ceiling_while_it_was_known() -> None:
    passed = [
        Arrival(second + part / 240) for second in range(20) for part in range(240 if second < 15 else 120)
    ]
    refused = [Arrival(at + 0.001, at) for at in (1.0, 12.0, 12.5)]
    found = of_ceiling("sliding", [*passed, *refused], 10.0, 15.0, 20.0)
    assert (found.before, found.after, found.goodput) == (1.0, 0.5, 0.75)
    assert round(found.refused * 1802) == 2
    assert round(found.refused_in_all * 4203) == 3
