"""What was sent passes; what was altered in any way does not, and is told by its reason."""

from __future__ import annotations

import base64
import json
import random
import warnings
import zipfile
from pathlib import Path

import pytest

from pipeline.transmit import packed, parcel, verdict
from pipeline.transmit.verdict import Verdict, verify
from tests.floor import Floor
from tests.transmit import shops, tampering
from tests.transmit.shops import QUILL, Files

NAME = "T-2026-0001_v1"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return shops.bundle(Floor(tmp_path_factory.mktemp("floor")))


@pytest.fixture(scope="module")
def good(draft: Files) -> Files:
    return shops.whole(draft, shops.sealed(draft, shops.order()))


def judged(files: Files, folder: Path) -> Verdict:
    return verify(parcel.Folder(shops.laid(files, folder / NAME)), QUILL)


def test_what_was_sent_passes_as_a_folder_and_as_a_zip(good: Files, tmp_path: Path) -> None:
    assert judged(good, tmp_path).problems == ()
    path = tmp_path / "any-name.zip"
    path.write_bytes(packed.pack(NAME, good.items()))
    held = packed.Packed(path)
    assert verdict.sender(held) == "quill.example"
    assert verify(held, QUILL).problems == ()


def test_every_case_of_tampering_is_refused_for_its_reason(
    good: Files, draft: Files, tmp_path: Path
) -> None:
    wrong = []
    for number, case in enumerate(tampering.cases(good, draft)):
        found = judged(tampering.applied(good, case.edits), tmp_path / str(number))
        codes = [problem.code for problem in found.problems]
        if case.code not in codes or not all(problem.message for problem in found.problems):
            wrong.append((case.name, case.code, found.problems))
    assert wrong == []


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_one_bit_altered_anywhere_is_refused(good: Files, tmp_path: Path, bit: int) -> None:
    """Every byte of what is signed over, and of each other file every so many."""
    folder = shops.laid(good, tmp_path / NAME)
    passed = []
    for name, data in good.items():
        step = 7 if name.startswith(("signatures/", "tagmanifest")) else max(1, len(data) // 12)
        for at in range(0, len(data), step):
            altered = bytearray(data)
            altered[at] ^= bit
            (folder / name).write_bytes(altered)
            if verify(parcel.Folder(folder), QUILL).good:
                passed.append((name, at))
        (folder / name).write_bytes(data)
    assert passed == []
    assert verify(parcel.Folder(folder), QUILL).good


def test_a_link_is_refused_and_not_followed(good: Files, tmp_path: Path) -> None:
    folder = shops.laid(good, tmp_path / NAME)
    (folder / "data" / "link.csv").symlink_to(folder / "data" / "logs" / "words.csv")
    assert [one.code for one in verify(parcel.Folder(folder), QUILL).problems] == ["file.odd"]


def test_a_version_under_another_folders_name_is_refused(good: Files, tmp_path: Path) -> None:
    found = verify(parcel.Folder(shops.laid(good, tmp_path / "T-2026-0001_v2")), QUILL)
    assert [one.code for one in found.problems] == ["transmittal.folder"]


def zipped(path: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        warnings.simplefilter("ignore")
        for row, data in members:
            out.writestr(row, data)
    return path


def linked(name: str) -> zipfile.ZipInfo:
    row = zipfile.ZipInfo(name)
    row.external_attr = 0o120777 << 16
    return row


ZIPS: dict[str, tuple[list[tuple[zipfile.ZipInfo | str, bytes]], str]] = {
    "a bomb": ([("bomb", bytes(20 << 20))], "densely"),
    "a link": ([(linked("link"), b"/etc/passwd")], "link"),
    "a name twice": ([("data/logs/words.csv", b"other")], "twice"),
    "a way out": ([("../../out.txt", b"x")], "leads out"),
    "an inner way out": ([("data/../../out.txt", b"x")], "leads out"),
}


@pytest.mark.parametrize("sort", ZIPS)
def test_a_zip_with_such_a_member_is_refused(good: Files, tmp_path: Path, sort: str) -> None:
    more, why = ZIPS[sort]
    named = [(_in(row), data) for row, data in [*good.items(), *more]]
    held = packed.Packed(zipped(tmp_path / "x.zip", named))
    assert why in " ".join(one.message for one in verify(held, QUILL).problems)


def _in(row: zipfile.ZipInfo | str) -> zipfile.ZipInfo | str:
    if isinstance(row, str):
        return f"{NAME}/{row}"
    row.filename = f"{NAME}/{row.filename.rsplit('/', 1)[-1]}"
    return row


def test_a_zip_with_two_roots_or_cut_short_is_no_parcel(good: Files, tmp_path: Path) -> None:
    two = zipped(tmp_path / "two.zip", [("a/x", b""), ("b/x", b"")])
    with pytest.raises(parcel.Unreadable, match="one folder"):
        packed.Packed(two)
    data = packed.pack(NAME, good.items())
    for length in range(0, len(data), len(data) // 20):
        (tmp_path / "cut.zip").write_bytes(data[:length])
        with pytest.raises(parcel.Unreadable):
            packed.Packed(tmp_path / "cut.zip")


def test_a_zip_altered_anywhere_is_refused_or_holds_the_very_same_files(
    good: Files, tmp_path: Path
) -> None:
    """A zip's own headers say things that nobody reads, such as a time; nothing else may pass."""
    data, dice, refused = packed.pack(NAME, good.items()), random.Random(3), 0
    path = tmp_path / "x.zip"
    for _ in range(400):
        altered = bytearray(data)
        at = dice.choice((dice.randrange(len(data)), dice.randrange(len(data) - 2500, len(data))))
        altered[at] ^= 1 << dice.randrange(8)
        path.write_bytes(altered)
        try:
            held = packed.Packed(path)
        except parcel.Unreadable:
            refused += 1
            continue
        if verify(held, QUILL).good:
            assert {name: parcel.read(held, name) for name in held.sizes} == good
        else:
            refused += 1
        held.close()
    assert refused > 350


def test_members_that_share_their_bytes_are_refused(good: Files, tmp_path: Path) -> None:
    """The bytes of one member, listed under a second name as well."""
    data = packed.pack(NAME, good.items())
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    first = data[start : data.index(b"PK\x01\x02", start + 4)]
    listed = data[start:end] + first.replace(b"README", b"RIDDLE")
    count = (len(good) + 1).to_bytes(2, "little")
    tail = b"PK\x05\x06" + bytes(4) + count * 2 + len(listed).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(
        data[:start] + listed + tail + start.to_bytes(4, "little") + bytes(2)
    )
    found = verify(packed.Packed(tmp_path / "x.zip"), QUILL)
    assert "bytes of another" in " ".join(one.message for one in found.problems)


def test_the_signatures_hold_for_another_program_as_well(good: Files) -> None:
    """securesystemslib is what in-toto's own tools verify with."""
    dsse = pytest.importorskip("securesystemslib.dsse", reason="securesystemslib is not here")
    signer = pytest.importorskip("securesystemslib.signer")
    raw = base64.b64decode(QUILL.keys[0].public)
    key = signer.SSlibKey(QUILL.keys[0].keyid, "ed25519", "ed25519", {"public": raw.hex()})
    for name in [name for name in good if name.startswith("signatures/")]:
        envelope = dsse.Envelope.from_dict(json.loads(good[name]))
        assert envelope.verify([key], 1)


def test_the_message_to_the_trade_is_valid_onix(good: Files, tmp_path: Path) -> None:
    onixcheck = pytest.importorskip("onixcheck", reason="onixcheck is not here")
    path = tmp_path / "onix.xml"
    path.write_bytes(good["metadata/onix.xml"])
    assert onixcheck.validate(str(path)) == []
