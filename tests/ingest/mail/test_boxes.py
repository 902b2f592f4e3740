"""Boxes and files of letters: how they are split, however large or odd."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import mail
from pipeline.ingest.readers.mail import boxes
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.bench import Bench
from tests.ingest.mail.conftest import Kept, Reading, box, letter, read_at

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "mark",
    [b"From - Tue Jan  5 10:00:00 2021", b"From 169@xxx Tue Jan 05 10:00:00 +0000 2021",
     b"From ada@lamps.example Tue Jan  5 10:00:00 2021", b"From nobody"],
)  # fmt: skip
def test_letters_start_where_programs_say(mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(box(letter(1), letter(2), letter(3), mark=mark))
    assert len(read_at(path).posts) == 3
    assert count(path)[0].number == 3


def test_a_line_that_starts_with_from_is_text(read: Read) -> None:
    text = "One.\n\nFrom the tower one sees it all.\n\n>From quoted\n"
    reading = read(letter(1, text=text), letter(2))
    assert len(reading.posts) == 2
    assert "From the tower one sees it all." in reading.told()


def test_a_line_that_no_program_marked_is_text_too(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(box(letter(1, text="One.\n\n@ the tower\n")).replace(b"@ the", b"From the"))
    assert "From the tower" in read_at(path).told()


def test_lines_end_as_they_like(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(b"\xef\xbb\xbf" + box(letter(1), letter(2)).replace(b"\n", b"\r\n"))
    assert len(read_at(path).posts) == 2


def test_single_letters_are_read_from_a_folder_a_zip_or_alone(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "letters"
    (folder / "cur").mkdir(parents=True)
    (folder / "1.eml").write_bytes(letter(1))
    (folder / "2.emlx").write_bytes(b"%d\n" % len(letter(2)) + letter(2) + b"<?xml?><plist/>")
    (folder / "cur" / "3.M5P.host:2,S").write_bytes(letter(3))
    (folder / "note.txt").write_text("From: here\nDate: then\n")
    assert len(read_at(folder).posts) == 3
    assert count(folder)[0].number == 3
    assert len(read(a_dot_eml=letter(1), b__c_dot_mbox=box(letter(2), letter(3))).posts) == 3
    alone = tmp_path / "alone.eml"
    alone.write_bytes(letter(1))
    reading = read_at(alone)
    assert (len(reading.posts), reading.intake.sources[0].member) == (1, "")
    assert count(alone)[0].number == 1


def test_the_same_letter_twice_is_merged_and_another_of_its_name_is_not(read: Read) -> None:
    other = letter(1, text="Quite another letter of the same name.\n")
    reading = read(letter(1), letter(1), other)
    assert len(reading.posts) == 2
    assert [merge.why for merge in reading.bench.merges] == ["the same letter, held twice"]


def test_a_box_of_any_size_is_read_letter_by_letter(tmp_path: Path) -> None:
    path = tmp_path / "large.mbox"
    body = "A line of the log, as long as such lines are.\n" * 20_000
    with path.open("wb") as file:
        for number in range(25):
            file.write(box(letter(number, text=f"Letter {number}.\n"), letter(
                1000 + number, text=body, sender="Other <other@mail.example>")))  # fmt: skip
        file.write(box(*[letter(2000 + at) for at in range(9)]))
    with Unpacked.open(path, "0" * 64) as archive:
        intake = Intake(archive, Bench(Kept()))  # type: ignore[arg-type]
        tracemalloc.start()
        found = sum(1 for _ in mail.read(archive, intake))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert found == 34
    assert peak < 12_000_000 < path.stat().st_size


def test_a_letter_larger_than_any_is_set_aside(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "LARGEST", 3000)
    large = letter(2, text="x " * 5000)
    reading = read(letter(1), large, letter(3))
    assert (len(reading.posts), reading.reasons()) == (2, ["larger than is read"])
    assert read(a_dot_eml=letter(1), b_dot_eml=large).reasons() == ["larger than is read"]


def test_only_mail_is_claimed(tmp_path: Path) -> None:
    for name, data in {
        "a.md": b"From: the tower\nDate: today\n\nText",
        "b.txt": b"Dear reader,\n\nFrom the tower.\n",
        "notes": b"From the tower one sees it all.\nText\n",
        "c.csv": b"From,Date\n",
        "d": b"Title: x\nTags: y\n\nText",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert mail.claim(Unpacked.open(path)) is None, name
    path = tmp_path / "e.eml"
    path.write_bytes(letter(1))
    assert identify(Unpacked.open(path))[0].NAME == "mail"
