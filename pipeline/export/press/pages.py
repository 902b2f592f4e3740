"""Pages: the divisions of one volume in the order in which they are bound."""

from collections.abc import Iterator
from importlib import resources

from msgspec import Struct

from pipeline.export.press import fonts, words
from pipeline.export.press.blocks import Body
from pipeline.export.press.literal import literal, quoted
from pipeline.export.press.places import SOURCE, mark
from pipeline.export.press.sheet import Sheet
from pipeline.export.press.trims import Page
from pipeline.export.word.scripts import is_from_right
from pipeline.model.levels import highest
from pipeline.model.manuscript import Book, Division
from pipeline.model.origin import anchor
from pipeline.model.register import is_register, place
from pipeline.model.text import Blocks, Paragraph
from pipeline.model.walk import text

LONGEST_HEAD = 56
"""Characters of a running head."""

_APART = {"halftitle": 0.22, "titlepage": 0.16, "dedication": 0.22, "epigraph": 0.22}
"""Divisions on a recto of their own, and how far down their text begins."""

_LEVELS = 9


class Plan(Struct, frozen=True):
    """How a volume is laid out."""

    recto: bool  # whether chapters open on a right-hand page
    listed: bool  # whether the table of contents names entries
    contents: bool
    dense: bool  # whether scene breaks stand close together, as between tweets
    fonts: tuple[str, ...] = ()  # families of the book's own


class Pages:
    """Writes one volume."""

    def __init__(self, sheet: Sheet, title: str, plan: Plan) -> None:
        self._sheet = sheet
        self._title = title
        self._plan = plan
        self._body = Body(sheet)
        self._matter = self._matter_before = "front"
        self._last = 0  # the number of the last label

    def source(self, divisions: tuple[Division, ...], page: Page) -> str:
        """The whole of the volume as Typst."""
        look = resources.files("pipeline.export.press") / "press.typ"
        story = "\n".join(self._story(divisions))
        told = "#context [#metadata(marked())<told>]" if self._sheet.registers else ""
        end = f'\n{told}{SOURCE}\n#set page(header: none, footer: none)\n#pagebreak(to: "even")\n'
        head = measures(self._sheet.book, self._title, page, self._plan)
        return f"{head}\n{look.read_text(encoding='utf-8')}\n{story}{end}"

    def _story(self, divisions: tuple[Division, ...]) -> Iterator[str]:
        tops = list(_tops(divisions))
        told = self._plan.contents and sum(1 for top in tops if top.title) > 1
        if any(top.kind == "titlepage" for top in tops) and not _has_half_title(tops):
            shown = self._sheet.signs.shown(self._sheet.book.title)
            yield self._leaf(f"#half-title({quoted(shown)});")
        for top in tops:
            if told and (top.title or top.matter != "front") and top.kind != "volume":
                told = False
                yield self._contents()
            yield from self._top(top, 0)

    # -- divisions ---------------------------------------------------------------------------------

    def _top(self, top: Division, above: int) -> Iterator[str]:
        if top.kind == "volume":
            if top.title and not _said(top):
                yield self._leaf(f"{_begun(top)}#half-page[{self._named(top)}];")
            return
        if not top.title and top.kind in _APART:
            at = _APART[top.kind]
            yield self._leaf(f"#empty-page({at})[\n{self._blocks(top)}\n];")
        elif not top.title and top.kind == "copyright":
            yield self._leaf(f"#v(1fr)\n{self._blocks(top)}", "even")
        elif top.kind == "part":
            yield from self._part(top, above)
        else:
            yield self._chapter(top, above)

    def _part(self, part: Division, above: int) -> Iterator[str]:
        level = above + 1 if part.title else above
        title = ""
        if part.title:
            title = f"{_begun(part)}#h-part({level}, true, {_size(part)})[{self._named(part)}];"
        yield self._leaf(f"{title}\n\n{self._blocks(part, level)}", matter=part.matter)
        for inner in part.divisions:
            yield from self._top(inner, level)

    def _chapter(self, chapter: Division, above: int) -> str:
        right = text(chapter.title) or self._title
        shown = self._sheet.signs.shown
        first, last = self._label("a"), self._label("z")
        head = (
            f"head-line([{literal(_short(shown(self._title)))}], "
            f"[{literal(_short(shown(right)))}], "
            f"{first}, {last})"
        )
        setting = self._setting(chapter.matter, head, f"foot-line({first}, {last})")
        recto = self._plan.recto or self._matter == "front" or self._matter_before == "front"
        side = '"odd"' if recto else "none"
        break_ = f"#pagebreak(weak: true, to: {side})"
        self._sheet.notes = 0
        return (
            f"{break_}\n{setting}\n{self._counted()}#metadata(none){first}\n"
            f"{self._division(chapter, above)}\n"
            f"#metadata(none){last}\n"
        )

    def _division(self, division: Division, above: int) -> str:
        """A chapter or entry, and all that is in it, in its own language."""
        level = min(above + 1, _LEVELS) if division.title else above
        out: list[str] = []
        if division.title:
            entry = division.kind == "entry"
            listed = "true" if not entry or self._plan.listed else "false"
            look = "entry" if entry else "chapter"
            named = f"{_begun(division)}#h-{look}({level}, {listed}, {_size(division)})"
            out.append(f"{named}[{self._named(division)}];")
        if division.blocks:
            out.append(self._blocks(division, level))
        out += [self._division(inner, level) for inner in division.divisions]
        return _in_language(division.language, self._sheet.book, "\n\n".join(out))

    def _blocks(self, division: Division, level: int = 0) -> str:
        if not division.blocks:
            return ""
        first = highest(division)
        self._body.top = level + 1 - first
        self._body.first_level = first
        if is_register(division):
            return self._body.register(division)
        mark = self._sheet.registers.enter(division)
        written = mark + self._body.blocks(_opened(division))
        self._sheet.registers.leave()
        if division.kind == "appendix" and not place(division):
            return f"#uneven[\n{written}\n];"  # lists of addresses, which no line can be spread by
        return written

    def _named(self, division: Division) -> str:
        """A title, with the label that leads to it."""
        mark = self._body.mark(division.origin[0].item) if division.origin else ""
        return mark + self._body.title(division.title)

    # -- pages -------------------------------------------------------------------------------------

    def _leaf(self, inner: str, side: str = "odd", matter: str = "front") -> str:
        """Pages with nothing above or below their text."""
        setting = self._setting(matter, "none", "none")
        return f'#pagebreak(weak: true, to: "{side}")\n{setting}\n{self._counted()}{inner}\n'

    def _contents(self) -> str:
        depth = _LEVELS if self._plan.listed else 3
        title = literal(words.contents(self._sheet.book.language))
        return self._leaf(f"#contents({depth}, [{title}])")

    def _setting(self, matter: str, header: str, footer: str) -> str:
        self._matter_before, self._matter = self._matter, matter
        if self._matter_before != "front":
            self._matter = "body"  # what is behind the body goes on with its numbers
        form = "i" if self._matter == "front" else "1"
        return f'#set page(numbering: "{form}", header: {header}, footer: {footer})'

    def _counted(self) -> str:
        """The first page of the body is page 1."""
        begins = self._matter_before == "front" and self._matter != "front"
        return "#counter(page).update(1)\n" if begins else ""

    def _label(self, sort: str) -> str:
        self._last += 1
        return f"<{sort}{self._last}>"


