# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `users`. The members of the team."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.users import User

__all__ = ["RawUsers", "Users"]

_LIST: Final = Operation[list[User]](
    name="users.list",
    method="GET",
    path="/v1/ext/users",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531149",
    returns=list[User],
)
_LIST_V2: Final = Operation[list[dict[str, Any]]](
    name="users.list_v2",
    method="GET",
    path="/v2/ext/users",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531150",
    returns=list[dict[str, Any]],
)
_GET: Final = Operation[User](
    name="users.get",
    method="GET",
    path="/v1/ext/user/{userId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531158",
    returns=User,
)
_UPDATE: Final = Operation[User](
    name="users.update",
    method="PUT",
    path="/v1/ext/user/{userId}",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="inferred",
    source="https://apidocs.chakrahq.com/api-11531186",
    returns=User,
)
_GET_V2: Final = Operation[dict[str, Any]](
    name="users.get_v2",
    method="GET",
    path="/v2/ext/user/{userId}",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531166",
    returns=dict[str, Any],
)


class Users(Resource):
    """The members of the team. Reached as `chakra.users`."""

    __slots__ = ()

    async def list(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> builtins.list[User]:
        """List the team's users.

        The whole list comes in one answer. By the page, phones, e-mails and reportees are only where one user
        is fetched; an older page on the configuration (docs.chakrahq.com/docs/platform/api/fetch-config) says
        that users come with e-mails and phones, and with role and skills as ids.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The users.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.users.list()

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531149

        """
        response = await send(
            self._caller,
            _LIST,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        return response.data

    async def list_v2(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> builtins.list[dict[str, Any]]:
        """List the team's users, with readable values instead of ids.

        The page says that ids of the configuration are replaced by readable values where possible; how such a
        user looks is not known, so each comes as a plain mapping.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The users, as they came.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.users.list_v2()

        Evidence:
            Documented. The answer is inferred, not documented: the page's answer was not read.
            Source: https://apidocs.chakrahq.com/api-11531150

        """
        response = await send(
            self._caller,
            _LIST_V2,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        return response.data

    async def get(
        self,
        user_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> User:
        """Fetch one user.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            user_id: The user's id. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The user, with phones, e-mails and reportees.

        Raises:
            InvalidRequestError: `user_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.users.get("9763caa1-cef3-497f-b3b2-f551456b2831")

        Evidence:
            Documented.
            Source: https://apidocs.chakrahq.com/api-11531158

        """
        call = send(
            self._caller,
            _GET,
            path={"userId": arguments.uuid(user_id, "user_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id  # no traceback shows them then
        response = await call
        return response.data

    async def update(
        self,
        user_id: str,
        *,
        first_name: str | UnsetType = UNSET,
        last_name: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> User:
        """Change one user.

        The page shows the method GET with a body, which cannot be right, since that is how a user is fetched.
        PUT is what the update of a process takes.

        Idempotent: retried when its outcome is unknown.

        Args:
            user_id: The user's id. A UUID.
            first_name: The new first name.
            last_name: The new last name. Which other members can change is not known; `extra_body` adds them.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The changed user.

        Raises:
            InvalidRequestError: `user_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.users.update(
            ...     "9763caa1-cef3-497f-b3b2-f551456b2831", first_name="John", last_name="Doe"
            ... )

        Evidence:
            Inferred: the page shows GET with a body; PUT follows from the update of a process, and was not
            seen here. So it may not exist under this method and path.
            Source: https://apidocs.chakrahq.com/api-11531186

        """
        call = send(
            self._caller,
            _UPDATE,
            path={"userId": arguments.uuid(user_id, "user_id")},
            body={"firstName": first_name, "lastName": last_name},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id, first_name, last_name  # no traceback shows them then
        response = await call
        return response.data

    async def get_v2(
        self,
        user_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> dict[str, Any]:
        """Fetch one user, with readable values instead of ids.

        How such a user looks is not known, so it comes as a plain mapping.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            user_id: The user's id. A UUID.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The user, as it came.

        Raises:
            InvalidRequestError: `user_id` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.users.get_v2("9763caa1-cef3-497f-b3b2-f551456b2831")

        Evidence:
            Documented. The answer is inferred, not documented: the page's answer was not read.
            Source: https://apidocs.chakrahq.com/api-11531166

        """
        call = send(
            self._caller,
            _GET_V2,
            path={"userId": arguments.uuid(user_id, "user_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id  # no traceback shows them then
        response = await call
        return response.data


class RawUsers(Resource):
    """The methods of `Users`, each with its whole `Response`: `chakra.with_raw_response.users`."""

    __slots__ = ()

    async def list(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[User]]:
        """Call `Users.list`, and return its whole `Response`."""
        return await send(
            self._caller,
            _LIST,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def list_v2(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[dict[str, Any]]]:
        """Call `Users.list_v2`, and return its whole `Response`."""
        return await send(
            self._caller,
            _LIST_V2,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def get(
        self,
        user_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[User]:
        """Call `Users.get`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET,
            path={"userId": arguments.uuid(user_id, "user_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id  # no traceback shows them then
        return await call

    async def update(
        self,
        user_id: str,
        *,
        first_name: str | UnsetType = UNSET,
        last_name: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[User]:
        """Call `Users.update`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE,
            path={"userId": arguments.uuid(user_id, "user_id")},
            body={"firstName": first_name, "lastName": last_name},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id, first_name, last_name  # no traceback shows them then
        return await call

    async def get_v2(
        self,
        user_id: str,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[dict[str, Any]]:
        """Call `Users.get_v2`, and return its whole `Response`."""
        call = send(
            self._caller,
            _GET_V2,
            path={"userId": arguments.uuid(user_id, "user_id")},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del user_id  # no traceback shows them then
        return await call
