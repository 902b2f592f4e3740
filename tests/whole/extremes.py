"""Manuscripts that no one would send, and that somebody will: each through the real command.

Each is a folder of Markdown and a recipe; what was made of it is read by programs and eyes that are
not the shop's own, and what the making cost is measured.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests.floor import RECIPE, Floor

FORMATS = ("docx", "epub", "web", "pdf")
LAMP = "The lamp went out at four."
NOTES, ROWS, MILLION = 20_000, 5_000, 1_000_000


class Extreme(NamedTuple):
    """One bad manuscript, and the words that every output of it must say, so often."""

    posts: dict[str, str]
    said: dict[str, int]
    title: str = "Small Lights"
    picture: tuple[int, int] | None = None
    pdf_is_slow: bool = False


def _paragraph() -> Extreme:
    times = MILLION // (len(LAMP) + 1)
    text = f"# Long\n\n{(LAMP + ' ') * times}\n"
    return Extreme({"long": text}, {LAMP: times}, pdf_is_slow=True)


def _word() -> Extreme:
    return Extreme({"word": f"# Word\n\n{'x' * MILLION}\n"}, {"x" * MILLION: 1}, pdf_is_slow=True)


def _table() -> Extreme:
    rows = "\n".join(f"| {n} | lamp {n}. | north-west by {n} |" for n in range(ROWS))
    said = {f"lamp {n}.": 1 for n in range(0, ROWS, 499)} | {"Behind it.": 1}
    text = f"# Table\n\n| no | what | where |\n|---|---|---|\n{rows}\n\nBehind it.\n"
    return Extreme({"table": text}, said)


def _notes() -> Extreme:
    marks = "\n\n".join(f"Lamp {n}.[^{n}]" for n in range(NOTES))
    texts = "\n".join(f"[^{n}]: Oil number {n}." for n in range(NOTES))
    said = {f"Oil number {n}.": 1 for n in range(0, NOTES, 499)}
    return Extreme({"notes": f"# Notes\n\n{marks}\n\n{texts}\n"}, said, pdf_is_slow=True)


def _title() -> Extreme:
    book = ("The book whose title goes on and on " * 12)[:399] + "."
    post = ("A title that will not come to its end " * 11)[:399] + "."
    one_word = "Q" * 400
    posts = {"one": f"---\ntitle: {post}\n---\n\n{LAMP}\n",
             "two": f"---\ntitle: {one_word}\n---\n\nOil.\n"}  # fmt: skip
    return Extreme(posts, {post: 1, one_word: 1, LAMP: 1}, title=book)


CASES: dict[str, Callable[[], Extreme]] = {
    "a missing glyph": lambda: Extreme(
        {"runes": "# Runes\n\nA rune ᚠ, 𓀀, one of one\u2019s own \ue001\ue000, an unborn one "
                  "\U000e0fff: none of them lost.\n"},
        {"\ue001\ue000": 1, "ᚠ": 1, "\U000e0fff": 1, "none of them lost.": 1},
    ),
    "a paragraph of a megabyte": _paragraph,
    "a word of a megabyte": _word,
    "a table of 5,000 rows": _table,
    "a picture of 200 megapixels": lambda: Extreme(
        {"shore": f"# Shore\n\nBefore.\n\n![A wide shore](shore.png)\n\n{LAMP}\n"},
        {"Before.": 1, "A wide shore": 1, LAMP: 1},
        picture=(20_000, 10_000),
    ),
    "20,000 notes": _notes,
    "titles of 400 characters": _title,
    "a chapter without text": lambda: Extreme(
        {"one": "---\ntitle: Nothing here\n---\n", "two": f"# Something\n\n{LAMP}\n"}, {LAMP: 1}
    ),
}  # fmt: skip


class Cost(NamedTuple):
    """What one run of the command gave, and took."""

    code: int
    said: str
    seconds: float  # of processor time
    megabytes: float  # at the most


def lay(case: str, root: Path) -> Extreme:
    """A floor with a bad manuscript on it."""
    bad = CASES[case]()
    floor = Floor(root)
    for path in (root / "sources/posts").iterdir():
        path.unlink()
    floor.recipe(RECIPE.replace("Small Lights", bad.title))
    for number, (name, text) in enumerate(bad.posts.items(), 1):
        floor.post(f"2019-01-{number:02}-{name}", text)
    if bad.picture:
        Image.new("1", bad.picture).save(root / "sources/posts/shore.png")
    return bad


_MEASURED = """
import json, os, subprocess, sys
run = subprocess.Popen([sys.executable, "-m", "pipeline", *sys.argv[2:]],
                       stdout=open(sys.argv[1], "w"), stderr=subprocess.STDOUT)
_, status, used = os.wait4(run.pid, 0)
code, spent = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
print(json.dumps([code, spent, used.ru_maxrss]))
"""
"""A process counts the memory of the one that it was branched off from; so a small one does it."""


def make(root: Path, *formats: str) -> Cost:
    """The book in some formats, by the real command."""
    told = root / "said.txt"
    words = [sys.executable, "-c", _MEASURED, told, "book", "small", "--only", ",".join(formats)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=root, env=env, stdout=subprocess.PIPE, check=True, timeout=300)
    code, seconds, kilobytes = json.loads(done.stdout)
    return Cost(code, told.read_text("utf-8"), seconds, kilobytes / 1024)


def text(root: Path, format: str) -> str:
    """All words of a finished output."""
    edition = root / "build/small/1"
    match format:
        case "docx":
            return _packed(next(edition.glob("*.docx")), r"word/(document|footnotes)\.xml")
        case "epub":
            return _packed(next(edition.glob("*.epub")), r"EPUB/text/.*\.xhtml")
        case "web":
            pages = sorted((edition / "web").glob("*.html"))
            return "\n".join(_plain(page.read_text("utf-8")) for page in pages)
    pdf = next(edition.glob("*.pdf"))
    read = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return read.stdout.decode()


def _packed(package: Path, parts: str) -> str:
    with zipfile.ZipFile(package) as held:
        names = [name for name in held.namelist() if re.fullmatch(parts, name)]
        return "\n".join(_plain(held.read(name).decode()) for name in names)


def _plain(markup: str) -> str:
    """The words between tags, and those that stand for pictures."""
    markup = re.sub(r"<head>.*?</head>", "", markup, flags=re.DOTALL)
    markup = re.sub(r'<[^<>]*\b(?:alt|descr)="([^"]*)"[^<>]*>', r"\1", markup)
    return unescape(re.sub(r"<[^<>]*>", "", markup))
