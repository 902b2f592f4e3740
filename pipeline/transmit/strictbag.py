"""The strict bag: every file is in a manifest, in the tag manifest, or a signature, and whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from pipeline.transmit import bag, parcel
from pipeline.transmit.parcel import Fault, Parcel
from pipeline.transmit.sealing import SIGNATURES

_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")
_NEEDED = (
    "bagit.txt", "bag-info.txt", bag.MANIFEST, "README.html", "metadata/transmittal.json",
    "metadata/onix.xml", "metadata/checks.json", "metadata/changes.json",
)  # fmt: skip


class Bag:
    """A bag as its manifests tell of it; `faults` is what they tell wrongly."""

    def __init__(self, held: Parcel) -> None:
        self.held = held
        self.faults: list[Fault] = []
        self.tag_manifest = self._bytes(bag.TAG_MANIFEST)
        self.digest = hashlib.sha256(self.tag_manifest).hexdigest()
        self.tags = self._manifest(bag.TAG_MANIFEST, self.tag_manifest)
        self.payload = self._manifest(bag.MANIFEST, self._bytes(bag.MANIFEST))
        self.faults += self._check()

    def _bytes(self, name: str) -> bytes:
        return parcel.read(self.held, name) if name in self.held.sizes else b""

    def _manifest(self, file: str, data: bytes) -> dict[str, str]:
        if file not in self.held.sizes:
            self.faults.append(("bag.missing", "this file is missing", file))
            return {}
        found: dict[str, str] = {}
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            match = _LINE.fullmatch(line)
            name = _unspelled(match[2]) if match else ""
            if not match or name in found:
                self.faults.append(("bag.manifest", f"line {number} is not as it must be", file))
                continue
            found[name] = match[1]
        if not self.faults and bag.manifest(found) != data:
            self.faults.append(("bag.manifest", "its lines are not sorted and spelled alike", file))
        return found

    def _check(self) -> Iterator[Fault]:
        yield from self._strays()
        for name in _NEEDED:
            if name in self.held.sizes and name not in self.tags:
                yield "bag.unlisted", "this file is not in the tag manifest", name
        wanted = {**self.payload, **self.tags}
        for name in sorted({*wanted, *_NEEDED, *SIGNATURES}):
            if name not in self.held.sizes:
                yield "bag.missing", "this file is missing", name
            elif name in wanted and parcel.digest(self.held, name) != wanted[name]:
                yield "bag.digest", "this file was altered: it is not what the manifest says", name
        if "bagit.txt" in self.held.sizes and self._bytes("bagit.txt") != bag.DECLARATION:
            yield "bag.declaration", "this is not a bag of version 1.0 in UTF-8", "bagit.txt"

    def _strays(self) -> Iterator[Fault]:
        for name in sorted(self.held.sizes):
            listed = self.payload if name.startswith("data/") else self.tags
            known = name in listed or name in SIGNATURES or name == bag.TAG_MANIFEST
            if known or name in _NEEDED:
                continue
            if parcel.is_litter(name):
                yield "file.conflict", "this is what a synchronising program leaves behind", name
            else:
                yield "file.stray", "this file is in no manifest", name
        for name in self.payload:
            if not name.startswith("data/"):
                yield "bag.manifest", f"{name} is listed, and no payload", bag.MANIFEST
        for name in self.tags:
            if name.startswith(("data/", "signatures/")) or name == bag.TAG_MANIFEST:
                yield "bag.manifest", f"{name} is listed, and no tag file", bag.TAG_MANIFEST


def _unspelled(name: str) -> str:
    return name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
