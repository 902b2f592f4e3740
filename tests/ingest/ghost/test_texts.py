"""Texts in every form that an export has them in: one golden outline for each."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.text import Math
from pipeline.model.walk import inlines, plain
from tests.ingest.ghost.conftest import Reading, row
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "texts").glob("*.[hjm][tsd]*"))
FORMS = {".html": "html", ".json": "", ".md": "markdown"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    form = FORMS[case.suffix] or case.stem
    text = case.read_text(encoding="utf-8")
    reading = read(row(**({"html": None} | {form: text})), row("b2"))
    found = outline(reading.posts["a1"].blocks) + reading.dropped()
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def said(reading: Reading) -> str:
    return "\n".join(map(plain, reading.posts["a1"].blocks))


def test_the_rendered_text_comes_before_what_the_editor_stored(
    read: Callable[..., Reading],
) -> None:
    lexical = '{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"L"}]}]}}'
    mobiledoc = '{"sections":[[1,"p",[[0,[],0,"M"]]]]}'
    given = {"lexical": lexical, "mobiledoc": mobiledoc, "markdown": "D"}
    assert said(read(row(html="<p>H</p>", **given))) == "H"
    assert said(read(row(html=" ", **given))) == "L"
    assert said(read(row(html=None, **given | {"lexical": None}))) == "M"
    assert said(read(row(html=None, markdown="D"))) == "D"


@pytest.mark.parametrize("stored", ["{", "[]", "7", '{"root": 3}', '{"root":{"children":[7,[]]}}'])
def test_a_stored_text_that_is_none_costs_no_other_post(
    stored: str, read: Callable[..., Reading]
) -> None:
    for form in ("lexical", "mobiledoc"):
        reading = read(row(html=None, **{form: stored}), row("b2"))
        assert "b2" in reading.posts
        assert ("a1" in reading.posts) == (stored != "{")


def test_markers_and_cards_that_are_not_there_are_passed_over(
    read: Callable[..., Reading],
) -> None:
    stored = ('{"markups":[["em"],7,[]],"atoms":[[]],"cards":[["image"],[7,8],"x"],"sections":['
              '[1,"p",[[0,[0,1,2,9,-1,true],"x","a"],[1,[],0,0],[1,[],0,9],[0,[],99,"b"],[7],8]],'
              '[10,0],[10,1],[10,2],[10,"x"],[10],[],[3,"ul",[7,[]]],[99],[2]]}')  # fmt: skip
    assert said(read(row(html=None, mobiledoc=stored))) == "ab"


def test_formulas_are_such_where_the_site_draws_them(read: Callable[..., Reading]) -> None:
    html = (r"<p>So \(a &lt; b\) and $$\frac{1}{2}$$ at 5$ or 6$</p>"
            r"<pre><code>\(x\)</code></pre><p>\(</p>")  # fmt: skip
    code = "<script src='https://cdn.example/katex.min.js'></script>"
    post = read(row(html=html, codeinjection_head=code)).posts["a1"]
    found = [node for node in inlines(post.blocks[0]) if isinstance(node, Math)]
    assert found == [Math("a < b"), Math(r"\frac{1}{2}", True)]
    assert [plain(block) for block in post.blocks[1:]] == [r"\(x\)", r"\("]
    assert said(read(row(html=html))).startswith(r"So \(a < b\)")


def test_passages_for_some_readers_go_with_the_post_that_they_may_read(
    read: Callable[..., Reading],
) -> None:
    gate = '<!--kg-gated-block:begin nonMember:{} memberSegment:"{}" -->{}<!--kg-gated-block:end-->'
    html = ("<p>a</p>" + gate.format("false", "status:-free", "<p>canary</p>")
            + gate.format("true", "", "<p>join</p>") + "<p>z</p>")  # fmt: skip
    reading = read(row(html=html))
    assert said(reading) == "a\njoin\nz"
    assert ("ghost.gated", "note") in reading.codes()
    assert "canary" not in reading.told()
    assert said(read(row(html=html, visibility="paid"))) == "a\ncanary\nz"


@pytest.mark.parametrize(
    "bomb",
    ['<div class="kg-toggle-card">' * 20_000, "<!--kg-gated-block:begin -->" * 50_000,
     "<!--kg-card-begin: html--><script>" * 50_000, r"\(" * 100_000, "$$" * 100_001,
     '<div class="kg-callout-card kg-button-card"><div class="kg-callout-text">' * 5_000,
     '<li class="footnote-item"><ol class="footnotes-list">' * 20_000],
    ids=["depth", "gates", "scripts", "formulas", "dollars", "cards", "notes"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_bombs_take_no_time_and_no_depth(bomb: str, read: Callable[..., Reading]) -> None:
    given = {"codeinjection_head": "katex"}
    assert "a1" in read(row(html="<p>start</p>" + bomb + "<p>end", **given)).posts


@pytest.mark.timeout(20)
def test_a_deep_document_is_read_or_set_aside(read: Callable[..., Reading]) -> None:
    for depth in (300, 100_000):
        deep = '{"type":"quote","children":[' * depth + '{"type":"text","text":"x"}' + "]}" * depth
        reading = read(row(html=None, lexical=f'{{"root":{{"children":[{deep}]}}}}'), row("b2"))
        assert len(reading.posts) + len(reading.aside()) == 2
        assert "b2" in reading.posts
