"""inspect.fidelity: take the text back out of each docx and compare it with the manuscript."""

from __future__ import annotations

import re

from pipeline.inspect.package import opened
from pipeline.inspect.script import Line, captions, script
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables
from pipeline.model.house import load
from pipeline.model.manuscript import Manuscript
from pipeline.model.share import volumes

READS = ("recipe:house",)

CAPTIONS, CALLS = "-captions.docx", "callouts"
MOST = 20
"""Differences told one by one."""

_BRACKETS = str.maketrans("⟦⟧", "[]")  # a note within a note stands in plain ones
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def by_volume(bench: Bench) -> bool:
    return True


def run(files: Deliverables, book: Manuscript, bench: Bench) -> Deliverables:
    house = load(bench.house)
    lacking = frozenset([media.key for media in book.media if not media.digest])
    parts = volumes(book.divisions)
    art = [file.name.rsplit("/", 1)[-1] for file in files.files if file.format == "art"]
    for file in files.files:
        if file.format == "docx" and file.name.endswith(".docx"):
            package = opened(file, bench.blobs)
            divisions = parts[file.volume - bench.share.first] if file.volume else book.divisions
            tell = captions if file.name.endswith(CAPTIONS) and house.images == CALLS else script
            wanted = "\n".join([line.text for line in tell(divisions, house) if line.text])
            said = package.said_without(house.said_besides())
            if not _is_said(wanted, said):
                _compare(package.name, said, list(tell(divisions, house, lacking)), art, bench)
            characters = counted(len(said.decode("utf-8", "replace")), "character")
            message = f"{characters} taken back out of the docx and compared."
            bench.find("fidelity.compared", "note", message, place=file.name)
    return files


def _is_said(wanted: str, said: bytes) -> bool:
    """Whether a docx says just what is wanted: told quickly, since it nearly always does."""
    return _run_together(wanted.encode("utf-8", "replace")) == _run_together(said)


def _compare(name: str, said: bytes, lines: list[Line], art: list[str], bench: Bench) -> None:
    """Look closely at what a house may print otherwise, and tell the differences that are left."""
    found = said.decode("utf-8", "replace")
    for picture in art:  # of one that lies beside the file, its name stands in its place
        found = found.replace(f"[{picture}: ", "[").replace(f"[{picture}]", "")
    wanted, found = _even("\n".join([line.text for line in lines if line.text])), _even(found)
    if wanted != found:
        _tell(name, wanted, found, lines, bench)


def _run_together(text: bytes) -> bytes:
    """Text with a newline where a paragraph, a line or a cell ends, however many end there."""
    text = text.replace(b"\t", b"\n")
    while b"\n\n" in text:
        text = text.replace(b"\n\n", b"\n")
    return text.strip(b"\n")


def _even(text: str) -> str:
    """Text with every gap between paragraphs, lines and cells as one newline."""
    if not text.isascii() or _CONTROL.search(text):
        text = _ILLEGAL.sub("\ufffd", text).translate(_BRACKETS)
    return "\n".join([line for line in text.replace("\t", "\n").split("\n") if line.strip()])


def _tell(name: str, wanted: str, found: str, lines: list[Line], bench: Bench) -> None:
    import difflib  # nearly every file says what it should

    was, now = wanted.split("\n"), found.split("\n")
    lost = added = told = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = "\n".join(was[a:b]), "\n".join(now[c:d])
        gone, come = _counts(old, new)
        lost, added = lost + gone, added + come
        if told < MOST:
            told += 1
            bench.find(
                "fidelity.difference",
                "error",
                f"The docx says “{_cut(new)}” where the manuscript says “{_cut(old)}”.",
                next((line.origin for line in lines if old and old[:60] in line.text), None),
                place=name,
                todo="the export lost or added text: report this with the passage",
            )
    bench.find(
        "fidelity.unlike",
        "error",
        f"{counted(lost, 'character was', 'characters were')} lost and {added:,} added between "
        "manuscript and docx.",
        place=name,
    )


def _counts(old: str, new: str) -> tuple[int, int]:
    import difflib

    matcher = difflib.SequenceMatcher(None, old[:5000], new[:5000], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return len(old) - same, len(new) - same


def _cut(text: str) -> str:
    text = text.replace("\n", " / ")
    return text if len(text) < 600 else f"{text[:300]} … {text[-250:]}"
