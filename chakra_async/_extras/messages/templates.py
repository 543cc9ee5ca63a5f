"""Templates that are compared with what fills them before they are sent."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from chakra_async._core.messages.template_check import (
    component_problems,
    refuse_problems,
    template_problems,
)
from chakra_async._extras.messages.sender import REQUIRED, MessageSender
from chakra_async.errors import InvalidRequestError
from chakra_async.models.messages import TemplateContent, TemplateLanguage, TemplateMessage
from chakra_async.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence
    from typing import TypeAlias, Unpack

    from chakra_async._core.messages.template_check import TemplateFilling
    from chakra_async._extras.messages.sender import Sending, SendingToUser
    from chakra_async.models.messages import TemplateComponent, TemplateMapping
    from chakra_async.models.templates import Template
    from chakra_async.settings import Timeouts
    from chakra_async.unset import UnsetType

    Components: TypeAlias = Sequence[TemplateComponent | Mapping[str, Any]]
    Values: TypeAlias = Sequence[TemplateMapping | Mapping[str, Any]] | Mapping[str, str | float] | UnsetType

__all__ = ["CheckedTemplates", "TemplateMessages"]

R = TypeVar("R")


class CheckedTemplates(Generic[R]):
    """Sends templates by the call that fills them by name; `R` is what it returns."""

    __slots__ = ()

    @abstractmethod
    def send_template(
        self,
        to: str,
        *,
        template_name: str,
        language: str | UnsetType = UNSET,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        mapping: Values = UNSET,
        header_mapping: Values = UNSET,
        button_mapping: Values = UNSET,
        image_url: str | UnsetType = UNSET,
        video_url: str | UnsetType = UNSET,
        document_url: str | UnsetType = UNSET,
        filename: str | UnsetType = UNSET,
        location_latitude: float | UnsetType = UNSET,
        location_longitude: float | UnsetType = UNSET,
        location_name: str | UnsetType = UNSET,
        location_address: str | UnsetType = UNSET,
        otp_code: str | UnsetType = UNSET,
        timeouts: Timeouts | float | None = None,
    ) -> Coroutine[Any, Any, R]:
        """Send a template; the generated call does."""

    def send_checked_template(
        self,
        to: str,
        template: Template,
        *,
        plugin_id: str | None = None,
        phone_number_id: str | None = None,
        timeouts: Timeouts | float | None = None,
        **filling: Unpack[TemplateFilling],
    ) -> Coroutine[Any, Any, R]:
        """Send a template as it was listed, if what fills it fits; name and language are the template's.

        Args:
            to: The recipient's phone number with its country code.
            template: The template, from `templates.find` or a listing; one serves any number of messages.
            plugin_id: The id of the WhatsApp plugin; without it, the client's.
            phone_number_id: Meta's id of the number to send from; without it, the client's.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.
            **filling: What fills the template, under the names that `send_template` has for it.

        Raises:
            InvalidRequestError: Something is missing, superfluous or of another kind than the template's; nothing was
                sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            await chakra.messages.send_checked_template(
                "919901258433", template, mapping={"1": "Ted", "2": "segunda"}
            )
            ```

        """
        refuse_problems(template, template_problems(template, filling))
        return self.send_template(
            to,
            template_name=template.name or "",
            language=template.language or UNSET,
            plugin_id=plugin_id,
            phone_number_id=phone_number_id,
            timeouts=timeouts,
            **filling,
        )


class TemplateMessages(MessageSender[R]):
    """Sends templates in Meta's form, which also reaches users without a phone number; `R` is what it returns."""

    __slots__ = ()

    @overload
    def send_template_components(
        self,
        to: str | None,
        template: Template | str,
        components: Components = (),
        *,
        language: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]: ...

    @overload
    def send_template_components(
        self,
        *,
        template: Template | str,
        components: Components = (),
        language: str | None = None,
        **sending: Unpack[SendingToUser],
    ) -> Coroutine[Any, Any, R]: ...

    def send_template_components(
        self,
        to: str | None = None,
        template: Template | str = REQUIRED,
        components: Components = (),
        *,
        language: str | None = None,
        **sending: Unpack[Sending],
    ) -> Coroutine[Any, Any, R]:
        """Send a template in Meta's form, its placeholders filled part by part.

        Args:
            to: The recipient's phone number with its country code; or give `recipient`.
            template: The template from `templates.find` or a listing, which is compared with the components before
                anything is sent; or its name.
            components: The values of the placeholders, part by part.
            language: The language's code, such as `en_US`; needed with a name.
            **sending: What every message can have; see `Sending`.

        Raises:
            InvalidRequestError: The components do not fit the template, a template with a code goes to a user id, or
                Meta would refuse the message; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been sent.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            texts = [{"type": "text", "text": "Ted"}, {"type": "text", "text": "segunda"}]
            await chakra.messages.send_template_components(
                template=template,
                components=[{"type": "body", "parameters": texts}],
                recipient="IN.13491208655302741918",
            )
            ```

        """
        given: Any = template
        if given in (REQUIRED, None):
            raise InvalidRequestError("template is missing: give its name, or what templates.find returned.")
        if isinstance(template, str):
            name = template
            if not language:
                raise InvalidRequestError(
                    "language is missing: a template's name needs it, such as language='en_US'."
                )
        else:
            to_user_id = to is None and sending.get("recipient") is not None
            refuse_problems(template, component_problems(template, components, to_user_id=to_user_id))
            name, language = template.name or "", template.language or ""
        given = components
        content = TemplateContent(
            name=name,
            language=TemplateLanguage(code=language),
            components=UNSET if given in (None, (), []) else components,
        )
        return self._deliver(TemplateMessage, to, sending, template=content)
