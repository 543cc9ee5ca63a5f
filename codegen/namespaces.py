"""The module through which a client reaches its resources: one lazy property for each, plain and raw.

A resource whose tag names an `x-extra`, as `jobs.Jobs`, is that class of `chakra_async/_extras`, which adds to the
generated one; `x-raw-extra` names the class of its raw twin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.naming import class_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.records import Description

__all__ = ["source"]


def source(description: Description) -> str:
    """Return the source of the module, not yet formatted."""
    names = sorted({operation.resource for operation in description.operations})
    homes = {name: _home(name, class_name(name), description.extras(name).plain) for name in names}
    raw = {name: _home(name, f"Raw{class_name(name)}", description.extras(name).raw) for name in names}
    lines = [
        '"""Every resource as a property of a client, made on first use."""',
        "",
        "from __future__ import annotations",
        "",
        "from functools import cached_property",
        "from typing import TYPE_CHECKING, cast",
        "",
        "from chakra_async.resource import Namespaces",
        "",
        "if TYPE_CHECKING:",
        *(f"    from chakra_async.{module} import {cls}" for module, cls in homes.values()),
        *(f"    from chakra_async.{module} import {cls}" for module, cls in raw.values()),
        "",
        '__all__ = ["RawResources", "Resources"]',
        "",
        "",
        "class Resources(Namespaces):",
        '    """Every resource; each is imported when it is first used."""',
    ]
    for name, (module, cls) in homes.items():
        lines += _property(name, module, cls, description.resource_text(name))
    lines += [
        "",
        "",
        "class RawResources(Namespaces):",
        '    """Every resource with calls that give a `Response`: status, headers, attempts and `_meta`."""',
    ]
    for name, (module, cls) in raw.items():
        lines += _property(name, module, cls, description.resource_text(name))
    return "\n".join([*lines, ""])


def _property(name: str, module: str, cls: str, text: str) -> Iterator[str]:
    yield ""
    yield "    @cached_property"
    yield f"    def {name}(self) -> {cls}:"
    yield f'        """{text}"""'
    yield f'        return cast("{cls}", self._resource("{module}", "{cls}"))'


def _home(resource: str, generated: str, extra: str | None) -> tuple[str, str]:
    if extra is None:
        return f"resources.{resource}", generated
    module, _, cls = extra.partition(".")
    return f"_extras.{module}", cls
