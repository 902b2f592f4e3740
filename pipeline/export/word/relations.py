"""Relations: what a part of the package points at, and the addresses that it may."""

import re
from urllib.parse import quote

from pipeline.export.word.xml import HEAD, attribute

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LONGEST = 2_000
"""Word cuts, or refuses, a longer address."""

_TAIL = r"([A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_CLEAN = re.compile(rf"https?://[A-Za-z0-9._-]+(:\d{{1,5}})?([/?]{_TAIL})?(#{_TAIL})?\Z")
_WEB = re.compile(r"(https?)://([^/?#\s@\\\[\]<>\"]+)([/?#].*)?\Z", re.IGNORECASE | re.DOTALL)
_MAIL = r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"
_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?\Z")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def address(url: str) -> str:
    """The URL as a relation may say it; "" where Word could not follow it."""
    if len(url) <= LONGEST and _CLEAN.match(url):
        return url
    if re.fullmatch(_MAIL, url, re.IGNORECASE):
        return url
    web = _WEB.match(url.strip())
    if web is None:
        return ""
    scheme, host, rest = web[1].lower(), _host(web[2]), web[3] or ""
    fixed = f"{scheme}://{host}{_quoted(rest)}"
    return fixed if host and len(fixed) <= LONGEST else ""


def _host(host: str) -> str:
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    return host if _HOST.match(host) else ""


def _quoted(rest: str) -> str:
    rest = rest.encode("utf-8", "replace").decode()
    path, mark, fragment = rest.partition("#")
    safe = "/?:@!$&'()*+,;=-._~%"
    tail = mark + quote(fragment, safe=safe) if mark else ""
    return _BARE_PERCENT.sub("%25", quote(path, safe=safe) + tail)


class Relations:
    """The relations of one part. Each target has one id, however often it is asked for."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}

    def part(self, sort: str, target: str) -> str:
        """The id of another part of the package."""
        return self._id(sort, target)

    def link(self, url: str) -> str:
        """The id of an address on the web."""
        return self._id("hyperlink", url)

    def _id(self, sort: str, target: str) -> str:
        known = self._ids.get((sort, target))
        if known is None:
            known = self._ids[sort, target] = f"rId{len(self._ids) + 1}"
        return known

    def __bool__(self) -> bool:
        return bool(self._ids)

    def xml(self) -> str:
        rows = [
            f'<Relationship Id="{id}" Type="{_OFFICE}{sort}" Target="{attribute(target)}"'
            + (' TargetMode="External"/>' if sort == "hyperlink" else "/>")
            for (sort, target), id in self._ids.items()
        ]
        return f'{HEAD}<Relationships xmlns="{_PACKAGE}">{"".join(rows)}</Relationships>'
