"""The whole line, run as a writer runs it: the real command, from a folder of its own."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pipeline.shop.archive_room import Record, opened
from pipeline.shop.places import find

ARCHIVES = Path(__file__).resolve().parents[2].parent / "shared" / "archives"
COMMAND = shutil.which("bookworks", path=str(Path(sys.executable).parent))


def bookworks(
    folder: Path, *words: str | Path, bound: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, as from a plain terminal's pipe; bound by permissions, even
    where root runs it."""
    command = [COMMAND] if COMMAND else [sys.executable, "-m", "pipeline"]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BOOKWORKS_")}
    return subprocess.run(
        [*command, *map(str, words)],
        cwd=folder,
        env=kept | {"PYTHONUTF8": "1"},
        preexec_fn=_bind if bound else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        stdin=subprocess.DEVNULL,
    )


def _bind() -> None:
    """Give up root's right to write where permissions forbid it."""
    drop_from_bounding_set, override_permissions = 24, 1
    ctypes.CDLL(None).prctl(drop_from_bounding_set, override_permissions)


@dataclass(frozen=True)
class Made:
    """A book made from a bare archive, and what the command said of it."""

    archive: Path
    floor: Path
    said: dict[str, Any]
    seconds: float  # of processor time

    @property
    def files(self) -> list[Path]:
        """Its docx, volume by volume."""
        found = [Path(file) for file in self.said["files"]]
        return [file for file in found if file.suffix == ".docx" and "bundle" not in file.parts]

    @cached_property
    def account(self) -> dict[str, dict[str, Any]]:
        """The sums of `bookworks account`, by kind."""
        return {row["kind"]: row for row in self.answer("account")["sums"]}

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """What the traveler says was noticed."""
        sheet = json.loads((Path(self.said["folder"]) / "traveler.json").read_bytes())
        return list(sheet["findings"])

    def found(self, code: str) -> list[str]:
        """The messages of the findings of one code."""
        return [row["message"] for row in self.findings if row["code"] == code]

    def answer(self, word: str, *more: str) -> Any:
        """What another command says of the same book, as JSON."""
        done = bookworks(self.floor, word, self.archive, *more, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def record(self) -> Iterator[Record]:
        with opened(str(self.archive), find(self.floor)) as record:
            yield record


def make(archive: Path, floor: Path) -> Made:
    """A book from a bare archive."""
    before = os.times()
    done = bookworks(floor, "book", archive, "--json")
    after = os.times()
    assert done.returncode == 0, f"{archive.name}: {done.stdout}{done.stderr}"
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return Made(archive, floor, json.loads(done.stdout), spent)


def archive(name: str) -> Path:
    """A real archive; the test is skipped where it is not at hand."""
    path = ARCHIVES / name
    if not path.exists():
        pytest.skip(f"the real archive {name} is not beside this checkout, in {ARCHIVES}")
    return path
