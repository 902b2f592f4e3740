"""Real exports, where they are at hand: every item counted, every word accounted for."""

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pipeline.model.text import Image
from pipeline.model.walk import every, inlines, plain
from tests.ingest.wordpress.conftest import Reading, read_at

ARCHIVES = Path(__file__).resolve().parents[3].parent / "shared" / "archives"
EXPORTS = ["alienlebarge", "wordpress-theme-test", "wordpress-block-test"]

pytestmark = pytest.mark.skipif(not ARCHIVES.is_dir(), reason=f"no real archives at {ARCHIVES}")


@pytest.fixture(scope="module", params=EXPORTS)
def export(request: pytest.FixtureRequest) -> tuple[str, Reading]:
    return request.param, read_at(ARCHIVES / f"wxr-{request.param}.xml")


def test_every_item_of_a_real_export_is_counted(export: tuple[str, Reading]) -> None:
    name, reading = export
    text = (ARCHIVES / f"wxr-{name}.xml").read_text(encoding="utf-8")
    items = [a for a in reading.bench.set_asides if a.kind != "comment"]
    assert len(reading.posts) + len(items) == text.count("<item>")
    comments = [a for a in reading.bench.set_asides if a.kind == "comment"]
    assert len(comments) == text.count("<wp:comment>")
    assert not [finding for finding in reading.bench.findings if finding.severity != "note"]


def test_the_blog_of_588_posts_has_571_that_were_published() -> None:
    reading = read_at(ARCHIVES / "wxr-alienlebarge.xml")
    seen = Counter(post.visibility for post in reading.posts.values())
    assert seen == {"public": 571, "draft": 15, "pending": 2}


SHORTCODE = re.compile(
    r"\[/?(?:gallery|caption|youtube|dailymotion|audio|code|java|php|html|dewplayer)\b[^\]]*\]"
)
UNSEEN = re.compile(
    r"(?is)<!--.*?-->|<(script|style|iframe|video|audio|select)\b.*?</\1>|<sup data-fn.*?</sup>"
)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W+", "", text))


def test_no_letter_of_a_real_post_is_lost(export: tuple[str, Reading]) -> None:
    name, reading = export
    tree = etree.parse(ARCHIVES / f"wxr-{name}.xml", etree.XMLParser(huge_tree=True))
    lost: dict[str, Counter[str]] = {}
    for element in tree.iter("item"):
        post = reading.posts.get(element.findtext("{*}post_id") or "")
        body = element.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        if post is None or not body.strip():
            continue
        source = SHORTCODE.sub(" ", UNSEEN.sub(" ", body))
        source = html.unescape(re.sub(r"<[a-zA-Z/][^<>]*>", " ", source))
        source = re.sub(r"(?m)^\s*https?://\S+\s*$", "", source)  # an address alone is an embed
        missing = letters(source) - letters("\n".join(map(plain, post.blocks)))
        noted = letters(
            "".join(c.before for c in reading.bench.changes if c.origin.item == post.id)
        )
        if missing - noted:
            lost[post.id] = missing - noted
    assert lost == {}


def test_pictures_of_a_real_post_are_asked_for_in_full(export: tuple[str, Reading]) -> None:
    _, reading = export
    for post in reading.posts.values():
        for block in every(post.blocks):
            keys = [node.media for node in inlines(block) if isinstance(node, Image)]
            assert not [key for key in keys if "?w=" in key or " " in key]
