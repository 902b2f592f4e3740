"""A recipe with a plan's changes in it: what people wrote there, comments too, stays."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

from pipeline.commands.change.plan import Declined, Edit, Plan, Step
from pipeline.markup.paper import parse, plain

_COMMENT = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)
_EDITS_HEAD = """\
# Edits of this book: in a block of an item, these words in the place of those. They apply to every
# edition; bookworks edition tells of each that no longer can.
"""


def amended(text: str, path: Path, plan: Plan, house: str, why: str) -> str:
    """A recipe's text with a plan's steps, book keys and house. Raises Declined where it is
    written in a way that would not survive it."""
    parse(text, path)  # whatever is wrong with it is told in the usual words
    yaml = _yaml(text)
    page = yaml.load(text)
    before, even = plain(page), _dumped(yaml, page)
    if house and page.get("house", "generic") != house:
        page["house"] = house
    for key, value in plan.book.items():
        _set_book(page, key, value)
    for step in plan.steps:
        _set_step(page, step, why)
    if plain(page) == before:
        return text
    out = _laid_on(text, even, _dumped(yaml, page))
    if parse(out, path).value != plain(page):
        out = _dumped(yaml, page)
    lost = Counter(_COMMENT.findall(text)) - Counter(_COMMENT.findall(out))
    if lost or parse(out, path).value != plain(page):
        raise Declined(
            "the recipe is written in a way that a program cannot change without losing something"
            + (f": {next(iter(lost))}" if lost else "")
        )
    return out


def _yaml(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 100
    if "\n  - " in text:
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(yaml: Any, page: Any) -> str:
    out = StringIO()
    yaml.dump(page, out)
    return out.getvalue()


def _laid_on(text: str, even: str, out: str) -> str:
    """The lines that are others in `out`, laid upon the text as its writer set it; `even` is that
    text as the program sets it, line for line where it can."""
    rows, was, now = (said.splitlines(keepends=True) for said in (text, even, out))
    if len(rows) != len(was):
        return out
    laid: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        laid += rows[a:b] if tag == "equal" else now[c:d]
    return "".join(laid)


def _set_book(page: Any, key: str, value: Any) -> None:
    if value is None:
        if key in page.get("book", {}):
            del page["book"][key]
        return
    if "book" not in page:
        page.insert(0, "book", {})
    page["book"][key] = value


def _set_step(page: Any, step: Step, why: str) -> None:
    """Where an override sets the step already, its options are added to; else a new one is
    written at the end."""
    overrides = page.get("overrides")
    if overrides is None:
        page["overrides"] = overrides = []
    for one in overrides:
        if one.get("run") == step.run if step.after else one.get("set") == step.run:
            _lay(one.setdefault("options", {}), step)
            return
    if step.after:
        overrides.append({"after": step.after, "run": step.run, "why": why, "options": {}})
    else:
        overrides.append({"set": step.run, "options": {}, "why": why})
    _lay(overrides[-1]["options"], step)


def _lay(options: Any, step: Step) -> None:
    for name, gone in step.without.items():
        if isinstance(options.get(name), list):
            for value in [value for value in options[name] if value in gone]:
                options[name].remove(value)
    for name, value in step.options.items():
        has = options.get(name)
        if isinstance(has, list) and isinstance(value, list):
            has.extend([one for one in value if one not in has])
        elif isinstance(has, dict) and isinstance(value, dict):
            has.update(value)
        else:
            options[name] = value


def edited(text: str | None, edits: list[Edit], why: str, by: str) -> str:
    """A file of edits with more at its end."""
    said = text if text is not None else _EDITS_HEAD
    for edit in edits:
        rows = [("item", edit.item), ("block", "title" if edit.block < 0 else edit.block),
                ("was", edit.was), ("now", edit.now), ("why", why), ("by", by)]  # fmt: skip
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rows]
        said = said.rstrip("\n") + "\n- " + "\n  ".join(lines) + "\n"
    return said
