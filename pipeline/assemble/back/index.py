"""The index: names, handles and tags, and the entries that hold them."""

from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

from pipeline.assemble.back.places import Place
from pipeline.assemble.back.words import words
from pipeline.assemble.phrases import number, phrases
from pipeline.model.aloud import said
from pipeline.model.glance import glance
from pipeline.model.register import key
from pipeline.model.text import (
    Block,
    Blocks,
    Hashtag,
    Heading,
    Inline,
    Mention,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import inlines, leaves

_LONGEST_NAME = 60
"""Characters: what is longer under a quotation is a sentence and no name."""

_KANA = {sign: sign - 0x60 for sign in range(0x30A1, 0x30F7)}  # both kana sort as one
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


class _Entry:
    def __init__(self) -> None:
        self.spellings: Counter[Inline] = Counter()
        self.places: dict[str, Place] = {}  # by label: places of one date are one to the reader

    @property
    def name(self) -> Inline:
        """As it is mostly spelled, or was first."""
        return max(self.spellings, key=lambda spelling: self.spellings[spelling])


def index(places: list[Place], language: str, least: int, most: int) -> Blocks:
    """What occurs at least `least` times, by its letters, each with at most `most` places."""
    entries: dict[str, _Entry] = {}
    for place in places:
        for name in _names(place):
            entry = entries.setdefault(key(_text(name)), _Entry())
            entry.spellings[name] += 1
            entry.places.setdefault(place.label, place)
    kept = [entry for entry in entries.values() if entry.spellings.total() >= least]
    others = phrases(language).others
    rows = sorted([(*_place_of(_text(e.name)), _text(e.name), n) for n, e in enumerate(kept)])
    several = len({letter for _, letter, *_ in rows}) > 1
    blocks: list[Block] = []
    last = ""
    for _, letter, _, _, nth in rows:
        if several and (letter or others) != last:
            last = letter or others
            blocks.append(Heading(1, (Text(last),), ()))
        blocks.append(_line(kept[nth], language, most))
    return tuple(blocks)


def _line(entry: _Entry, language: str, most: int) -> Paragraph:
    found = list(entry.places.values())
    content: list[Inline] = [entry.name]
    for nth, place in enumerate(found[:most]):
        content += (Text("; " if nth else ", "), place.link())
    if len(found) > most:
        rest = words(language).more.format(number=number(len(found) - most, language))
        content.append(Text(f"; {rest}"))
    return Paragraph(tuple(content), (), "lines")


# -- names -----------------------------------------------------------------------------------------


def _names(place: Place) -> Iterator[Inline]:
    """The names, handles and tags of a place, as often as they occur."""
    blocks = place.division.blocks
    bare = glance(blocks).plain
    for leaf in leaves(blocks):
        if isinstance(leaf, PostBlock):
            yield from _named(leaf.author)
        elif isinstance(leaf, Paragraph) and leaf.role in ("byline", "attribution"):
            yield from _named(said(leaf.content).lstrip("—–―- "))
        elif isinstance(leaf, Paragraph) and leaf.role == "tags" and not leaf.origin:
            yield from [Text(tag) for tag in said(leaf.content).split(", ") if tag]
        if not bare:
            for node in inlines(leaf):
                if isinstance(node, Mention):
                    yield Mention(node.text)
                elif isinstance(node, Hashtag):
                    yield Hashtag(node.text)


def _named(name: str) -> Iterator[Inline]:
    name = " ".join(name.split())
    if name and len(name) <= _LONGEST_NAME:
        yield Mention(name) if name[0] in "@＠" and " " not in name else Text(name)


def _text(name: Inline) -> str:
    return said((name,))


def _place_of(name: str) -> tuple[bool, str, str]:
    """Where a name stands: last, where no letter tells; its letter; and how it sorts, which is
    letter by letter without case, marks or signs."""
    whole = normalize("NFKD", name.casefold().translate(_KANA))
    letters = "".join([sign for sign in whole if sign.isalnum()])
    first = letters[:1]
    if first.isdigit():
        return False, "0–9", letters
    if not first or "\u2e80" <= first < "\u3040" or "\u3400" <= first <= "\u9fff":
        return True, "", letters
    hangul = ord(first) - 0x1100
    return False, _INITIALS[hangul] if 0 <= hangul < len(_INITIALS) else first.upper(), letters
