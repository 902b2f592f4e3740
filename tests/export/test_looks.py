"""Every role has a look in every output: one that is new is not forgotten by any."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from pipeline.export.press.blocks import LOOKS
from pipeline.model.house import load, names
from pipeline.model.role import ROLES

ELEMENTS = {
    "body": "p", "list": "ul", "table": "table", "table-head": "th", "heading": "h2",
    "scene-break": "hr",
}  # fmt: skip
"""Roles that HTML has an element for, whose look is the look. A paragraph that is a caption, a
quotation or code stands in none: it has a look of its own."""

ELSEWHERE = {"epub": {"note": "aside", "imprint": "section.copyright"}, "web": {}}
"""Roles whose look an e-book or a site gives to what they stand in."""


@pytest.mark.parametrize(("output", "sheet"), [("epub", "ebook"), ("web", "site")])
def test_each_role_has_a_look_on_screens(output: str, sheet: str) -> None:
    css = (resources.files(f"pipeline.export.{sheet}") / "book.css").read_text("utf-8")
    rules = re.sub(r"\{[^}]*\}", " ", css)
    seen = {role: f".{role}" for role in ROLES} | ELSEWHERE[output]
    unseen = [
        role for role in ROLES if not (_has(rules, seen[role]) or _has(rules, ELEMENTS.get(role)))
    ]
    assert unseen == []


def _has(rules: str, selector: str | None) -> bool:
    before = "" if not selector or selector.startswith((".", "section")) else r"(?<![\w.-])"
    return bool(selector and re.search(rf"{before}{re.escape(selector)}(?![\w-])", rules))


@pytest.mark.parametrize("house", names())
def test_each_role_has_a_style_in_each_house(house: str) -> None:
    assert ROLES.keys() <= load(house).roles.keys()


def test_each_role_has_a_look_on_paper() -> None:
    assert ROLES.keys() <= LOOKS
