"""`make proof`: each sample in every output, and what our eyes and others find in it.

Each output is made by itself from the raw archive, so its seconds are those of a whole job. Ace
opens every page in a browser, and of a book in volumes it is shown the first alone; the table says
so. What is not here (an archive, Java, Ace) is named and left out. Names may be given:
`python -m tests.proof twitter epub`. Exits 1 when anything was found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

from tests.proof import eyes
from tests.proof.eyes import Verdict

ROOT = Path(__file__).resolve().parents[2]
ARCHIVES = ROOT.parent / "shared" / "archives"
FORMATS = ("docx", "epub", "web", "pdf")
_CODES = {"docx": ("docx", "fidelity"), "epub": ("epub",), "web": ("web",), "pdf": ("print", "pdf")}
_ROW = "{:<28} {:<5} {:>9} {:>8} {:>7}  {:<18} {}"


class Made(Struct, frozen=True):
    """One output of one book."""

    files: tuple[Path, ...]
    size: int
    seconds: float
    told: tuple[str, ...]  # what our own inspection found


class Seen(Struct, frozen=True):
    """What others found in an output, in words for the table."""

    epubcheck: str = ""
    ace: str = ""
    told: tuple[str, ...] = ()


def main() -> int:
    chosen = set(sys.argv[1:])
    formats = [name for name in FORMATS if name in chosen] or FORMATS
    books = [book for book in _books() if chosen <= {*FORMATS} or book.stem in chosen]
    for reason in filter(None, (_no_archives(), eyes.no_epubcheck(), eyes.no_ace())):
        print(f"left out: {reason}")
    print(_ROW.format("book", "as", "bytes", "seconds", "errors", "epubcheck f/e/w", "Ace"))
    found = 0
    for book in books:
        with tempfile.TemporaryDirectory() as folder:
            found += sum(_row(book, format, Path(folder) / format) for format in formats)
    print("nothing was found" if not found else f"{found} outputs have something to mend")
    return 1 if found else 0


def _books() -> list[Path]:
    """The sample books by their recipes, and the archives."""
    samples = sorted(path.parent for path in (ROOT / "recipes").glob("*/recipe.yaml"))
    found = sorted(ARCHIVES.glob("*.*")) if ARCHIVES.is_dir() else []
    return [*samples, *(path for path in found if path.suffix != ".md")]


def _no_archives() -> str:
    return "" if ARCHIVES.is_dir() else "the archives are not here, only the sample books"


def _row(book: Path, format: str, floor: Path) -> bool:
    """Prints one row, with what was found beneath it; whether anything was."""
    made = _make(book, format, floor)
    seen = _look(made, floor) if format == "epub" and made.files else Seen()
    count, told = len(made.told), (*made.told, *seen.told)
    row = (book.stem, format, f"{made.size:,}", f"{made.seconds:.1f}", count or "0")
    print(_ROW.format(*row, seen.epubcheck, seen.ace).rstrip())
    for line in told[:5]:
        print(f"    {line[:160]}")
    sys.stdout.flush()
    return bool(told)


def _make(book: Path, format: str, floor: Path) -> Made:
    """The output, made on a floor of its own."""
    floor.mkdir()
    if book.is_dir():
        for name in ("recipes", "sources"):
            shutil.copytree(ROOT / name, floor / name)
    target = book.name if book.is_dir() else str(book)
    command = [sys.executable, "-m", "pipeline", "book", target, "--only", format]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": path}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=floor, capture_output=True, text=True, env=env)
    seconds = time.perf_counter() - started
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it failed without a word").split(
            "\n"
        )
        return Made((), 0, seconds, (said[0],))
    return _finished(next((floor / "build").glob("*/1")), format, seconds)


def _finished(edition: Path, format: str, seconds: float) -> Made:
    ours = [path for path in edition.rglob("*") if path.is_file() and path.stem != "traveler"]
    findings = json.loads((edition / "traveler.json").read_text(encoding="utf-8"))["findings"]
    told = [
        f"{row['code']}: {row['message']}"
        for row in findings
        if row["severity"] == "error" and row["code"].split(".")[0] in _CODES[format]
    ]
    files = sorted(path for path in ours if path.suffix == f".{format}")
    return Made(tuple(files), sum(path.stat().st_size for path in ours), seconds, tuple(told))


def _look(made: Made, floor: Path) -> Seen:
    """Both programs at the same time: each takes about as long as the other, and one core."""
    with ThreadPoolExecutor(2) as pool:
        checked = pool.submit(_checked, made.files)
        accessible = pool.submit(_accessible, made.files, floor / "ace")
        first, second = checked.result(), accessible.result()
    return Seen(first[0], second[0], (*first[1], *second[1]))


def _checked(files: tuple[Path, ...]) -> tuple[str, tuple[str, ...]]:
    if eyes.no_epubcheck():
        return "not asked", ()
    found = [eyes.epubcheck(path) for path in files]
    sums = [sum(column) for column in zip(*map(_numbers, found), strict=True)]
    return "/".join(map(str, sums)), tuple(line for one in found for line in one.told)


def _numbers(verdict: Verdict) -> Iterator[int]:
    return map(int, verdict.figures.split("/"))


def _accessible(files: tuple[Path, ...], folder: Path) -> tuple[str, tuple[str, ...]]:
    if eyes.no_ace():
        return "not asked", ()
    found = _or_failed(lambda: eyes.ace(files[0], folder))
    many = f" (volume 1 of {len(files)})" if len(files) > 1 else ""
    return f"{found.figures}{many}", found.told


def _or_failed(look: Callable[[], Verdict]) -> Verdict:
    """A program that breaks is a row of the table, not its end."""
    try:
        return look()
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()[-300:]
    except OSError as error:
        said = str(error)
    return Verdict("failed", (f"Ace failed: {said}",), good=False)


if __name__ == "__main__":
    sys.exit(main())
