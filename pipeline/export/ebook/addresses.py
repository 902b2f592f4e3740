"""Addresses and languages that an EPUB may hold: its validators are stricter than any browser."""

import re
from urllib.parse import quote

from pipeline.export.site.marks import quoted

_LONGEST = 2_000
_WEB = re.compile(
    r"(?P<scheme>https?|ftp)://(?P<user>[^/?#@\s]*@)?(?P<host>[^/?#@:\s]+)(?P<port>:\d{1,5})?"
    r"(?P<rest>[/?#].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(r"(?:mailto:[^@\s]+@[^@\s]+|tel:[+0-9][0-9().-]*)\Z", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?\Z", re.IGNORECASE)
_SAFE = "/?:@!$&'()*+,;=-._~%"
_PORTS = 65_536
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\Z"
)


def address(url: str) -> str:
    """An address as a validator wants it, all in ASCII; "" for one that no book may link to or
    that leads nowhere."""
    url = url.strip()
    if len(url) > _LONGEST:
        return ""
    found = _WEB.match(url)
    if found is None:
        plain = _OTHER.match(url)
        return quote(url.encode("utf-8", "replace"), safe=_SAFE) if plain else ""
    host, port = _host(found["host"]), found["port"] or ""
    if not host or (port and int(port[1:]) >= _PORTS):
        return ""
    rest, mark, fragment = (found["rest"] or "").partition("#")
    user = quoted(found["user"] or "")
    return f"{found['scheme'].lower()}://{user}{host}{port}{quoted(rest)}{mark}{quoted(fragment)}"


def _host(host: str) -> str:
    """A host in ASCII; "" for what is none."""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    labels = host.rstrip(".").split(".")
    numbers = all(label.isdigit() for label in labels)
    fits = not numbers or (len(labels) == 4 and all(int(label) < 256 for label in labels))
    return host if fits and _HOST.match(host) and ".." not in host else ""


def language(tag: str) -> str:
    """A language as BCP 47 writes it; "" for what says nothing."""
    tag = tag.strip().replace("_", "-")
    return tag if _LANGUAGE.match(tag) and tag.lower() != "und" else ""
