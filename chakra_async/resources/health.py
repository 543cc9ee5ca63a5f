# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `health`. Whether the API answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts

__all__ = ["Health", "RawHealth"]

_CHECK: Final = Operation[Any](
    name="health.check",
    method="GET",
    path="/v1/health",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/chakrahq/n8n-nodes-send-whatsapp-message",
    returns=Any,
)


class Health(Resource):
    """Whether the API answers. Reached as `chakra.health`."""

    __slots__ = ()

    async def check(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Any:
        """Ask whether the API answers.

        What the answer holds is not known, nor whether it proves that the token is good; `config.get` does
        that. Where the answer is not JSON, the call ends with a `ResponseError` whose outcome is `done`: the
        API did answer.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whatever the API says, as it came.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.health.check()

        Evidence:
            Seen in public code, not documented: ChakraHQ's n8n node tests its credentials with it. The answer
            is inferred, not documented: the answer was not seen; that it is JSON follows from the other
            operations.
            Source: https://github.com/chakrahq/n8n-nodes-send-whatsapp-message

        """
        response = await send(
            self._caller,
            _CHECK,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        return response.data


class RawHealth(Resource):
    """The methods of `Health`, each with its whole `Response`: `chakra.with_raw_response.health`."""

    __slots__ = ()

    async def check(
        self,
        *,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Any]:
        """Call `Health.check`, and return its whole `Response`."""
        return await send(
            self._caller,
            _CHECK,
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
