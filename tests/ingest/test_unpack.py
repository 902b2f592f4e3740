"""The door: one way to read a zip, a folder and a single file."""

import hashlib
import os
import zipfile

import pytest

from pipeline.ingest.unpack import Unpacked, digest_of, salvaged
from pipeline.model.errors import ArchiveError

TEXTS = {"b.md": "Fog at the harbour.", "essays/a.md": "The lamp.", "essays/é.md": "Été."}


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "notes"
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def contents(path):
    with Unpacked.open(path) as archive:
        return {member.name: archive.text(member.name) for member in archive.members}


def test_a_folder_and_its_zip_hold_the_same(folder, tmp_path):
    path = tmp_path / "notes.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in TEXTS:
            made.write(folder / name, name)
    assert contents(folder) == contents(path) == TEXTS
    assert list(contents(folder)) == sorted(TEXTS)


def test_a_single_file_is_an_archive_of_one_member(tmp_path):
    path = tmp_path / "blog.xml"
    path.write_bytes(b"<rss/>")
    with Unpacked.open(path) as archive:
        assert archive.single
        assert [(m.name, m.size) for m in archive.members] == [("blog.xml", 6)]
        assert archive.read("blog.xml") == archive.stream("blog.xml").read() == b"<rss/>"
        assert archive.head("blog.xml", 4) == b"<rss"
        assert archive.digest == hashlib.sha256(b"<rss/>").hexdigest()


def test_a_folder_is_known_by_its_names_and_bytes_and_by_nothing_else(folder):
    before = digest_of(folder)
    os.utime(folder / "b.md", (0, 0))
    (folder / ".DS_Store").write_bytes(b"litter")
    assert digest_of(folder) == before
    (folder / "b.md").write_text("Fog at the harbor.", encoding="utf-8")
    changed = digest_of(folder)
    (folder / "b.md").rename(folder / "c.md")
    assert len({before, changed, digest_of(folder)}) == 3


def test_a_known_digest_is_not_worked_out_again(folder):
    with Unpacked.open(folder, digest="known") as archive:
        assert archive.digest == "known"


