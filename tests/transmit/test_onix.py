"""What a recipe says of a book reaches the trade in its own codes, or is told and left out."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipeline.transmit import onixread, parcel
from pipeline.transmit.contract import Transmittal
from pipeline.transmit.verdict import verify
from tests.floor import RECIPE, Floor
from tests.transmit import shops

TRADE = """\
  language: pt-BR
  subtitle: Of Keepers & Ferries
  publisher: Lantern Press
  date: 2026-05-01
  isbn: 978-0-306-40615-7
  description: Twelve lights, and who kept them.
  subjects: ["thema:FBA", "bisac:FIC019000", "lighthouses", "bisac:NONSENSE"]
"""


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    made = Floor(tmp_path_factory.mktemp("trade"))
    made.recipe(RECIPE.replace("  language: en\n", TRADE))
    return made


@pytest.fixture(scope="module")
def draft(floor: Floor) -> shops.Files:
    return shops.bundle(floor)


def sent(draft: shops.Files) -> Transmittal:
    return msgspec.json.decode(draft["metadata/transmittal.json"], type=Transmittal)


def test_codes_are_taken_over_and_what_is_none_is_left_out_and_told(
    floor: Floor, draft: shops.Files
) -> None:
    work = sent(draft).work
    assert [(one.scheme, one.value) for one in work.identifiers] == [("15", "9780306406157")]
    assert {(one.scheme, one.code) for one in work.subjects} == {
        ("93", "FBA"), ("10", "FIC019000"), ("20", "lighthouses"),
    }  # fmt: skip
    assert not [name for name in draft if name[:5] == "metad" and b"NONSENSE" in draft[name]]
    assert "bundle.subject" in (floor.root / "build/small/1/traveler.json").read_text()


def test_the_message_is_valid_with_all_of_it_and_passes(draft: shops.Files, tmp_path: Path) -> None:
    made = shops.sealed(draft, shops.order())
    folder = shops.laid(shops.whole(draft, made), tmp_path / "T-2026-0001_v1")
    assert verify(parcel.Folder(folder), shops.QUILL).problems == ()
    onixcheck = pytest.importorskip("onixcheck", reason="onixcheck is not here")
    assert onixcheck.validate(str(folder / "metadata" / "onix.xml")) == []


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        (b"9780306406157", b"9780306406158", "onix.isbn"),
        (b">FBA<", b">not a code<", "onix.subject"),
        (b">Small Lights<", b">Great Lights<", "onix.differs"),
        (b">Ada Quill</PersonName", b">Ida Quill</PersonName", "onix.differs"),
        (b"<ONIXMessage", b"<!DOCTYPE x [<!ENTITY a 'b'>]><ONIXMessage", "onix.form"),
        (b"</ONIXMessage>", b"", "onix.form"),
        (b'release="3.1"', b'release="3.0"', "onix.form"),
    ],
)
def test_a_message_that_says_otherwise_is_told(
    draft: shops.Files, was: bytes, now: bytes, code: str
) -> None:
    good = draft[onixread.FILE]
    assert list(onixread.faults(good, sent(draft))) == []
    altered = good.replace(was, now)
    assert altered != good
    assert code in {fault[0] for fault in onixread.faults(altered, sent(draft))}
