"""Text and its entities -> inlines.

Indices count code points of the text as it stands in the archive, with its `&amp;`: entities are
cut out first, and only what is left between them is unescaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from pipeline.ingest.readers.twitter import addresses
from pipeline.ingest.readers.twitter.raw import Entities, Handle, Medium, Note, Tag, Url
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.text import Emph, Hashtag, Inline, Link, Mention, Strike, Strong, Text

_ESCAPE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,30});", re.ASCII)
Mark = tuple[int, int, Inline | None]
"""From, to, and what stands there; None where nothing is to stand."""


class Inliner:
    """Makes inlines, and notes on the way what only the whole archive can settle."""

    def __init__(self) -> None:
        self._mentions: dict[str, Mention] = {}
        self.reset()

    def reset(self) -> None:
        self.statuses: list[str] = []  # ids of tweets that were linked to
        self.bad = 0  # characters that no book can hold
        self.astray = False  # an entity whose indices do not fit the text

    def tweet(
        self, text: str, entities: Entities | None, media: tuple[Medium, ...]
    ) -> list[Inline]:
        """A tweet's text; the short links that only stand for its pictures are left out."""
        marks: list[Mark] = []
        if entities is not None:
            for handle in entities.user_mentions:
                self._handle(marks, text, handle)
            for tag in entities.hashtags:
                self._tag(marks, text, tag, "#＃")
            for tag in entities.symbols:
                self._tag(marks, text, tag, "$＄")
            for url in entities.urls:
                self._url(marks, text, url)
        for medium in media:
            self._medium(marks, text, medium)
        return self.splice(text, marks, escaped=True)

    def splice(self, text: str, marks: list[Mark], *, escaped: bool) -> list[Inline]:
        """The text with each mark's stretch replaced; marks that overlap an earlier one are left
        out."""
        clean = clean_text(text) is text
        if not clean:
            self.bad += count_bad(text)
        careful = not clean or (escaped and "&" in text)
        out: list[Inline] = []
        at = 0
        marks.sort(key=_start)
        for start, end, node in marks:
            if start < at:
                continue
            if start > at:
                self._prose(out, text[at:start], escaped, careful)
            at = end
            if node is not None:
                out.append(node)
            elif out:
                _close_up(out, text[end : end + 1])
            else:
                at += len(text[end:]) - len(text[end:].lstrip(" "))
        if at < len(text):
            self._prose(out, text[at:], escaped, careful)
        return out

    def _prose(self, out: list[Inline], text: str, escaped: bool, careful: bool) -> None:
        if careful:
            text = clean_text(_ESCAPE.sub(_unescape, text) if escaped else text)
        if "://" not in text:
            out.append(Text(text))
            return
        at = 0
        for start, end in addresses.bare(text):
            if start > at:
                out.append(Text(text[at:start]))
            out.append(self.link(text[start:end], text[start:end]))
            at = end
        if at < len(text):
            out.append(Text(text[at:]))

    def link(self, shown: str, address: str) -> Inline:
        """A link, or its text alone where the address is none that a book should carry."""
        address, shown = clean_text(address), clean_text(shown)
        if not addresses.may_be_linked(address):
            return Text(shown)
        if item := addresses.status(address):
            self.statuses.append(item)
        return Link((Text(shown),), address)

    def mention(self, written: str, name: str) -> Mention:
        known = self._mentions.get(written)
        if known is None:
            address = "https://twitter.com/" + re.sub(r"\W", "", name, flags=re.ASCII)
            known = self._mentions[written] = Mention(clean_text(written), address)
        return known

    def _handle(self, marks: list[Mark], text: str, handle: Handle) -> None:
        place = self._place(handle.indices, text)
        if place and text[place[0]] in "@＠" and place[1] > place[0] + 1:
            written = text[place[0] : place[1]]
            marks.append((*place, self.mention(written, handle.screen_name or written[1:])))
        else:
            self.astray = True

    def _tag(self, marks: list[Mark], text: str, tag: Tag, signs: str) -> None:
        place = self._place(tag.indices, text)
        if place and text[place[0]] in signs and place[1] > place[0] + 1:
            marks.append((*place, Hashtag(clean_text(text[place[0] : place[1]]))))
        else:
            self.astray = True

    def _url(self, marks: list[Mark], text: str, url: Url) -> None:
        place = self._place(url.indices, text)
        if place and addresses.is_one(text[place[0] : place[1]], url.url):
            address = url.expanded_url or url.url
            marks.append((*place, self.link(addresses.visible(url.display_url, address), address)))
        else:
            self.astray = True

    def _medium(self, marks: list[Mark], text: str, medium: Medium) -> None:
        place = self._place(medium.indices, text)
        if place and addresses.is_one(text[place[0] : place[1]], medium.url):
            marks.append((*place, None))
        elif medium.url:
            self.astray = True

    def _place(self, indices: tuple[int | str, int | str], text: str) -> tuple[int, int] | None:
        try:
            start, end = int(indices[0]), int(indices[1])
        except ValueError:
            return None
        return (start, end) if 0 <= start < end <= len(text) else None

    # -- long texts --------------------------------------------------------------------------------

    def note(self, note: Note) -> list[Inline]:
        """A long text: nothing in it is escaped, and its indices count code points too, but for
        those of its styles."""
        core = note.core
        text = core.text
        marks: list[Mark] = []
        for handle in core.mentions:
            entity = Handle((handle.from_index, handle.to_index), handle.screen_name)
            self._handle(marks, text, entity)
        for tag in core.hashtags:
            self._tag(marks, text, Tag((tag.from_index, tag.to_index)), "#＃")
        for tag in core.cashtags:
            self._tag(marks, text, Tag((tag.from_index, tag.to_index)), "$＄")
        for url in core.urls:
            at = (url.from_index, url.to_index)
            self._url(marks, text, Url(at, url.short_url, url.expanded_url, url.display_url))
        return self._styled(text, marks, note)

    def _styled(self, text: str, marks: list[Mark], note: Note) -> list[Inline]:
        """The text cut wherever a style begins or ends, and each stretch in its styles."""
        styles = [
            (place, kind)
            for style in note.core.styletags
            if (place := self._place(_points((style.from_index, style.to_index), text), text))
            and (kind := "".join([_STYLES.get(t.name.lower(), "") for t in style.style_types]))
        ]
        marks.sort(key=_start)
        cuts = {0, len(text)} | {edge for place, _ in styles for edge in place}
        edges = sorted(edge for edge in cuts if not any(a < edge < b for a, b, _ in marks))
        out: list[Inline] = []
        for start, end in pairwise(edges):
            inner = [
                (a - start, b - start, node) for a, b, node in marks if start <= a and b <= end
            ]
            run = self.splice(text[start:end], inner, escaped=False)
            kinds = {k for place, kind in styles if place[0] <= start < place[1] for k in kind}
            out += _in_styles(run, kinds)
        return out


