"""Text: what the pages say, against what the manuscript says."""

from __future__ import annotations

import difflib
import re

from msgspec.structs import replace

from pipeline.inspect.paper.fonts import BOX
from pipeline.inspect.paper.pages import Paper
from pipeline.inspect.paper.registers import Leaves, fill, opened
from pipeline.inspect.script import Line, script
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import File
from pipeline.model.house import House
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Figure, Image, Inline
from pipeline.model.walk import (
    every_division,
    inlines,
    leaves,
    map_divisions,
    map_inlines,
    map_leaves,
    map_nodes,
)

LEAST = 1e-5
"""The share of characters that may differ: a sign that a font turns into another."""

MOST = 12
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe]")
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_AGAIN = frozenset({"es", "pt", "cs", "hr", "pl", "sk", "hsb", "dsb"})
"""Languages that say a hyphen at the end of a line once more at the beginning of the next."""

_BRACKETS = str.maketrans("⟦⟧", "[]")


def compare(
    paper: Paper,
    volumes: dict[int, Leaves],
    file: File,
    book: Manuscript,
    house: House,
    bench: Bench,
) -> list[str]:
    """Compare the text layer with the manuscript; hyphens at the ends of lines are undone. Gives
    the signs that stand as boxes and that the PDF does not name."""
    lacking = frozenset([media.key for media in book.media if not media.digest])
    divisions = _volume(book, file)
    if book.media:
        divisions = _without_alts(divisions, lacking)
    _count_pictures(paper, divisions, lacking, file.name, bench)
    lines = list(script(opened(divisions), replace(house, left_out=()), lacking))
    wanted = _rows("\n".join([line.text for line in lines]))
    found = _rows(paper.text)
    _look_up(wanted, found, volumes, file, bench)
    bench.find(
        "print.compared",
        "note",
        f"{counted(sum(map(len, found)), 'character')} taken back out of the pages and compared.",
        place=file.name,
    )
    if _joined(wanted) == _joined(found):
        return []
    again = any(_language(one, book) in _AGAIN for one in every_division(divisions))
    return _tell(wanted, found, lines, again, file.name, bench)


def _look_up(
    wanted: list[str], found: list[str], volumes: dict[int, Leaves], file: File, bench: Bench
) -> None:
    """What an index names stands on the pages that it says."""
    if not volumes:
        return
    wrong = list(fill(wanted, found, volumes, file.volume))
    for one in wrong[:MOST]:
        said = f"stands on page {one.page}" if one.page else "stands on a page"
        bench.find(
            "print.register",
            "error",
            f"An index or list does not truly say that “{_cut(one.name)}” {said}.",
            place=file.name,
            todo="the export lost a place: report this with the file",
        )


def _count_pictures(
    paper: Paper, divisions: tuple[Division, ...], lacking: frozenset[str], name: str, bench: Bench
) -> None:
    """Each picture of the manuscript is drawn on a page."""
    wanted = sum(
        type(node) is Image and node.media not in lacking
        for division in every_division(divisions)
        for leaf in leaves(division.blocks)
        for node in inlines(leaf)
    )
    drawn = sum(len(sheet.content.pictures) for sheet in paper.sheets)
    if drawn < wanted:
        bench.find(
            "print.picture-lost",
            "error",
            f"Of {counted(wanted, 'picture')}, {wanted - drawn:,} on no page.",
            place=name,
            todo="the export lost them: report this with the file",
        )


def _volume(book: Manuscript, file: File) -> tuple[Division, ...]:
    """The divisions that a file was made from."""
    volume, found = 0, []
    for division in book.divisions:
        volume += division.kind == "volume"
        if not file.volume or max(volume, 1) == file.volume:
            found.append(division)
    return tuple(found)


def _without_alts(divisions: tuple[Division, ...], lacking: frozenset[str]) -> tuple[Division, ...]:
    """The divisions as they are printed: a picture that is there says nothing in the text."""

    def mute(node: Inline) -> Inline:
        if isinstance(node, Image) and node.alt and node.media not in lacking:
            return replace(node, alt="")
        return node

    def leaf(one):  # type: ignore[no-untyped-def]
        if isinstance(one, Figure):
            one = replace(one, images=tuple(mute(image) for image in one.images))
        return map_inlines(one, lambda run: map_nodes(run, mute))

    def division(one: Division) -> Division:
        blocks = map_leaves(one.blocks, leaf)
        return one if blocks is one.blocks else replace(one, blocks=blocks)

    return map_divisions(divisions, division)


def _rows(text: str) -> list[str]:
    """The lines of a text, with one space where there are several and no sign that is unseen."""
    if not text.isascii() or _ILLEGAL.search(text):
        text = _HIDDEN.sub("", _ILLEGAL.sub("\ufffd", text)).translate(_BRACKETS)
    return [row for line in text.split("\n") if (row := " ".join(line.split()))]


def _language(division: Division, book: Manuscript) -> str:
    return (division.language or book.book.language).replace("_", "-").split("-")[0].lower()


def _joined(rows: list[str]) -> str:
    """Rows as one text, where a line's end is worth a space."""
    return " ".join(" ".join(rows).replace("[ ", "[").replace(" ]", "]").split())


def _tell(
    wanted: list[str], found: list[str], lines: list[Line], again: bool, name: str, bench: Bench
) -> list[str]:
    unnamed: list[str] = []
    total = sum(map(len, wanted)) or 1
    lost = added = told = 0
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = _joined(wanted[a:b]), _joined(found[c:d])
        if tag == "equal" or old == new:
            continue
        if _alike_from_right(old, new) or (again and _once(old) == _once(new)):
            continue
        if BOX in new and (boxes := _boxes(old, new)):
            unnamed += boxes
            continue
        gone, come = _counts(old, new)
        lost, added = lost + gone, added + come
        if told < MOST:
            told += 1
            bench.find(
                "print.difference",
                "warning",
                f"The pages say “{_cut(new)}” where the manuscript says “{_cut(old)}”.",
                next((line.origin for line in lines if old and old[:60] in line.text), None),
                place=name,
                todo="the export lost or added text: report this with the passage",
            )
    if lost or added:
        grave = (lost + added) / total > LEAST
        bench.find(
            "print.unlike",
            "error" if grave else "warning",
            f"{counted(lost, 'character was', 'characters were')} lost and "
            f"{added:,} added between manuscript and pages.",
            place=name,
        )
    return unnamed


def _alike_from_right(old: str, new: str) -> bool:
    """Whether texts differ only in the order of letters from the right, which no text layer tells
    on a line of both directions, or in how often a letter is said that carries a mark."""
    if not _RIGHT.search(old):
        return False
    same = "".join(_RIGHT.sub("", old).split()) == "".join(_RIGHT.sub("", new).split())
    return same and set(_RIGHT.findall(old)) == set(_RIGHT.findall(new))


def _once(text: str) -> str:
    return text.replace("--", "-")


def _boxes(old: str, new: str) -> list[str]:
    """The signs for which boxes stand, where there is no other difference."""
    pattern = re.compile(re.escape(new).replace(BOX, "(.)"))
    match = pattern.fullmatch(old)
    return list(match.groups()) if match else []


def _counts(old: str, new: str) -> tuple[int, int]:
    matcher = difflib.SequenceMatcher(None, old[:5000], new[:5000], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return len(old) - same, len(new) - same


def _cut(text: str) -> str:
    return text if len(text) < 400 else f"{text[:200]} … {text[-180:]}"
