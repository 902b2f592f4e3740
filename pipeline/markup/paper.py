"""YAML that people write, with the place of every key kept for messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.model.errors import RecipeError

LARGEST = 4_000_000
"""Bytes; a recipe is a page or two."""

_LIST = re.compile(r"about: [A-Z][a-z]* [A-Za-z0-9 ,.'-]*[a-z.]\nsteps:\n(?:  - [a-z]+\.[a-z]+\n)+")
"""A routing without options, as the shop's own are. It is read as it stands: YAML says the same of
it, but takes longer to load than many a step takes to run."""


class Page(Struct, frozen=True):
    """A YAML file: its plain value, and the file it came from."""

    path: Path
    value: Any
    marked: Any  # as ruamel gives it; None for a plain list

    def at(self, keys: Sequence[str | int]) -> str:
        """`file:line` of the deepest of the keys that stands in the file."""
        node, line = self.marked, 0
        if node is None:
            return f"{self.path}:{_line_in_list(self.value, keys) + 1}"
        for key in keys:
            place = _line(node, key)
            if place is None:
                break
            line = place
            node = node[key]
        return f"{self.path}:{line + 1}"


def _line_in_list(value: dict[str, Any] | None, keys: Sequence[str | int]) -> int:
    match keys:
        case ["steps", int(number), *_] if value and 0 <= number < len(value["steps"]):
            return 2 + number
        case ["steps", *_] if value:
            return 1
    return 0  # an empty page has no marks either


def _line(node: Any, key: str | int) -> int | None:
    try:
        found = node.lc.key(key) if isinstance(key, str) else node.lc.item(key)
    except (AttributeError, KeyError, IndexError, TypeError):
        return None
    return int(found[0])


def read(path: Path) -> Page:
    """The YAML of a file. Raises RecipeError with line and column."""
    try:
        if path.stat().st_size > LARGEST:
            raise RecipeError("this is far too large for a recipe", file=str(path))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RecipeError("cannot be read", file=str(path), cause=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise RecipeError(
            "this file is not UTF-8 text", file=str(path), place=f"byte {error.start}"
        ) from error
    return _listed(text, path) or parse(text, path)


def _listed(text: str, path: Path) -> Page | None:
    if not _LIST.fullmatch(text):
        return None
    about, _, *steps = text.splitlines()
    value = {"about": about.removeprefix("about: "), "steps": [step[4:] for step in steps]}
    return Page(path, value, None)


def parse(text: str, path: Path) -> Page:
    """The YAML of a text, which is that of the file at `path`. Raises RecipeError as `read`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        marked = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise RecipeError(
            "this is not valid YAML",
            file=f"{path}:{mark.line + 1}" if mark else str(path),
            place=f"column {mark.column + 1}" if mark else "",
            cause=str(error.problem or error.context or "").strip(),
            todo="compare the indents and the quotes with the lines around it",
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise RecipeError("this is not valid YAML", file=str(path), cause=str(error)) from error
    return Page(path, plain(marked), marked)


def plain(node: Any) -> Any:
    """ruamel's marked values as plain ones."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, bool):
        return bool(node)
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    if isinstance(node, str | date):
        return str(node)  # a day is what was written; nothing that we read wants more of it
    return node
