# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""The resource `templates`. The message templates of a WhatsApp Business Account, which Meta approves."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages import definition_rules
from chakra_async._core.operation import Operation
from chakra_async._core.paging.styles import After
from chakra_async._core.response import Response
from chakra_async.pagination import Pages
from chakra_async.resource import Resource, exactly_one, send
from chakra_async.settings import Timeouts
from chakra_async.unset import UNSET, UnsetType

from ..models.templates import (
    CreatedTemplate,
    ParameterFormat,
    Template,
    TemplateCategory,
    TemplateDefinitionComponent,
    TemplateResult,
    TemplateStatus,
)

__all__ = ["RawTemplatesBase", "TemplatesBase"]

_LIST: Final = Operation[list[Template]](
    name="templates.list",
    method="GET",
    path="/v1/ext/plugin/whatsapp/api/{whatsappApiVersion}/{wabaId}/message_templates",
    repeatable=True,
    reads=True,
    envelope=False,
    evidence="seen-in-code",
    source="https://apidocs.chakrahq.com/api-17615391",
    returns=list[Template],
)
_LIST_STYLE: Final = After()
_CREATE: Final = Operation[CreatedTemplate](
    name="templates.create",
    method="POST",
    path="/v1/ext/plugin/whatsapp/api/{whatsappApiVersion}/{wabaId}/message_templates",
    repeatable=False,
    reads=False,
    envelope=False,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-17615301",
    returns=CreatedTemplate,
)
_DELETE: Final = Operation[TemplateResult](
    name="templates.delete",
    method="DELETE",
    path="/v1/ext/plugin/whatsapp/api/{whatsappApiVersion}/{wabaId}/message_templates",
    repeatable=True,
    reads=False,
    envelope=False,
    evidence="seen-in-code",
    source="https://github.com/facebook/openapi",
    returns=TemplateResult,
)
_UPDATE: Final = Operation[TemplateResult](
    name="templates.update",
    method="POST",
    path="/v1/ext/plugin/whatsapp/api/{whatsappApiVersion}/{whatsappMessageTemplateId}",
    repeatable=True,
    reads=False,
    envelope=False,
    evidence="documented",
    source="https://apidocs.chakrahq.com/api-17615603",
    returns=TemplateResult,
)


