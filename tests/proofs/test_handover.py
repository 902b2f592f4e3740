"""Sending and receiving may be killed, or meet a full disk, at any write: what is received is
whole, and is received once, and the same command again goes on from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pipeline.commands.handover import record
from tests.floor import Floor
from tests.proofs import trouble
from tests.proofs.trouble import KILLED, Ended, Point
from tests.transmit import shops
from tests.transmit.shops import LANTERN, QUILL

traced = pytest.mark.skipif(bool(trouble.missing()), reason=trouble.missing())

SENDER, RECIPIENT = ("transmit", "small"), ("receive",)
ZIP, ROTATE, REVOKE = ("receive", "../parcel.zip"), ("keys", "rotate"), ("keys", "revoke")
ENDS = {SENDER: "quill", RECIPIENT: "lantern", ZIP: "lantern", ROTATE: "quill", REVOKE: "quill"}


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Two shops and the folder between them, the book built and nothing sent."""
    root = tmp_path / "start"
    Floor(root / "quill").build()
    (root / "lantern").mkdir()
    (root / "shared").mkdir()
    return root


def run(root: Path, words: tuple[str, ...], *strace: str) -> Ended:
    """One end's command, in a process of its own."""
    end = ENDS[words]
    me, other = (QUILL, LANTERN) if end == "quill" else (LANTERN, QUILL)
    keys = root / f"keys-{end}"
    if not keys.exists():
        shops.keys(keys, end, me, other, str(root / "shared") if (root / "shared").exists() else "")
    traced = ["strace", "-f", "-qq", *strace] if strace else []
    done = subprocess.run(
        [*traced, sys.executable, str(trouble.SERIAL), *words],
        cwd=root / end,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "BOOKWORKS_KEYS": str(keys)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout + done.stderr)


def points(root: Path, words: tuple[str, ...]) -> list[Point]:
    log = root.with_name("calls.log")
    ended = run(root, words, "-o", str(log), "-e", f"trace={trouble.CALLS}")
    assert ended.code == 0, ended.said
    return trouble.listed(log)


