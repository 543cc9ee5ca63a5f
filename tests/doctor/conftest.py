"""A client whose setup is right."""

from __future__ import annotations

from typing import Any

import pytest

from chakra_async import Retry


@pytest.fixture
def chakra_client_options() -> dict[str, Any]:
    return {"retry": Retry(attempts=1)}
