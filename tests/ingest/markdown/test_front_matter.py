"""Front matter: what the quick reading gives is what a YAML parser gives."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markup.markdown.frontmatter import quick_yaml, split, whole_yaml

NAMES = ("title", "date", "tags", "draft", "meta")
VALUES = [
    "", "~", "null", "true", "no", "1.50", "0x10", "2013-01-05", "2013-01-05 10:00:00 +0200",
    "A title", "A: title", "A title: of two", "C# and F#", "tail #", "a # comment", "it's",
    "'it''s'", '"said \\"so\\""', '"plain quotes"', "'a: b # c'", "[a, b]", "[a, 'b, c', \"d\"]",
    "[]", "[a, [b]]", "[a: b]", "{a: b}", "&anchor x", "*alias", "!tag x", "| ", "> ", "@x",
    "`x`", "- x", "? x", ": x", "%x", "a, b", "x:y", "http://x.example/a:b", "\n- a\n- b",
    "\n  - a\n  - 'b'", "\n  key: value", "\n- a: b", "first\n  second", '"first\n  second"',
    "é — ñ", "'open", '"open', "[open", "-5", "a]", "\n-", "\n- - x", "x # ", "'a' b", '"a" b',
    "a\n# note\n", "\n  # note\n  - a", "[a,,b]", "[ ]", "a:", "[null, ~]", "[-a]", "- ",
    "a\n\n  b",
]  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4))
@example([("title", "'it''s'"), ("tags", "\n- a\n- b")])
def test_the_quick_reading_agrees_with_the_parser_or_declines(fields):
    source = "".join(f"{name}: {value}\n" for name, value in fields)
    quick = quick_yaml(source, NAMES)
    if quick is None:
        return
    whole = whole_yaml(source) or {}
    nothing = ("~", "null", None, "")
    assert {name: "" if value in nothing else value for name, value in whole.items()} == quick


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="ab: -#'\"[]{},&*!|>\n\t~\\0é"))
def test_no_front_matter_raises_or_eats_the_body(source):
    made = split(f"---\n{source}\n---\nbody", NAMES)
    assert made.body.endswith("body")


def test_common_front_matter_needs_no_parser():
    source = """layout: post
title: 'It''s lit'
date: 2013-01-05 10:00:00 +0200
tags:
- oil
- wick
meta:
  a: |
    b
"""
    assert quick_yaml(source, ("title", "date", "tags")) == {
        "title": "It's lit",
        "date": "2013-01-05 10:00:00 +0200",
        "tags": ["oil", "wick"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: One\ntags: [a, b]\n---\nbody",
        "---\r\ntitle: One\r\ntags:\r\n  - a\r\n  - b\r\n...\r\nbody",
        '+++\ntitle = "One"\n[taxonomies]\ntags = ["a", "b"]\n+++\nbody',
        '{"title": "One", "tags": ["a", "b"], "n": 1.50}\nbody',
        '---\n{title: One, tags: ["a", b]}\n---\nbody',
    ],
    ids=["yaml", "windows", "toml", "json", "flow"],
)
def test_every_kind_of_front_matter_says_the_same(text):
    made = split(text, ("title", "tags"))
    assert (made.fields, made.body, made.problem) == (
        {"title": "One", "tags": ["a", "b"]},
        "body",
        "",
    )


def test_broken_front_matter_is_read_line_by_line_and_told():
    made = split(
        "---\ntitle: A story: of oil\ntags: [a\ndraft: true\n---\nbody", ("title", "draft")
    )
    assert made.fields == {"title": "A story: of oil", "draft": "true"}
    assert made.body == "body"
    assert made.problem.startswith("line 2:")


@pytest.mark.parametrize("text", ["---\nwords between rules\n---\nmore", "{not json", "+++", "---"])
def test_a_text_that_only_looks_like_it_has_front_matter_keeps_its_words(text):
    assert split(text, ("title",)).body == text


def test_numbers_dates_and_people_stay_as_they_were_written():
    made = split("---\ntitle: 1.50\ndate: 2013-01-05\nauthor:\n  name: Ada\n---\n",
                 ("title", "date", "author"))  # fmt: skip
    assert made.fields == {"title": "1.50", "date": "2013-01-05", "author": "Ada"}
