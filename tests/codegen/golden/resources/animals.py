# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `animals`. The animals of a zoo."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import SkipLimit
from chakra_async._core.response import Response
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.animals import Animal, Kind, NewAnimal
from ..models.keepers import Keeper

__all__ = ["Animals", "RawAnimals"]

_SEARCH: Final = Operation[dict[str, list[Animal]]](
    name="animals.search",
    method="GET",
    path="/v1/animals",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="inferred",
    source="https://github.com/example/zoo",
    returns=dict[str, list[Animal]],
)
_CREATE: Final = Operation[Animal](
    name="animals.create",
    method="POST",
    path="/v1/animals",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/create",
    returns=Animal,
)
_LIST: Final = Operation[list[Animal]](
    name="animals.list",
    method="POST",
    path="/v1/animals/list",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/list",
    returns=list[Animal],
)
_LIST_STYLE: Final = SkipLimit(limit_default=5, limit_maximum=50)
_GET: Final = Operation[Animal](
    name="animals.get",
    method="GET",
    path="/v1/{zooId}/animals/{animalId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="seen-in-code",
    source="https://github.com/example/zoo",
    returns=Animal,
)
_DELETE: Final = Operation[Any](
    name="animals.delete",
    method="DELETE",
    path="/v1/{zooId}/animals/{animalId}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/delete",
    returns=Any,
)


