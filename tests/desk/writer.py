"""A writer's shop: it makes a small book, seals versions of it, and signs with a key of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from pipeline.transmit import events, peer, sealing
from pipeline.transmit.contract import Checks, Party, Superseded, Transmittal
from pipeline.transmit.events import Event, Signed
from pipeline.transmit.parcel import Folder
from pipeline.transmit.strict import read
from tests.floor import POSTS, Floor

HOUSE = Party(peer_id="press.example", name="Light Press", contact="desk@press.example")


class Draft:
    """The bundle of one build."""

    def __init__(self, root: Path, posts: dict[str, str] | None = None) -> None:
        floor = Floor(root)
        for name, text in (posts or {}).items():
            floor.post(name, text)
        floor.build()
        self.root = root / "build" / floor.name / "1" / "bundle"
        self.paper = read((self.root / "metadata/transmittal.json").read_bytes(), Transmittal)
        self.checks = read((self.root / "metadata/checks.json").read_bytes(), Checks)


SECOND = {"2019-03-02-the-lamp": POSTS["2019-03-02-the-lamp"].replace("at four", "at five")}
"""What the second version says otherwise."""


class Writer:
    """Somebody with a key, and a chain of signed events for each book."""

    def __init__(self, name: str = "quill.example", seed: bytes = b"\x07" * 32) -> None:
        self.name, self.seed = name, seed
        self.peer = peer.make(seed, name, "Ada Quill", "ada@quill.example")
        self.chains: dict[str, list[Signed]] = {}
        self.sealed: dict[tuple[str, int], sealing.Sealed] = {}

    def seal(
        self, draft: Draft, into: Path, id: str = "T-2026-0007", version: int = 1,
        **wrong: Any,
    ) -> Folder:  # fmt: skip
        """A version as a folder, whole and signed. `wrong` alters the order that it is made by."""
        chain = self.chains.setdefault(id, [])
        before = self.sealed.get((id, version - 1))
        given: dict[str, Any] = {
            "id": id, "version": version, "sender": self.peer.party, "recipient": HOUSE,
            "time": f"2026-11-21T09:{version:02d}:00Z", "seq": len(chain) + 1,
            "prev_sha256": chain[-1].digest if chain else "",
            "before": before.transmittal if before else None,
            "supersedes": Superseded(
                version=version - 1, tagmanifest_sha256=before.sent.event.tagmanifest_sha256
            ) if before else None,
        }  # fmt: skip
        order = sealing.Order(**(given | wrong))
        made = sealing.seal(draft.paper, draft.checks, order, self.seed, "test")
        folder = into / f"{id}_v{version}"
        for name, data in made.files.items():
            _write(folder / name, data)
        for item in made.transmittal.items:
            _write(folder / item.path, (draft.root / item.path).read_bytes())
        chain.append(made.sent)
        self.sealed[id, version] = made
        return Folder(folder)

    def withdrawal(self, id: str = "T-2026-0007", version: int = 1, **wrong: Any) -> Signed:
        chain = self.chains[id]
        sent = self.sealed[id, version].sent.event
        event = Event(
            source=self.name, type="withdrawn", time="2026-11-21T10:00:00Z", transmittal=id,
            version=version, tagmanifest_sha256=sent.tagmanifest_sha256, seq=len(chain) + 1,
            prev_sha256=chain[-1].digest,
        )  # fmt: skip
        signed = events.sign(msgspec.structs.replace(event, **wrong), self.seed)
        if not wrong:
            chain.append(signed)
        return signed


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def envelope(signed: Signed) -> dict[str, Any]:
    found = json.loads(signed.envelope)
    assert isinstance(found, dict)
    return found
