from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import attrs
import orjson
import pytest

from chakra_async._core.decoding.decoder import encode
from chakra_async.downloads import Download
from chakra_async.errors import InvalidRequestError
from chakra_async.pagination import Pages
from chakra_async.unset import UNSET, UnsetType
from codegen.description import load
from codegen.output import differences, generate

DIED = 1766474902680


def animals() -> Any:
    return importlib.import_module("golden.models.animals")


def stubs(name: str) -> Any:
    return importlib.import_module(f"golden.resources.{name}")


def of(generic: Any, *items: Any) -> Any:
    return generic[items]


def test_the_small_description_gives_the_golden_files(zoo: Any, golden: Path) -> None:
    assert differences(generate(load(zoo.root)), golden) == ""


def test_the_generator_says_nothing(zoo: Any, capfd: pytest.CaptureFixture[str]) -> None:
    generate(load(zoo.root))
    assert capfd.readouterr() == ("", "")


# models ---------------------------------------------------------------------------------------------------------------


def test_a_required_member_must_be_given() -> None:
    with pytest.raises(TypeError, match="name"):
        animals().NewAnimal()
    with pytest.raises(TypeError, match="id"):
        animals().Animal(kind="BIRD")


def test_an_optional_member_of_a_request_is_unset_and_left_out() -> None:
    new = animals().NewAnimal(name="Nelly")
    assert new.nickname is UNSET
    assert new.from_ is UNSET
    assert new.to_dict() == {"name": "Nelly"}


def test_null_is_sent_where_unset_is_not() -> None:
    assert animals().NewAnimal(name="Nelly", nickname=None).to_dict() == {"name": "Nelly", "nickname": None}


def test_an_optional_member_of_an_answer_is_none() -> None:
    animal = animals().Animal(id="1", kind="BIRD")
    assert (animal.nickname, animal.mother, animal.anything) == (None, None, None)


def test_a_model_that_requests_hold_has_unset_also_in_answers() -> None:
    keepers = importlib.import_module("golden.models.keepers")
    assert attrs.fields(keepers.Keeper).hired_at.default is UNSET


@pytest.mark.parametrize(
    ("attribute", "wire"),
    [
        ("class_", "class"),
        ("data", "_data"),
        ("extra_", "extra"),
        ("list_", "list"),
        ("text_or_number", "text-or-number"),
        ("better_name", "renamed"),
        ("other_kind", "otherKind"),
    ],
)
def test_names_that_python_cannot_have_keep_their_wire_name(attribute: str, wire: str) -> None:
    model = animals().Animal
    assert getattr(attrs.fields(model), attribute).metadata["wire"] == wire
    assert model(id="1", kind="BIRD", **{attribute: "x"}).to_dict()[wire] == "x"


def test_unknown_members_are_kept() -> None:
    assert animals().Animal(id="1", kind="BIRD", extra={"seen": [1]}).to_dict()["seen"] == [1]


def test_types_are_those_of_the_description() -> None:
    module = animals()
    attrs.resolve_types(module.Animal)
    attrs.resolve_types(module.NewAnimal)
    answer = {one.name: one.type for one in attrs.fields(module.Animal)}
    request = {one.name: one.type for one in attrs.fields(module.NewAnimal)}
    keeper = importlib.import_module("golden.models.keepers").Keeper
    assert answer["id"] is str
    assert answer["kind"] == module.Kind | str
    assert answer["other_kind"] == module.Kind | str | None
    assert answer["sex"] == module.Sex | None
    assert answer["list_"] == list[list[int]] | None
    assert answer["scores"] == dict[str, float] | None
    assert answer["data"] == dict[str, Any] | None
    assert answer["keeper"] == keeper | None
    assert answer["young"] == of(list, module.Animal) | None
    assert answer["text_or_number"] == str | int | None
    assert answer["anything"] is Any
    assert request["name"] is str
    assert request["nickname"] == str | None | UnsetType
    assert request["from_"] == str | UnsetType
    assert request["notes"] == dict[str, str] | UnsetType
    assert request["keeper"] == keeper | Mapping[str, Any] | UnsetType
    assert request["parents"] == of(Sequence, module.NewAnimal | Mapping[str, Any]) | UnsetType


def test_members_stand_in_the_order_of_the_description() -> None:
    names = [one.name for one in attrs.fields(animals().Animal)]
    assert names[2:6] == ["nickname", "id", "mother", "kind"]


def test_a_time_has_a_datetime_beside_it() -> None:
    animal = animals().Animal(id="1", kind="BIRD", died_at=DIED)
    assert animal.died_at == DIED
    assert animal.died_at_datetime.isoformat() == "2025-12-23T07:28:22.680000+00:00"
    assert animal.born_at_datetime is None
    assert animals().NewAnimal(name="Nelly").arrived_at_datetime is None


def test_a_members_evidence_stands_in_its_docstring() -> None:
    source = inspect.getsource(animals())
    assert "Inferred, not documented: by its name." in source
    assert "Seen in public code, not documented." in source
    assert "Inferred, not documented: seen once." in animals().AnimalMeta.__doc__


