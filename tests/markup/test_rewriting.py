"""Rewriting: what a platform adds to a page, replaced on the tree."""

import pytest

from pipeline.markup.html.rewriting import rewrite
from pipeline.markup.html.tree import Node, attribute, parse


def rewritten(html: str, shown: dict[str, str]) -> str:
    """The HTML with each element of a class as `shown` says."""
    body = parse(html)
    rewrite(body, lambda node: shown.get(attribute(node, "class")))
    return body.inner_html or ""


def test_an_element_is_replaced_or_gone_or_left() -> None:
    html = '<p class="a" id="x">old</p><p class="b">gone</p><p class="c">kept</p>'
    assert rewritten(html, {"a": "<b>new</b>", "b": ""}) == '<p><b>new</b></p><p class="c">kept</p>'


def test_what_is_put_in_is_asked_about_in_turn() -> None:
    html = '<div class="a"><i class="b">x</i></div>'
    assert rewritten(html, {"a": 'so <i class="b">y</i>', "b": "z"}) == "<div>so <i>z</i></div>"


@pytest.mark.parametrize("html", ['<iframe class="a" src="x"></iframe>',
                                  '<table class="a"><tr><td>x</td></tr></table>'])  # fmt: skip
def test_a_tag_that_holds_no_such_thing_becomes_a_box(html: str) -> None:
    shown = {"a": '<p>new <i class="b">x</i></p>', "b": "y"}
    assert rewritten(f"a{html}b", shown) == "a<div><p>new <i>y</i></p></div>b"
    assert rewritten(html, shown) == "<div><p>new <i>y</i></p></div>"


def test_a_link_keeps_where_it_leads() -> None:
    html = '<a class="a" href="https://x.example" style="color:red">x</a>'
    assert rewritten(html, {"a": "y"}) == '<a href="https://x.example">y</a>'


@pytest.mark.timeout(20)
def test_no_depth_is_too_deep() -> None:
    def rule(node: Node) -> str | None:
        return "" if node.tag == "p" and node.attributes else None

    body = parse("<div>" * 100_000 + '<p id="x">x</p>y')
    rewrite(body, rule)
    assert body.text() == "y"
