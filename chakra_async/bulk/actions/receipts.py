"""What a run counts of an answer, taken out of the JSON without decoding the rest of it.

The answers of most runs are never read. The description says under which names the members are: the metadata of the model's attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from chakra_async import Response
    from chakra_async.model import Model

__all__ = ["Receipt", "wire_name"]


def wire_name(model: type[Model], member: str) -> str:
    """Return the name of a model's member in JSON."""
    found: str = attrs.fields_dict(model)[member].metadata["wire"]
    return found


class Receipt:
    """The answer of a call whose result may never be read; it has the attributes of what the call returns.

    Args:
        response: The answer.
        id: The id of what the call made or found, or None.
        was_created: Whether it made something new, where the answer says so.

    """

    __slots__ = ("_response", "id", "was_created")

    def __init__(self, response: Response[Any], *, id: Any, was_created: Any) -> None:  # noqa: A002 - the field's name
        self._response = response
        self.id = id
        self.was_created = was_created

    @property
    def result(self) -> Any:
        """What the call returns."""
        return self._response.data

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._response.data, name)
