# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `config`. The definitions behind the ids in other answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts

from ..models.config import Config as ConfigModel

__all__ = ["Config", "RawConfig"]

_GET: Final = Operation[ConfigModel](
    name="config.get",
    method="GET",
    path="/v1/ext/config",
    repeatable=True,
    reads=True,
    envelope=True,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-11531312",
    returns=ConfigModel,
)


class Config(Resource):
    """The definitions behind the ids in other answers. Reached as `chakra.config`."""

    __slots__ = ()

    async def get(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> ConfigModel:
        """Fetch the definitions behind the ids in other answers.

        Procedures, entities, attributes, roles, states and the like, for the whole team in one answer.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The team's configuration.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.config.get()

        Evidence:
            Documented. The answer is inferred, not documented: the page lists the members; that they are in
            `_data` follows from the other operations.
            Source: https://apidocs.chakrahq.com/api-11531312

        """
        response = await send(
            self._caller,
            _GET,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        return response.data


class RawConfig(Resource):
    """The methods of `Config`, each with its whole `Response`: `chakra.with_raw_response.config`."""

    __slots__ = ()

    async def get(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[ConfigModel]:
        """Call `Config.get`, and return its whole `Response`."""
        return await send(
            self._caller,
            _GET,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
