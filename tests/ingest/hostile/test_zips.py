"""Zips that lie, climb, swell or overlap are refused with a reason; nothing of them is written."""

import contextlib
import tracemalloc
import zipfile

import pytest

from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

GIGA = 1 << 30


def read_all(path):
    with Unpacked.open(path) as archive:
        for member in archive.members:
            head, stream = archive.head(member.name), archive.stream(member.name)
            assert archive.read(member.name) == stream.read()
            assert archive.read(member.name).startswith(head)


def refusal(path):
    """The error with which the door, or the reading of any member, turns an archive away."""
    with pytest.raises(ArchiveError) as caught:
        read_all(path)
    assert caught.value.exit_code == 4
    assert caught.value.file == str(path)
    return caught.value


@pytest.mark.parametrize(
    "name",
    [
        "../../e.txt",
        "/abs.txt",
        "a\\..\\b.txt",
        "C:evil.txt",
        "C:/evil.txt",
        "ok/../../e.txt",
        "..",
    ],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(place, zips, name):
    entry, zipped = zips
    error = refusal(place("slip.zip", zipped(entry("fine.txt"), entry(name))))
    assert error.message == "this member's name leads out of the archive"
    assert error.place == name


@pytest.mark.parametrize("stream", [False, True])
def test_a_name_cannot_hide_behind_its_local_header(place, zips, stream):
    entry, zipped = zips
    path = place("two-faced.zip", zipped(entry("fine.txt", local_name=b"evil.txt")))
    with Unpacked.open(path) as archive, pytest.raises(ArchiveError, match="damaged"):
        archive.stream("fine.txt").read() if stream else archive.read("fine.txt")


def test_a_link_is_refused(place, zips):
    entry, zipped = zips
    error = refusal(place("link.zip", zipped(entry("etc", b"/etc/passwd", mode=0o120777))))
    assert error.message == "this member is a link to another file"


@pytest.mark.parametrize("flags", [0x1, 0x41])
def test_an_encrypted_member_is_refused_by_that_name(place, zips, flags):
    entry, zipped = zips
    error = refusal(place("locked.zip", zipped(entry("tweets.js", flags=flags))))
    assert error.message == "this member is encrypted"
    assert error.place == "tweets.js"
    assert "password" in error.todo


def test_two_members_of_one_name_are_refused(place, zips):
    entry, zipped = zips
    error = refusal(place("twice.zip", zipped(entry("a.txt", b"one"), entry("a.txt", b"two"))))
    assert (error.message, error.place) == ("two members of this zip have one name", "a.txt")


def test_two_members_on_the_same_bytes_are_refused(place, zips):
    entry, zipped = zips
    error = refusal(place("shared.zip", zipped(entry("a.txt"), entry("b.txt", at=0))))
    assert error.message == "members of this zip share bytes"


def test_a_member_that_quotes_the_next_is_refused(place, zips):
    entry, zipped = zips
    inner = entry("inner.txt", b"0" * 1000)
    outer = entry("outer.txt", b"", method=0, packed=40, size=40)
    error = refusal(place("quoted.zip", zipped(outer, inner)))
    assert error.message == "members of this zip share bytes"
    assert error.place == "outer.txt"


def test_a_member_that_is_pushed_into_the_next_by_its_own_header_is_refused(place, zips):
    entry, zipped = zips
    path = place("pushed.zip", zipped(entry("a.txt", local_extra=30), entry("b.txt")))
    assert refusal(path).message == "members of this zip share bytes"


def test_a_bomb_is_refused_before_it_is_unpacked(place, zips):
    entry, zipped = zips
    path = place("bomb.zip", zipped(entry("bomb.txt", b"\0" * (40 << 20))))
    tracemalloc.start()
    error = refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert error.message == "this zip is made to fill a disk"
    assert "would become 41,943,040" in error.cause


def test_a_bomb_of_many_members_is_refused_at_the_door(place, zips):
    entry, zipped = zips
    members = [entry(f"{n}.txt", size=30 << 20) for n in range(40)]
    with pytest.raises(ArchiveError, match="made to fill a disk"):
        Unpacked.open(place("many.zip", zipped(*members)))


@pytest.mark.parametrize("stream", [False, True])
def test_a_member_gives_no_more_bytes_than_its_header_says(place, zips, stream):
    entry, zipped = zips
    path = place("liar.zip", zipped(entry("liar.txt", b"\0" * (64 << 20), size=100)))
    tracemalloc.start()
    with Unpacked.open(path) as archive, pytest.raises(ArchiveError) as caught:
        archive.stream("liar.txt").read() if stream else archive.read("liar.txt")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert caught.value.cause == "it holds more bytes than its header says"


@pytest.mark.parametrize("stream", [False, True])
def test_a_member_gives_no_fewer_bytes_than_its_header_says(place, zips, stream):
    entry, zipped = zips
    path = place("short.zip", zipped(entry("short.txt", b"abc", size=100)))
    with Unpacked.open(path) as archive, pytest.raises(ArchiveError, match="damaged"):
        archive.stream("short.txt").read() if stream else archive.read("short.txt")


def test_ten_gigabytes_by_the_header_are_not_read(place, zips):
    entry, zipped = zips
    error = refusal(place("ten.zip", zipped(entry("film.txt", size=10 * GIGA))))
    assert "10,737,418,240" in error.cause


def test_a_swollen_member_that_nobody_reads_keeps_nothing_from_being_read(place, zips):
    entry, zipped = zips
    members = [entry("film.mp4", size=GIGA // 2), entry("tweets.js", b"hello")]
    with Unpacked.open(place("film.zip", zipped(*members))) as archive:
        assert archive.read("tweets.js") == b"hello"
        with pytest.raises(ArchiveError, match="made to fill a disk"):
            archive.read("film.mp4")


def test_a_zip_cut_short_is_refused_wherever_it_is_cut(place, zips):
    entry, zipped = zips
    whole = zipped(entry("a.txt", b"one"), entry("b.txt", b"two"))
    for size in range(4, len(whole)):
        error = refusal(place("cut.zip", whole[:size]))
        assert error.message == "this zip is cut short or damaged"
        assert "again" in error.todo


def test_damage_to_any_byte_of_the_data_is_noticed(place, zips):
    entry, zipped = zips
    whole = bytearray(zipped(entry("a.txt", b"the lamp was lit", method=0)))
    for at in range(35, 35 + 16):
        damaged = whole.copy()
        damaged[at] ^= 1
        assert "damaged" in refusal(place("bit.zip", bytes(damaged))).message


def test_damage_to_any_byte_of_a_zip_ends_in_an_answer_or_a_reason(place, zips):
    entry, zipped = zips
    whole = bytearray(zipped(entry("a.txt", b"the lamp was lit"), entry("ä.txt", flags=0x800)))
    for at in range(len(whole)):
        for flip in (1, 0x80, 0xFF):
            damaged = whole.copy()
            damaged[at] ^= flip
            with contextlib.suppress(ArchiveError):
                read_all(place("bit.zip", bytes(damaged)))


def test_what_is_not_a_zip_is_said_not_to_be_one(place):
    error = refusal(place("notes.zip", b"Dear diary,\n"))
    assert error.message == "this file is not a zip"


def test_a_rare_packing_is_named(place, zips):
    entry, zipped = zips
    error = refusal(place("rare.zip", zipped(entry("a.txt", method=9))))
    assert "method 9" in error.cause


def test_names_turned_around_are_shown_as_they_are_spelled(place, zips):
    entry, zipped = zips
    error = refusal(place("bidi.zip", zipped(entry("../\u202egpj.exe\x1b[2J", flags=0x800))))
    assert error.place == "../\\u202egpj.exe\\x1b[2J"


def test_zips_within_zips_stay_shut(place, zips):
    entry, zipped = zips
    inner = zipped(entry("deep.txt", b"deep"))
    with Unpacked.open(place("outer.zip", zipped(entry("inner.zip", inner)))) as archive:
        assert [member.name for member in archive.members] == ["inner.zip"]


def test_an_honest_zip_reads_the_same_here_and_there(place, tmp_path):
    path = place("honest.zip", b"")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("b/ä.txt", "ä" * 5000)
        made.writestr("a.txt", b"")
        made.writestr(zipfile.ZipInfo("a/"), b"")
        with made.open("streamed.txt", "w", force_zip64=True) as file:
            file.write(b"line\n" * 100_000)
    with Unpacked.open(path) as archive, zipfile.ZipFile(path) as other:
        assert [m.name for m in archive.members] == ["a.txt", "b/ä.txt", "streamed.txt"]
        for member in archive.members:
            data = other.read(member.name)
            assert archive.read(member.name) == data
            assert archive.stream(member.name).read() == data
            assert archive.head(member.name, 10) == data[:10]
