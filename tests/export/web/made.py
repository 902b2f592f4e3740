"""A site made in memory, its pages to be read as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.export.web import Options, run
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables, Posts
from pipeline.model.manuscript import Manuscript
from pipeline.model.post import Post, Profile
from tests.export.word.conftest import Blobs
from tests.export.word.sample import manuscript, pictures

ITEMS = ("501", "502", "503", "504")


def posts() -> Posts:
    rows = [
        Post(item, 0, "tweet", "2014-03-02", (), url=f"https://old.example/{item}")
        for item in ITEMS
    ]
    return Posts(Profile(), tuple(rows), ())


class Site:
    """The files that one run made, and what it had to say."""

    def __init__(self, book: Manuscript | None = None, **options: Any) -> None:
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.book = book or manuscript()
        self.bench = Bench(self.blobs, reads=())
        self.made: Deliverables = run(self.book, posts(), Options(**options), self.bench)
        self.files: dict[str, bytes] = {
            file.name.removeprefix("web/"): self.blobs.get(file.digest) for file in self.made.files
        }

    def page(self, name: str) -> LexborHTMLParser:
        return LexborHTMLParser(self.files[name].decode())

    def lay(self, folder: Path) -> Path:
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder
