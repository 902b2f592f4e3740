"""Exports made by hand, in our own words, in the old form and in Takeout's, and their reading."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import blogger
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

KIND = "http://schemas.google.com/g/2005#kind"
KINDS = "http://schemas.google.com/blogger/2008/kind#"
BLOG = "tag:blogger.com,1999:blog-77"

HEAD = f"""<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="https://b.example/atom.css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'
 xmlns:thr='http://purl.org/syndication/thread/1.0'><id>{BLOG}.archive</id>
<updated>2012-01-01T00:00:00.000Z</updated><title type='text'>Lights &amp; Keepers</title>
<link rel='http://schemas.google.com/g/2005#feed' href='https://www.blogger.com/feeds/77/archive'/>
<link rel='alternate' type='text/html' href='http://lights.blogspot.com/'/>
<author><name>Ada Quill</name><email>ada@lights.example</email></author>
<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>
"""
FOOT = "</feed>"


def entry(
    number: int,
    body: str = "",
    *,
    kind: str = "post",
    title: str = "A light",
    more: str = "",
    author: str = "Ada Quill",
) -> str:
    """One entry of the old form."""
    place = "page" if kind == "page" else "post"
    return f"""<entry><id>{BLOG}.{place}-{number}</id>
<published>2010-05-01T12:00:00.001-07:00</published><updated>2010-06-01T12:00:00.000-07:00</updated>
{more}<category scheme='{KIND}' term='{KINDS}{kind}'/><title type='text'>{escape(title)}</title>
<content type='html'>{escape(body)}</content>
<link rel='replies' type='text/html' href='https://www.blogger.com/comment.g?postID={number}'/>
<link rel='self' href='https://www.blogger.com/feeds/77/posts/default/{number}'/>
<link rel='alternate' type='text/html' href='http://lights.blogspot.com/2010/05/l{number}.html'/>
<author><name>{author}</name><email>noreply@blogger.com</email></author></entry>
"""


def setting(name: str, value: str) -> str:
    return f"""<entry><id>{BLOG}.settings.{name}</id><published>2010-01-01T00:00:00Z</published>
<category scheme='{KIND}' term='{KINDS}settings'/><title type='text'>About {name}</title>
<content type='text'>{escape(value)}</content><author><name>Ada Quill</name></author></entry>
"""


DRAFT = """<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>
"""

TAKEOUT_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
  <id>tag:blogger.com,1999:blog-{blog}</id><title>{title}</title>
"""


def taken(
    number: int,
    body: str = "",
    *,
    kind: str = "POST",
    status: str = "LIVE",
    title: str = "A light",
    trashed: str = "",
    more: str = "",
    author: str = "Ada Quill",
) -> str:
    """One entry of Takeout's form."""
    return f"""<entry><id>{BLOG}.post-{number}</id>{more}<blogger:type>{kind}</blogger:type>
<blogger:status>{status}</blogger:status>
<author><name>{author}</name><uri></uri><blogger:type>BLOGGER</blogger:type></author>
<title>{escape(title)}</title><content type='html'>{escape(body)}</content>
<blogger:metaDescription/><blogger:created>2021-05-01T08:00:00.000Z</blogger:created>
<published>2021-05-01T09:00:00Z</published><updated>2021-06-01T09:00:00.5Z</updated>
<blogger:location><blogger:name>A place</blogger:name></blogger:location>
<category scheme='{BLOG}' term='oil'/><category/>
<blogger:filename>/2021/05/l{number}.html</blogger:filename><link/><enclosure/>
<blogger:trashed>{trashed}</blogger:trashed></entry>
"""


def feed(*entries: str, title: str = "Lights", blog: int = 77) -> str:
    return TAKEOUT_HEAD.format(title=title, blog=blog) + "".join(entries) + "</feed>"


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]

    def told(self) -> str:
        """All that goes further than the archive, but for the posts."""
        return repr(vars(self.bench)) + repr(self.intake.profile) + repr(self.intake.sources)


def read_at(path: Path) -> Reading:
    with Unpacked.open(path, digest="0" * 64) as archive:
        assert blogger.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in blogger.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads an export of the old form with the given entries, or the given bytes."""

    def reading(*entries: str, data: bytes | None = None) -> Reading:
        path = tmp_path / "blog-05-01-2010.xml"
        path.write_bytes((HEAD + "".join(entries) + FOOT).encode() if data is None else data)
        return read_at(path)

    return reading


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a Takeout of the given members; the first is the feed of a blog called Lights."""

    def reading(*entries: str, files: dict[str, str | bytes] | None = None) -> Reading:
        members = {"Takeout/Blogger/Blogs/Lights/feed.atom": feed(*entries), **(files or {})}
        path = tmp_path / "takeout-1.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return read_at(path)

    return reading
