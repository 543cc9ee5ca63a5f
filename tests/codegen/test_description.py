from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen import models
from codegen.description import DescriptionError, load
from codegen.documents import at, join, read_yaml


def problems(zoo: Any) -> str:
    with pytest.raises(DescriptionError) as info:
        models.modules(load(zoo.root))
    return str(info.value)


def test_records_say_what_the_description_says(zoo: Any) -> None:
    operations = {one.name: one for one in load(zoo.root).operations}
    search = operations["animals.search"]
    assert (search.envelope, search.repeatable, search.reads, search.evidence) == (
        False,
        True,
        True,
        "inferred",
    )
    assert operations["animals.list"].reads
    assert not operations["animals.delete"].reads
    assert [one.name for one in operations["animals.get"].parameters] == ["zoo_id", "animal_id"]
    assert operations["keepers.replace"].body == "whole"


@pytest.mark.parametrize(
    "key", ["x-evidence", "x-source", "x-envelope", "x-repeatable", "summary", "operationId"]
)
def test_an_operation_must_say_how_it_is_known_and_how_it_behaves(zoo: Any, key: str) -> None:
    file = zoo.folder / "paths" / "keepers.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    file.write_text("".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
    assert f"PUT /v1/keepers: {key} is missing" in problems(zoo)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "paths/keepers.yaml",
            "x-check: uuid",
            "x-check: guid",
            "'guid' is none of 'emoji', 'file-address', ",
        ),
        ("paths/keepers.yaml", "x-check: uuid", "x-chek: uuid", "x-chek is not known"),
        ("paths/keepers.yaml", "x-evidence: documented", "x-evidence: heard", "'heard' is none of"),
        ("paths/keepers.yaml", "keepers.replace", "keepers", "not of the form resource.method"),
        ("paths/keepers.yaml", "tags: [keepers]", "tags: [animals]", "its one tag must be 'keepers'"),
        (
            "paths/keepers.yaml",
            "application/json",
            "text/plain",
            "only application/json or multipart/form-data is known",
        ),
        (
            "paths/keepers.yaml",
            "../schemas/keepers.yaml#/Keeper",
            "../schemas/keepers.yaml#/Nobody",
            "leads nowhere",
        ),
        (
            "paths/keepers.yaml",
            "../schemas/keepers.yaml#/Keeper",
            "../schemas/none.yaml#/Keeper",
            "No such file",
        ),
        (
            "paths/animals.yaml",
            "name: animalId, in: path",
            "name: animal, in: path",
            "Path parameter 'animalId' for 'get'",
        ),
        (
            "paths/animals.yaml",
            "name: _cursor, in: query",
            "name: _cursor, in: header",
            "in 'header' is not known",
        ),
        ("paths/animals.yaml", "style: skip-limit", "style: pages", "the paging style 'pages' is not known"),
        ("paths/animals.yaml", "more: hasMore", "more: next", "with skip: skip, limit: limit, more: hasMore"),
        ("paths/animals.yaml", "default: 5, maximum: 50, m", "m", "skip-limit paging needs default, maximum"),
        ("paths/tours.yaml", "x-key: guideId", "x-key: guide", "'guide' is neither a path parameter nor"),
        (
            "paths/tours.yaml",
            "in: query, after: after",
            "in: body, after: after",
            "after paging is with in: query",
        ),
        (
            "paths/tours.yaml",
            "style: next-path",
            "size: 1, style: next-path",
            "size is not known in next-path",
        ),
        ("paths/tours.yaml", "data: {type: array", "items: {type: array", "of `data` in the answer"),
        ("paths/animals.yaml", "name: _cursor", "name: Class", "two parameters are called class_"),
        (
            "schemas/keepers.yaml",
            "type: object",
            "type: array",
            "neither an object with properties nor an enum",
        ),
        ("schemas/keepers.yaml", "  x-source: https://zoo.example/keepers\n", "", "x-source is missing"),
        (
            "schemas/keepers.yaml",
            ", description: The phone number.",
            "",
            "phoneNumber: description is missing",
        ),
        (
            "schemas/keepers.yaml",
            "phoneNumber: {",
            "hiredAtDatetime: {",
            "two members are called hired_at_datetime",
        ),
        (
            "schemas/animals.yaml",
            "anything: {",
            "anything: {allOf: [{$ref: '#/Kind'}], ",
            "allOf can only put together schemas that are x-inline",
        ),
        ("schemas/animals.yaml", "anything: {", "anything: {type: [string, array], ", "takes anyOf"),
        ("schemas/animals.yaml", "anything: {", "anything: {enum: [a], ", "must be a schema with a name"),
        (
            "schemas/animals.yaml",
            "anything: {",
            "anything: {properties: {a: {}}, ",
            "must be a schema with a name",
        ),
        (
            "schemas/common.yaml",
            "type: integer, x-unit: epoch-milliseconds",
            "$ref: '#/Time'",
            "leads back to itself",
        ),
        ("paths/animals.yaml", '"200": {desc', '"204": {desc', "the 200 response is missing"),
        (
            "paths/animals.yaml",
            "schema: {type: string}, description: The animal",
            "schema: {type: integer}, description: The animal",
            "'animalId' must be a string",
        ),
        (
            "paths/animals.yaml",
            "skip: {type",
            "offset: {type",
            "skip and limit must be parameters in its body",
        ),
        (
            "paths/animals.yaml",
            "schema: {type: array, items",
            "schema: {type: object, additionalProperties",
            "an array",
        ),
        (
            "schemas/animals.yaml",
            "description: 'Required, but may be null.'",
            "description: Required, but may be null.",
            "'but may be null.' is not known here",
        ),
        (
            "schemas/keepers.yaml",
            "type: object",
            "typo: object",
            "schema keepers.Keeper: 'typo' is not known here",
        ),
        (
            "paths/tours.yaml",
            "filename: {type: string",
            "file: {type: string, format: binary",
            "one file may be in multipart/form-data",
        ),
        (
            "paths/tours.yaml",
            "filename: {",
            "contentType: {",
            "contentType would be the name of the file's own",
        ),
        ("paths/tours.yaml", '"*/*"', "application/json", "an answer of bytes is */*"),
        ("paths/tours.yaml", '"*/*"', "image/png", "only application/json or */* is known, not image/png"),
        ("zoo.yaml", "openapi: 3.1.0", "openapi: [3.1.0", "while parsing"),
        ("zoo.yaml", 'version: "1"', 'version: "1", title: Zoo', "'title' stands twice"),
        ("zoo.yaml", 'version: "1"', 'versio: "1"', "version"),
    ],
)
def test_what_cannot_be_generated_is_refused_in_words(
    zoo: Any, file: str, old: str, new: str, said: str
) -> None:
    zoo.edit(file, old, new)
    assert said in problems(zoo)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("ghost: {type: string, enum: [boo]", "not of the form domain.ClassName"),
        ("Operation: {type: string, enum: [boo]", "the generated modules use that name for something else"),
        ("Ghost: {type: integer, enum: [1]", "an enum must be one of strings"),
    ],
)
def test_a_schema_must_make_a_class(zoo: Any, schema: str, said: str) -> None:
    zoo.add("schemas/keepers.yaml", f"\n{schema}, description: x, x-evidence: inferred, x-source: x}}\n")
    assert said in problems(zoo)


