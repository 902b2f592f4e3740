"""Every wicked text comes in by every format, one item of an archive; each is in the book with
the honest words around it, and so are its neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.identify import known
from tests.hostile.carriers import CARRIERS, Carrier, Item
from tests.hostile.case import Answer, brought
from tests.hostile.texts import HTML, MARKDOWN, TEXTS, Wicked, marks
from tests.whole.search import unpacked

READERS = {reader.NAME for reader in known()}
SPEAKING = {
    "text": [("text", TEXTS)],
    "html": [("text", TEXTS), ("html", HTML)],
    "markdown": [("text", TEXTS), ("html", HTML), ("markdown", MARKDOWN)],
}
ASIDE = {("bluesky", "half surrogate pairs"): "its block cannot be read"}
"""The texts that cost their item, by format: their bytes are no text at all."""

PAIRS = [
    pytest.param(carrier, written, texts, id=f"{written} by {carrier.name}")
    for carrier in CARRIERS
    if carrier.format in READERS
    for written, texts in SPEAKING[carrier.speaks]
]


def packed(carrier: Carrier, written: str, texts: tuple[Wicked, ...]) -> list[Item]:
    """An honest item, each of the texts, and an honest item again."""
    items = [
        Item(at, text.within(at, carrier.speaks, written), text.title)
        for at, text in enumerate(texts, 1)
    ]
    honest = Wicked("honest", "The lamp was lit.")
    ends = (0, len(texts) + 1)
    first, last = (Item(at, honest.within(at, carrier.speaks, "text")) for at in ends)
    return [first, *items, last]


def lost(answer: Answer, texts: tuple[Wicked, ...]) -> list[str]:
    """The texts of which an honest word is missing."""
    book = answer.text
    found = []
    for at, text in enumerate(texts, 1):
        first, last = marks(at)
        if first not in book or (text.ends and last not in book):
            found.append(text.name)
    bottoms = sum(text.said.count("the bottom") for text in texts)
    if book.count("the bottom") < bottoms:
        found.append("the bottom of something deep")
    ends = [*marks(0), *marks(len(texts) + 1)]
    return found + [f"the honest word {word}" for word in ends if word not in book]


@pytest.mark.parametrize(("carrier", "written", "texts"), PAIRS)
def test_no_text_costs_more_than_itself(
    carrier: Carrier, written: str, texts: tuple[Wicked, ...], tmp_path: Path
) -> None:
    given = carrier.pack(packed(carrier, written, texts))
    answer = brought(given, carrier.file or "lights", tmp_path)
    assert answer.error is None, answer.error
    expected = {name: why for (format, name), why in ASIDE.items()
                if format == carrier.name and name in {text.name for text in texts}}  # fmt: skip
    assert sorted(lost(answer, texts)) == sorted(expected)
    assert answer.aside == dict.fromkeys(expected.values(), 1)
    spelled = b"\n".join(data for _, data in unpacked("", answer.docx))
    hidden = {words for text in texts for words in text.hides}
    assert [words for words in sorted(hidden) if words.encode() in spelled] == []


def test_there_are_enough_of_them() -> None:
    assert sum(len(texts) for _, _, texts in (pair.values for pair in PAIRS)) > 1000
