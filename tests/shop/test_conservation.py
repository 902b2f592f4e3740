"""The law: nothing is lost, added or reworded in silence, and the culprit is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import OperationError
from tests.floor import Floor

OPERATION = '''
"""A bespoke operation for a test."""
from msgspec.structs import replace
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin
from pipeline.model.text import Paragraph, Text
from pipeline.model.walk import own_text

def run(posts: Posts, bench: Bench) -> Posts:
    first, *rest = posts.posts
    {body}
'''


def refusal(tmp_path: Path, body: str) -> str:
    floor = Floor(tmp_path)
    floor.operation("careless", OPERATION.format(body="\n    ".join(body.strip().split("\n"))))
    floor.override(
        """\
        - after: clean.repair
          run: operations/careless.py
          why: to see the law at work
        """
    )
    with pytest.raises(OperationError) as refused:
        floor.build()
    assert not list((tmp_path / "build").rglob("*.docx")), "nothing it made may be used"
    return str(refused.value)


def test_an_operation_that_drops_a_post_silently_is_refused_by_name(tmp_path: Path) -> None:
    said = refusal(tmp_path, "return replace(posts, posts=tuple(rest))")
    assert "operations/careless.py" in said
    assert "loses 1 item" in said
    assert "2019-03-02-the-lamp" in said


def test_an_operation_that_drops_a_word_silently_is_refused_by_name(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        """
p = first.blocks[0]
p = replace(p, content=(Text(own_text(p).replace("out ", "")),))
return replace(posts, posts=(replace(first, blocks=(p, *first.blocks[1:])), *rest))
""",
    )
    assert "operations/careless.py" in said
    assert "[out ]" in said


def test_an_operation_that_drops_a_whole_block_is_refused(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        "return replace(posts, posts=(replace(first, blocks=first.blocks[1:]), *rest))",
    )
    assert "changes the text of item" in said


def test_an_operation_that_adds_words_to_an_item_is_refused(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        """
p = Paragraph((Text("Never written."),), first.blocks[0].origin)
return replace(posts, posts=(replace(first, blocks=(*first.blocks, p)), *rest))
""",
    )
    assert "Never written." in said


def test_an_operation_that_invents_an_item_is_refused(tmp_path: Path) -> None:
    said = refusal(
        tmp_path, 'return replace(posts, posts=(*posts.posts, replace(first, id="new")))'
    )
    assert "no archive holds: new" in said


def test_an_operation_that_changes_an_address_silently_is_refused(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        """
from pipeline.model.text import Link
from pipeline.model.walk import map_inlines, map_leaves, map_nodes
turn = lambda n: replace(n, url="https://elsewhere.example", item="") if isinstance(n, Link) else n
def leaf(block): return map_inlines(block, lambda run: map_nodes(run, turn))
turned = [replace(p, blocks=map_leaves(p.blocks, leaf)) for p in posts.posts]
return replace(posts, posts=tuple(turned))
""",
    )
    assert "address" in said


def test_an_operation_that_merges_what_is_not_the_same_is_refused(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        """
bench.merge(first.kind, first.id, first.source, rest[0].id, "said twice")
return replace(posts, posts=tuple(rest))
""",
    )
    assert "whose text is another" in said


def test_an_operation_that_raises_is_named_with_its_line_and_cause(tmp_path: Path) -> None:
    said = refusal(tmp_path, "return 1 / 0")
    assert "careless.py:12" in said
    assert "ZeroDivisionError" in said


def test_declared_changes_and_set_asides_pass_and_are_on_record(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.operation(
        "careful",
        OPERATION.format(
            body="""bench.set_aside(first.kind, first.id, first.source, "not for this book")
    from pipeline.model.rewrite import rewrite_posts
    from pipeline.model.walk import map_nodes
    def ferry(n): return Text(n.text.replace("ferry", "steamer")) if isinstance(n, Text) else n
    kept = replace(posts, posts=tuple(rest))
    return rewrite_posts(kept, "steamers", lambda run: map_nodes(run, ferry), bench)"""
        ),
    )
    floor.override(
        """\
        - after: clean.repair
          run: operations/careful.py
          why: to see the law at peace
        """
    )
    outcome = floor.build()
    (row,) = outcome.account.sums
    assert row.set_aside == {"not for this book": 1}
    assert row.unexplained == 0