def test_a_schema_that_nothing_uses_is_refused(zoo: Any) -> None:
    zoo.add(
        "schemas/keepers.yaml",
        "\nGhost: {description: No one., x-evidence: inferred, x-source: x, type: string, enum: [boo]}\n",
    )
    assert "schema keepers.Ghost: used by nothing" in problems(zoo)


def test_a_class_name_stands_for_one_schema_only(zoo: Any) -> None:
    zoo.add(
        "schemas/keepers.yaml",
        "\nKind: {description: Of keeper., x-evidence: inferred, x-source: x, type: string, enum: [boo]}\n",
    )
    assert "schema keepers.Kind: animals.Kind has the same class name" in problems(zoo)


def test_two_domains_may_refer_to_each_other(zoo: Any) -> None:
    zoo.add("schemas/keepers.yaml", "    pet: {$ref: 'animals.yaml#/NewAnimal', description: The pet.}\n")
    made = models.modules(load(zoo.root))
    assert made["keepers"].rstrip().endswith("from .tours import Guest\nfrom .animals import NewAnimal")
    assert made["animals"].rstrip().endswith("from .keepers import Keeper")


def test_a_union_may_not_be_made_of_classes_that_refer_back_to_it(zoo: Any) -> None:
    zoo.edit("schemas/tours.yaml", 'oneOf: [{$ref: "#/Child"}', "oneOf: [{$ref: keepers.yaml#/Keeper}")
    zoo.edit("schemas/tours.yaml", 'mapping: {child: "#/Child"', 'mapping: {child: "keepers.yaml#/Keeper"')
    zoo.edit(
        "schemas/tours.yaml",
        "pets: {type: array",
        "child: {$ref: '#/Child', description: x}\n        pets: {type: array",
    )
    zoo.edit("schemas/tours.yaml", "quiet: {", "child: {$ref: '#/Child', description: x}\n    quiet: {")
    assert "the domain of Keeper refers back to tours; put it into tours" in problems(zoo)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    propertyName: of\n", "", "'propertyName' is a required property"),
        ("    mapping: {tour", "    x-note: x\n    x-mapping: {tour", "x-mapping is not known"),
        (
            '    mapping: {tour: "#/TourBooking", meal: "#/MealBooking"}\n',
            "",
            "schema tours.Booking: a union needs a discriminator with propertyName and mapping",
        ),
        (', meal: "#/MealBooking"', "", "must name each branch, and nothing else"),
        ('meal: "#/MealBooking"', 'lunch: "#/MealBooking"', "mapped to 'lunch', and has 'meal' itself"),
        ('{$ref: "#/MealBooking"}]', "{type: string}]", "must be a schema with a name"),
        ("const: meal", "const: 7", "a const must be a string"),
        (
            "of: {type: string, const: meal",
            "of: {allOf: [{$ref: '#/Word'}]",
            "put together schemas that are x-inline",
        ),
    ],
)
def test_a_union_must_say_how_its_kinds_are_told_apart(zoo: Any, old: str, new: str, said: str) -> None:
    zoo.edit("schemas/tours.yaml", old, new)
    assert said in problems(zoo)


