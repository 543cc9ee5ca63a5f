"""Python names for wire names, the same for a model's attribute and for a stub's parameter."""

from __future__ import annotations

import keyword
import re
from typing import Final

__all__ = ["BUILTINS", "attribute_name", "class_name", "constant_name", "parameter_name", "snake"]

BUILTINS: Final = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})
"""The built-in names that annotations use: a name that hides one would change what the annotations say."""

_ATTRIBUTES: Final = BUILTINS | {"Any", "datetime", "extra", "to_dict"}
_PARAMETERS: Final = frozenset(
    {
        "arguments",
        "call",
        "extra_body",
        "extra_headers",
        "extra_params",
        "multipart",
        "response",
        "self",
        "timeouts",
        "validation",
    }
)


def snake(wire: str) -> str:
    """Return a wire name in snake_case.

    Example:
        >>> snake("nextSLAActionAt"), snake("phone-number"), snake("_data")
        ('next_sla_action_at', 'phone_number', 'data')

    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", wire)
    name = re.sub(r"\W+|_+", "_", parted, flags=re.ASCII).strip("_").lower()
    return f"n{name}" if name[:1].isdecimal() or not name else name


def attribute_name(wire: str) -> str:
    """Return the name of a model's attribute."""
    return _free(snake(wire), _ATTRIBUTES)


def parameter_name(wire: str) -> str:
    """Return the name of a stub's parameter."""
    return _free(snake(wire), _PARAMETERS)


def class_name(resource: str) -> str:
    """Return the name of the class of a resource.

    Example:
        >>> class_name("phone_numbers")
        'PhoneNumbers'

    """
    return "".join(part.capitalize() for part in resource.split("_"))


def constant_name(method: str) -> str:
    """Return the name of the constant that holds the operation of a method."""
    return f"_{method.upper()}"


def _free(name: str, taken: frozenset[str]) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name
