"""The files of `recipes/<book>/edits/`: read, and checked so that a slip of the pen is found.

- item: "1093"
  block: 2            # or: title
  was: the lamp went out at four
  now: the lamp went out at five
  why: the log says so
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.markup.paper import Page, parse
from pipeline.model.bench import Bench
from pipeline.model.edit import FOLDER, Edit
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.origin import TITLE

_KEYS = ("item", "block", "was", "now", "why", "by")
_NEEDED = ("item", "block", "was", "now")
_ENDS = (".yaml", ".yml")


def edits(bench: Bench) -> list[Edit]:
    """Every edit, by file and line. Raises RecipeError naming both."""
    found: list[Edit] = []
    for name, text in sorted(bench.texts(FOLDER).items()):
        path = (bench.folder or Path()) / name
        if not name.endswith(_ENDS):
            raise RecipeError(
                "this is not a file of edits",
                file=str(path),
                todo=f"name it {Path(name).stem}.yaml, or keep it elsewhere",
            )
        found += _of_page(parse(text, path), name)
    return found


def _of_page(page: Page, name: str) -> Iterator[Edit]:
    if page.value is None:
        return
    if not isinstance(page.value, list):
        raise RecipeError(
            "a file of edits is a list", file=page.at(()), todo="begin each edit with '- item:'"
        )
    for number, entry in enumerate(page.value):
        line = page.at((number,)).rpartition(":")[2]
        yield _edit(entry, page, number, f"{name}:{line}")


def _edit(entry: Any, page: Page, number: int, place: str) -> Edit:
    if not isinstance(entry, dict):
        raise RecipeError("this is not an edit", file=page.at((number,)), todo="begin: - item:")
    for key in entry:
        if key not in _KEYS:
            raise RecipeError(
                f"an edit has no '{key}'", file=page.at((number, key)), todo=nearest(key, _KEYS)
            )
    for key in _NEEDED:
        if entry.get(key) is None:
            raise RecipeError(f"this edit has no '{key}'", file=page.at((number,)))
    values = {key: str(value) for key, value in entry.items() if key != "block"}
    if not values["was"].strip():
        raise RecipeError(
            "an edit says which words it replaces",
            file=page.at((number, "was")),
            todo="quote them in 'was:' as they stand in the book",
        )
    return Edit(block=_block(entry["block"], page, number), place=place, **values)


def _block(value: Any, page: Page, number: int) -> int:
    if value == "title":
        return TITLE
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise RecipeError(
        f"'{value}' is no block",
        file=page.at((number, "block")),
        todo="bookworks trace tells the number of a passage's block; an item's title is: title",
    )
