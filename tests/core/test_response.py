"""A response that is decoded when it is first read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from chakra_async import Page, Response
from chakra_async.models.campaigns import Enrolment

CAME = {"process": {"id": "L1"}, "wasCreated": True}


def pickled(one: Any) -> Any:
    return pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes


AGAIN = pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])


def response(data: Any, headers: Any = None, **more: Any) -> Response[Any]:
    given: Any = headers or {}
    return Response(data=data, meta={"a": 1}, status=200, headers=given, attempts=[], elapsed=0.1, **more)


def test_it_is_decoded_once_and_only_when_it_is_read() -> None:
    made = response(CAME, returns=Enrolment)
    assert made.undecoded is CAME
    assert made.data.process.id == "L1"
    assert made.undecoded is None
    assert made.data is made.data


def test_what_is_given_decoded_stays_as_it_is() -> None:
    made = response(CAME)
    assert (made.data, made.undecoded) == (CAME, None)


@pytest.mark.parametrize("more", [{}, {"returns": Enrolment}])
@AGAIN
def test_a_copy_is_the_same(more: dict[str, Any], again: Any) -> None:
    made = response(CAME, **more)
    other = again(made)
    assert (other.data, other.meta, other.status, other.elapsed) == (made.data, {"a": 1}, 200, 0.1)
    assert repr(other) == repr(made)


@AGAIN
def test_a_copy_has_the_headers_as_the_transport_gives_them(again: Any) -> None:
    headers = CIMultiDictProxy(CIMultiDict([("X-Request-Id", "r1"), ("Via", "a"), ("Via", "b")]))
    made = response(CAME, headers)
    other = again(made)
    assert (other.headers["x-request-id"], other.headers.getall("via")) == ("r1", ["a", "b"])
    page: Page[Any] = Page(items=[], has_more=False, response=made, asked={}, position=0)
    assert repr(again(page)) == "Page(0 items from 0)"
