"""The fixture that runs a sandbox under pytest-asyncio: one for each scope that the event loop of a test can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chakra_async.testing.stage import Stage

_Scope = Literal["function", "class", "module", "package", "session"]


def _fixture(scope: _Scope) -> Any:
    async def stage(chakra_sandbox_options: dict[str, Any]) -> AsyncGenerator[Stage]:
        from chakra_async.testing.stage import open_stage  # noqa: PLC0415 - only where it is used

        async with open_stage(chakra_sandbox_options) as opened:
            yield opened

    return pytest_asyncio.fixture(stage, loop_scope=scope, name=f"_chakra_stage_asyncio_{scope}")


on_function = _fixture("function")
on_class = _fixture("class")
on_module = _fixture("module")
on_package = _fixture("package")
on_session = _fixture("session")