def test_litter_and_links_out_of_a_folder_are_left_out_by_name(folder, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out.md").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "round").symlink_to(folder / "essays")
    (folder / "same.md").symlink_to(folder / "b.md")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    os.mkfifo(folder / "pipe.md")
    with Unpacked.open(folder) as archive:
        assert [m.name for m in archive.members] == [
            "b.md",
            "essays/a.md",
            "essays/é.md",
            "same.md",
        ]
        assert archive.text("same.md") == TEXTS["b.md"]
        assert dict(archive.skipped) == {
            ".git": "left behind by the system",
            "out.md": "a link that leads out of the folder",
            "pipe.md": "not a file",
            "round": "a link to something that is not a file",
            "up": "a link that leads out of the folder",
        }


def test_litter_in_a_zip_is_left_out_by_name(tmp_path):
    path = tmp_path / "mac.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in ("a.md", "__MACOSX/._a.md", "x/.DS_Store", "x/Thumbs.db", "git/ok.md"):
            made.writestr(name, "x")
    with Unpacked.open(path) as archive:
        assert [m.name for m in archive.members] == ["a.md", "git/ok.md"]
        assert [name for name, _ in archive.skipped] == [
            "__MACOSX/._a.md",
            "x/.DS_Store",
            "x/Thumbs.db",
        ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_text_is_read_in_every_form_that_says_what_it_is(tmp_path, codec):
    text = "Ångström 灯台 🌊"
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    (tmp_path / "a.txt").write_bytes(mark + text.encode(codec))
    with Unpacked.open(tmp_path / "a.txt") as archive:
        assert archive.text("a.txt") == text


def test_text_of_another_alphabet_is_refused_at_its_first_byte(folder):
    (folder / "old.md").write_bytes("caf\xe9".encode("latin-1"))
    with Unpacked.open(folder) as archive, pytest.raises(ArchiveError) as caught:
        archive.text("old.md")
    assert caught.value.place == "old.md, byte 3"
    assert "UTF-8" in caught.value.todo


def test_zip_names_without_a_flag_are_utf_8_where_they_can_be(tmp_path):
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("été.md", "x")
        made.writestr("caf_.md", "y")
    data = path.read_bytes().replace(b"caf_.md", b"caf\xe9.md")
    data = data.replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")  # the flag for UTF-8, in each
    path.write_bytes(data)
    with Unpacked.open(path) as archive:
        assert [m.name for m in archive.members] == ["cafΘ.md", "été.md"]
        assert archive.text("cafΘ.md") == "y"


def test_what_is_not_there_is_said_not_to_be_there(folder):
    with pytest.raises(ArchiveError, match="there is no such archive"):
        Unpacked.open(folder / "none.zip")
    with Unpacked.open(folder) as archive:
        assert "none.md" not in archive
        with pytest.raises(ArchiveError, match="the archive has no such member"):
            archive.read("none.md")


def test_a_file_that_goes_away_is_an_error_of_the_archive(folder):
    with Unpacked.open(folder) as archive:
        (folder / "b.md").unlink()
        with pytest.raises(ArchiveError, match="cannot be read"):
            archive.read("b.md")


def test_an_archive_gives_only_so_many_bytes(folder, monkeypatch):
    monkeypatch.setattr("pipeline.ingest.unpack.MOST", 3 * len(TEXTS["b.md"]))
    with Unpacked.open(folder) as archive:
        for _ in range(3):
            archive.read("b.md")
        with pytest.raises(ArchiveError, match="more than can be read"):
            archive.read("b.md")


@pytest.mark.parametrize("pack", [False, True])
def test_a_member_too_large_to_hold_can_still_be_streamed(folder, tmp_path, monkeypatch, pack):
    path = folder
    if pack:
        path = tmp_path / "notes.zip"
        with zipfile.ZipFile(path, "w") as made:
            made.write(folder / "b.md", "b.md")
    monkeypatch.setattr(f"pipeline.ingest.{'zipped' if pack else 'files'}.LARGEST", 10)
    with Unpacked.open(path) as archive:
        with pytest.raises(ArchiveError, match="says that it is 19 bytes long"):
            archive.read("b.md")
        assert archive.stream("b.md").read().decode() == TEXTS["b.md"]


@pytest.mark.parametrize(
    ("data", "text", "odd"),
    [
        ("äb".encode(), "äb", ""),
        (b"\xef\xbb\xbfa", "a", ""),
        ("äb".encode("utf-16"), "äb", ""),
        (b"a\xff\xc3\xa4", "a\ufffdä", "some bytes are no text; a mark stands for each"),
        (b"caf\xe9 \x93x\x94", "café “x”", "it is not UTF-8; it was read as Windows-1252"),
        ("ab".encode("utf-16")[:-1], "a\ufffd", "some bytes are no text; a mark stands for each"),
    ],
)
def test_bytes_that_are_no_text_cost_no_other_byte(data, text, odd):
    assert salvaged(data) == (text, odd)


# -- packages --------------------------------------------------------------------------------------


def packed(path, **members):
    with zipfile.ZipFile(path, "w") as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return path


WORD = {"[Content_Types].xml": "", "word__document.xml": "<w/>", "word__media__p.png": b"png"}


def test_a_document_that_is_packed_is_one_file_whose_parts_can_be_read(tmp_path):
    path = packed(tmp_path / "a letter", **WORD)
    with Unpacked.open(path) as archive:
        assert archive.single
        assert [member.name for member in archive.members] == ["a letter"]
        assert archive.read("a letter") == path.read_bytes()
        assert archive.read("a letter!/word/media/p.png") == b"png"
        assert "a letter!/word/media/p.png" in archive
        assert "a letter!/word/media/q.png" not in archive
        with pytest.raises(ArchiveError, match="no such member"):
            archive.read("a letter!/word/media/q.png")


def test_a_package_within_an_archive_is_held_to_the_same_bounds(tmp_path):
    inner = packed(tmp_path / "a.docx", **WORD, **{"word__..__..__out.xml": "x"})
    outer = tmp_path / "a.zip"
    with zipfile.ZipFile(outer, "w") as made:
        made.write(inner, "in/a.docx")
        made.writestr("b.docx", b"no zip")
    with Unpacked.open(outer) as archive:
        with pytest.raises(ArchiveError, match="leads out of the archive"):
            archive.read("in/a.docx!/word/media/p.png")
        with pytest.raises(ArchiveError, match="not a zip"):
            archive.read("b.docx!/x")
        assert archive.read("b.docx") == b"no zip"
