"""The description that other generators are given says the same as ours of what goes over the wire."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate

from benchmarks.budgets import Budget, markdown
from benchmarks.generated import plain

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