def test_the_parts_of_an_object_are_put_together(zoo: Any) -> None:
    child = load(zoo.root).schemas["tours.Child"]
    assert child["required"] == ["name", "kind"]
    assert list(child["properties"]) == ["name", "likes", "kind", "with", "pets"]
    assert "allOf" not in child


def test_what_a_webhook_carries_is_described(zoo: Any) -> None:
    assert "class Happening" in models.modules(load(zoo.root))["news"]
    zoo.edit(
        "zoo.yaml", "            schema: {$ref: schemas/news.yaml#/Happening}\n", "            schema: {}\n"
    )
    assert "schema news.Happening: used by nothing" in problems(zoo)


def test_a_webhook_must_say_what_it_carries(zoo: Any) -> None:
    zoo.edit("zoo.yaml", "          application/json:", "          text/plain:")
    assert "webhook news, post: the application/json that it carries is missing" in problems(zoo)


def test_a_source_names_a_page(zoo: Any) -> None:
    zoo.edit("paths/keepers.yaml", "x-source: https://zoo.example/keepers", "x-source: https://zoo.example/")
    assert "https://zoo.example/ is a whole site: name the page" in problems(zoo)


def test_every_problem_is_told_at_once(zoo: Any) -> None:
    zoo.edit("paths/keepers.yaml", "x-check: uuid", "x-chek: uuid")
    zoo.edit("paths/animals.yaml", "x-check: uuid", "x-chek: uuid")
    with pytest.raises(DescriptionError) as info:
        load(zoo.root)
    assert len(info.value.problems) == 2


def test_yaml_is_read_as_json_would_be(tmp_path: Any) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(
        "a: 2023-09-01\nb: yes\nc: {'=': 1}\nd: [1, 1.5, true, null, -3, 012]\n", encoding="utf-8"
    )
    assert read_yaml(path) == {
        "a": "2023-09-01",
        "b": "yes",
        "c": {"=": 1},
        "d": [1, 1.5, True, None, -3, "012"],
    }


@given(st.text(max_size=8), st.text(max_size=8))
def test_a_pointer_finds_what_stands_under_any_key(outer: str, inner: str) -> None:
    document = {outer: {inner: [1, 2]}}
    pointer = join(join("", outer), inner)
    assert at(document, pointer) == [1, 2]
    with pytest.raises(KeyError):
        at(document, join(pointer, 2))
