"""A repository: whose it is, and its records, each decoded or with the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from msgspec import Struct

from pipeline.ingest.readers.bluesky.car import Car, Lost
from pipeline.ingest.readers.bluesky.cbor import Cid
from pipeline.ingest.readers.bluesky.tree import Entry, Tree

_DID = re.compile(r"did:[a-z0-9]{1,20}:[A-Za-z0-9._:%-]{1,200}\Z")


class Record(Struct, frozen=True):
    collection: str
    key: str
    cid: Cid
    value: dict[str, Any]


class NoRepository(Exception):
    """A CAR that holds something else, or whose head is damaged. Says what is the matter."""


class Repository:
    def __init__(self, car: Car) -> None:
        """Raises NoRepository."""
        self._car = car
        commit = self._commit()
        did, rev, data = commit.get("did"), commit.get("rev"), commit.get("data")
        if not isinstance(did, str) or not _DID.match(did) or not isinstance(data, Cid):
            raise NoRepository("its first block is not the head of a repository")
        self.did = did
        self.rev = rev if isinstance(rev, str) else ""
        tree = Tree(car)
        self.entries: list[Entry] = []
        self.twice: list[Entry] = []
        seen: set[tuple[str, str]] = set()
        for entry in tree.entries(data):
            (self.twice if entry[:2] in seen else self.entries).append(entry)
            seen.add(entry[:2])
        self.lost_nodes = tree.lost
        self._nodes = tree.seen
        self.cut = car.cut

    def _commit(self) -> dict[str, Any]:
        if not self._car.roots:
            raise NoRepository("it names no first block")
        try:
            commit = self._car.get(self._car.roots[0])
        except Lost as error:
            raise NoRepository(f"of its head, {error}") from error
        if not isinstance(commit, dict):
            raise NoRepository("its first block is not the head of a repository")
        return commit

    def record(self, entry: Entry) -> Record:
        """The record of an entry. Raises Lost."""
        collection, key, cid = entry
        value = self._car.get(cid)
        if not isinstance(value, dict):
            raise Lost("its block holds no record")
        return Record(collection, key, cid, value)

    def saying(self, collection: str, words: bytes) -> Iterator[Record]:
        """The records of a collection in which these bytes stand, as far as they can be read."""
        for entry in self.entries:
            if entry[0] == collection and self._car.says(entry[2], words):
                with suppress(Lost):
                    yield self.record(entry)

    def strays(self) -> Iterator[tuple[Cid, dict[str, Any]]]:
        """The records that no node leads to, where nodes are lost; where none is, what is left
        over was deleted."""
        if not self.lost_nodes:
            return
        reached = self._nodes | {cid for *_, cid in (*self.entries, *self.twice)}
        for cid in self._car.names():
            if cid not in reached:
                try:
                    value = self._car.get(cid)
                except Lost:
                    continue
                if isinstance(value, dict):
                    yield cid, value
