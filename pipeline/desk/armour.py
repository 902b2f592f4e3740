"""What every answer wears: headers that tell browsers what not to do, and a look at the Host."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
LARGEST = 4 << 20
"""Bytes of what is no file of a book: a form, a listing."""

LARGEST_BUNDLE = 500_000_000
"""Bytes of a bundle that is brought in a form."""

_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


class Armour:
    """Middleware, plain ASGI: it must not hold back what is streamed."""

    def __init__(self, app: ASGIApp, url: str) -> None:
        self.app = app
        self._hosts = _LOCAL | ({urlsplit(url).hostname or ""} if url else set())
        self._headers = dict(HEADERS)
        if url.startswith("https://"):
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def armoured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-cache")  # asked for again by its ETag
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        if self._is_stranger(headers.get("host", "")):
            told = "This desk does not answer to that name; set its url in desk.json.\n"
            await _refuse(armoured, 421, told)
            return
        if _is_too_large(scope, headers):
            told = "This is too large, or does not say with Content-Length how large it is.\n"
            await _refuse(armoured, 413, told)
            return
        await self.app(scope, receive, armoured)

    def _is_stranger(self, host: str) -> bool:
        """Whether somebody else's name was made to lead here."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name.lower() not in self._hosts


def _is_too_large(scope: Scope, headers: Headers) -> bool:
    """Whether what is no file of a book is as large as one. The server itself sees to it that no
    more comes than was announced."""
    if scope["path"].startswith("/v1/blobs/"):
        return False
    said = headers.get("content-length", "")
    if headers.get("transfer-encoding"):
        return True
    most = LARGEST_BUNDLE if scope["path"] == "/bring" else LARGEST
    return said != "" and (not said.isdecimal() or int(said) > most)


async def _refuse(send: Send, status: int, told: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": told.encode()})


def is_foreign(headers: Headers, host: str) -> bool:
    """Whether another site's page made the browser ask this. Programs say nothing of it."""
    site = headers.get("sec-fetch-site", "")
    if site and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != host
