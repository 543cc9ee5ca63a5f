"""What the generators read: each operation of the description as a plain record, and the document beside them."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import attrs

__all__ = ["Body", "Description", "Extras", "Operation", "Page", "Parameter", "Place", "Schema", "is_binary"]

Schema: TypeAlias = "dict[str, Any]"
Body: TypeAlias = Literal["none", "members", "whole", "multipart"]
Place: TypeAlias = Literal["path", "query", "body"]


def is_binary(schema: Schema) -> bool:
    """Return whether a schema is that of bytes."""
    return schema.get("type") == "string" and schema.get("format") == "binary"


@attrs.frozen(kw_only=True)
class Parameter:
    """One argument of a stub, wherever it goes on the wire.

    Attributes:
        wire: Its name on the wire; empty where it is the whole body.
        name: Its name in Python.
        place: Where it goes.
        required: Whether the server must get it.
        schema: What it may hold.
        description: What it means.
        check: What is checked before sending, such as `uuid`, or None.
        default: The client setting that supplies it when it is not given, or None.
        exploded: Whether the items of an array in the query are sent one by one, and not as one text with commas.
        evidence: How far it is known, where that differs from the operation, or None.
        note: Why it is not known better, or None.
        media_types: The content types that a file may have; none where any can be of use.

    """

    wire: str
    name: str
    place: Place
    required: bool
    schema: Schema
    description: str
    check: str | None
    default: str | None
    exploded: bool
    evidence: str | None
    note: str | None
    media_types: tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether it is the content of a file."""
        return is_binary(self.schema)

    @property
    def is_message(self) -> bool:
        """Whether it is the whole body and one of several kinds of object."""
        return self.place == "body" and not self.wire and ("$ref" in self.schema or "oneOf" in self.schema)

    @property
    def is_array(self) -> bool:
        """Whether it holds several values."""
        kinds = self.schema.get("type")
        return "array" in (kinds if isinstance(kinds, list) else [kinds])


@attrs.frozen(kw_only=True)
class Page:
    """How a list goes on.

    Attributes:
        style: The style's name, such as `skip-limit`.
        place: Where its parameters go.
        default: How many items the server puts on a page unless asked, or None where that is not known.
        maximum: How many items a page can hold, or None where that is not known.
        expression: The style in the generated code.

    """

    style: str
    place: Place
    default: int | None
    maximum: int | None
    expression: str


@attrs.frozen(kw_only=True)
class Operation:
    """One operation of the description.

    Attributes:
        name: `resource.method`.
        method: The HTTP method, in capitals.
        path: The path, with the wire names of its parameters in braces.
        summary: What it does, in one sentence.
        description: What else a caller must know; may be empty.
        evidence: How far it is known.
        note: Why it is not known better, or None.
        source: Where it is known from.
        envelope: Whether the answer is in `_data`.
        repeatable: Whether doing it twice equals doing it once.
        reads: Whether it changes nothing.
        key: The wire name of the argument that the limits are kept for; empty for none.
        sends: Whether it sends a message.
        raw_only: Whether the plain class leaves it out, since a hand-written method of its name does more.
        fallback: The name of the operation that a download uses where its own path is unknown; empty for none.
        exactly_one: The wire names of arguments of which exactly one must be given; empty for no such rule.
        parameters: Its arguments in the order of the stub's signature.
        body: How the body is made of them: not at all, of members, of one that is the whole body, or of parts.
        returns: The schema of the answer, or None where nothing is known of it.
        binary: Whether the answer is bytes to be downloaded.
        answer: What the answer is, in words.
        answer_evidence: How far the answer is known, where that differs from the operation, or None.
        answer_note: Why the answer is not known better, or None.
        meta: The schema of `_meta`, or None.
        page: How the list goes on, or None where it is not a paged list.
        example: Arguments for an example call, by their Python names.

    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    evidence: str
    note: str | None
    source: str
    envelope: bool
    repeatable: bool
    reads: bool
    key: str
    sends: bool
    raw_only: bool
    fallback: str
    exactly_one: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Body
    returns: Schema | None
    binary: bool
    answer: str
    answer_evidence: str | None
    answer_note: str | None
    meta: Schema | None
    page: Page | None
    example: dict[str, Any]

    @property
    def resource(self) -> str:
        """The resource the operation belongs to."""
        return self.name.partition(".")[0]

    @property
    def method_name(self) -> str:
        """The name of the method of the resource's class."""
        return self.name.partition(".")[2]


@attrs.frozen(kw_only=True)
class Extras:
    """The hand-written classes that add to a generated resource, as `module.Class` of `chakra_async/_extras`.

    Attributes:
        plain: The class, or None where the generated one is all there is.
        raw: The class of its raw twin, or None.

    """

    plain: str | None
    raw: str | None


@attrs.frozen(kw_only=True)
class Description:
    """The whole description, bundled, corrected and valid.

    Attributes:
        document: The OpenAPI document.
        operations: Its operations, in their order.

    """

    document: dict[str, Any]
    operations: tuple[Operation, ...]

    @property
    def schemas(self) -> dict[str, Schema]:
        """The named schemas, by `<domain>.<Name>`."""
        schemas: dict[str, Schema] = self.document["components"]["schemas"]
        return schemas

    @property
    def carried(self) -> list[Schema]:
        """The schemas of what webhooks carry."""
        return [
            media["schema"]
            for item in self.document.get("webhooks", {}).values()
            for operation in item.values()
            for media in operation["requestBody"]["content"].values()
        ]

    def extras(self, resource: str) -> Extras:
        """Return the hand-written classes that add to a resource."""
        tag = next(tag for tag in self.document["tags"] if tag["name"] == resource)
        return Extras(plain=tag.get("x-extra"), raw=tag.get("x-raw-extra"))

    def resource_text(self, resource: str) -> str:
        """Return what a resource is, in words."""
        return next(str(tag["description"]) for tag in self.document["tags"] if tag["name"] == resource)
