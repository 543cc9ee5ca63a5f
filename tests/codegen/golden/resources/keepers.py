# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `keepers`. Those who look after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages import validation
from chakra_async._core.operation import Operation
from chakra_async._core.response import Response
from chakra_async.resource import Resource, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.keepers import Keeper

__all__ = ["Keepers", "RawKeepers"]

_HIRE: Final = Operation[Keeper](
    name="keepers.hire",
    method="POST",
    path="/v1/keepers",
    repeatable=False,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/keepers",
    returns=Keeper,
)
_REPLACE: Final = Operation[list[Keeper]](
    name="keepers.replace",
    method="PUT",
    path="/v1/keepers",
    repeatable=True,
    reads=False,
    envelope=True,
    evidence="documented",
    source="https://zoo.example/keepers",
    returns=list[Keeper],
)


class Keepers(Resource):
    """Those who look after them. Reached as `chakra.keepers`."""

    __slots__ = ()

    async def hire(
        self,
        *,
        phone_number: str,
        badge: str | UnsetType = UNSET,
        plugin: str | None = None,
        self_: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Keeper:
        """Hire a keeper.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            phone_number: The phone number. A national number is read with the client's `country`; without one
                it is refused.
            badge: The id of the badge. A UUID.
            plugin: The plugin. A UUID. Without it, the client's `plugin_id` is used.
            self_: What the keeper says, "quoted" \\ and so on.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The keeper.

        Raises:
            InvalidRequestError: `phone_number` or `badge` or `plugin` cannot be used; nothing was sent.
            SettingsError: `plugin_id` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.keepers.hire(phone_number="919901258433")

        Evidence:
            Documented.
            Source: https://zoo.example/keepers

        """
        call = send(
            self._caller,
            _HIRE,
            body={
                "phoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
                "badge": badge if badge is UNSET else arguments.uuid(badge, "badge"),
                "plugin": arguments.uuid(self._default("plugin_id", plugin), "plugin"),
                "self": self_,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del phone_number, badge, plugin, self_  # no traceback shows them then
        response = await call
        return response.data

    async def replace(
        self,
        *,
        keepers: Sequence[Keeper | Mapping[str, Any]],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> list[Keeper]:
        """Replace the keepers.

        Idempotent: retried when its outcome is unknown.

        Args:
            keepers: All of them.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The keepers.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.keepers.replace(keepers=[{"phoneNumber": "+91 99012 58433"}])

        Evidence:
            Documented.
            Source: https://zoo.example/keepers

        """
        call = send(
            self._caller,
            _REPLACE,
            body=validation.objects(keepers, Keeper, "keepers"),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del keepers  # no traceback shows them then
        response = await call
        return response.data


class RawKeepers(Resource):
    """The methods of `Keepers`, each with its whole `Response`: `chakra.with_raw_response.keepers`."""

    __slots__ = ()

    async def hire(
        self,
        *,
        phone_number: str,
        badge: str | UnsetType = UNSET,
        plugin: str | None = None,
        self_: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Keeper]:
        """Call `Keepers.hire`, and return its whole `Response`."""
        call = send(
            self._caller,
            _HIRE,
            body={
                "phoneNumber": arguments.phone_number(
                    phone_number, "phone_number", self._caller.settings.country
                ),
                "badge": badge if badge is UNSET else arguments.uuid(badge, "badge"),
                "plugin": arguments.uuid(self._default("plugin_id", plugin), "plugin"),
                "self": self_,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del phone_number, badge, plugin, self_  # no traceback shows them then
        return await call

    async def replace(
        self,
        *,
        keepers: Sequence[Keeper | Mapping[str, Any]],
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[list[Keeper]]:
        """Call `Keepers.replace`, and return its whole `Response`."""
        call = send(
            self._caller,
            _REPLACE,
            body=validation.objects(keepers, Keeper, "keepers"),
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del keepers  # no traceback shows them then
        return await call
