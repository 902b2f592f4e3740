"""The compiler: Typst, in a room with nothing in it but what it is given.

It runs in a process of its own: what it took of memory is given back after each volume, and a text
that it cannot stand ends that process and not the shop.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.export.press.fonts import folders
from pipeline.export.press.places import named
from pipeline.model.errors import BookworksError

_COUNT = re.compile(rb"/Type ?/Pages ?/Count (\d+)")

_TASK = """
import sys, typst
room, fonts = sys.argv[1], sys.argv[2:]
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
open(room + "/places.json", "w").write(compiler.query("<places>", field="value"))
"""
"""An archival PDF where each sign has a glyph and the book a date; else a plain one, whose boxes
are told later."""


def pdf(source: str, files: dict[str, bytes], own: dict[str, bytes]) -> bytes:
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
                *folders(),
                *([f"{folder}/own"] if own else []),
            ],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
        made = room / "main.pdf"
        if done.returncode or not made.exists():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise BookworksError(
                "the pages could not be set",
                cause=said[-1][:400] if said else f"Typst ended with {done.returncode}",
                todo="skip export.pdf for this book, and report this with the passage",
            )
        return named(made.read_bytes(), _places(room / "places.json"))


def _places(path: Path) -> list[tuple[str, int]]:
    """What the pages tell of themselves."""
    told = json.loads(path.read_bytes())
    return [(name, at) for name, at in told[0]] if told else []


def page_count(made: bytes) -> int:
    """How many pages a PDF of Typst's has."""
    found = _COUNT.search(made)
    return int(found[1]) if found else 0
