"""The public names: sorted, importable, the same for type checkers, and cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import chakra_async

SOURCE = Path(chakra_async.__file__)


def test_the_names_are_sorted_constants_first_then_classes_then_the_rest() -> None:
    def place(name: str) -> tuple[int, str]:
        kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
        return kind, name

    assert chakra_async.__all__ == sorted(chakra_async.__all__, key=place)
    assert len(set(chakra_async.__all__)) == len(chakra_async.__all__)


@pytest.mark.parametrize("name", chakra_async.__all__)
def test_every_name_can_be_imported(name: str) -> None:
    value = getattr(chakra_async, name)
    assert value is not None
    assert getattr(chakra_async, name) is value
    assert name in dir(chakra_async)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = chakra_async.no_such_name
    with pytest.raises(ImportError):
        from chakra_async import no_such_name  # noqa: F401, PLC0415 - it is the subject


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    names = {
        alias.asname or alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chakra_async")
        for alias in node.names
    }
    assert names == set(chakra_async.__all__)


def test_type_checkers_find_each_name_where_it_comes_from() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    for node in block.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chakra_async."):
            for alias in node.names:
                scope: dict[str, object] = {}
                exec(f"from {node.module} import {alias.name} as found", scope)  # noqa: S102 - names of our own
                assert scope["found"] is getattr(chakra_async, alias.name)


def loaded_by(statement: str) -> set[str]:
    script = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = loaded_by("import chakra_async")
    heads = {name.split(".")[0] for name in loaded}
    assert heads.isdisjoint({"aiohttp", "attrs", "attr", "cattrs", "orjson", "backoff", "asyncio", "yarl"})
    assert {name for name in loaded if name.startswith("chakra_async.")} == set()


def test_one_resource_loads_only_its_own_models() -> None:
    loaded = loaded_by("from chakra_async import Chakra; Chakra(token='t').config")
    assert "chakra_async.models.config" in loaded
    assert "chakra_async.models.processes" not in loaded
    assert loaded.isdisjoint({"chakra_async.bulk", "chakra_async.sandbox", "chakra_async.cli"})


def test_decoding_an_answer_loads_nothing_that_only_a_failure_or_another_type_needs() -> None:
    loaded = loaded_by(
        "from chakra_async._core.decoding.decoder import decode; from chakra_async.models import Enrolment; "
        "import chakra_async._transport.caller; decode(Enrolment, {'process': {'id': 'x', 'autoDial': {}}})"
    )
    assert "chakra_async.models.processes" in loaded
    assert {name.split(".")[0] for name in loaded}.isdisjoint({"cattrs", "backoff"})


def test_errors_and_settings_load_no_transport() -> None:
    heads = {
        name.split(".")[0] for name in loaded_by("from chakra_async import ChakraError, Settings, Timeouts")
    }
    assert heads.isdisjoint({"aiohttp", "cattrs", "yarl"})