def test_a_message_id_is_found_wherever_the_answer_has_it() -> None:
    invitation = importlib.import_module("golden.models.tours").Invitation
    assert invitation(whatsapp_message_id="wamid.1").message_id == "wamid.1"
    assert invitation(extra={"externalId": "wamid.2"}).message_id == "wamid.2"
    assert invitation(extra={"messages": [{"id": "wamid.3"}]}).message_id == "wamid.3"
    for nothing in ({}, {"messages": []}, {"messages": "x"}, {"messages": ["x"]}, {"externalId": 7}):
        assert invitation(extra=nothing).message_id is None


def test_names_are_imported_on_first_use() -> None:
    models = importlib.import_module("golden.models")
    assert models.Keeper is importlib.import_module("golden.models.keepers").Keeper
    assert {"Animal", "Keeper", "animals"} <= set(dir(models))
    with pytest.raises(AttributeError, match="Unicorn"):
        _ = models.Unicorn


# stubs ----------------------------------------------------------------------------------------------------------------


class CaughtError(Exception):
    """Carries out of a stub what it was about to send."""


@pytest.fixture(autouse=True)
def catching(monkeypatch: pytest.MonkeyPatch, importable_golden: None) -> None:
    """Let every stub raise `CaughtError` with the operation and what goes where, in place of sending."""

    async def send(_caller: Any, operation: Any, **places: Any) -> Any:
        raise CaughtError(operation, places)

    for name in ("animals", "keepers", "tours"):
        monkeypatch.setattr(stubs(name), "send", send)


def caught(cls: Any, **settings: str) -> Any:
    """Return a stub object without a client, with some settings."""

    class Catching(cls):  # type: ignore[misc]
        def __init__(self) -> None:
            self._caller = SimpleNamespace(settings=SimpleNamespace(country=None))

        def _default(self, name: str, value: str | None) -> str:
            return settings[name] if value is None else value

    return Catching()


async def sent(call: Any) -> tuple[Any, dict[str, Any]]:
    with pytest.raises(CaughtError) as info:
        await call
    operation, places = info.value.args
    return operation, places


async def test_path_query_and_body_go_to_their_places() -> None:
    resource = caught(stubs("animals").Animals, plugin_id="P")
    operation, places = await sent(resource.get("N-1"))
    assert (operation.name, operation.method, operation.path) == (
        "animals.get",
        "GET",
        "/v1/{zooId}/animals/{animalId}",
    )
    assert places["path"] == {"zooId": "P", "animalId": "N-1"}
    assert "query" not in places
    assert "body" not in places

    _, places = await sent(resource.search(class_="mammal"))
    assert places["query"] == {"class": "mammal", "_cursor": UNSET, "keeperId": UNSET, "size": UNSET}

    _, places = await sent(resource.create(name="Nelly", from_="Kenya", arguments_=True))
    assert {key: value for key, value in places["body"].items() if value is not UNSET} == {
        "name": "Nelly",
        "from": "Kenya",
        "arguments": True,
    }

    _, places = await sent(caught(stubs("keepers").Keepers).replace(keepers=[{"phoneNumber": "1"}]))
    assert places["body"] == [{"phoneNumber": "1"}]


async def test_a_setting_supplies_what_is_not_given() -> None:
    resource = caught(stubs("animals").Animals, plugin_id="P")
    _, places = await sent(resource.get("N-1", zoo_id="Q"))
    assert places["path"]["zooId"] == "Q"


async def test_arguments_are_checked_before_anything_is_sent() -> None:
    keepers = caught(stubs("keepers").Keepers, plugin_id="5ba0e13a-ac26-4656-afdd-643ea0813137")
    _, places = await sent(keepers.hire(phone_number="+91 99012-58433"))
    assert places["body"]["phoneNumber"] == "919901258433"
    assert places["body"]["badge"] is UNSET
    with pytest.raises(InvalidRequestError, match="badge"):
        await keepers.hire(phone_number="919901258433", badge="7")
    searching = caught(stubs("animals").Animals)
    assert (await sent(searching.search(class_="x", keeper_id=None)))[1]["query"]["keeperId"] is None
    with pytest.raises(InvalidRequestError, match="keeper_id"):
        await searching.search(class_="x", keeper_id="7")


async def test_what_a_caller_adds_is_passed_on() -> None:
    resource = caught(stubs("animals").Animals)
    _, places = await sent(resource.create(name="Nelly", extra_body={"colour": "grey"}, timeouts=5))
    assert (places["extra_body"], places["timeouts"]) == ({"colour": "grey"}, 5)
    assert (places["extra_headers"], places["extra_params"]) == (None, None)


def test_a_paged_list_gives_pages_and_its_raw_twin_one_page() -> None:
    module = stubs("animals")
    assert isinstance(caught(module.Animals).list(names=["Nelly"]), Pages)
    assert not inspect.iscoroutinefunction(module.Animals.list)
    assert inspect.iscoroutinefunction(module.RawAnimals.list)


