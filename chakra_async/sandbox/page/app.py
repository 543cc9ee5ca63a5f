"""The requests of the page: its document, its parts, its files, its stream, and what its forms do."""

from __future__ import annotations

import secrets
from importlib import resources
from typing import TYPE_CHECKING, Final

from aiohttp import web

from chakra_async.errors import ChakraError
from chakra_async.sandbox.page import chats, console, talk
from chakra_async.sandbox.page.actions import ACTIONS, Form, read_form
from chakra_async.sandbox.page.contents import MEDIA_PATH
from chakra_async.sandbox.page.document import document
from chakra_async.sandbox.page.elements import address
from chakra_async.sandbox.page.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import htpy

    from chakra_async.sandbox.page.elements import Place
    from chakra_async.sandbox.page.sources import Sources

__all__ = ["Page"]

_PUBLIC: Final = "public"
_STREAM: Final = "/_page/stream"
_STATIC_PATH: Final = "/_page/static/"
_STATIC: Final = {
    "htmx.min.js": "text/javascript",
    "hx-sse.min.js": "text/javascript",
    "page.js": "text/javascript",
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
}
_POLICY: Final = (
    "default-src 'none'; script-src {}; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FILE: Final = {**_SAFE, "Content-Security-Policy": "sandbox; default-src 'none'"}
_MEMBERS: Final = ("customer", "to", "view", "reply", "q", "last")
_LONGEST_MEMBER: Final = 300
_SHOWN_INLINE: Final = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
_CROSS: Final = frozenset({"cross-site", "same-site"})


class Page:
    """The page of a sandbox.

    Args:
        sources: What it shows and acts on.
        max_body: How many bytes a form may have.

    """

    def __init__(self, sources: Sources, max_body: int) -> None:
        self._sources = sources
        self._max_body = max_body
        self.streams: Final = Streams(sources.changes)
        sources.state.delivers = True

    @staticmethod
    def serves(path: str) -> bool:
        """Return whether a path is one of the page's."""
        return path == "/" or path.startswith("/_page/")

    async def handle(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Answer a request whose host and origin are this sandbox's own.

        Args:
            request: The request.
            path: Its path, without the query.

        """
        if request.method == "POST" and path.startswith("/_page/do/"):
            return await self._do(request, path.removeprefix("/_page/do/"))
        if request.method not in {"GET", "HEAD"}:
            return web.Response(status=405, headers=_FILE)
        place = _place(request.query)
        if path == _STREAM:
            return await self.streams.serve(request, place.get("customer", ""), _SAFE)
        return self._shown(path, place)

    def _shown(self, path: str, place: Place) -> web.Response:
        if path == "/":
            return self._document(place)
        if path.startswith(_STATIC_PATH):
            return _static(path.removeprefix(_STATIC_PATH))
        if path.startswith(MEDIA_PATH):
            return self._media(path.removeprefix(MEDIA_PATH))
        return self._part(path.removeprefix("/_page/"), place)

    def _document(self, place: Place) -> web.Response:
        nonce = secrets.token_urlsafe(16)
        return web.Response(
            text=f"{document(self._sources, place, nonce)}",
            content_type="text/html",
            headers={**_SAFE, "Content-Security-Policy": _POLICY.format(f"'nonce-{nonce}'")},
        )

    def _part(self, topic: str, place: Place) -> web.Response:
        found: htpy.Element | None = None
        if topic == "talk" and place.get("customer"):
            found = talk.conversation(self._sources, place)
        elif topic in _PARTS:
            found = _PARTS[topic](self._sources, place)
        elif topic in {"requests", "webhooks", "data", "faults"}:
            found = console.view(topic, self._sources, place)
        if found is None:
            return web.Response(status=404, headers=_FILE)
        headers = {**_SAFE, "Content-Security-Policy": _POLICY.format("'none'")}
        return web.Response(text=str(found), content_type="text/html", headers=headers)

    def _media(self, identifier: str) -> web.Response:
        media = self._sources.state.whatsapp.media
        public = identifier.startswith(_PUBLIC)
        file = media.public(identifier.removeprefix(_PUBLIC)) if public else media.received(identifier)
        if file is None:
            return web.Response(status=404, headers=_FILE)
        main = file.content_type.partition(";")[0].strip().lower()
        inline = main.startswith(_SHOWN_INLINE)
        headers = {
            **_FILE,
            "Content-Type": main if inline else "application/octet-stream",
            "Content-Disposition": "inline" if inline else "attachment",
        }
        return web.Response(body=file.data, headers=headers)

    async def _do(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        """Do what a form asks for: for htmx with nothing to show, for the browser itself with the page again."""
        if request.headers.get("Sec-Fetch-Site", "") in _CROSS:
            return _refused(403, "a form of another site cannot use the sandbox")
        act = ACTIONS.get(name)
        if act is None:
            return _refused(404, f"there is nothing named {name[:40]!r} to do")
        if (request.content_length or 0) > self._max_body:
            return _refused(413, f"a form has at most {self._max_body} bytes")
        try:
            form = await read_form(request, self._max_body)
            to = act(self._sources, form)
        except (ChakraError, ValueError) as error:
            return _refused(422, str(error))
        by_htmx = request.headers.get("HX-Request") == "true"
        where = address(_back(form) if to is None else to)
        if not by_htmx:
            return web.Response(status=303, headers={**_SAFE, "Location": where})
        return web.Response(status=204, headers=_SAFE if to is None else {**_SAFE, "HX-Redirect": where})


_PARTS: Final[dict[str, Callable[[Sources, Place], htpy.Element]]] = {
    "chats": chats.chat_list,
    "clock": console.clock,
}


def _place(query: Mapping[str, str]) -> Place:
    place = {name: query[name][:_LONGEST_MEMBER] for name in _MEMBERS if query.get(name)}
    if not place.get("last", "0").isdecimal() or not place.get("last", "0").isascii():
        del place["last"]
    return place


def _back(form: Form) -> Place:
    """Return the place that a form without htmx was on, as far as it is known."""
    return {"customer": form.get("customer"), "to": form.get("to")}


def _refused(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers=_FILE)


def _static(name: str) -> web.Response:
    kind = _STATIC.get(name)
    if kind is None:
        return web.Response(status=404, headers=_FILE)
    data = resources.files("chakra_async.sandbox.page").joinpath("static", name).read_bytes()
    headers = {**_SAFE, "Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-cache"}
    return web.Response(body=data, headers=headers)