class TemplatesBase(Resource):
    """The message templates of a WhatsApp Business Account, which Meta approves. Reached as `chakra.templates`."""

    __slots__ = ()

    def list(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str | UnsetType = UNSET,
        name_or_content: str | UnsetType = UNSET,
        content: str | UnsetType = UNSET,
        quality_score: Sequence[str] | UnsetType = UNSET,
        status: TemplateStatus | str | UnsetType = UNSET,
        category: TemplateCategory | str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        after: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Pages[Template]:
        """List the message templates of a WhatsApp Business Account.

        It changes nothing, so it is retried when an answer is lost.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            waba_id: The id of the WhatsApp Business Account, digits. Without it, the client's `waba_id` is
                used.
            name: Only templates of this name; what Meta makes of a part of one is not described. Seen in
                public code, not documented.
            name_or_content: Only templates with this string in the name or in the text. Inferred, not
                documented.
            content: Only templates with this string in the text. Inferred, not documented.
            quality_score: Only templates of these qualities, `GREEN`, `YELLOW`, `RED` or `UNKNOWN`. Inferred,
                not documented.
            status: Only templates in this status. Inferred, not documented: from Meta's documentation; not
                seen through ChakraHQ.
            category: Only templates of this category. Inferred, not documented: from Meta's documentation;
                not seen through ChakraHQ.
            language: Only templates in this language. Inferred, not documented: from Meta's documentation;
                not seen through ChakraHQ.
            fields: Only these members of each template; Meta's usual ones where it is left out.
            limit: How many templates one page holds; 1000 was seen. At least 1.
            after: Where the page begins, a cursor from the page before.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            `Pages[Template]`, to be iterated with `async for`: all that match, page after page.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `waba_id` or `limit` cannot be used; nothing was
                sent.
            SettingsError: `whatsapp_api_version` or `waba_id` is neither given nor set on the client; nothing
                was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> async for item in chakra.templates.list(
            ...     whatsapp_api_version="v22.0", waba_id="83784929738012"
            ... ):
            ...     print(item)

        Evidence:
            Seen in public code, not documented.
            Source: https://apidocs.chakrahq.com/api-17615391

        """
        return Pages(
            self._caller,
            _LIST,
            style=_LIST_STYLE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            query={
                "name": name,
                "name_or_content": name_or_content,
                "content": content,
                "quality_score": quality_score
                if quality_score is UNSET
                else arguments.comma_list(quality_score, "quality_score"),
                "status": status,
                "category": category,
                "language": language,
                "fields": fields if fields is UNSET else arguments.comma_list(fields, "fields"),
                "limit": limit,
                "after": after,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )

    async def create(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str,
        category: TemplateCategory | str,
        language: str,
        components: Sequence[TemplateDefinitionComponent] | UnsetType = UNSET,
        parameter_format: ParameterFormat | str | UnsetType = UNSET,
        message_send_ttl_seconds: int | UnsetType = UNSET,
        library_template_name: str | UnsetType = UNSET,
        library_template_body_inputs: Mapping[str, Any] | UnsetType = UNSET,
        library_template_button_inputs: Sequence[Mapping[str, Any]] | UnsetType = UNSET,
        cta_url_link_tracking_opted_out: bool | UnsetType = UNSET,
        degrees_of_freedom_spec: Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> CreatedTemplate:
        """Create a message template, in one language.

        Meta reviews it before it can be sent; a webhook reports the result.

        Not idempotent: not retried when its outcome is unknown.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            waba_id: The id of the WhatsApp Business Account, digits. Without it, the client's `waba_id` is
                used.
            name: The name, of lower-case letters, digits and underscores; at most 512 characters.
            category: What the template is for.
            language: The language's code, such as `en_US`.
            components: The parts of the template; a body is always among them.
            parameter_format: How the placeholders are written; numbered, where it is left out.
            message_send_ttl_seconds: For how many seconds delivery is tried. Inferred, not documented.
            library_template_name: The template of Meta's library to make it from, in place of `components`.
                Inferred, not documented.
            library_template_body_inputs: What is filled in or left out of the body of a template of the
                library. Inferred, not documented.
            library_template_button_inputs: What the buttons of a template of the library lead to, one for
                each. Inferred, not documented.
            cta_url_link_tracking_opted_out: Whether clicks on its links are left uncounted. Inferred, not
                documented.
            degrees_of_freedom_spec: What Meta may change in the template by itself. Inferred, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            The new template's id and status.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `waba_id` or `components` cannot be used; nothing
                was sent.
            InvalidRequestError: Not exactly one of `components` and `library_template_name` was given;
                nothing was sent.
            SettingsError: `whatsapp_api_version` or `waba_id` is neither given nor set on the client; nothing
                was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.templates.create(
            ...     whatsapp_api_version="v22.0",
            ...     waba_id="83784929738012",
            ...     name="order_shipped",
            ...     category="UTILITY",
            ...     language="en_US",
            ...     components=[
            ...         {
            ...             "type": "BODY",
            ...             "text": "Hello {{1}}, your order {{2}} is on its way.",
            ...             "example": {"body_text": [["Ted", "4711"]]},
            ...         }
            ...     ],
            ... )

        Evidence:
            Documented: the page refers to Meta for body and answer. The answer is seen in public code, not
            documented.
            Source: https://apidocs.chakrahq.com/api-17615301

        """
        exactly_one(components=components, library_template_name=library_template_name)
        call = send(
            self._caller,
            _CREATE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            body={
                "name": arguments.string(name, "name", 1, 512),
                "category": category,
                "language": arguments.string(language, "language", 1),
                "components": components
                if components is UNSET
                else definition_rules.template_components(components, "components"),
                "parameter_format": parameter_format,
                "message_send_ttl_seconds": message_send_ttl_seconds,
                "library_template_name": library_template_name
                if library_template_name is UNSET
                else arguments.string(library_template_name, "library_template_name", 1),
                "library_template_body_inputs": library_template_body_inputs,
                "library_template_button_inputs": library_template_button_inputs,
                "cta_url_link_tracking_opted_out": cta_url_link_tracking_opted_out,
                "degrees_of_freedom_spec": degrees_of_freedom_spec,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            waba_id,
            name,
            category,
            language,
            components,
            parameter_format,
            message_send_ttl_seconds,
            library_template_name,
            library_template_body_inputs,
            library_template_button_inputs,
            cta_url_link_tracking_opted_out,
            degrees_of_freedom_spec,
        )  # no traceback shows them then
        response = await call
        return response.data

    async def delete(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str,
        template_id: str | UnsetType = UNSET,
        template_ids: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> TemplateResult:
        """Delete a message template, in all its languages or in one.

        Meta keeps the name taken for some time.

        Idempotent: retried when its outcome is unknown.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            waba_id: The id of the WhatsApp Business Account, digits. Without it, the client's `waba_id` is
                used.
            name: The template's name.
            template_id: The id of the one language to delete; all of them go where it is left out.
            template_ids: The ids of several to delete at once, instead of `hsm_id`. Inferred, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether it was deleted.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `waba_id` cannot be used; nothing was sent.
            SettingsError: `whatsapp_api_version` or `waba_id` is neither given nor set on the client; nothing
                was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.templates.delete(
            ...     whatsapp_api_version="v22.0", waba_id="83784929738012", name="order_update"
            ... )

        Evidence:
            Seen in public code, not documented: one third party deletes through this path, another calls it
            unverified.
            Source: https://github.com/facebook/openapi

        """
        call = send(
            self._caller,
            _DELETE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            query={
                "name": name,
                "hsm_id": template_id,
                "hsm_ids": template_ids
                if template_ids is UNSET
                else arguments.comma_list(template_ids, "template_ids"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, waba_id, name, template_id, template_ids  # no traceback shows them then
        response = await call
        return response.data

    async def update(
        self,
        template_id: str,
        *,
        whatsapp_api_version: str | None = None,
        category: TemplateCategory | str | UnsetType = UNSET,
        components: Sequence[TemplateDefinitionComponent] | UnsetType = UNSET,
        parameter_format: ParameterFormat | str | UnsetType = UNSET,
        message_send_ttl_seconds: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> TemplateResult:
        """Change a message template; Meta reviews it again.

        Idempotent: retried when its outcome is unknown.

        Args:
            whatsapp_api_version: The version of Meta's API, such as `v22.0`. Without it, the client's
                `whatsapp_api_version` is used.
            template_id: The template's id.
            category: Another category.
            components: All parts of the template, which replace those there are.
            parameter_format: How the placeholders are written. Inferred, not documented.
            message_send_ttl_seconds: For how many seconds delivery is tried. Inferred, not documented.
            extra_headers: Headers to send besides the client's own.
            extra_params: Query parameters to send besides the call's own.
            extra_body: Members to add to the body; they win over the call's own.
            timeouts: Time limits of this call, or the seconds of the whole call, instead of the client's.

        Returns:
            Whether the change was taken.

        Raises:
            InvalidRequestError: `whatsapp_api_version` or `template_id` or `components` cannot be used;
                nothing was sent.
            SettingsError: `whatsapp_api_version` is neither given nor set on the client; nothing was sent.
            ChakraError: The call failed; `outcome` says whether it may have been done.

        Example:
            >>> await chakra.templates.update(
            ...     "1473688840035974",
            ...     whatsapp_api_version="v22.0",
            ...     components=[
            ...         {
            ...             "type": "BODY",
            ...             "text": "Hello {{1}}, your order {{2}} has left us.",
            ...             "example": {"body_text": [["Ted", "4711"]]},
            ...         }
            ...     ],
            ... )

        Evidence:
            Documented: method and path are documented, the body is Meta's. The answer is inferred, not
            documented.
            Source: https://apidocs.chakrahq.com/api-17615603

        """
        call = send(
            self._caller,
            _UPDATE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMessageTemplateId": template_id,
            },
            body={
                "category": category,
                "components": components
                if components is UNSET
                else definition_rules.template_components(components, "components"),
                "parameter_format": parameter_format,
                "message_send_ttl_seconds": message_send_ttl_seconds,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            template_id,
            category,
            components,
            parameter_format,
            message_send_ttl_seconds,
        )  # no traceback shows them then
        response = await call
        return response.data


class RawTemplatesBase(Resource):
    """The methods of `Templates`, each with its whole `Response`: `chakra.with_raw_response.templates`."""

    __slots__ = ()

    async def list(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str | UnsetType = UNSET,
        name_or_content: str | UnsetType = UNSET,
        content: str | UnsetType = UNSET,
        quality_score: Sequence[str] | UnsetType = UNSET,
        status: TemplateStatus | str | UnsetType = UNSET,
        category: TemplateCategory | str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        after: str | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[builtins.list[Template]]:
        """Request one page of `Templates.list` and return its whole `Response`."""
        call = send(
            self._caller,
            _LIST,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            query={
                "name": name,
                "name_or_content": name_or_content,
                "content": content,
                "quality_score": quality_score
                if quality_score is UNSET
                else arguments.comma_list(quality_score, "quality_score"),
                "status": status,
                "category": category,
                "language": language,
                "fields": fields if fields is UNSET else arguments.comma_list(fields, "fields"),
                "limit": limit,
                "after": after,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            waba_id,
            name,
            name_or_content,
            content,
            quality_score,
            status,
            category,
            language,
            fields,
            limit,
            after,
        )  # no traceback shows them then
        return await call

    async def create(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str,
        category: TemplateCategory | str,
        language: str,
        components: Sequence[TemplateDefinitionComponent] | UnsetType = UNSET,
        parameter_format: ParameterFormat | str | UnsetType = UNSET,
        message_send_ttl_seconds: int | UnsetType = UNSET,
        library_template_name: str | UnsetType = UNSET,
        library_template_body_inputs: Mapping[str, Any] | UnsetType = UNSET,
        library_template_button_inputs: Sequence[Mapping[str, Any]] | UnsetType = UNSET,
        cta_url_link_tracking_opted_out: bool | UnsetType = UNSET,
        degrees_of_freedom_spec: Mapping[str, Any] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[CreatedTemplate]:
        """Call `Templates.create`, and return its whole `Response`."""
        exactly_one(components=components, library_template_name=library_template_name)
        call = send(
            self._caller,
            _CREATE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            body={
                "name": arguments.string(name, "name", 1, 512),
                "category": category,
                "language": arguments.string(language, "language", 1),
                "components": components
                if components is UNSET
                else definition_rules.template_components(components, "components"),
                "parameter_format": parameter_format,
                "message_send_ttl_seconds": message_send_ttl_seconds,
                "library_template_name": library_template_name
                if library_template_name is UNSET
                else arguments.string(library_template_name, "library_template_name", 1),
                "library_template_body_inputs": library_template_body_inputs,
                "library_template_button_inputs": library_template_button_inputs,
                "cta_url_link_tracking_opted_out": cta_url_link_tracking_opted_out,
                "degrees_of_freedom_spec": degrees_of_freedom_spec,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            waba_id,
            name,
            category,
            language,
            components,
            parameter_format,
            message_send_ttl_seconds,
            library_template_name,
            library_template_body_inputs,
            library_template_button_inputs,
            cta_url_link_tracking_opted_out,
            degrees_of_freedom_spec,
        )  # no traceback shows them then
        return await call

    async def delete(
        self,
        *,
        whatsapp_api_version: str | None = None,
        waba_id: str | None = None,
        name: str,
        template_id: str | UnsetType = UNSET,
        template_ids: Sequence[str] | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[TemplateResult]:
        """Call `Templates.delete`, and return its whole `Response`."""
        call = send(
            self._caller,
            _DELETE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "wabaId": self._default("waba_id", waba_id),
            },
            query={
                "name": name,
                "hsm_id": template_id,
                "hsm_ids": template_ids
                if template_ids is UNSET
                else arguments.comma_list(template_ids, "template_ids"),
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del whatsapp_api_version, waba_id, name, template_id, template_ids  # no traceback shows them then
        return await call

    async def update(
        self,
        template_id: str,
        *,
        whatsapp_api_version: str | None = None,
        category: TemplateCategory | str | UnsetType = UNSET,
        components: Sequence[TemplateDefinitionComponent] | UnsetType = UNSET,
        parameter_format: ParameterFormat | str | UnsetType = UNSET,
        message_send_ttl_seconds: int | UnsetType = UNSET,
        extra_headers: Mapping[str, str] | None = None,
        extra_params: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[TemplateResult]:
        """Call `Templates.update`, and return its whole `Response`."""
        call = send(
            self._caller,
            _UPDATE,
            path={
                "whatsappApiVersion": self._default("whatsapp_api_version", whatsapp_api_version),
                "whatsappMessageTemplateId": template_id,
            },
            body={
                "category": category,
                "components": components
                if components is UNSET
                else definition_rules.template_components(components, "components"),
                "parameter_format": parameter_format,
                "message_send_ttl_seconds": message_send_ttl_seconds,
            },
            extra_headers=extra_headers,
            extra_params=extra_params,
            extra_body=extra_body,
            timeouts=timeouts,
        )
        del (
            whatsapp_api_version,
            template_id,
            category,
            components,
            parameter_format,
            message_send_ttl_seconds,
        )  # no traceback shows them then
        return await call