def struck(start: Path, words: tuple[str, ...], how: str, point: Point) -> str:
    """Trouble at one point, then the same again, and what is wrong afterwards."""
    root = start.with_name(f"{words[0]}-{'-'.join(map(str, point))}-{how[:5]}")
    shutil.copytree(start, root, symlinks=True)
    call, number = point
    inject = f"inject={call}:{how}:when={number}"
    ended = run(root, words, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
    early = run(root, RECIPIENT) if words == SENDER else ended
    half = [path.name for path in received(root)]
    if half not in ([], ["v1"]) or (half and words == SENDER and "Received" not in early.said):
        return f"half received: {half} {early.said}"
    for again in (SENDER, RECIPIENT, SENDER):
        if (run_again := run(root, again)).code:
            return f"{again[0]} again: {run_again.code} {run_again.said}"
    return _came_of(root, ended)


def refused(ended: Ended) -> str:
    told = ended.code in (7, 8) or (ended.code == 1 and not ended.said)
    return "refused" if told else f"exit code {ended.code}: {ended.said}"


def received(root: Path) -> list[Path]:
    folder = root / "lantern" / "handover" / "received"
    return [path for one in record.records(folder) for _, path in record.versions(one)]


def faults(root: Path) -> str:
    (version,) = received(root)
    log = record.load(version.parent, QUILL, LANTERN)
    kinds = [[one.event.type for one in log.chains[side]] for side in ("sender", "recipient")]
    if kinds != [["sent"], ["received"]]:
        return f"the chains are {kinds}"
    (sent,) = record.records(root / "quill" / "handover" / "sent")
    other = record.load(sent, QUILL, LANTERN)
    if other.standing.versions != {1: "received"}:
        return f"the sender has it {other.standing.versions}"
    there = {p.relative_to(version): p.read_bytes() for p in version.rglob("*") if p.is_file()}
    here = {p.relative_to(sent / "v1"): p.read_bytes()
            for p in (sent / "v1").rglob("*") if p.is_file()}  # fmt: skip
    return "" if there == here else "what was received is not what was sent"


@traced
@pytest.mark.parametrize("how", ["signal=KILL", "error=ENOSPC"])
def test_sending_meets_trouble_at_every_write(start: Path, how: str) -> None:
    tried = start.with_name("tried")
    shutil.copytree(start, tried)
    trouble.everywhere(partial(struck, start, SENDER, how), points(tried, SENDER))


@traced
@pytest.mark.parametrize("how", ["signal=KILL", "error=ENOSPC"])
def test_receiving_meets_trouble_at_every_write(start: Path, how: str) -> None:
    assert run(start, SENDER).code == 0
    tried = start.with_name("tried")
    shutil.copytree(start, tried)
    for name in ("keys-quill", "keys-lantern"):  # which name the folder that is shared
        shutil.rmtree(tried / name, ignore_errors=True)
        shutil.rmtree(start / name, ignore_errors=True)
    trouble.everywhere(partial(struck, start, RECIPIENT, how), points(tried, RECIPIENT))


@traced
@pytest.mark.parametrize("how", ["signal=KILL", "error=ENOSPC"])
def test_receiving_a_zip_meets_trouble_at_every_write(start: Path, how: str) -> None:
    (start / "shared").rmdir()
    assert run(start, SENDER).code == 0
    (made,) = (start / "quill").rglob("T-*_v1.zip")
    shutil.copy(made, start / "parcel.zip")
    tried = start.with_name("tried")
    shutil.copytree(start, tried)
    trouble.everywhere(partial(struck_zip, start, how), points(tried, ZIP))


def struck_zip(start: Path, how: str, point: Point) -> str:
    """Trouble while a zip is received, then the same again, and the answer brought back."""
    root, ended = _struck(start, ZIP, how, point)
    if [path.name for path in received(root)] not in ([], ["v1"]):
        return f"half received: {ended.said}"
    if (again := run(root, ZIP)).code:
        return f"again: {again.code} {again.said}"
    (answer,) = (root / "lantern").rglob("recipient/*.dsse.json")
    shutil.copy(answer, root / "answer.dsse.json")
    back = ("receive", "../answer.dsse.json")
    ENDS[back] = "quill"
    if (home := run(root, back)).code:
        return f"the answer: {home.code} {home.said}"
    return _came_of(root, ended)


@traced
@pytest.mark.parametrize("words", [ROTATE, REVOKE], ids=["rotate", "revoke"])
@pytest.mark.parametrize("how", ["signal=KILL", "error=ENOSPC"])
def test_a_key_that_changes_meets_trouble_at_every_write(
    start: Path, words: tuple[str, ...], how: str
) -> None:
    if words == REVOKE:
        assert run(start, ROTATE).code == 0
    tried = start.with_name("tried")
    shutil.copytree(start, tried)
    _forget_shared(tried, start)
    trouble.everywhere(partial(struck_keys, start, words, how), points(tried, words))


def struck_keys(start: Path, words: tuple[str, ...], how: str, point: Point) -> str:
    """Trouble while a key changes: what is sent straight afterwards is received all the same."""
    root, ended = _struck(start, words, how, point)
    for again in (SENDER, RECIPIENT, SENDER, words, RECIPIENT):
        if (done := run(root, again)).code and not (again == words and "given up" in done.said):
            return f"{again} afterwards: {done.code} {done.said}"
    return _came_of(root, ended, keys=True)


def _forget_shared(*roots: Path) -> None:
    """peers.toml names the folder that is shared, which in a copy is another."""
    for root in roots:
        for file in root.glob("keys-*/peers.toml"):
            rows = file.read_text().splitlines(keepends=True)
            kept = [row for row in rows if not row.startswith("folder")]
            file.write_text("".join(kept) + f'folder = "{root / "shared"}"\n')


def _struck(start: Path, words: tuple[str, ...], how: str, point: Point) -> tuple[Path, Ended]:
    root = start.with_name(f"{words[-1].strip('./')}-{'-'.join(map(str, point))}-{how[:5]}")
    shutil.copytree(start, root, symlinks=True)
    _forget_shared(root) if (root / "shared").exists() else None
    call, number = point
    inject = f"inject={call}:{how}:when={number}"
    return root, run(root, words, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)


def _came_of(root: Path, ended: Ended, *, keys: bool = False) -> str:
    fault = "" if keys else faults(root)
    shutil.rmtree(root)
    if fault:
        return fault
    if ended.code == 0:
        return "went on"
    return "killed" if ended.code == KILLED else refused(ended)
