"""Real folders of Markdown, and a blog that is there both as an export and as Markdown."""

import pathlib
import re
from collections import Counter

import pytest

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import markdown, wordpress
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.text import Note

ARCHIVES = pathlib.Path(__file__).resolve().parents[4] / "shared" / "archives"


def read_archive(name, reader=markdown):
    path = ARCHIVES / name
    if not path.exists():
        pytest.skip(f"{path.name} is not here; it is read from beside the checkout")
    with Unpacked.open(path, digest="0" * 64) as archive:
        bench = Bench(None)
        return list(reader.read(archive, Intake(archive, bench))), bench, archive


@pytest.mark.parametrize(
    ("name", "count", "undated", "hidden"),
    [
        ("markdown-kennethreitz.zip", 299, 1, {}),
        ("markdown-jeffhandley.zip", 380, 0, {}),
        ("markdown-alienlebarge.zip", 647, 0, {"draft": 18, "pending": 2}),
    ],
)
def test_every_text_of_a_real_folder_is_a_post(name, count, undated, hidden):
    posts, bench, archive = read_archive(name)
    assert len(posts) == len({post.id for post in posts}) == len(archive.members) == count
    assert bench.set_asides == bench.findings == []
    assert sum(1 for post in posts if not post.created) == undated
    assert Counter(p.visibility for p in posts if p.visibility != "public") == hidden


def test_the_side_notes_of_essays_are_notes():
    posts, _, _ = read_archive("markdown-kennethreitz.zip")
    notes = sum(
        isinstance(node, Note)
        for post in posts for block in walk.every(post.blocks)
        for node in walk.inlines(block)
    )  # fmt: skip
    assert notes == 815


EDITED = {
    # what the author wrote anew after the blog had left WordPress
    "2011-12-28-utilisation-du-label-dans-les-formulaires": "an accent that the move broke",
    "2012-12-13-foldify": "a tweet as its address there, as a quotation here",
    "2013-01-20-west-handball-usy-yverdon": "a gallery there, a link to the pictures here",
    "2013-01-22-chambery-savoie-handball-kadetten-schaffhausen-handball": "the same",
    "2013-06-03-excursions-web-mai-2013": "an abbreviation as a heading and a link",
    "2013-06-03-tour-du-lac-brenet": "a map there, a picture here",
}


def test_one_blog_read_from_its_export_and_from_markdown_says_the_same():
    texts, _, _ = read_archive("markdown-alienlebarge.zip")
    exported, _, _ = read_archive("wxr-alienlebarge.xml", wordpress)
    pairs = list(paired(texts, exported))
    assert len(pairs) == len(exported) == 588
    assert {text.id for text, post in pairs if body(text) != body(post)} == set(EDITED)
    assert [
        t.id for t, p in pairs if walk.text(t.title).split() != walk.text(p.title).split()
    ] == []
    assert [t.id for t, p in pairs if t.visibility != p.visibility] == []


def body(post):
    return " ".join(" ".join(walk.plain(block) for block in post.blocks).split())


def paired(texts, exported):
    """Each text with the post of the export that has its slug, else its title, else its day."""
    left = {post.id: post for post in exported}
    for text in texts:
        day, slug = text.id[:10], text.id[11:]
        for post in left.values():
            own = re.sub(r".*/", "", post.url.rstrip("/"))
            if slug and own == slug:
                break
        else:
            title = walk.text(text.title)
            found = [p for p in left.values() if walk.text(p.title) == title]
            found = [p for p in found if title or p.created[:10] == day or not p.created]
            if not found:
                continue
            post = found[0]
        yield text, left.pop(post.id)