@pytest.mark.parametrize("name", ["animals", "keepers", "tours"])
def test_every_stub_has_a_raw_twin_with_the_same_arguments(name: str) -> None:
    module = stubs(name)
    cls = name.capitalize()
    assert set(module.__all__) == {cls, f"Raw{cls}"}
    plain, raw = methods_of(getattr(module, cls)), methods_of(getattr(module, f"Raw{cls}"))
    assert set(plain) == set(raw)
    for method, signature in plain.items():
        assert list(signature.parameters.values()) == list(raw[method].parameters.values())
        kinds = ("Download",) if signature.return_annotation == "Download" else ("Response[",)
        assert raw[method].return_annotation.startswith(kinds)


def methods_of(cls: type) -> dict[str, inspect.Signature]:
    return {name: inspect.signature(value) for name, value in vars(cls).items() if not name.startswith("_")}


def test_annotations_resolve_although_a_method_is_called_list() -> None:
    module = stubs("animals")
    hints = typing.get_type_hints(module.Animals.search)
    assert hints["return"] == of(dict, str, of(list, animals().Animal))
    hints = typing.get_type_hints(module.Animals.create)
    assert hints["parents"] == of(Sequence, animals().NewAnimal | Mapping[str, Any]) | UnsetType


def test_a_docstring_says_how_far_the_call_is_known() -> None:
    doc = stubs("animals").Animals.search.__doc__
    assert "Inferred: no page and no public code shows this path, so it may not exist." in doc
    assert "Source: https://github.com/example/zoo" in doc
    assert (
        "The answer is inferred, not documented: the page says nothing."
        in stubs("animals").Animals.create.__doc__
    )


def test_a_docstring_has_arguments_errors_and_an_example() -> None:
    doc = inspect.getdoc(stubs("animals").Animals.get)
    assert doc is not None
    assert "zoo_id: The zoo. Without it, the client's `plugin_id` is used." in doc
    assert "SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent." in doc
    assert '>>> await chakra.animals.get("N-1")' in doc


# unions ---------------------------------------------------------------------------------------------------------------


def tours() -> Any:
    return importlib.import_module("golden.models.tours")


def test_a_text_that_is_always_the_same_need_not_be_given() -> None:
    assert tours().Child(name="Tim").to_dict() == {"name": "Tim", "kind": "child"}
    assert tours().Adult(name="Ann").to_dict() == {"name": "Ann"}


def test_a_mapping_may_stand_for_any_model_of_a_request() -> None:
    module = tours()
    booking = module.TourBooking(
        tour=MappingProxyType({"id": "T-1"}),
        options={"quiet": True},
        also=(module.BookingOptions(quiet=False), {"quiet": UNSET}),
    )
    assert booking.to_dict() == {
        "of": "tour",
        "tour": {"id": "T-1"},
        "options": {"quiet": True},
        "also": [{"quiet": False}, {}],
    }
    assert orjson.loads(encode(booking)) == booking.to_dict()
    hints = typing.get_type_hints(module.TourBooking)
    assert hints["options"] == module.BookingOptions | Mapping[str, Any] | UnsetType
    assert hints["also"] == of(Sequence, module.BookingOptions | Mapping[str, Any]) | UnsetType


@pytest.mark.parametrize("first", ["keepers", "tours"])
def test_domains_that_refer_to_each_other_are_imported_in_any_order(first: str) -> None:
    script = (
        f"import golden.models.{first}; from golden.models import keepers, tours; "
        "from chakra_async._core.decoding.decoder import decode; "
        "keeper = {'phoneNumber': '1', 'guides': {'kind': 'adult', 'name': 'A'}}; "
        "adult = decode(tours.Guest, {'kind': 'adult', 'name': 'B', 'keeper': keeper}, strict=True); "
        "print(type(adult.keeper.guides).__name__)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["Adult"]


async def test_a_message_and_a_file_may_be_given_by_position() -> None:
    resource = caught(stubs("tours").Tours)
    operation, places = await sent(resource.book({"of": "meal"}))
    assert operation.name == "tours.book"
    assert places["body"] == {"of": "meal"}
    _, places = await sent(resource.upload(b"GIF89a", "T-1", filename="nelly.gif"))
    assert places["path"] == {"tourId": "T-1"}
    assert "body" in places


def test_an_answer_of_bytes_is_a_download() -> None:
    module = stubs("tours")
    for cls in (module.Tours, module.RawTours):
        assert isinstance(caught(cls).photo("T-1", sizes=["big"], tag=[1]), Download)
        with pytest.raises(InvalidRequestError, match="sizes"):
            caught(cls).photo("T-1", sizes="big")


async def test_lists_in_the_query_go_as_the_description_says() -> None:
    caught_query = caught(stubs("tours").Tours).photo("T-1", sizes=("big", "small"), tag=(1, 2))._query
    assert caught_query == {"sizes": "big,small", "tag": [1, 2]}


def test_what_sends_and_what_limits_are_kept_for_stand_in_the_operation() -> None:
    invite = stubs("tours")._INVITE
    assert (invite.sends, invite.key) == (True, "guideId")
    book = stubs("tours")._BOOK
    assert (book.sends, book.key) == (False, "")
