"""The vectors that are published: what we read today reads them as it did when they were made."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.commands.schemas import contract, schema
from pipeline.shop.places import Places
from pipeline.transmit import dsse, keyring, packed, parcel, peer, succession
from pipeline.transmit.verdict import verify
from tests.transmit import shops
from tests.transmit.tampering import Case, applied
from tests.vectors import FOLDER

CASES = msgspec.json.decode((FOLDER / "tampered.json").read_bytes(), type=list[Case])
KEYS = json.loads((FOLDER / "keys.json").read_bytes())
QUILL = peer.decode((FOLDER / "peer.json").read_bytes())
NAME = "T-2026-0001_v1"


def files() -> shops.Files:
    with zipfile.ZipFile(FOLDER / "good" / f"{NAME}.zip") as package:
        return {name.partition("/")[2]: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("version", [1, 2])
def test_the_good_ones_pass(version: int) -> None:
    held = packed.Packed(FOLDER / "good" / f"T-2026-0001_v{version}.zip")
    found = verify(held, QUILL)
    assert found.problems == ()
    assert found.transmittal is not None
    assert found.transmittal.version == version


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_tampered_one_is_refused_for_its_reason(case: Case, tmp_path: Path) -> None:
    folder = shops.laid(applied(files(), case.edits), tmp_path / NAME)
    assert case.code in {one.code for one in verify(parcel.Folder(folder), QUILL).problems}


def test_the_peer_in_toml_is_the_one_in_json() -> None:
    known = keyring.peers((FOLDER / "peers.toml").read_text(encoding="utf-8"))
    assert known["quill.example"].peer == QUILL


@pytest.mark.parametrize("case", KEYS, ids=lambda case: case["about"])
def test_statements_on_keys_lead_to_the_keys_that_count_or_are_refused(
    case: dict[str, Any],
) -> None:
    known = QUILL
    *first, last = [one.encode() for one in case["statements"]]
    for one in first:
        known = succession.taken(known, one)
    if case["code"]:
        with pytest.raises(dsse.Unsigned) as refused:
            succession.taken(known, last)
        assert refused.value.code == case["code"]
    else:
        assert list(succession.taken(known, last).pinned) == case["pinned"]


@pytest.mark.parametrize("name", contract())
def test_the_schemas_are_those_of_the_types(name: str, tmp_path: Path) -> None:
    published = json.loads((FOLDER / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    today = json.loads(json.dumps(schema(name, Places(tmp_path, tmp_path))))
    assert published == today, "make vectors writes them anew"
