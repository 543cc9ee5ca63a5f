"""Templates found by name and language, and what fills one compared with it before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chakra_async.core.template_fit import Filling, component_misfits, misfits
from chakra_async.errors import InvalidRequestError
from chakra_async.resources.templates import Templates as GeneratedTemplates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Unpack

    from chakra_async.models.messages import TemplateComponent
    from chakra_async.models.templates import Template

__all__ = ["Filling", "Templates", "check_components", "check_filling"]


def check_filling(template: Template, **filling: Unpack[Filling]) -> None:
    """Refuse what does not fill a template; nothing is sent, and nothing asked.

    Args:
        template: The template, as it was listed.
        **filling: What fills it, under the names that `messages.send_template` has for it.

    Raises:
        InvalidRequestError: Something is missing, superfluous or of another kind than the template's.

    Example:
        ```python
        template = await chakra.templates.find("order_update", language="en_US")
        check_filling(template, mapping={"1": "Ted", "2": "Monday"}, header_mapping={"1": "4711"})
        ```

    """
    _refuse(template, misfits(template, filling))


def check_components(template: Template, components: Sequence[TemplateComponent | Mapping[str, Any]]) -> None:
    """Refuse Meta's components that do not fill a template; nothing is sent, and nothing asked.

    Args:
        template: The template, as it was listed.
        components: The components of a `TemplateMessage`.

    Raises:
        InvalidRequestError: Something is missing, superfluous or of another kind than the template's.

    """
    _refuse(template, component_misfits(template, components))


def _refuse(template: Template, problems: list[str]) -> None:
    if problems:
        raise InvalidRequestError(
            f"the template {template.name} ({template.language}) cannot be sent like this: {'; '.join(problems)}."
        )


class Templates(GeneratedTemplates):
    """Message templates of a WhatsApp Business Account."""

    __slots__ = ()

    async def find(
        self,
        name: str,
        *,
        language: str | None = None,
        waba_id: str | None = None,
        whatsapp_api_version: str | None = None,
    ) -> Template:
        """Return the one template of a name and a language, as it is listed.

        Args:
            name: The template's name, exactly.
            language: Its language's code, exactly; needed where it exists in several.
            waba_id: The WhatsApp Business Account; without it, the client's.
            whatsapp_api_version: The version of Meta's API; without it, the client's.

        Raises:
            InvalidRequestError: There is none, or there are several languages and none is given; the text lists them.
            ChakraError: The listing failed.

        Example:
            ```python
            template = await chakra.templates.find("order_update", language="pt_BR")
            ```

        """
        listed = self.list(name=name, waba_id=waba_id, whatsapp_api_version=whatsapp_api_version)
        same = [template async for template in listed if template.name == name]
        if not same:
            raise InvalidRequestError(
                f"there is no template called {name!r} in this WhatsApp Business Account."
            )
        languages = ", ".join(sorted({str(template.language) for template in same}))
        found = [template for template in same if language is None or template.language == language]
        if not found:
            raise InvalidRequestError(
                f"{name!r} does not exist in the language {language!r}; it exists in {languages}."
            )
        if len(found) > 1:
            raise InvalidRequestError(f"{name!r} exists in {languages}: say which language.")
        return found[0]
