"""Nesting: tags deeper than any writer goes melt away before parsing; their text stays.

HTML parsers take time that grows with the square of the depth, and what they build overflows
every recursive walk after them. So depth is counted first, by one scan over the tags.
"""

import re
from itertools import islice

DEEPEST = 100
"""Containers inside one another."""

DEEPEST_FORMAT = 16
"""Formatting tags inside one another: a parser opens each of them again in every paragraph."""

_TAG = re.compile(r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*+)[^>]*+>?")
_FLAT = frozenset(
    """area base br col embed hr img input link meta param source track wbr
    p li dt dd tr td th thead tbody tfoot option optgroup rt rp rb rtc html head body
    """.split()  # noqa: SIM905
)
"""Tags that hold nothing, and tags that the parser closes where the next one starts."""

_FORMAT = frozenset("a b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905
_INLINE = _FORMAT.union(
    "span sup sub abbr cite q del ins mark kbd samp var dfn ruby".split()  # noqa: SIM905
)
_NESTING = re.compile(r"<(?!(?:p|li|br|t[dhr]|d[dt]|img|hr)[\s/>])[a-zA-Z]")
_LONG = re.compile(r"<([a-zA-Z][\w-]*)[^<>]{20000,}")
_MOST_WORDS = 1000
"""Words within one tag: parsers compare each of a tag's attributes with all before it."""


def flatten(html: str) -> str:
    """The HTML with at most DEEPEST tags inside one another. Mostly the very same object."""
    if len(html) > 20000:
        html = _LONG.sub(_bare, html)
    many = next(islice(_NESTING.finditer(html), DEEPEST_FORMAT, None), None)
    if many is None or not _is_deep(html):
        return html
    return _Flattening().run(html)


def _bare(tag: re.Match[str]) -> str:
    """A tag of more words than any writer's, without them."""
    return "<" + tag[1] if len(tag[0].split()) > _MOST_WORDS else tag[0]


def _is_deep(html: str) -> bool:
    """Whether the tags may lie too deep: closing tags that match none are not counted."""
    open_tags: dict[str, int] = {}
    depth = formats = 0
    for closing, name in _TAG.findall(html):
        if name in _FLAT or not name:
            continue
        name = name if name.islower() else name.lower()
        if closing:
            if not open_tags.get(name):
                continue
            step = -1
        else:
            step = 1
        open_tags[name] = open_tags.get(name, 0) + step
        depth += step
        if name in _FORMAT:
            formats += step
        if depth > DEEPEST or formats > DEEPEST_FORMAT:
            return True
    return False


class _Flattening:
    """One pass over a text whose tags lie too deep."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, bool]] = []  # name, whether the tag stays
        self.open_tags: dict[str, int] = {}
        self.kept = 0
        self.formats = 0

    def run(self, html: str) -> str:
        return _TAG.sub(self._tag, html)

    def _tag(self, match: re.Match[str]) -> str:
        name = (match[2] or "").lower()
        if name in _FLAT or not name:
            return match[0]
        stays = self._close(name) if match[1] else self._open(name)
        if stays:
            return match[0]
        return "" if name in _INLINE else "<p>"

    def _open(self, name: str) -> bool:
        stays = self.kept < DEEPEST and (name not in _FORMAT or self.formats < DEEPEST_FORMAT)
        self._count(name, stays, 1)
        self.stack.append((name, stays))
        return stays

    def _close(self, name: str) -> bool:
        if not self.open_tags.get(name):
            return True
        stays = False
        found = ""
        while found != name:
            found, stays = self.stack.pop()
            self._count(found, stays, -1)
        return stays

    def _count(self, name: str, stays: bool, step: int) -> None:
        self.open_tags[name] = self.open_tags.get(name, 0) + step
        if stays:
            self.kept += step
            self.formats += step if name in _FORMAT else 0
