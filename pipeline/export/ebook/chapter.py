"""A chapter: one file of the text, with its entries and its notes."""

import re
from collections.abc import Iterator

from pipeline.export.ebook.addresses import language
from pipeline.export.ebook.blocks import Body
from pipeline.export.ebook.inlines import Run
from pipeline.export.ebook.plan import Page, called, filled, shown, titled
from pipeline.export.site.marks import attribute, escape, is_from_right
from pipeline.model.levels import highest
from pipeline.model.manuscript import Division, Kind
from pipeline.model.origin import anchor
from pipeline.model.text import Paragraph
from pipeline.model.walk import text

TYPES: dict[Kind, tuple[str, str]] = {
    "volume": ("volume", ""), "part": ("part", "doc-part"), "chapter": ("chapter", "doc-chapter"),
    "halftitle": ("halftitlepage", ""), "titlepage": ("titlepage", ""),
    "copyright": ("copyright-page", ""), "dedication": ("dedication", "doc-dedication"),
    "epigraph": ("epigraph", "doc-epigraph"), "foreword": ("foreword", "doc-foreword"),
    "preface": ("preface", "doc-preface"), "introduction": ("introduction", "doc-introduction"),
    "afterword": ("afterword", "doc-afterword"),
    "acknowledgements": ("acknowledgments", "doc-acknowledgments"),
    "appendix": ("appendix", "doc-appendix"), "colophon": ("colophon", "doc-colophon"),
}  # fmt: skip
"""What a division is, to a reader's program and to a screen reader."""

_PLAIN_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{tongue}>'
    '\n<head>\n<meta charset="UTF-8"/>\n<title>{title}</title>\n'
    '<link rel="stylesheet" type="text/css" href="{css}"/>\n</head>\n'
)
TAIL = "</html>\n"


def head(title: str, tongue: str, css: str = "../book.css") -> str:
    """The beginning of a file, up to its body."""
    return HEAD.format(title=escape(title), tongue=tongue, css=css)


def tongue(tag: str, around: str | None = None) -> str:
    """The attributes that say a language and the direction of its writing, where they are not
    those of the text around."""
    tag = language(tag)
    if not tag or tag == around:
        return ""
    turned = is_from_right(tag) != (around is not None and is_from_right(around))
    side = ("rtl" if is_from_right(tag) else "ltr") if turned else ""
    return f' lang="{tag}" xml:lang="{tag}"' + (f' dir="{side}"' if side else "")


class Chapter:
    """Writes one file. The numbers of its notes go on where those of the file before ended, when
    both are of one chapter."""

    def __init__(self, page: Page, run: Run, title: str, around: str) -> None:
        self._page = page
        self._run = run
        self._title = title
        self._around = language(around)
        self._body = Body(run)
        self.landings: list[tuple[str, str, int]] = []  # label, id, depth: entries with a title

    def pieces(self) -> Iterator[str]:
        """The file, piece by piece."""
        page, division = self._page, self._page.division
        yield head(page.label or self._title, tongue(self._around))
        yield f'<body epub:type="{_matter(division)}">\n'
        own = language(division.language) or self._around
        yield self._opened(division, self._around, "" if page.continued else self._id(division))
        if not page.continued:
            yield self._own(division, 1)
        for entry in page.entries:
            if filled(entry):
                yield from self._entry(entry, own, 2 if titled(division) else 1)
        yield self._run.notes_here()
        yield "</section>\n</body>\n" + TAIL

    def _opened(self, division: Division, around: str, id: str) -> str:
        """The start of a division's section."""
        sort, role = TYPES.get(division.kind, ("", ""))
        marks = f' id="{id}"' if id else ""
        marks += f' class="{division.kind}"'
        marks += f' epub:type="{sort}"' if sort else ""
        if role:
            marks += f' role="{role}" aria-label="{attribute(called(division) or self._title)}"'
        return f"<section{marks}{tongue(division.language, around)}>\n"

    def _entry(self, entry: Division, around: str, level: int) -> Iterator[str]:
        """An entry, and any within it."""
        id = self._id(entry)
        yield self._opened(entry, around, id)
        if titled(entry):
            self.landings.append((called(entry), id, level))
        yield self._own(entry, level)
        for inner in entry.divisions:
            if filled(inner):
                deeper = level + 1 if entry.title else level
                yield from self._entry(inner, language(entry.language) or around, deeper)
        yield "</section>\n"

    def _id(self, division: Division) -> str:
        """The id of a division: one that a link can name as it is."""
        plain = _PLAIN_ID.match(division.id)
        return self._body.ids.take(division.id if plain else anchor(division.id))

    def _own(self, division: Division, level: int) -> str:
        """A division's own title and text."""
        if not shown(division):
            return ""
        body, title = self._body, ""
        self._run.place_is(_placed(division))
        if titled(division):
            title = body.title(level, division.title, body.ids.mark(division.origin))
        above = level if titled(division) else level - 1
        body.top = above + 1 - highest(division)
        return title + body.blocks(division.blocks)


def _placed(division: Division) -> str:
    """What a post is known by: its title, or the day that stands above it."""
    if titled(division):
        return called(division)
    first = next((block for block in division.blocks if type(block) is Paragraph), None)
    return text(first.content).strip() if first and first.role == "dateline" else ""


def _matter(division: Division) -> str:
    return {"front": "frontmatter", "back": "backmatter"}.get(division.matter, "bodymatter")
