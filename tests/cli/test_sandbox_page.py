"""`chakra sandbox` serves the page, and opens it where it is asked to."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_page_is_served_at_the_address(serve: Callable[..., dict[str, str]]) -> None:
    url = serve()["CHAKRA_BASE_URL"]
    with urllib.request.urlopen(f"{url}/?customer=919901258433") as answer:  # noqa: S310 - the sandbox's own
        assert "Hello, is my order ready?" in answer.read().decode()


def test_the_page_can_be_left_out(serve: Callable[..., dict[str, str]]) -> None:
    url = serve("--no-page")["CHAKRA_BASE_URL"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{url}/")  # noqa: S310 - as above
    assert refused.value.code == 404
    refused.value.close()


def test_a_page_that_is_left_out_cannot_be_opened(chakra: Callable[..., Any]) -> None:
    done = chakra("sandbox", "--port", "0", "--no-page", "--open")
    assert done.code == 2
    assert "leave --no-page out" in done.err
