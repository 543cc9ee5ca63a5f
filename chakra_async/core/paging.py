"""How a listing is asked for page by page: pure steps from one page to the next request's parameters."""

from __future__ import annotations

from typing import Any

import attrs

from chakra_async.errors import InvalidRequestError
from chakra_async.unset import UNSET

__all__ = ["SkipLimit"]


@attrs.frozen(kw_only=True)
class SkipLimit:
    """Paging by `skip` and `limit` in the body, with `_meta.hasMore` in the answer (documented for List Processes).

    Attributes:
        limit_default: Page size that the server takes where none is given.
        limit_maximum: Largest page size that the server takes.

    """

    limit_default: int
    limit_maximum: int

    def first(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the body of the first page, asking for whole pages where the caller named no size.

        Raises:
            InvalidRequestError: If `skip` or `limit` cannot be used.

        """
        skip = _whole("skip", body.get("skip", UNSET), 0, None, 0)
        limit = _whole("limit", body.get("limit", UNSET), 1, self.limit_maximum, self.limit_maximum)
        return {**body, "skip": skip, "limit": limit}

    def following(self, body: dict[str, Any], received: int, meta: dict[str, Any]) -> dict[str, Any] | None:
        """Return the body of the page after one with `received` items, or None where that was the last.

        A page is the last if it is empty, if `hasMore` says so, or, without `hasMore`, if it is not full.
        The next page begins after what was received, not after what was asked for, so that a server that gives
        smaller pages than asked for loses nothing.
        """
        more = meta.get("hasMore")
        if received == 0 or more is False or (more is not True and received < body["limit"]):
            return None
        return {**body, "skip": body["skip"] + received}


def _whole(name: str, value: object, least: int, most: int | None, default: int) -> int:
    if value is UNSET:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most and value > most):
        bounds = f"at least {least}" if most is None else f"{least} to {most}"
        raise InvalidRequestError(f"{name} must be a whole number, {bounds}, not {value!r}.")
    return value
