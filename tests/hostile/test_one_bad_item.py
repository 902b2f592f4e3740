"""One bad item in an archive of thousands costs that item alone, in every format."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from pipeline.ingest.identify import known
from tests.hostile.bounds import Bounds
from tests.hostile.carriers import CARRIERS, Carrier, Given, Item
from tests.hostile.case import Answer, brought
from tests.hostile.spoils import MUDDLE, SPOILS, Change, spoilt
from tests.specimens import documents
from tests.specimens.specimen import zipped
from tests.whole.paper import read

MANY = 2000
MODEST = 128
"""Megabytes, so that memory which grows with every item shows."""

FEWER = 60
"""Items of the archives in which every way to break is tried."""

ADDED = {"no object": 1}
"""Ways to break that put a thing more beside the item."""

ROUTINE = {"docx.inspected", "fidelity.compared", "archive.identified", "accounting.counted"}
"""What is told of every book, with numbers that one item more or less changes."""

ANOTHER_DAY = {
    "twitter 2012", "wordpress", "blogger", "ghost html", "ghost lexical", "medium", "feeds atom",
    "tumblr xml", "mail text", "mail html",
}  # fmt: skip
"""Formats whose items carry their day twice: where one is none, the other is read, and nothing is
amiss that a person should know."""


def packed(carrier: Carrier, many: int, *, bad: bool) -> Given:
    """Sound items and, in their middle, the bad one."""
    middle = many // 2
    sound = [Item(at, f"The lamp number {at} was lit.") for at in range(1, many + 2)]
    sound[middle] = Item(middle + 1, MUDDLE)
    return carrier.pack(sound if bad else [*sound[:middle], *sound[middle + 1 :]])


def lines(answer: Answer) -> Counter[str]:
    """The paragraphs of the book that are of a sound item: its text, or its title."""
    made = [path for path in answer.folder.rglob("*.docx") if "bundle" not in path.parts]
    said = [text for path in made for _, text in read(path).paragraphs]
    return Counter([line for line in said if line.startswith(("The lamp number", "Light "))])


def noticed(answer: Answer) -> set[tuple[str, str]]:
    sheet = msgspec.json.decode(next(answer.folder.rglob("traveler.json")).read_bytes())
    return {(row["code"], row["message"]) for row in sheet["findings"]}


def test_every_format_that_is_read_is_tried() -> None:
    assert {carrier.name for carrier in CARRIERS} == set(SPOILS)
    assert {reader.NAME for reader in known()} - {carrier.format for carrier in CARRIERS} == {
        "documents"  # whose items are files, each broken in a way of its own: see below
    }


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.name)
def test_one_bad_item_of_thousands_costs_itself_alone(carrier: Carrier, tmp_path: Path) -> None:
    first = dict(list(SPOILS[carrier.name].items())[:1])
    costs_itself_alone(carrier, MANY, first, tmp_path)


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.name)
def test_however_it_is_broken_it_costs_itself_alone(carrier: Carrier, tmp_path: Path) -> None:
    costs_itself_alone(carrier, FEWER, SPOILS[carrier.name], tmp_path)


DOCUMENTS = {
    "a package cut short": ("bad.docx", documents.docx()[:-300]),
    "a package without its text": ("bad.docx", zipped({"word/document.xml": b""})),
    "bytes that are no package": ("bad.odt", bytes(range(256)) * 9),
    "bytes that are no text": ("bad.rst", b"mud\xc3\x28\x81dled"),
    "an order that nothing closes": ("bad.tex", rb"\begin{document}\begin{verbatim} muddled"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_bad_document_of_thousands_costs_itself_alone(name: str, tmp_path: Path) -> None:
    many = MANY if name == next(iter(DOCUMENTS)) else FEWER
    sound = {
        f"light-{at}.rst": f"Light {at}\n{'=' * 12}\n\nThe lamp number {at} was lit.\n".encode()
        for at in range(many)
    }
    file, data = DOCUMENTS[name]
    answer = brought({**sound, file: data}, "lights", tmp_path)
    assert answer.error is None, answer.error
    assert {
        line: 1 for at in range(many) for line in (f"The lamp number {at} was lit.",)
    }.items() <= (lines(answer).items())
    assert answer.kept >= many
    assert answer.kept + sum(answer.aside.values()) == many + 1
    assert answer.aside or answer.codes & {"repair.marks", "documents.encoding"}
    assert "accounting.counted" in answer.codes


def costs_itself_alone(carrier: Carrier, many: int, spoils: dict[str, Change], room: Path) -> None:
    """The book has every line that it has without the bad item; that one is set aside, or is in
    the book and told of; and the account agrees with the independent count."""
    sound = _brought(carrier, packed(carrier, many, bad=False), room / "sound")
    assert (sound.kept, sound.aside) == (many, {})
    whole, before = lines(sound), noticed(sound)
    assert whole.total() >= many
    archive = packed(carrier, many, bad=True)
    for at, (name, change) in enumerate(spoils.items()):
        answer = _brought(carrier, spoilt(carrier, archive, change), room / str(at))
        assert answer.error is None, (name, answer.error)
        assert whole - lines(answer) == Counter(), name
        assert answer.kept >= many, name
        assert answer.kept + sum(answer.aside.values()) == many + 1 + ADDED.get(name, 0), name
        told = {code for code, _ in noticed(answer) - before} - ROUTINE
        assert answer.aside or told or _has_another(carrier, name), name
        counted = {code for code in answer.codes if code.startswith("accounting.")}
        assert counted <= {"accounting.counted", "accounting.surplus"}, (name, counted)


def _has_another(carrier: Carrier, name: str) -> bool:
    return name == "a day that is none" and carrier.name in ANOTHER_DAY


def _brought(carrier: Carrier, given: Given, room: Path) -> Answer:
    room.mkdir()
    return brought(given, carrier.file or "lights", room, Bounds(megabytes=MODEST))
