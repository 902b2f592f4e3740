"""A real blog, as Blogger gave it and as the Markdown that its author made of it."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import markdown
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from pipeline.model.text import Image, Link
from tests.ingest.blogger.conftest import Reading, read_at

ARCHIVES = Path(__file__).resolve().parents[4] / "shared" / "archives"
BLOG = ARCHIVES / "blogger-jeffhandley.xml"
TEXTS = ARCHIVES / "markdown-jeffhandley.zip"

pytestmark = pytest.mark.skipif(
    not BLOG.is_file() or not TEXTS.is_file(), reason=f"no real archives at {ARCHIVES}"
)


@pytest.fixture(scope="module")
def blog() -> Reading:
    return read_at(BLOG)


def test_every_entry_of_a_real_backup_is_counted(blog: Reading) -> None:
    assert Counter(post.kind for post in blog.posts.values()) == {"post": 92}
    assert {post.visibility for post in blog.posts.values()} == {"public"}
    aside = Counter((kind, reason) for kind, _, reason in blog.aside())
    assert aside == {
        ("comment", "a comment by a reader"): 112,
        ("setting", "a setting of the blog"): 58,
        ("template", "the blog's design"): 1,
    }
    assert len(blog.posts) + len(blog.aside()) == BLOG.read_text().count("<entry>") == 263
    assert blog.bench.findings == []


def test_a_counter_of_its_own_counts_as_many_entries(blog: Reading) -> None:
    counts = count(BLOG)
    assert counts is not None
    assert {one.what: one.number for one in counts} == {
        "posts": 92, "comments": 112, "other entries": 59}  # fmt: skip


def test_no_address_of_a_person_is_told(blog: Reading) -> None:
    entries = etree.parse(BLOG).getroot().iter("{*}entry")
    hidden = {
        word
        for entry in entries
        for part in (entry.findtext("{*}author/{*}email"), entry.findtext("{*}content"))
        if ".settings." in (entry.findtext("{*}id") or "") and part
        for word in re.findall(r"[\w.]+@[\w.]+", part)
    }
    assert len(hidden) > 1
    assert not [word for word in hidden if word in blog.told() + repr(blog.posts)]


def test_pictures_and_links_of_a_real_blog_are_known_by_their_whole_addresses(
    blog: Reading,
) -> None:
    nodes = [node for post in blog.posts.values() for block in walk.every(post.blocks)
             for node in walk.inlines(block)]  # fmt: skip
    keys = {node.media for node in nodes if isinstance(node, Image)}
    assert len(keys) == 21
    assert not [key for key in keys if re.search(r"/(?:s?320|s?400|s1600-h)/|imgmax", key)]
    assert sum(isinstance(node, Link) and bool(node.item) for node in nodes) == 9


UNSEEN = re.compile(r"(?is)<!--.*?-->|<(script|style|iframe|object)\b.*?</\1>")


def test_no_letter_of_a_real_post_is_lost(blog: Reading) -> None:
    lost: dict[str, Counter[str]] = {}
    for entry in etree.parse(BLOG).getroot().iter("{*}entry"):
        post = blog.posts.get((entry.findtext("{*}id") or "").rpartition("-")[2])
        if post is None or entry.find("{*}in-reply-to") is not None:
            continue
        source = UNSEEN.sub(" ", entry.findtext("{*}content") or "")
        source = html.unescape(re.sub(r"<[a-zA-Z/][^<>]*>", " ", source))
        missing = letters(source) - letters("\n".join(map(walk.plain, post.blocks)))
        noted = [c.before for c in blog.bench.changes if c.origin.item == post.id]
        if missing - letters("".join(noted)):
            lost[post.id] = missing - letters("".join(noted))
    assert lost == {}


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W+", "", text))


# -- the pair --------------------------------------------------------------------------------------

ALONE = {"6669801326145306740": "the author left it out of what he took with him"}

DIFFERENT = {
    "4947645558385743838": "the line of Technorati's labels, with its links, is left out here",
    "1447792970660550668": "pictures beside the words stand before their paragraphs here",
}

REWRITTEN = {
    "114839965506052194": "two links lead to the pages as they were called when he moved",
}


def test_one_blog_read_from_its_export_and_from_markdown_says_the_same(blog: Reading) -> None:
    pairs, alone = paired(blog)
    assert len(pairs) == 91
    assert alone == set(ALONE)
    assert {p.id for t, p in pairs if body(t) != body(p)} == set(DIFFERENT)
    assert [
        p.id for t, p in pairs if walk.text(t.title).split() != walk.text(p.title).split()
    ] == []
    assert [p.id for t, p in pairs if t.created != p.created] == []
    assert [p.id for t, p in pairs if t.author != p.author] == []
    assert [p.id for t, p in pairs if t.url != p.url] == []


def body(post: Post) -> str:
    return " ".join(" ".join(map(walk.plain, post.blocks)).split())


def paired(blog: Reading) -> tuple[list[tuple[Post, Post]], set[str]]:
    """Each text of the Markdown with the post that has its `blogger_id`; and the posts left."""
    left = dict(blog.posts)
    pairs = []
    with Unpacked.open(TEXTS, digest="0" * 64) as archive:
        intake = Intake(archive, Bench(None))  # type: ignore[arg-type]
        posts = list(markdown.read(archive, intake))
        for text in posts:
            member = intake.sources[text.source].member
            match = re.search(rb"(?m)^blogger_id: .*post-(\d+)", archive.read(member))
            if match:
                pairs.append((text, left.pop(match[1].decode())))
    return pairs, set(left)


def test_the_links_of_both_lead_to_the_same_pages(blog: Reading) -> None:
    pairs, _ = paired(blog)
    assert {p.id for t, p in pairs if links(t) != links(p)} == {*REWRITTEN, *DIFFERENT}


def links(post: Post) -> list[str]:
    return [node.url for block in walk.every(post.blocks)
            for node in walk.inlines(block) if isinstance(node, Link)]  # fmt: skip
