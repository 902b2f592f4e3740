"""How fast each format is read, against the bare parse of the same bytes by the library behind it.

The reader makes posts: text, links, pictures, dates, threads. The bare parse makes a tree and looks
at nothing. Both start from bytes that are unpacked already, in this process, the best of a few.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from pipeline.ingest.identify import identify
from pipeline.ingest.intake import Intake
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench

TIMES = 3
BOUNDS = {"twitter": 6.0, "wordpress": 6.0}
"""How many times the bare parse the reading of a format may take."""

_TEXT = re.compile(r"\.(js|json|xml|html?|md|markdown|atom|mbox|eml|csv)$", re.IGNORECASE)


def rate(archive: Path) -> tuple[str, float, float, float]:
    """Format, megabytes of text that are read, seconds to read them, seconds of the bare parse."""
    with Unpacked.open(archive, digest="") as opened:
        reader, _ = identify(opened)
        read = opened.read
        wanted: set[str] = set()
        kept: dict[str, bytes] = {}

        def remembered(member: str) -> bytes:
            """Unpacking is not reading: a text is unpacked once, before anything is timed."""
            if member not in kept:
                kept[member] = read(member)
            wanted.add(member)
            return kept[member]

        opened.read = remembered  # type: ignore[method-assign]

        def all_of_it() -> None:
            for _ in reader.read(opened, Intake(opened, Bench(None))):  # type: ignore[arg-type]
                pass

        all_of_it()
        seconds = _best(all_of_it)
        texts = [kept[name] for name in sorted(wanted) if _TEXT.search(name) or opened.single]
    bare = _best(lambda: [_bare(text) for text in texts])
    return reader.NAME, sum(map(len, texts)) / 1e6, seconds, bare


def _bare(text: bytes) -> object:
    """The tree of one text."""
    from lxml import etree
    from selectolax.lexbor import LexborHTMLParser

    start = text[:400].lstrip()
    if start.startswith((b"window.", b"Grailbird", b"var ", b"{", b"[")):
        text = text if start[:1] in b"{[" else text.partition(b"=")[2].strip().rstrip(b";")
        return msgspec.json.decode(text)
    if start.startswith(b"<?xml") or b"<rss" in start or b"<feed" in start:
        parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
        tree = etree.fromstring(text, parser)
        bodies = [e.text for e in tree.iter("{*}encoded", "{*}content") if e.text]
        return tree, [LexborHTMLParser(body) for body in bodies]
    if start.startswith(b"<"):
        return LexborHTMLParser(text)
    from markdown_it import MarkdownIt

    return MarkdownIt().parse(text.decode("utf-8", "replace"))


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)
