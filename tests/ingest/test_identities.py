"""Identities: unchanged paragraphs keep their numbers, whatever happens around them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import identities
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.handoff import Posts
from pipeline.model.identities import FILE, Row, row_of
from pipeline.model.lineage import numbered
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import Heading, Note, Paragraph, Text
from pipeline.shop.conservation import check
from pipeline.shop.store import Store


def post(*texts: str) -> Post:
    """A post of paragraphs; `# …` is a heading, and `text^note` has a note."""
    blocks: list[Paragraph | Heading] = []
    number = 0
    for said in texts:
        body, _, note = said.partition("^")
        notes: tuple[Note, ...] = ()
        if note:
            inner = Paragraph((Text(note),), (Origin(0, "p", number),))
            notes, number = (Note((inner,)),), number + 1
        origin = (Origin(0, "p", number),)
        if body.startswith("# "):
            blocks.append(Heading(1, (Text(body[2:]), *notes), origin))
        else:
            blocks.append(Paragraph((Text(body), *notes), origin))
        number += 1
    return Post("p", 0, "post", "2020-01-01", tuple(blocks))


def numbers(one: Post) -> dict[str, int]:
    found = {}
    for block in numbered(one.blocks):
        assert isinstance(block, Paragraph | Heading)
        first = block.content[0]
        assert isinstance(first, Text)
        found[first.text] = block.origin[0].block
    return found


def next_edition(folder: Path, before: Row, now: Post) -> Post:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(msgspec.json.encode(before).decode() + "\n", encoding="utf-8")
    bench = Bench(Store(folder / "store"), folder=folder, reads=identities.READS)
    posts = Posts(Profile(), (now,), ())
    after = identities.run(posts, bench)
    check("ingest.identities", posts, after, bench)
    return after.posts[0]


def test_a_new_paragraph_takes_a_number_that_was_never_used(tmp_path: Path):
    after = next_edition(tmp_path, row_of(post("one", "two")), post("one", "new", "two"))
    assert numbers(after) == {"one": 0, "new": 2, "two": 1}


def test_a_changed_paragraph_keeps_its_number_where_it_stands(tmp_path: Path):
    after = next_edition(tmp_path, row_of(post("one", "two", "# h")), post("one", "TWO", "# h"))
    assert numbers(after) == {"one": 0, "TWO": 1, "h": 2}


def test_a_heading_does_not_take_the_number_of_a_paragraph(tmp_path: Path):
    after = next_edition(tmp_path, row_of(post("one", "two")), post("one", "# two"))
    assert numbers(after) == {"one": 0, "two": 2}


def test_notes_keep_their_numbers_as_well(tmp_path: Path):
    before = row_of(post("one", "two^small"))
    after = next_edition(tmp_path, before, post("zero^tiny", "one", "two^small"))
    assert numbers(after) == {"zero": 3, "tiny": 4, "one": 0, "two": 2, "small": 1}


def test_a_number_is_not_used_again_when_its_paragraph_is_gone(tmp_path: Path):
    first = row_of(post("one", "two"))
    second = next_edition(tmp_path, first, post("one"))
    third = next_edition(tmp_path, row_of(second, first), post("one", "three"))
    assert numbers(third) == {"one": 0, "three": 2}


def test_a_spoilt_line_is_told_by_its_number(tmp_path: Path):
    (tmp_path / FILE).write_text('["p","p000000000000",1]\nnonsense\n', encoding="utf-8")
    bench = Bench(Store(tmp_path / "store"), folder=tmp_path, reads=identities.READS)
    with pytest.raises(RecipeError, match="cannot be read") as raised:
        identities.run(Posts(Profile(), (post("one"),), ()), bench)
    assert f"{FILE}:2" in str(raised.value)


TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)


@given(TEXTS, TEXTS)
def test_numbers_are_unique_and_those_of_what_stayed_in_order_stay(
    tmp_path_factory: pytest.TempPathFactory, was: list[str], now: list[str]
):
    before = post(*was)
    after = next_edition(tmp_path_factory.mktemp("floor"), row_of(before), post(*now))
    found = numbers(after)
    assert len(set(found.values())) == len(now)
    if [text for text in now if text in was] == was:  # nothing went, and nothing moved
        assert all(found[text] == numbers(before)[text] for text in was)
