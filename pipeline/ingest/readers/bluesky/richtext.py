"""Text and its facets -> inlines. Facets count the bytes of the text in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from pipeline.ingest.readers.bluesky import addresses
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.text import (
    Code,
    Emph,
    Hashtag,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Strike,
    Strong,
    Text,
)

_HEAD = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_CUT = re.compile(r"(?:\.\.\.|…)\Z")

Resolve = Callable[[str], str]
"""A web address to the id of the own item that it leads to, or ""."""

Mark = tuple[int, int, list[dict[str, Any]]]


class Rich:
    """One text's lines; notes on the way what a person should know."""

    def __init__(self, resolve: Resolve = lambda url: "") -> None:
        self.resolve = resolve
        self.bad = 0  # characters that no book can hold
        self.astray = 0  # facets that point past their place
        self.links: list[str] = []
        self.tags: list[str] = []

    def lines(self, text: str, facets: Any) -> list[list[Inline]]:
        """The inlines of each line of a text."""
        data = text.encode("utf-8", "surrogatepass")
        self.bad += count_bad(text)
        lines: list[list[Inline]] = [[]]
        at = 0
        for start, end, features in self._marks(facets, data):
            if start < at:
                self.astray += 1
                continue
            self._prose(lines, data[at:start])
            shown = _decoded(data[start:end])
            if "\n" in shown:
                self._prose(lines, data[start:end])
            else:
                lines[-1] += self._marked(shown, features)
            at = end
        self._prose(lines, data[at:])
        return lines

    def paragraphs(self, text: str, facets: Any) -> list[Inlines]:
        """The inlines of each paragraph: blank lines set them apart, single ones break a line."""
        found: list[Inlines] = []
        run: list[Inline] = []
        for line in [*self.lines(text, facets), []]:
            if not _is_blank(line):
                run += [LineBreak(), *line] if run else line
            elif run:
                found.append(tuple(run))
                run = []
        return found

    def one(self, text: str, facets: Any) -> Inlines:
        """All inlines of a text, its newlines as line breaks."""
        run: list[Inline] = []
        for at, line in enumerate(self.lines(text, facets)):
            run += [LineBreak(), *line] if at else line
        return tuple(run)

    # -- facets ------------------------------------------------------------------------------------

    def _marks(self, facets: Any, data: bytes) -> list[Mark]:
        marks: list[Mark] = []
        for facet in facets if isinstance(facets, list) else ():
            place = _place(facet, data)
            features = facet.get("features") if isinstance(facet, dict) else None
            if place is None or not isinstance(features, list):
                self.astray += 1
                continue
            marks.append((*place, [one for one in features if isinstance(one, dict)]))
        return sorted(marks, key=lambda mark: mark[:2])

    def _prose(self, lines: list[list[Inline]], data: bytes) -> None:
        first, *rest = _decoded(data).split("\n")
        lines[-1] += [Text(first)] if first else []
        lines += [[Text(line)] if line else [] for line in rest]

    def _marked(self, shown: str, features: Iterable[dict[str, Any]]) -> list[Inline]:
        """What a stretch is: whom it names, where it leads, how it looks."""
        found: list[Inline] = [Text(shown)] if shown else []
        for feature in features:
            kind = str(feature.get("$type", "")).rpartition("#")[2]
            wrap = _LOOKS.get(kind)
            if kind == "code" and len(found) == 1 and isinstance(found[0], Text):
                found = [Code(shown)]
            elif wrap is not None and found:
                found = [wrap(tuple(found))]
            elif kind in ("mention", "didMention") and isinstance(feature.get("did"), str):
                found = [_mention(shown, feature["did"])]
            elif kind == "tag" and isinstance(feature.get("tag"), str):
                found = [self._tag(shown, feature["tag"])]
            elif kind == "link" and isinstance(feature.get("uri"), str):
                found = [self._link(found, shown, clean_text(feature["uri"]))]
        return found

    def _tag(self, shown: str, tag: str) -> Inline:
        self.tags.append(clean_text(tag).lstrip("#＃"))
        return Hashtag(shown) if shown[:1] in ("#", "＃") else Text(shown)

    def _link(self, found: list[Inline], shown: str, url: str) -> Inline:
        if not addresses.may_be_linked(url):
            return found[0] if found else Text(shown)
        self.links.append(url)
        content = tuple(found) if found != [Text(shown)] else (Text(whole(shown, url)),)
        return Link(content, url, "", self.resolve(url))


_LOOKS: dict[str, Callable[[Inlines], Inline]] = {
    "bold": Strong,
    "italic": Emph,
    "strikethrough": Strike,
}


def whole(shown: str, url: str) -> str:
    """What a reader sees of a link: its text, or the whole address where programs cut it."""
    cut = _CUT.search(shown)
    if cut is None:
        return shown
    head, full = _HEAD.sub("", shown[: cut.start()], count=1), _HEAD.sub("", url, count=1)
    return full if full.lower().startswith(head.lower()) else shown


def _mention(shown: str, did: str) -> Inline:
    if shown[:1] not in ("@", "＠"):
        return Text(shown)
    return Mention(shown, f"https://bsky.app/profile/{clean_text(did)}")


def _place(facet: Any, data: bytes) -> tuple[int, int] | None:
    """Where a facet's stretch starts and ends; None where that cuts a character, or is nowhere."""
    index = facet.get("index") if isinstance(facet, dict) else None
    if not isinstance(index, dict):
        return None
    start, end = index.get("byteStart"), index.get("byteEnd")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(data):
        return None
    return (start, end) if _is_edge(data, start) and _is_edge(data, end) else None


def _is_edge(data: bytes, at: int) -> bool:
    return at == len(data) or data[at] & 0xC0 != 0x80


def _decoded(data: bytes) -> str:
    return clean_text(data.decode("utf-8", "surrogatepass"))


def _is_blank(nodes: Iterable[Inline]) -> bool:
    return all(type(node) is Text and (not node.text or node.text.isspace()) for node in nodes)
