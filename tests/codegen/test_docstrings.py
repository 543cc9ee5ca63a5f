from __future__ import annotations

import ast
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codegen.docstrings import WIDTH, evidence, literal, member

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=3)


@example(['so "quoted"'], 4)
@example(["x" * 100], 8)
@given(PARAGRAPHS, st.sampled_from([4, 8]))
def test_a_docstring_reads_as_what_was_to_be_said_and_stays_in_its_width(
    texts: list[str], indent: int
) -> None:
    source = literal(texts, indent)
    read = ast.literal_eval(source)
    assert [" ".join(part.split()) for part in re.split(r"\n\n +(?=\S)", read.strip())] == texts
    for number, line in enumerate(source.splitlines()):
        taken = len(line) + (indent if number == 0 else 0)
        assert taken <= WIDTH + source.count("\\") + 3


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"minimum": 1}, "X. At least 1."),
        ({"maximum": 9}, "X. At most 9."),
        (
            {"minimum": 1, "maximum": 9, "default": 5},
            "X. From 1 to 9. The server uses 5 where it is not given.",
        ),
        ({"x-unit": "epoch-milliseconds"}, "X. Epoch milliseconds."),
        ({"default": True}, "X. The server uses `True` where it is not given."),
    ],
)
def test_a_member_says_its_unit_and_bounds(schema: dict[str, object], text: str) -> None:
    assert member({"description": "X.", **schema}) == text


def test_evidence_is_only_said_where_there_is_something_to_say() -> None:
    assert evidence("documented", None) == ""
    assert evidence(None, "one page only") == "One page only."
    assert evidence("seen-in-code", None) == "Seen in public code, not documented."
    assert evidence("inferred", "by its name") == "Inferred, not documented: by its name."
