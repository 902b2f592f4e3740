"""Rules that hold for every house: styles, breaks, pictures, notes, changes, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspect.acceptance.fault import Fault
from pipeline.inspect.acceptance.reading import Docx, Para
from pipeline.inspect.vocabulary import is_of
from pipeline.model.finding import Severity, counted
from pipeline.model.house import House

_BREAK = re.compile(r"[*#~+•⁂☙❦❧—–_=·\-\s]{1,40}\Z")
_SHAPE = re.compile(r"[A-Za-z][\w-]+ \([\w-]+\)\Z")
_NATIVE = {"default paragraph font", "normal", "footnote text", "footnote reference",
           "endnote text", "endnote reference"}  # fmt: skip
_WORDS = {"b": "bold", "i": "italic", "u": "underline", "jc": "alignment", "ind": "an indent",
          "spacing": "spacing", "sz": "a size", "color": "a colour", "rFonts": "a font",
          "shd": "shading", "pBdr": "a border", "highlight": "a highlight",
          "vertAlign": "raised or lowered letters", "smallCaps": "small capitals",
          "caps": "capitals", "strike": "a line through", "keepNext": "a tie to the next",
          "pageBreakBefore": "a page break"}  # fmt: skip


def judge(docx: Docx, house: House) -> Iterator[Fault]:
    """What the house minds, whatever rules it publishes besides."""
    yield from _styles(docx, house)
    yield from _formatting(docx)
    yield from _chapters(docx, house)
    yield from _breaks(docx, house)
    yield from _changes(docx)
    yield from _pictures(docx, house)
    yield from _notes(docx, house)
    yield from _fonts(docx, house)
    yield from _sizes(docx, house)


def _styles(docx: Docx, house: House) -> Iterator[Fault]:
    grave: Severity = "error" if house.closed else "warning"
    todo = f"give it one of the styles that bookworks house show {house.name} lists"
    for para in docx.body + docx.notes:
        name = para.style.lower()
        if not para.named and para.text.strip():
            yield Fault("unstyled", grave, "This paragraph names no style.", para, todo)
        elif para.named and name != "normal" and not is_of(name, house):
            said = f"The style '{para.style}' is not one of {house.title}'s."
            yield Fault("foreign-style", _grave(para.style, house), said, para, todo)
        elif name == "normal" and para.named and para.text.strip():
            yield Fault("unstyled", grave, "This paragraph is in no style but Normal.", para, todo)
    seen: set[str] = set()
    for para in docx.body + docx.notes:
        for style, words in para.run_styles:
            if style.lower() in seen or style.lower() in _NATIVE or is_of(style.lower(), house):
                continue
            seen.add(style.lower())
            said = f"“{words[:40]}” is in the character style '{style}', which is not the house's."
            yield Fault("foreign-characters", "warning", said, para)


def _grave(style: str, house: House) -> Severity:
    """How much a style weighs that the house's list lacks. Macmillan's has 211, of which we could
    read 205: a name of their shape may be one of the others."""
    if house.gate == "rsuite" and _SHAPE.match(style):
        return "warning"
    return "error" if house.closed else "warning"


def _formatting(docx: Docx) -> Iterator[Fault]:
    for para in docx.body + docx.notes:
        if para.formatting:
            words = [_WORDS.get(name, f"w:{name}") for name in para.formatting]
            said = f"Formatted by hand, with {', '.join(dict.fromkeys(words))}."
            yield Fault("by-hand", "warning", said, para, "say it with a style")


def _chapters(docx: Docx, house: House) -> Iterator[Fault]:
    if house.gate == "rsuite":  # its own rules say how a chapter begins
        return
    titles = {name.lower() for name in house.titles.values()}
    begins = [p for p in docx.body
              if (p.style.lower() in titles if titles else p.outline == 1)]  # fmt: skip
    if not begins:
        wanted = house.title_of("chapter", "body") or house.heading(1)
        said = f"No chapter can be told: no paragraph is in the style '{wanted}'."
        yield Fault("no-chapters", "error", said, None, f"give chapter titles the style '{wanted}'")
        return
    if house.section_breaks == "chapters":
        yield from _sections(docx, begins)
    if house.marker == "break" and house.sections:
        wanted = house.section("chapter", "body")
        for para in begins:
            before = docx.body[para.number - 2] if para.number > 1 else None
            if before is not None and before.style != wanted:
                said = f"This title does not stand behind a paragraph in '{wanted}'."
                yield Fault("no-marker", "error", said, para)


def _sections(docx: Docx, begins: list[Para]) -> Iterator[Fault]:
    numbers = {para.number for para in begins}
    for para in begins:
        before = docx.body[para.number - 2] if para.number > 1 else None
        if before is not None and before.ends_section != "nextPage":
            said = "This chapter does not begin with a section break (next page)."
            yield Fault("no-marker", "error", said, para, "put one before it")
    for para in docx.body:
        if para.ends_section and para.number + 1 not in numbers:
            said = "A section ends here and no chapter begins: it would be taken for one."
            yield Fault("stray-section", "error", said, para, "take the section break out")


def _breaks(docx: Docx, house: House) -> Iterator[Fault]:
    mark, style = house.scene_break, house.roles["scene-break"].lower()
    marker = house.section("chapter", "body").lower() if house.marker == "break" else ""
    for para in docx.body:
        if para.breaks and para.style.lower() != marker:
            said = "A page break was put in by hand."
            yield Fault("manual-break", "warning", said, para, "let the style begin the page")
        text = para.text.strip()
        ours = para.style.lower() == style and house.roles["body"].lower() != style
        if not text and not para.pictures and not para.in_table and not para.breaks:
            blank = ours and not mark
            if not (blank or para.numbered or para.after_table or para.ends_section):
                yield Fault("empty", "warning", "An empty paragraph.", para,
                            "space belongs in a style")  # fmt: skip
        elif _BREAK.match(text) and not para.in_table and text != mark and not para.pictures:
            wanted = f"“{mark}”" if mark else "a line of space"
            said = f"The mark of a break is “{text}”; {house.title} takes {wanted}."
            yield Fault("break-mark", "error" if ours else "warning", said, para)


def _changes(docx: Docx) -> Iterator[Fault]:
    changed = [para for para in docx.body + docx.notes if para.changes]
    if changed:
        count = sum(para.changes for para in changed)
        said = f"{counted(count, 'tracked change')}, the first of them here."
        yield Fault("tracked", "error", said, changed[0], "accept or reject every change")
    elif docx.tracking:
        said = "Changes are being tracked."
        yield Fault("tracking", "warning", said, None, "turn tracking off")
    if docx.comments:
        said = f"{counted(docx.comments, 'comment')}."
        yield Fault("comments", "error", said, None, "take the comments out")
    if docx.protected:
        yield Fault("protected", "error", "The file is protected against changes.", None,
                    "take the protection off")  # fmt: skip


def _pictures(docx: Docx, house: House) -> Iterator[Fault]:
    drawn = [para for para in docx.body + docx.notes if para.pictures]
    if house.images != "embedded":
        for para in drawn:
            said = f"A picture stands in the file; {house.title} wants it beside it."
            yield Fault("picture-inside", "error", said, para, "put its file's name in its place")
    for path in docx.lost:
        yield Fault("picture-lost", "error", f"A picture is pointed at and not there: {path}.")


def _notes(docx: Docx, house: House) -> Iterator[Fault]:
    other = "endnote" if house.notes == "footnote" else "footnote"
    of_other = [para for para in docx.body if other in para.marks]
    if of_other:
        said = (
            f"{counted(len(of_other), 'paragraph has', 'paragraphs have')} {other}s; the "
            f"house takes {house.notes}s."
        )
        yield Fault("other-notes", "warning", said, of_other[0])
    for para in docx.body:
        if "custom" in para.marks:
            said = "A note has a mark of its own; it must number itself."
            yield Fault("note-mark", "error", said, para)


def _fonts(docx: Docx, house: House) -> Iterator[Fault]:
    ours = {font.latin for font in house.fonts.values()}
    for font in sorted({*docx.fonts} - ours):
        said = f"A style names the font {font}, which is none of {', '.join(sorted(ours))}."
        yield Fault("font", "note", said)
    seen: set[str] = set()
    for para in docx.body + docx.notes:
        for font in sorted({*para.fonts} - ours - seen):
            seen.add(font)
            yield Fault("font", "warning", f"The font {font} was chosen by hand.", para)


def _sizes(docx: Docx, house: House) -> Iterator[Fault]:
    limits = house.limits
    if limits.megabytes and docx.size > limits.megabytes * 1_000_000:
        said = f"The file has {docx.size / 1e6:,.0f} MB; {limits.megabytes} are taken."
        yield Fault("too-large", "error", said)
    if not limits.chapter:
        return
    begun: Para | None = None
    count = 0
    for para in [*docx.body, None]:
        if para is None or para.outline == 1:
            if begun and count > limits.chapter:
                said = f"This chapter has {count:,} words; {limits.chapter:,} are advised at most."
                yield Fault("long-chapter", "warning", said, begun)
            begun, count = para, 0
        if para is not None:
            count += len(para.text.split())
