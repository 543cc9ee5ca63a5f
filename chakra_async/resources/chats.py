# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `chats`. Conversations with customers, and their messages."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import PageNumber
from chakra_async._core.response import Response
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.chats import Chat, ChatMessage

__all__ = ["Chats", "RawChats"]

_LIST: Final = Operation[list[Chat]](
    name="chats.list",
    method="POST",
    path="/v1/ext/chat",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-23827369",
    returns=list[Chat],
)
_LIST_STYLE: Final = PageNumber()
_MESSAGES: Final = Operation[list[ChatMessage]](
    name="chats.messages",
    method="POST",
    path="/v1/ext/chat/{chatId}/message",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-23827415",
    returns=list[ChatMessage],
)
_MESSAGES_STYLE: Final = PageNumber()
_MESSAGES_FOR_PHONE_NUMBER: Final = Operation[list[ChatMessage]](
    name="chats.messages_for_phone_number",
    method="POST",
    path="/v1/ext/plugin/whatsapp/list-chat-messages-for-phone-number",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-22749108",
    returns=list[ChatMessage],
)
_MESSAGES_FOR_PHONE_NUMBER_STYLE: Final = PageNumber()


class Chats(Resource):
    """Conversations with customers, and their messages. Reached as `chakra.chats`."""

    __slots__ = ()

    def list(
        self,
        *,
        order_field: str | UnsetType = UNSET,
        order_direction: str | UnsetType = UNSET,
        search: str | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Chat]:
        """List the chats.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            order_field: The member to order by, such as `createdAt`. Which others there are is not known.
                Seen in public code, not documented.
            order_direction: The direction to order in; only `desc` was seen. Seen in public code, not
                documented.
            search: A string to search for. Which members are searched is not known, and a phone number does
                not find its chat alone; `chats.messages_for_phone_number` asks for one number. Seen in public
                code, not documented.
            page: The page, counted from 1. At least 1. The server uses 1 where it is not given. Seen in
                public code, not documented.
            limit: How many chats one page holds; up to 100 were asked for. At least 1. Seen in public code,
                not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Chat]`, to be iterated with `async for`: all that match, page after page. Of the raw call,
            `Response.meta` holds what `models.ChatListMeta` describes.

        Raises:
            InvalidRequestError: `page` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.chats.list(
            ...     order_field="createdAt", order_direction="desc", limit=25
            ... ):
            ...     print(item)

        Evidence:
            Documented: the page calls the operation unfinished; the body's members and the answer are seen in
            client code. The answer is seen in public code, not documented: the page's answer was not read.
            Source: https://apidocs.chakrahq.com/api-23827369

        """
        return Pages(
            self._caller,
            _LIST,
            style=_LIST_STYLE,
            body={
                "orderField": order_field,
                "orderDirection": order_direction,
                "search": search,
                "page": page,
                "limit": limit,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def messages(
        self,
        chat_id: str,
        *,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[ChatMessage]:
        """List the messages of a chat.

        In which order they come is not documented.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            chat_id: The chat's id.
            page: The page, counted from 1. At least 1. The server uses 1 where it is not given. Seen in
                public code, not documented.
            limit: How many messages one page holds; up to 1000 were asked for. At least 1. Seen in public
                code, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[ChatMessage]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `chat_id` or `page` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.chats.messages("9a3f6c1e-6c1b-4b57-8d0e-5f2f0a9d7b11", limit=50):
            ...     print(item)

        Evidence:
            Documented: the page calls the operation unfinished; the body's members are seen in client code.
            The answer is inferred, not documented: the page's answer was not read; a message has this shape
            where a template is sent.
            Source: https://apidocs.chakrahq.com/api-23827415

        """
        return Pages(
            self._caller,
            _MESSAGES,
            style=_MESSAGES_STYLE,
            path={"chatId": chat_id},
            body={"page": page, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    def messages_for_phone_number(
        self,
        *,
        phone_number: str,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[ChatMessage]:
        """List the earlier messages exchanged with a phone number.

        In which order they come, and over which plugins, is not documented.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            phone_number: The customer's number: country code and number, digits only. Spaces, punctuation and
                a leading `+` or `00` are taken off before it is sent. A national number is read with the
                client's `country`; without one it is refused. Seen in public code, not documented: the wire
                name is from one client whose author did not check it; that it is required follows from what
                the operation is for.
            page: The page, counted from 1. At least 1. The server uses 1 where it is not given. Seen in
                public code, not documented.
            limit: How many messages one page holds. At least 1. Seen in public code, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[ChatMessage]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `phone_number` or `page` or `limit` cannot be used; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.chats.messages_for_phone_number(
            ...     phone_number="919901258433", limit=50
            ... ):
            ...     print(item)

        Evidence:
            Documented: the page gives method and path; the body's members are those of one client. The answer
            is inferred, not documented: the page's answer was not read; a message has this shape where a
            template is sent.
            Source: https://apidocs.chakrahq.com/api-22749108

        """
        return Pages(
            self._caller,
            _MESSAGES_FOR_PHONE_NUMBER,
            style=_MESSAGES_FOR_PHONE_NUMBER_STYLE,
            body={
                "customerPhoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
                "page": page,
                "limit": limit,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )


class RawChats(Resource):
    """The methods of `Chats`, each with its whole `Response`: `chakra.with_raw_response.chats`."""

    __slots__ = ()

    async def list(
        self,
        *,
        order_field: str | UnsetType = UNSET,
        order_direction: str | UnsetType = UNSET,
        search: str | UnsetType = UNSET,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Chat]]:
        """Request one page of `Chats.list` and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            body={
                "orderField": order_field,
                "orderDirection": order_direction,
                "search": search,
                "page": page,
                "limit": limit,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del order_field, order_direction, search, page, limit  # no traceback shows them then
        return await call

    async def messages(
        self,
        chat_id: str,
        *,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[ChatMessage]]:
        """Request one page of `Chats.messages` and return its whole `Response`."""
        call = send(
            self._caller,
            _MESSAGES,
            path={"chatId": chat_id},
            body={"page": page, "limit": limit},
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del chat_id, page, limit  # no traceback shows them then
        return await call

    async def messages_for_phone_number(
        self,
        *,
        phone_number: str,
        page: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[ChatMessage]]:
        """Request one page of `Chats.messages_for_phone_number` and return its whole `Response`."""
        call = send(
            self._caller,
            _MESSAGES_FOR_PHONE_NUMBER,
            body={
                "customerPhoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
                "page": page,
                "limit": limit,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del phone_number, page, limit  # no traceback shows them then
        return await call
