"""The compiler: Typst, in a room with nothing in it but what it is given.

It runs in a process of its own: what it took of memory is given back after each volume, and a text
that it cannot stand ends that process and not the shop.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec import Struct, json

from pipeline.export.press.fonts import folders
from pipeline.export.press.places import Places, named
from pipeline.export.press.registers import Told
from pipeline.model.errors import BookworksError

_COUNT = re.compile(rb"/Type ?/Pages ?/Count (\d+)")

_TASK = """
import sys, typst
room, asked, fonts = sys.argv[1], sys.argv[2], sys.argv[3:]
compiler = typst.Compiler(
    room + "/main.typ", root=room, font_paths=fonts, ignore_system_fonts=True,
    package_path=room, package_cache_path=room)
try:
    try:
        made = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=0)
    except typst.TypstError as error:
        if not error.message.startswith("PDF/A-2b error"):
            raise
        made = compiler.compile(format="pdf", timestamp=0)
except typst.TypstError as error:
    sys.exit("Typst: " + error.message)
open(room + "/main.pdf", "wb").write(made)
for what in ["places", *(["told"] if asked == "asked" else [])]:
    open(room + "/" + what + ".json", "w").write(
        compiler.query("<" + what + ">", field="value", one=True))
"""
"""An archival PDF where each sign has a glyph and the book a date; else a plain one, whose boxes
are told later."""


class Made(Struct, frozen=True):
    """A volume that is set, and where its marks came to stand, if that was asked."""

    pdf: bytes
    told: Told


def made(source: str, files: dict[str, bytes], own: dict[str, bytes], *, ask: bool) -> Made:
    """The pages as a PDF. Typst sees the source, the files by name, the shop's fonts and the book's
    own: not the machine's fonts, its clock or its other files."""
    with tempfile.TemporaryDirectory(prefix="bookworks-press-") as folder:
        room = Path(folder)
        (room / "main.typ").write_bytes(source.encode("utf-8", "replace"))
        for name, data in files.items():
            (room / name).write_bytes(data)
        (room / "own").mkdir()
        for name, data in own.items():
            (room / "own" / name).write_bytes(data)
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                "-c",
                _TASK,
                folder,
                "asked" if ask else "",
                *folders(),
                *([f"{folder}/own"] if own else []),
            ],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
        pages = room / "main.pdf"
        if done.returncode or not pages.exists():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise BookworksError(
                "the pages could not be set",
                cause=said[-1][:400] if said else f"Typst ended with {done.returncode}",
                todo="skip export.pdf for this book, and report this with the passage",
            )
        places = json.decode((room / "places.json").read_bytes(), type=Places)
        told = json.decode((room / "told.json").read_bytes(), type=Told) if ask else {}
        return Made(named(pages.read_bytes(), places), told)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of Typst's has."""
    found = _COUNT.search(pdf)
    return int(found[1]) if found else 0
