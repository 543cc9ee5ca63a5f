"""The description for any OpenAPI tool: generators, linters, mock servers.

It is in `openapi.json` beside this module. Answers have the form that they have on the wire, refusals are described, and
an enumeration that may grow admits other strings.
"""

from __future__ import annotations

from typing import Any

from chakra_async.description.routes import BUNDLED, read

__all__ = ["document"]


def document(*, webhooks: bool = True) -> dict[str, Any]:
    """Return the description as OpenAPI 3.1.

    Args:
        webhooks: Whether the webhooks are in it. openapi-generator 7.26 writes modules that do not parse for them.

    Raises:
        SettingsError: The file of the package is missing or damaged.

    Example:
        ```python
        from chakra_async.description.openapi import document

        Path("chakrahq.json").write_text(json.dumps(document()))
        ```

    """
    found = read(BUNDLED)
    if not webhooks:
        found.pop("webhooks", None)
    return found
