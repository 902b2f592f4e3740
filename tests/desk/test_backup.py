"""A backup is the whole desk or nothing, and a restored desk goes on where the old one stood."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.desk.backup import Damaged, backup, restore
from pipeline.desk.looking import faults
from pipeline.model.errors import UsageError
from tests.desk.counter import PASSWORD, Counter, bearer
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft


@pytest.fixture
def handover(counter: Counter, draft: Draft, tmp_path: Path) -> Handover:
    made = Handover(counter)
    made.sender.send(made.writer.seal(draft, tmp_path / "bags"))
    return made


def test_a_desk_goes_on_from_its_backup(handover: Handover, second: Draft, tmp_path: Path) -> None:
    made = backup(handover.counter.folder, tmp_path / "desk.backup")  # while it is open
    handover.counter.close()
    assert (tmp_path / "desk.backup").stat().st_mode & 0o077 == 0
    assert restore(tmp_path / "desk.backup", tmp_path / "again") == made
    again = Counter(tmp_path / "again", again=True)
    try:
        assert faults(again.desk) == []
        sender = again.courier(handover.ada_token)  # the old token opens the new desk
        assert sender.ask("GET", BOOK)["state"] == "received"
        answer = sender.send(handover.writer.seal(second, tmp_path / "bags", version=2))
        assert answer.version["state"] == "received"
        again.sign_in("may")
    finally:
        again.close()


@pytest.mark.parametrize("damage", ["blob", "cut", "missing", "stranger", "database"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    handover: Handover, damage: str, tmp_path: Path
) -> None:
    file = tmp_path / "desk.backup"
    backup(handover.counter.folder, file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-20_000])
    elif damage == "blob":
        whole = bytearray(file.read_bytes())
        with tarfile.open(file) as tar:
            blob = next(m for m in tar if m.name.startswith("blobs/") and m.size > 100)
        whole[blob.offset_data + 50] ^= 1
        file.write_bytes(whole)
    else:
        _rewritten(file, damage)
    with pytest.raises(Damaged):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert not (tmp_path / "again.part").exists()


def _rewritten(file: Path, damage: str) -> None:
    other = file.with_suffix(".other")
    with tarfile.open(file) as old, tarfile.open(other, "w") as new:
        for member in old:
            data = old.extractfile(member)
            assert data is not None
            if damage == "missing" and member.name.startswith("blobs/"):
                damage = "done"
                continue
            if damage == "database" and member.name == "desk.sqlite3":
                import io

                raw = bytearray(data.read())
                raw[4096:8192] = b"\xff" * 4096
                data = io.BytesIO(raw)
            new.addfile(member, data)
        if damage == "stranger":
            link = tarfile.TarInfo("blobs/../../escape")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc"
            new.addfile(link)
    other.replace(file)


def test_a_desk_is_not_restored_over_another(handover: Handover, tmp_path: Path) -> None:
    backup(handover.counter.folder, tmp_path / "desk.backup")
    with pytest.raises(UsageError, match="not empty"):
        restore(tmp_path / "desk.backup", handover.counter.folder)


def test_a_file_that_was_altered_on_the_desks_disk_is_found(handover: Handover) -> None:
    counter = handover.counter
    with closing(sqlite3.connect(counter.folder / "desk.sqlite3")) as db:
        (digest,) = db.execute("select digest from holding limit 1").fetchone()
    path = counter.desk.blobs.path(digest)
    path.write_bytes(path.read_bytes() + b" ")
    assert faults(counter.desk) == [f"the file {digest} was altered"]
    assert main(["desk", "check", str(counter.folder)]) == 6


def test_a_desk_is_laid_out_and_kept_at_the_terminal(tmp_path: Path) -> None:
    def run(*words: str, said: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "desk", *words], input=said, text=True,
            capture_output=True, cwd=Path(__file__).resolve().parents[2], check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    desk = str(tmp_path / "desk")
    assert run("init", desk, "--peer", "Not A Peer", "--name", "Light Press")[0] == 2
    code, said = run("init", desk, "--peer", "press.example", "--name", "Light Press", "--json")
    assert (code, len(json.loads(said)["fingerprint"].split())) == (0, 16)
    private = [tmp_path / "desk" / name for name in ("", "desk.json", "keys", "keys/signing.key")]
    assert [path.stat().st_mode & 0o077 for path in private] == [0] * 4
    assert run("init", desk, "--peer", "press.example", "--name", "Other")[0] == 2
    may = ("account", desk, "may", "--side", "recipient")
    assert run(*may, said="short\n")[0] == 2
    assert run(*may, said=PASSWORD + "\n")[0] == 0
    assert "already" in run(*may, said=PASSWORD + "\n")[1]
    assert run("check", desk) == (0, "Every file, signature and state is as it should be.\n")
    assert "https" in run("serve", desk, "--host", "0.0.0.0")[1]
    counter = Counter(tmp_path / "desk", again=True)
    try:
        counter.sign_in("may")
        assert run("account", desk, "may", "--close")[0] == 0
        assert counter.ask("GET", "/v1/peers", headers=bearer("bww_no")).status == 401
        with pytest.raises(AssertionError):
            counter.sign_in("may")
    finally:
        counter.close()
