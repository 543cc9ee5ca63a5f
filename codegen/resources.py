"""Resources: one module for each, with its operations as constants, its stubs, and their raw twins.

The shape of a stub is in `templates/resource.py.jinja2`; here its parts are worked out: the signature, the
expressions that put the arguments on the wire, and the docstring.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import attrs
import jinja2

from codegen import stub_docs
from codegen.documents import is_list, is_object
from codegen.models import TEMPLATES
from codegen.naming import BUILTINS, class_name, constant_name
from codegen.types import TypeWriter, is_nullable, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from codegen.records import Description, Operation, Parameter, Schema

__all__ = ["exported", "lazy_init", "modules"]

_TEMPLATES: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
    autoescape=False,  # noqa: S701 - Python is written, not HTML
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_OF_A_COUNTRY: Final = frozenset({"message", "phone-number"})
"""Checks that read phone numbers, so that the client's country matters."""
_CHECKS: Final = {
    "epoch-milliseconds": "arguments.epoch_milliseconds",
    "header-address": "arguments.header_address",
    "message": "validation.message",
    "phone-number": "arguments.phone_number",
    "template-definition": "definition_rules.template_components",
    "template-mapping": "validation.template_mapping",
    "template-text": "arguments.template_text",
    "user-id": "arguments.user_id",
    "uuid": "arguments.uuid",
}


@attrs.frozen(kw_only=True)
class _Stub:
    """One stub as the template takes it.

    Attributes:
        operation: What it calls.
        returns: The type the answer is decoded to, outside of the class.
        kind: What the method gives.
        raw_kind: What the raw method gives.
        leading: Parameters that may be given by position.
        others: Parameters that are given by name.
        places: Where the arguments go, `path`, `query` and `body`, each with its expression.
        style: The expression of the paging style, or None.
        gives: What an object that makes the call itself is made by, `Pages` or `Download`, or None.
        doc: The method's docstring.
        raw_doc: The raw method's docstring.

    """

    operation: Operation
    returns: str
    kind: str
    raw_kind: str
    leading: tuple[str, ...]
    others: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    style: str | None
    gives: str | None
    doc: str
    raw_doc: str

    @property
    def name(self) -> str:
        return self.operation.method_name

    @property
    def one_of(self) -> list[str]:
        wires = self.operation.exactly_one
        return [one.name for wire in wires for one in self.operation.parameters if one.wire == wire]

    @property
    def constant(self) -> str:
        return constant_name(self.name)


def modules(description: Description) -> dict[str, str]:
    """Return the source of each resource's module by the resource's name, not yet formatted."""
    resources = dict.fromkeys(operation.resource for operation in description.operations)
    return {
        resource: _module(
            description, resource, [one for one in description.operations if one.resource == resource]
        )
        for resource in resources
    }


def lazy_init(doc: str, names: dict[str, str], modules: Sequence[str] = ()) -> str:
    """Return the source of a package that imports each of its names on first use.

    Args:
        doc: The package's docstring.
        names: The module of each name, relative to the package.
        modules: Modules of the package that are exported too.

    """
    ordered = dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0])))
    return _TEMPLATES.get_template("lazy_init.py.jinja2").render(
        doc=doc, names=ordered, modules=modules, exported=sorted([*names, *modules])
    )


def exported(description: Description) -> dict[str, str]:
    """Return the module of each class that users get, relative to the package of the resources.

    A resource with an `x-extra` is the class of `chakra_async/_extras`, which adds to the generated one.
    """
    names: dict[str, str] = {}
    for resource in dict.fromkeys(operation.resource for operation in description.operations):
        extras = description.extras(resource)
        cls = class_name(resource)
        for name, extra in ((cls, extras.plain), (f"Raw{cls}", extras.raw)):
            names[name] = f".{resource}" if extra is None else f".._extras.{extra.partition('.')[0]}"
    return names


def _module(description: Description, resource: str, operations: Sequence[Operation]) -> str:
    shadowed = frozenset(BUILTINS & {operation.method_name for operation in operations})
    cls = class_name(resource)
    extras = description.extras(resource)
    base = cls if extras.plain is None else f"{cls}Base"
    raw_base = f"Raw{cls}" if extras.raw is None else f"Raw{cls}Base"
    classes = frozenset({base, raw_base, cls, f"Raw{cls}"})
    inside = TypeWriter(schemas=description.schemas, shadowed=shadowed, classes=classes)
    outside = TypeWriter(schemas=description.schemas, classes=classes)
    stubs = [_stub(operation, inside, outside) for operation in operations]
    imports = [_import(model, inside.name_of(model)) for model in sorted(inside.models | outside.models)]
    text = description.resource_text(resource)
    return _TEMPLATES.get_template("resource.py.jinja2").render(
        doc=f"The resource `{resource}`. {text}",
        cls=cls,
        base=base,
        raw_base=raw_base,
        class_doc=f"{text} Reached as `chakra.{resource}`.",
        resource=resource,
        imports=imports,
        stubs=stubs,
    )


def _import(model: str, name: str) -> str:
    home, _, own = model.partition(".")
    return f"from ..models.{home} import {own}" + (f" as {name}" if name != own else "")