_STYLES = {"italic": "i", "bold": "b", "strikethrough": "s"}


def _in_styles(run: list[Inline], kinds: set[str]) -> list[Inline]:
    if "s" in kinds:
        run = [Strike(tuple(run))]
    if "i" in kinds:
        run = [Emph(tuple(run))]
    return [Strong(tuple(run))] if "b" in kinds else run


def _points(units: tuple[int | str, int | str], text: str) -> tuple[int | str, int | str]:
    """Indices of code points for those of a style, which alone count in units of UTF-16."""
    if all(sign <= "\uffff" for sign in text):
        return units
    places = accumulate([1 + (sign > "\uffff") for sign in text], initial=0)
    points = {str(unit): point for point, unit in enumerate(places)}
    return points.get(str(units[0]), -1), points.get(str(units[1]), -1)


def _start(mark: Mark) -> int:
    return mark[0]


def _unescape(found: re.Match[str]) -> str:
    return html.unescape(found[0]) or found[0]


def _close_up(out: list[Inline], after: str) -> None:
    """Take back the space before a stretch that was left out at the end of a line."""
    if out and type(out[-1]) is Text and (not after or after.isspace()):
        kept = out[-1].text.rstrip(" ")
        if kept:
            out[-1] = Text(kept)
        else:
            out.pop()


def handles(nodes: Iterable[Inline]) -> list[Inline]:
    """The mentions, and a space after each, with which a reply starts."""
    out: list[Inline] = []
    for node in nodes:
        if type(node) is Mention:
            out += [node, Text(" ")]
        elif type(node) is not Text or not node.text.isspace():
            break
    return out
