"""Templates found by name and language, and what fills one compared with it before anything is sent."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from chakra_async._core import arguments
from chakra_async._core.messages.template_check import (
    TemplateFilling,
    component_problems,
    refuse_problems,
    template_problems,
)
from chakra_async.errors import ChakraError, InvalidRequestError
from chakra_async.resource import with_data
from chakra_async.resources.templates import RawTemplatesBase, TemplatesBase
from chakra_async.settings.secret import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Unpack

    from chakra_async._core.response import Response
    from chakra_async.models.messages import TemplateComponent
    from chakra_async.models.templates import Template
    from chakra_async.settings import Timeouts

__all__ = ["RawTemplates", "Templates"]

_MAX_COMPARED: Final = 1000
_FILLING: Final = frozenset(TemplateFilling.__annotations__)


class TemplateChecks:
    """Comparisons of a template with what fills it; the server is not asked."""

    __slots__ = ()

    @staticmethod
    def check(template: Template, **filling: Unpack[TemplateFilling]) -> None:
        """Refuse what does not fill a template. It asks the server nothing: check a million rows with one template.

        Compared are the template's status, its header's kind, the placeholders of header and body by their names, and
        how many addresses of buttons are filled. What the template has of a kind that is not known here is let pass.

        Args:
            template: The template, from `find` or a listing.
            **filling: What fills it, under the names that `messages.send_template` has for it.

        Raises:
            InvalidRequestError: Something is missing, superfluous or of another kind than the template's; the text
                names all of it.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            chakra.templates.check(template, mapping={"1": "Ted", "2": "segunda"})
            ```

        """
        if unknown := filling.keys() - _FILLING:
            raise TypeError(f"check() got an unexpected keyword argument {min(unknown)!r}")
        refuse_problems(template, template_problems(template, filling))

    @staticmethod
    def check_components(
        template: Template,
        components: Sequence[TemplateComponent | Mapping[str, Any]],
        *,
        recipient: str | None = None,
    ) -> None:
        """Refuse Meta's components that do not fill a template; the server is asked nothing.

        Args:
            template: The template, from `find` or a listing.
            components: The components of a `TemplateMessage`: models, mappings, or some of each.
            recipient: The business-scoped user id (BSUID) it is for, where it does not go to a phone number.

        Raises:
            InvalidRequestError: Something is missing, superfluous or of another kind than the template's; the text
                names all of it.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            texts = [{"type": "text", "text": "Ted"}, {"type": "text", "text": "segunda"}]
            chakra.templates.check_components(template, [{"type": "body", "parameters": texts}])
            ```

        """
        if recipient is not None:
            arguments.user_id(recipient, "recipient")
        refuse_problems(template, component_problems(template, components, to_user_id=recipient is not None))


class Templates(TemplatesBase, TemplateChecks):
    """Message templates of a WhatsApp Business Account."""

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def find(
        self,
        name: str,
        *,
        language: str | None = None,
        waba_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Template:
        """Return the one template of a name and a language, as it is listed.

        Args:
            name: The template's name, exactly.
            language: Its language's code, exactly; needed where it exists in several.
            waba_id: The WhatsApp Business Account; without it, the client's.
            whatsapp_api_version: The version of Meta's API; without it, the client's.
            timeouts: Time limits of each of the listing's calls, instead of the client's.

        Raises:
            InvalidRequestError: There is none, or there are several languages and none is given; the text lists them.
            ChakraError: The listing failed.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            ```

        """
        found = await RawTemplates(self._caller).find(
            name,
            language=language,
            waba_id=waba_id,
            whatsapp_api_version=whatsapp_api_version,
            timeouts=timeouts,
        )
        return found.data


class RawTemplates(RawTemplatesBase, TemplateChecks):
    """The methods of `Templates`, each with its whole `Response`: `chakra.with_raw_response.templates`."""

    __slots__ = ()
    __module__ = "chakra_async.resources"

    async def find(
        self,
        name: str,
        *,
        language: str | None = None,
        waba_id: str | None = None,
        whatsapp_api_version: str | None = None,
        timeouts: Timeouts | float | None = None,
    ) -> Response[Template]:
        """Call `Templates.find`, and return the template with the `Response` of the page that it was on.

        Raises:
            InvalidRequestError: There is none, or there are several languages and none is given; the text lists them.
            ChakraError: The listing failed.

        """
        given: Any = name
        if not isinstance(given, str) or not given:
            raise InvalidRequestError(f"name must be the name of a template, not {shown(given)}.")
        pages = TemplatesBase(self._caller).list(
            name=name, waba_id=waba_id, whatsapp_api_version=whatsapp_api_version, timeouts=timeouts
        )
        found = [
            (template, page.response)
            async for page in pages.pages()
            for template in page.items
            if template.name == name
        ]
        if not found:
            near = await self._nearest(name, waba_id, whatsapp_api_version, timeouts)
            advice = (
                f"did you mean {' or '.join(map(repr, near))}?"
                if near
                else "`chakra templates list` or chakra.templates.list() lists them."
            )
            raise InvalidRequestError(
                f"{shown(name)} is not the name of a template in this WhatsApp Business Account: {advice}"
            )
        languages = ", ".join(sorted({str(template.language) for template, _ in found}))
        found = [pair for pair in found if language is None or pair[0].language == language]
        if not found:
            raise InvalidRequestError(
                f"{shown(name)} does not exist in the language {shown(language)}; it exists in {languages}."
            )
        if len(found) > 1:
            raise InvalidRequestError(f"{shown(name)} exists in {languages}: pass language= (--language).")
        template, response = found[0]
        return with_data(response, template)

    async def _nearest(
        self,
        name: str,
        waba_id: str | None,
        whatsapp_api_version: str | None,
        timeouts: Timeouts | float | None,
    ) -> Sequence[str]:
        """Return the names of templates that are nearly a name; none where they cannot be listed."""
        listed = TemplatesBase(self._caller).list(
            waba_id=waba_id, whatsapp_api_version=whatsapp_api_version, timeouts=timeouts
        )
        try:
            templates = await listed.to_list(limit=_MAX_COMPARED)
        except ChakraError:
            return ()
        return get_close_matches(name, {template.name or "" for template in templates}, n=2)