def _stub(operation: Operation, inside: TypeWriter, outside: TypeWriter) -> _Stub:
    by_position = stub_docs.by_position(operation)
    by_name = [one for one in operation.parameters if one not in by_position]
    answer = inside.given(operation.returns)
    kind, raw_kind = answer, f"Response[{answer}]"
    style = gives = None
    if operation.binary:
        kind = raw_kind = gives = "Download"
    if operation.page is not None and operation.returns is not None:
        kind = f"Pages[{inside.given(operation.returns['items'])}]"
        style, gives = operation.page.expression, "Pages"
    return _Stub(
        operation=operation,
        returns=outside.given(operation.returns),
        kind=kind,
        raw_kind=raw_kind,
        leading=tuple(_declared(one, inside) for one in by_position),
        others=(
            *(_declared(one, inside) for one in by_name),
            *(["content_type: str | None = None"] if stub_docs.sends_file(operation) else []),
        ),
        places=tuple(_places(operation, inside)),
        style=style,
        gives=gives,
        doc=stub_docs.method(operation, kind),
        raw_doc=stub_docs.method(operation, raw_kind)
        if operation.raw_only
        else stub_docs.raw_method(operation),
    )


def _declared(parameter: Parameter, types: TypeWriter) -> str:
    kind = types.taken(parameter.schema)
    if parameter.check == "template-mapping":
        kind = f"{kind} | Mapping[str, str | float]"
    if "x-unit" in parameter.schema:
        kind = kind.replace("int", "int | datetime")
    if parameter.default:
        return f"{parameter.name}: {kind} | None = None"
    if parameter.required:
        fixed = f" = {parameter.schema['const']!r}" if "const" in parameter.schema else ""
        return f"{parameter.name}: {kind}{fixed}"
    return f"{parameter.name}: {kind} | UnsetType = UNSET"


def _places(operation: Operation, types: TypeWriter) -> Iterable[tuple[str, str]]:
    for place in ("path", "query", "body"):
        members = [one for one in operation.parameters if one.place == place]
        if place == "body" and operation.body == "whole":
            yield place, _value(members[0], types)
        elif place == "body" and operation.body == "multipart":
            yield place, _multipart(members, types)
        elif members or (place == "body" and operation.body == "members"):
            yield place, _written(members, types)


def _written(members: Iterable[Parameter], types: TypeWriter) -> str:
    return "{" + ", ".join(f"{json.dumps(one.wire)}: {_value(one, types)}" for one in members) + "}"


def _multipart(members: Sequence[Parameter], types: TypeWriter) -> str:
    fields = _written((one for one in members if not one.is_file), types)
    for file in (one for one in members if one.is_file):
        accepts = f", accepts={file.media_types!r}" if file.media_types else ""
        return (
            f"multipart({fields}, file_field={json.dumps(file.wire)}, file={file.name}, "
            f"content_type=content_type{accepts})"
        )
    return f"multipart({fields})"


def _value(parameter: Parameter, types: TypeWriter) -> str:
    """Return the expression of what goes on the wire for an argument."""
    name = parameter.name
    value = f'self._default("{parameter.default}", {name})' if parameter.default else name
    checked = _checked(parameter, value, types)
    nothing: list[str] = []
    if not parameter.required and not parameter.default:
        nothing.append(f"{name} is UNSET")
    if is_nullable(parameter.schema):
        nothing.append(f"{name} is None")
    if checked is None:
        return value
    return f"{name} if {' or '.join(nothing)} else {checked}" if nothing else checked


def _checked(parameter: Parameter, value: str, types: TypeWriter) -> str | None:
    """Return the expression of a value that is checked, or None where nothing is known to check."""
    name = parameter.name
    check = _CHECKS.get(parameter.check or parameter.schema.get("x-unit", ""))
    if parameter.place == "query" and parameter.is_array:
        check = "arguments.listed" if parameter.exploded else "arguments.comma_list"
    if check is not None:
        country = ", self._caller.settings.country" if parameter.check in _OF_A_COUNTRY else ""
        return f'{check}({value}, "{name}"{country})'
    if parameter.place == "path":
        return None
    return _limited(parameter.schema, value, name) or _objects(parameter, value, types)


def _limited(schema: Schema, value: str, name: str) -> str | None:
    """Return the expression of a string or a number within its limits; None where it has none."""
    kind = schema.get("type")
    if kind == "string" and not schema.keys().isdisjoint({"minLength", "maxLength"}):
        longest = f", {schema['maxLength']}" if "maxLength" in schema else ""
        return f'arguments.string({value}, "{name}", {schema.get("minLength", 0)}{longest})'
    if kind == "number" and not schema.keys().isdisjoint({"minimum", "maximum"}):
        return f'arguments.number({value}, "{name}", {schema.get("minimum")}, {schema.get("maximum")})'
    return None


def _objects(parameter: Parameter, value: str, types: TypeWriter) -> str | None:
    """Return the expression of a list of objects whose members have rules of their own; None for any other value."""
    item = model_of(parameter.schema.get("items", {}))
    if (
        parameter.place != "body"
        or item is None
        or not _has_rules(types.schemas[item], types.schemas, {item})
    ):
        return None
    return f'validation.objects({value}, {types.name_of(item)}, "{parameter.name}")'


def _has_rules(node: object, schemas: Mapping[str, Schema], seen: set[str]) -> bool:
    """Return whether a schema, or one inside it, has a rule of a value or is one of several kinds."""
    if is_list(node):
        return any(_has_rules(item, schemas, seen) for item in node)
    if not is_object(node):
        return False
    if not node.keys().isdisjoint({"x-check", "x-unit", "discriminator"}):
        return True
    name = model_of(node)
    if name is not None and name not in seen:
        seen.add(name)
        return _has_rules(schemas[name], schemas, seen)
    return any(_has_rules(item, schemas, seen) for item in node.values())
