"""A writer's shop with all its commands, and a desk that knows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.commands.handover import keys, record
from pipeline.commands.handover.record import Record
from pipeline.desk import peers
from pipeline.desk.actor import Actor
from pipeline.transmit import peer
from tests.desk.counter import Counter
from tests.floor import RECIPE, Floor

PRESS = "press.example"


class Shop:
    """A floor with a book for the press, and keys of its own. The press is pinned, and pins it."""

    def __init__(
        self, root: Path, counter: Counter, patch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        self.counter, self._capsys = counter, capsys
        self.root = root
        self.floor = Floor(root / "floor")
        self.floor.recipe(RECIPE + f"transmit:\n  to: {PRESS}\n  by: http\n")
        patch.setenv("BOOKWORKS_KEYS", str(root / "keys"))
        patch.delenv("BOOKWORKS_TOKEN", raising=False)
        patch.chdir(self.floor.root)
        self.say("keys", "--make", "quill.example", "--name", "Ada Quill")
        self.ada, self.may = counter.account("ada", "sender"), counter.account("may", "recipient")
        self.token = counter.token(self.ada)
        self._known(counter, self.ada, self.may)

    def _known(self, counter: Counter, ada: Actor, may: Actor) -> None:
        self.pin(counter.url)
        with counter.desk.writing() as db:
            row = peers.register(db, ada, peer.encode(keys.ours()))
            peers.pin(db, may, row.id)

    def pin(self, url: str) -> None:
        """The house whose desk is there, as if its fingerprint had been compared."""
        (keys.folder() / keys.PEERS).unlink(missing_ok=True)
        print_ = peer.fingerprint(self.counter.desk.office.peer)
        assert print_ in self.say("keys", "--pin", url)

    def keep_token(self) -> None:
        """As people do it: from a pipe, by a command of its own."""
        words = [sys.executable, "-m", "pipeline", "keys", "--token", PRESS]
        done = subprocess.run(words, input=f"{self.token}\n", text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert self.token not in done.stdout

    def say(self, *words: str, code: int = 0) -> str:
        """A command, and what it says."""
        self._capsys.readouterr()
        given = main(words)
        out, err = self._capsys.readouterr()
        assert given == code, (given, out, err)
        assert getattr(self, "token", "no token yet") not in out + err
        return out if given == 0 else err or out

    def told(self, *words: str, code: int = 0) -> dict[str, Any]:
        found = json.loads(self.say(*words, "--json", code=code))
        assert isinstance(found, dict)
        return found

    def log(self) -> Record:
        (root,) = record.records(self.floor.root / "handover" / "sent")
        return record.load(root, keys.ours(), keys.pinned(PRESS).peer)

    def blobs(self, number: int) -> set[str]:
        """The digests of all files of a version."""
        return set(self.sizes(number))

    def sizes(self, number: int) -> dict[str, int]:
        """The bytes of each file of a version, by its digest."""
        files = [path for path in self.log().version(number).rglob("*") if path.is_file()]
        return {record.digest(path): path.stat().st_size for path in files}
