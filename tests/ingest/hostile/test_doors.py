"""Whole archives that are wrong, brought to the station as a job brings them."""

import os

import pytest

from pipeline.ingest.read import Options, run
from pipeline.ingest.unpack import digest_of
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archive, Archives

TWEETS = b"""window.YTD.tweets.part0 = [{"tweet": {"id_str": "1", "full_text": "Fog again.",
"created_at": "Sat Jan 01 08:00:00 +0000 2022", "entities": {}}}]"""

BLOG = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Lamps</title>
<generator>https://wordpress.org/?v=6.4</generator><wp:wxr_version>1.2</wp:wxr_version>
<item><title>One</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><content:encoded>Fog.</content:encoded></item></channel></rss>"""


def bring(path, **options):
    bench = Bench(None)
    archive = Archive("d" * 64, path.name, str(path))
    return run(Archives((archive,)), Options(**options), bench)


def test_two_kinds_in_one_archive_are_named_and_either_can_be_chosen(place, zips):
    entry, zipped = zips
    path = place("both.zip", zipped(entry("data/tweets.js", TWEETS), entry("blog.xml", BLOG)))
    with pytest.raises(ArchiveError) as caught:
        bring(path)
    assert "twitter: " in caught.value.cause
    assert "wordpress: " in caught.value.cause
    assert [post.kind for post in bring(path, format="twitter").posts] == ["tweet"]
    assert [post.kind for post in bring(path, format="wordpress").posts] == ["post"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty", b""),
        ("noise.bin", bytes(range(256)) * 40),
        ("song.mp3", b"ID3\x03" + b"\0" * 500),
        ("page.html", b"<!DOCTYPE html><title>Log in</title>"),
        ("archive.tar.gz", b"\x1f\x8b\x08" + b"\0" * 50),
    ],
)
def test_what_is_not_an_archive_is_refused_with_what_would_be(place, name, data):
    with pytest.raises(ArchiveError) as caught:
        bring(place(name, data))
    assert caught.value.message == "no reader knows this archive"
    assert "known formats: " in caught.value.cause
    assert caught.value.exit_code == 4
    assert caught.value.todo


def test_a_zip_of_nothing_is_refused(place, zips):
    _, zipped = zips
    with pytest.raises(ArchiveError, match="it holds no files"):
        bring(place("empty.zip", zipped()))


def test_an_archive_that_is_gone_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="there is no such archive"):
        bring(tmp_path / "gone.zip")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(ArchiveError, match="neither a file nor a folder"):
        bring(tmp_path / "pipe.zip")
    with pytest.raises(ArchiveError, match="neither a file nor a folder"):
        digest_of(tmp_path / "pipe.zip")
