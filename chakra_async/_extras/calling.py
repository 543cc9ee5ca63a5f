"""A method for each action on a call, over the one operation that takes the action's name."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from chakra_async._core.response import Response
from chakra_async.errors import InvalidRequestError
from chakra_async.models.calling import CallAction, CallResult
from chakra_async.resources.calling import CallingBase, RawCallingBase
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from chakra_async.models.calling import CallRecording, CallSession
    from chakra_async.settings import Timeouts
    from chakra_async.unset import UnsetType

__all__ = ["Calling", "RawCalling"]

R = TypeVar("R")


class CallActions(Generic[R]):
    """The actions on a call, over the one operation that takes them all; `R` is what a call returns."""

    __slots__ = ()

    @abstractmethod
    def call(
        self,
        *,
        action: CallAction | str,
        to: str | UnsetType = UNSET,
        recipient: str | UnsetType = UNSET,
        call_id: str | UnsetType = UNSET,
        session: CallSession | Mapping[str, Any] | UnsetType = UNSET,
        biz_opaque_callback_data: str | UnsetType = UNSET,
        recording: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        transcription: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Act on a call; the generated call does."""

    def connect(
        self,
        session: CallSession | Mapping[str, Any],
        *,
        to: str | None = None,
        recipient: str | None = None,
        biz_opaque_callback_data: str | UnsetType = UNSET,
        recording: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        transcription: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Begin a call.

        Args:
            session: This side's offer, `{"sdp_type": "offer", "sdp": "..."}`.
            to: The phone number to call. A national number is read with the client's `country`.
            recipient: The business-scoped user id (BSUID) to call, instead of `to`.
            biz_opaque_callback_data: A string of your own for the call's webhooks, of at most 512 characters.
            recording: Whether the call is recorded, such as `{"status": "ENABLED"}`.
            transcription: Whether the call is transcribed, such as `{"status": "ENABLED"}`.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`.
            phone_number_id: Meta's id of the number to call from.
            timeouts: Time limits of this call, or its seconds, instead of the client's.

        Returns:
            The answer; `calls[0].id` is what the other actions take.

        Raises:
            InvalidRequestError: Both or neither of `to` and `recipient` were given, `to` is not a phone number, or `recipient`
                not a user id.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            ```python
            begun = await chakra.calling.connect({"sdp_type": "offer", "sdp": sdp}, to="919901258433")
            ```

        """
        if (to is None) is (recipient is None):
            raise InvalidRequestError("give either to, a phone number, or recipient, a user id.")
        return self.call(
            action=CallAction.CONNECT,
            to=UNSET if to is None else to,
            recipient=UNSET if recipient is None else recipient,
            session=session,
            biz_opaque_callback_data=biz_opaque_callback_data,
            recording=recording,
            transcription=transcription,
            whatsapp_api_version=whatsapp_api_version,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
        )

    def pre_accept(
        self,
        call_id: str,
        session: CallSession | Mapping[str, Any],
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Set up the media of an incoming call before it is accepted.

        Args:
            call_id: The call's id, from its webhook.
            session: This side's answer, `{"sdp_type": "answer", "sdp": "..."}`.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`.
            phone_number_id: Meta's id of the number that is called.
            timeouts: Time limits of this call, or its seconds, instead of the client's.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        """
        return self.call(
            action=CallAction.PRE_ACCEPT,
            call_id=_call_id(call_id),
            session=session,
            whatsapp_api_version=whatsapp_api_version,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
        )

    def accept(
        self,
        call_id: str,
        session: CallSession | Mapping[str, Any],
        *,
        biz_opaque_callback_data: str | UnsetType = UNSET,
        recording: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        transcription: CallRecording | Mapping[str, Any] | UnsetType = UNSET,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Accept an incoming call.

        Args:
            call_id: The call's id, from its webhook.
            session: This side's answer, the same as for `pre_accept`.
            biz_opaque_callback_data: A string of your own for the call's webhooks, of at most 512 characters.
            recording: Whether the call is recorded, such as `{"status": "ENABLED"}`.
            transcription: Whether the call is transcribed, such as `{"status": "ENABLED"}`.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`.
            phone_number_id: Meta's id of the number that is called.
            timeouts: Time limits of this call, or its seconds, instead of the client's.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        """
        return self.call(
            action=CallAction.ACCEPT,
            call_id=_call_id(call_id),
            session=session,
            biz_opaque_callback_data=biz_opaque_callback_data,
            recording=recording,
            transcription=transcription,
            whatsapp_api_version=whatsapp_api_version,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
        )

    def reject(
        self,
        call_id: str,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Reject an incoming call.

        Args:
            call_id: The call's id, from its webhook.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`.
            phone_number_id: Meta's id of the number that is called.
            timeouts: Time limits of this call, or its seconds, instead of the client's.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        """
        return self._end(CallAction.REJECT, call_id, whatsapp_api_version, phone_number_id, timeouts=timeouts)

    def terminate(
        self,
        call_id: str,
        *,
        whatsapp_api_version: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """End a call.

        Args:
            call_id: The call's id, from `connect` or from its webhook.
            whatsapp_api_version: The version of Meta's API, such as `v22.0`.
            phone_number_id: Meta's id of the team's number.
            timeouts: Time limits of this call, or its seconds, instead of the client's.

        Raises:
            ChakraError: The call failed; `outcome` says whether it may have been done.

        """
        return self._end(
            CallAction.TERMINATE, call_id, whatsapp_api_version, phone_number_id, timeouts=timeouts
        )

    def _end(
        self,
        action: CallAction,
        call_id: str,
        whatsapp_api_version: str | None,
        phone_number_id: str | None,
        *,
        timeouts: Timeouts | float | None,
    ) -> Coroutine[Any, Any, R]:
        return self.call(
            action=action,
            call_id=_call_id(call_id),
            whatsapp_api_version=whatsapp_api_version,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
        )


class Calling(CallingBase, CallActions[CallResult]):
    """Calls over WhatsApp: settings and permissions of a number, and what is done with a call.

    Each action also takes `phone_number_id` and `whatsapp_api_version`; without them the client's are used. None is
    retried when its outcome is unknown. The facts are seen in https://github.com/chakrahq/chakra-chat-sdk.
    """

    __slots__ = ()
    __module__ = "chakra_async.resources"


class RawCalling(RawCallingBase, CallActions[Response[CallResult]]):
    """The methods of `Calling`, each with its whole `Response`: `chakra.with_raw_response.calling`."""

    __slots__ = ()
    __module__ = "chakra_async.resources"


def _call_id(call_id: str) -> str:
    if not call_id:
        raise InvalidRequestError("call_id must not be empty.")
    return call_id