def measures(book: Book, title: str, page: Page, plan: Plan) -> str:
    """What the look of the press is set with."""
    language, region = _language(book.language)
    rows = {
        "book-title": quoted(title),
        "book-author": quoted(book.author),
        "book-date": _date(book.date),
        "page-width": f"{page.width}pt",
        "page-height": f"{page.height}pt",
        "edge-inside": f"{page.inside}pt",
        "edge-outside": f"{page.outside}pt",
        "edge-top": f"{page.top}pt",
        "edge-bottom": f"{page.bottom}pt",
        "size": f"{page.size}pt",
        "leading": f"{page.size * 0.66:.2f}pt",
        "indent": f"{page.size * 1.3:.2f}pt",
        "break-air": "0.1" if plan.dense else "0.7",
        "serif": fonts.serif(book.language, plan.fonts),
        "signs": fonts.signs(book.language, plan.fonts),
        "mono": fonts.mono(book.language, plan.fonts),
        "language": quoted(language),
        "region": quoted(region) if region else "none",
        "direction": "rtl" if is_from_right(book.language) else "ltr",
    }
    return "\n".join(f"#let {name} = {value}" for name, value in rows.items())


def _date(day: str) -> str:
    year, _, rest = day.partition("-")
    month, _, rest = rest.partition("-")
    try:
        return f"datetime(year: {int(year)}, month: {int(month)}, day: {int(rest[:2])})"
    except ValueError:
        return "none"


def _language(tag: str) -> tuple[str, str]:
    """A language as Typst names it: two or three letters, and a region of two."""
    parts = tag.replace("_", "-").split("-")
    name = parts[0].lower()
    if not (name.isascii() and name.isalpha() and 2 <= len(name) <= 3):
        return "en", ""
    region = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isascii() and p.isalpha()), "")
    return name, region


def _in_language(language: str, book: Book, inner: str) -> str:
    if not language or _language(language) == _language(book.language):
        return inner
    name, region = _language(language)
    return f"#said({quoted(name)}, {quoted(region) if region else 'none'})[\n{inner}\n];"


def _tops(divisions: tuple[Division, ...]) -> Iterator[Division]:
    for division in divisions:
        yield division
        if division.kind == "volume":
            yield from division.divisions


def _has_half_title(tops: list[Division]) -> bool:
    return any(top.kind == "halftitle" for top in tops)


def _said(volume: Division) -> bool:
    """Whether a volume's own title page says the volume's title."""
    pages = [page.blocks for page in volume.divisions if page.kind == "titlepage"]
    title = text(volume.title)
    return any(
        isinstance(b, Paragraph) and text(b.content) == title for page in pages for b in page
    )


def _begun(division: Division) -> str:
    """The name of a division, where its title stands."""
    first = next(iter(division.origin), None)
    return mark(anchor(first.item, first.block) if first else division.id)


def _size(division: Division) -> float:
    """How large a title is set: less where it is long."""
    long = len(text(division.title))
    return 1 if long <= 60 else 0.8 if long <= 140 else 0.62


def _opened(division: Division) -> Blocks:
    """The blocks of a division with a title: a dateline stands closer to a title than to text."""
    first = division.blocks[0]
    if not division.title or not isinstance(first, Paragraph) or first.role != "dateline":
        return division.blocks
    role = "dateline-entry" if division.kind == "entry" else "dateline-chapter"
    return (Paragraph(first.content, first.origin, role), *division.blocks[1:])


def _short(title: str) -> str:
    """A title as a running head: cut behind a word."""
    title = " ".join(title.split())
    if len(title) <= LONGEST_HEAD:
        return title
    return title[:LONGEST_HEAD].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
