"""A desk may be killed, or meet a full disk, at any write while a file comes in and a version is
received: what is received is whole, and is received once, and the sender goes on from there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from http.client import HTTPException
from pathlib import Path

import pytest

from pipeline.desk.desk import Desk
from pipeline.desk.looking import faults
from pipeline.desk.settings import open_office
from pipeline.desk.tables import EventRow, VersionRow
from pipeline.transmit.courier import Courier, Refused
from pipeline.transmit.parcel import Folder, digest
from tests.desk.counter import Counter, bearer
from tests.desk.writer import Draft, Writer
from tests.proofs import trouble
from tests.proofs.trouble import Point

pytestmark = pytest.mark.skipif(bool(trouble.missing()), reason=trouble.missing())

DESK = Path(__file__).with_name("serial_desk.py")
NAME = "T-2026-0007_v1"


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A desk that knows a writer and holds all of a version but three files, and the version."""
    root = tmp_path / "start"
    root.mkdir()
    writer = Writer()
    parcel = writer.seal(Draft(tmp_path / "draft"), root)
    counter = Counter(root / "desk")
    try:
        ada, may = counter.account("ada", "sender"), counter.account("may", "recipient")
        counter.pinned(ada, writer, may)
        token = counter.token(ada)
        (root / "token").write_text(token)
        for name in sorted(parcel.sizes)[3:]:
            path = f"/v1/blobs/sha256/{digest(parcel, name)}"
            data = parcel.open(name).read()
            assert counter.ask("PUT", path, data, bearer(token)).status in (200, 201)
    finally:
        counter.close()
    return root


class Open:
    """A desk as a process of its own, under strace where options are given."""

    def __init__(self, root: Path, *strace: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        traced = ["strace", "-f", "-qq", *strace] if strace else []
        words = ["desk", "serve", str(root / "desk"), "--port", str(self.port)]
        self.run = subprocess.Popen(
            [*traced, sys.executable, str(DESK), *words], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it listens; not, where it met its trouble before."""
        while self.run.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(0.05)
        return False

    def send(self, root: Path) -> str:
        """Send the version: its state, or how it failed."""
        courier = Courier(
            f"http://127.0.0.1:{self.port}", (root / "token").read_text(), lambda seconds: None
        )
        try:
            return str(courier.send(Folder(root / NAME)).version["state"])
        except Refused as error:
            return f"refused: {error}"
        except (OSError, HTTPException) as error:
            return f"broken: {error}"
        except Exception as error:
            return f"broken: {type(error).__name__}: {error}"

    def close(self) -> None:
        with suppress(ProcessLookupError):  # it met its trouble before
            os.killpg(self.run.pid, signal.SIGKILL)
        self.run.wait()


def points(root: Path) -> list[Point]:
    log = root.with_name("calls.log")
    desk = Open(root, "-o", str(log), "-e", f"trace={trouble.CALLS}")
    assert desk.is_open
    assert desk.send(root) == "received"
    desk.close()
    return trouble.listed(log)


def struck(start: Path, how: str, point: Point) -> str:
    """Trouble at one point; then the desk is opened again, and the same is sent again."""
    root = start.with_name(f"desk-{'-'.join(map(str, point))}-{how[:5]}")
    shutil.copytree(start, root)
    call, number = point
    desk = Open(root, "-o", os.devnull, "-e", f"trace={call}",
                "-e", f"inject={call}:{how}:when={number}")  # fmt: skip
    said = desk.send(root) if desk.is_open else "never opened"
    desk.close()
    wrong = _wrong(root, said)
    if wrong:
        return f"after the trouble ({said}): {wrong}"
    desk = Open(root)
    again = desk.send(root) if desk.is_open else "never opened"
    desk.close()
    wrong = _wrong(root, again) or ("" if again == "received" else again)
    shutil.rmtree(root)
    if wrong:
        return f"sent again: {wrong}"
    if said == "received":
        return "went on"
    return "killed" if how == "signal=KILL" else "refused"


def _wrong(root: Path, said: str) -> str:
    """What is not whole, or is there in part."""
    desk = Desk(open_office(root / "desk"))
    try:
        found = faults(desk)
        with desk.reading() as db:
            events = [row.type for row in db.query(EventRow).order_by(EventRow.id)]
            versions = list(db.query(VersionRow))
        states = [row.state for row in versions]
        if (events, states) not in (([], []), (["sent", "received"], ["received"])):
            found.append(f"half received: {events} {states}")
        files = {digest for row in versions for digest, _ in row.files.values()}
        found += [f"{one} is not here" for one in files if not desk.blobs.is_here(one)]
        found += ["it said received"] if said == "received" and not versions else []
        return "; ".join(found)
    finally:
        desk.database.close()


@pytest.mark.parametrize("how", ["signal=KILL", "error=ENOSPC"])
def test_a_desk_meets_trouble_at_every_write_of_an_upload_and_a_receipt(
    start: Path, how: str
) -> None:
    tried = start.with_name("tried")
    shutil.copytree(start, tried)
    trouble.everywhere(partial(struck, start, how), points(tried))