class Animals(Resource):
    """The animals of a zoo. Reached as `chakra.animals`."""

    __slots__ = ()

    async def search(
        self,
        *,
        class_: str,
        cursor: str | UnsetType = UNSET,
        keeper_id: str | None | UnsetType = UNSET,
        size: Literal["big", "small"] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> dict[str, builtins.list[Animal]]:
        """Search for animals.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            class_: The class, such as "mammal".
            cursor: Where to go on.
            keeper_id: Who looks after them; null for nobody. A UUID.
            size: How big they are. Seen in public code, not documented: only one client gives it.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Animals by their names.

        Raises:
            InvalidRequestError: `keeper_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.animals.search(class_="mammal")

        Evidence:
            Inferred: no page and no public code shows this path, so it may not exist. The answer is seen in
            public code, not documented.
            Source: https://github.com/example/zoo

        """
        call = send(
            self._caller,
            _SEARCH,
            query={
                "class": class_,
                "_cursor": cursor,
                "keeperId": keeper_id
                if keeper_id is UNSET or keeper_id is None
                else arguments.uuid(keeper_id, "keeper_id"),
                "size": size,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del class_, cursor, keeper_id, size  # no traceback shows them then
        response = await call
        return response.data

    async def create(
        self,
        *,
        name: str,
        nickname: str | None | UnsetType = UNSET,
        from_: str | UnsetType = UNSET,
        kind: Kind | str | UnsetType = UNSET,
        arrived_at: int | datetime | None | UnsetType = UNSET,
        parents: Sequence[NewAnimal | Mapping[str, Any]] | UnsetType = UNSET,
        keeper: Keeper | Mapping[str, Any] | UnsetType = UNSET,
        notes: Mapping[str, str] | UnsetType = UNSET,
        arguments_: bool | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Animal:
        """Take in an animal.

        It must be alive.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            name: Its name.
            nickname: Optional and may be null.
            from_: A keyword. The server uses `nowhere` where it is not given.
            kind: An open enum.
            arrived_at: When it came. Epoch milliseconds.
            parents: Its parents, if they come too.
            keeper: Who will look after it.
            notes: Free notes.
            arguments_: A name that the stub needs for itself.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The animal.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.animals.create(name="Nelly", from_="Kenya")

        Evidence:
            Documented. The answer is inferred, not documented: the page says nothing.
            Source: https://zoo.example/create

        """
        call = send(
            self._caller,
            _CREATE,
            body={
                "name": name,
                "nickname": nickname,
                "from": from_,
                "kind": kind,
                "arrivedAt": arrived_at
                if arrived_at is UNSET or arrived_at is None
                else arguments.epoch_milliseconds(arrived_at, "arrived_at"),
                "parents": parents if parents is UNSET else validation.objects(parents, NewAnimal, "parents"),
                "keeper": keeper,
                "notes": notes,
                "arguments": arguments_,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            name,
            nickname,
            from_,
            kind,
            arrived_at,
            parents,
            keeper,
            notes,
            arguments_,
        )  # no traceback shows them then
        response = await call
        return response.data

    def list(
        self,
        *,
        skip: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        names: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Animal]:
        """List animals.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            skip: How many to pass over. At least 0.
            limit: How many to a page. From 1 to 50. Without it, pages of 50 are requested.
            names: Which names to look for.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Animal]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `skip` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.animals.list():
            ...     print(item)

        Evidence:
            Documented.
            Source: https://zoo.example/list

        """
        return Pages(
            self._caller,
            _LIST,
            style=_LIST_STYLE,
            body={"skip": skip, "limit": limit, "names": names},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def get(
        self,
        animal_id: str,
        *,
        zoo_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Animal:
        """Fetch one animal.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            zoo_id: The zoo. Without it, the client's `plugin_id` is used.
            animal_id: The animal.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The animal. Of the raw call, `Response.meta` holds what `models.AnimalMeta` describes.

        Raises:
            InvalidRequestError: `zoo_id` or `animal_id` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.animals.get("N-1")

        Evidence:
            Seen in public code, not documented.
            Source: https://github.com/example/zoo

        """
        call = send(
            self._caller,
            _GET,
            path={"zooId": self._default("plugin_id", zoo_id), "animalId": animal_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del zoo_id, animal_id  # no traceback shows them then
        response = await call
        return response.data

    async def delete(
        self,
        animal_id: str,
        *,
        zoo_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Any:
        """Let one animal go.

        Idempotent: retried when its outcome is unknown.

        Args:
            zoo_id: The zoo. Without it, the client's `plugin_id` is used.
            animal_id: The animal.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Nothing.

        Raises:
            InvalidRequestError: `zoo_id` or `animal_id` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.animals.delete("N-1")

        Evidence:
            Documented.
            Source: https://zoo.example/delete

        """
        call = send(
            self._caller,
            _DELETE,
            path={"zooId": self._default("plugin_id", zoo_id), "animalId": animal_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del zoo_id, animal_id  # no traceback shows them then
        response = await call
        return response.data


class RawAnimals(Resource):
    """The methods of `Animals`, each with its whole `Response`: `chakra.with_raw_response.animals`."""

    __slots__ = ()

    async def search(
        self,
        *,
        class_: str,
        cursor: str | UnsetType = UNSET,
        keeper_id: str | None | UnsetType = UNSET,
        size: Literal["big", "small"] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[dict[str, builtins.list[Animal]]]:
        """Call `Animals.search`, and return its whole `Response`."""
        call = send(
            self._caller,
            _SEARCH,
            query={
                "class": class_,
                "_cursor": cursor,
                "keeperId": keeper_id
                if keeper_id is UNSET or keeper_id is None
                else arguments.uuid(keeper_id, "keeper_id"),
                "size": size,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del class_, cursor, keeper_id, size  # no traceback shows them then
        return await call

    async def create(
        self,
        *,
        name: str,
        nickname: str | None | UnsetType = UNSET,
        from_: str | UnsetType = UNSET,
        kind: Kind | str | UnsetType = UNSET,
        arrived_at: int | datetime | None | UnsetType = UNSET,
        parents: Sequence[NewAnimal | Mapping[str, Any]] | UnsetType = UNSET,
        keeper: Keeper | Mapping[str, Any] | UnsetType = UNSET,
        notes: Mapping[str, str] | UnsetType = UNSET,
        arguments_: bool | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Animal]:
        """Call `Animals.create`, and return its whole `Response`."""
        call = send(
            self._caller,
            _CREATE,
            body={
                "name": name,
                "nickname": nickname,
                "from": from_,
                "kind": kind,
                "arrivedAt": arrived_at
                if arrived_at is UNSET or arrived_at is None
                else arguments.epoch_milliseconds(arrived_at, "arrived_at"),
                "parents": parents if parents is UNSET else validation.objects(parents, NewAnimal, "parents"),
                "keeper": keeper,
                "notes": notes,
                "arguments": arguments_,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            name,
            nickname,
            from_,
            kind,
            arrived_at,
            parents,
            keeper,
            notes,
            arguments_,
        )  # no traceback shows them then
        return await call

    async def list(
        self,
        *,
        skip: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        names: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Animal]]:
        """Request one page of `Animals.list`, of 5 unless `limit` is given, and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            body={"skip": skip, "limit": limit, "names": names},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del skip, limit, names  # no traceback shows them then
        return await call

    async def get(
        self,
        animal_id: str,
        *,
        zoo_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Animal]:
        """Call `Animals.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={"zooId": self._default("plugin_id", zoo_id), "animalId": animal_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del zoo_id, animal_id  # no traceback shows them then
        return await call

    async def delete(
        self,
        animal_id: str,
        *,
        zoo_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Any]:
        """Call `Animals.delete`, and return its whole `Response`."""
        call = send(
            self._caller,
            _DELETE,
            path={"zooId": self._default("plugin_id", zoo_id), "animalId": animal_id},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del zoo_id, animal_id  # no traceback shows them then
        return await call
