"""The pages that are derived: none is out of date, and each public name and error has its place."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest

import chakra_async
from chakra_async import ChakraError, Outcome
from sitegen import api, cli_page, house_picture
from sitegen.__main__ import committed, main
from sitegen.source import ROOT, relinked
from tests import test_public_names
from tests.support.house import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


def kinds(kind: type[ChakraError]) -> Iterator[type[ChakraError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


def errors_of_the_library() -> list[type[ChakraError]]:
    for one in pkgutil.walk_packages(chakra_async.__path__, "chakra_async."):
        if not one.name.endswith("__main__"):
            importlib.import_module(one.name)
    found = {kind for kind in kinds(ChakraError) if kind.__module__.startswith("chakra_async")}
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("path", sorted(committed()))
def test_a_derived_page_is_what_the_code_gives(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == committed()[path], "run python -m sitegen"


def test_the_check_fails_where_a_page_differs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 0
    monkeypatch.setattr(cli_page, "HEAD", "another head\n")
    assert main(["--check"]) == 1
    assert "+another head" in capsys.readouterr().out


@pytest.mark.parametrize("kind", errors_of_the_library(), ids=lambda kind: kind.__name__)
def test_an_error_has_a_heading_on_the_page_of_errors(kind: type[ChakraError]) -> None:
    assert f"\n### {kind.__name__}\n" in ERRORS
    assert kind.help_page.fget(Exception.__new__(kind)) == f"errors.html#{kind.__name__.lower()}"  # type: ignore[attr-defined]


def test_the_page_of_errors_names_none_that_there_is_not() -> None:
    headings = set(re.findall(r"^### (\w+)$", ERRORS, re.MULTILINE))
    assert headings == {kind.__name__ for kind in errors_of_the_library()}


def test_an_error_of_a_user_refers_to_the_nearest_one_of_the_library() -> None:
    class MineError(chakra_async.ConnectError):
        pass

    assert MineError("it failed").help_page == "errors.html#connecterror"


@pytest.mark.parametrize("kind", errors_of_the_library(), ids=lambda kind: kind.__name__)
def test_a_message_ends_in_the_outcome_and_has_no_address(kind: type[ChakraError]) -> None:
    message = "the name was not found: check base_url."
    error = kind(message)
    assert str(error) == message
    error.operation = "config.get"
    for error.outcome in Outcome:
        shown = str(error)
        assert shown.startswith(f"config.get: {message} (")
        assert len(shown.removeprefix(f"config.get: {message} ")) < 80
        assert error.help_page not in shown
        assert not re.search(r"://|\.html", shown)


def test_the_menu_has_each_page_of_the_reference() -> None:
    menu = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert {one for one in menu if one.startswith("api/")} == set(api.pages())
    assert len(menu) == len(set(menu))


def test_the_reference_has_each_public_name_once() -> None:
    assert set(api.ABOUT) == set(test_public_names.PUBLIC)
    expected = {(place, name) for place, name, _ in test_public_names.exported()}
    found = api.entries()
    assert {(place, one.name) for one in found for place in one.places} == expected
    made = "\n".join(text for path, text in api.pages().items() if path != "api/index.md")
    directives = re.findall(r"^::: (\S+)$", made, re.MULTILINE)
    assert sorted(directives) == sorted(f"{one.module}.{one.name}" for one in found)
    assert len({id(one.value) for one in found if inspect.isclass(one.value)}) == sum(
        inspect.isclass(one.value) for one in found
    )


def test_the_drawing_has_each_layer() -> None:
    drawn = house_picture.drawing()
    for layer in LAYERS:
        for room in layer - {"", "__main__", "_version", "_views"}:
            assert f">{room}</text>" in drawn


def test_links_lead_to_their_places_in_the_site() -> None:
    assert relinked("[a](../README.md)", "docs/bulk.md", "bulk.md") == "[a](index.md)"
    assert relinked("[a](docs/bulk.md#again)", "CONTRIBUTING.md", "contributing.md") == "[a](bulk.md#again)"
    assert relinked("[a](../bulk.md)", "docs/recipes/x.md", "recipes/x.md") == "[a](../bulk.md)"
    assert relinked("[a](../examples/enrol.ipynb)", "docs/x.md", "x.md") == "[a](notebooks/enrol.md)"
    assert (
        relinked("[a](https://example.com/a) [b](#c)", "docs/x.md", "x.md")
        == "[a](https://example.com/a) [b](#c)"
    )
