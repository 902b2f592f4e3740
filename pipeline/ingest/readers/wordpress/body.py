"""A body as the blog would show it: reusable blocks and footnotes put in, shortcodes written out,
paragraphs set where the editor left them out."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from pipeline.ingest.readers.wordpress.autop import in_one_line, paragraphs
from pipeline.ingest.readers.wordpress.embeds import alone

if TYPE_CHECKING:
    from pipeline.ingest.readers.wordpress.shortcodes import Library

_REUSED = re.compile(r"<!--\s+wp:block\s+(\{[^{}]*\})\s+/-->")
_FOOTNOTES = re.compile(r"<!--\s+wp:footnotes(?:\s+\{[^{}]*\})?\s+/-->")
_DEEPEST = 8
"""Reusable blocks inside one another."""

_MOST = 1 << 24
"""Characters of one body, with its reusable blocks."""


def rendered(content: str, library: Library, reusable: dict[str, str], footnotes: str = "") -> str:
    """The HTML of a body. `reusable` has the bodies of reusable blocks by their numbers;
    `footnotes` is what the editor noted of the body's footnotes."""
    if "<!-- wp:" not in content:
        plain = "[" not in content and "$" not in content  # without shortcodes
        shown = in_one_line(content) if plain else None
        return paragraphs(_expanded(alone(content), library)) if shown is None else shown
    content = _reused(content, reusable)
    return _expanded(alone(_with_footnotes(content, footnotes)), library)


def _expanded(content: str, library: Library) -> str:
    from pipeline.ingest.readers.wordpress.shortcodes import expand  # many blogs have none

    return expand(content, library) if "[" in content or "$" in content else content


def _reused(content: str, reusable: dict[str, str]) -> str:
    for _ in range(_DEEPEST):
        if "<!-- wp:block " not in content or len(content) > _MOST:
            break
        content = _REUSED.sub(lambda found: _block(found[1], reusable), content)
    return content


def _block(attributes: str, reusable: dict[str, str]) -> str:
    try:
        number = json.loads(attributes).get("ref")
    except ValueError:
        return ""
    return reusable.get(str(number), "")


def _with_footnotes(content: str, footnotes: str) -> str:
    """The body with its footnotes at their place, or at the end where it names none."""
    notes = _notes(footnotes)
    if not notes:
        return content
    items = "".join(
        f'<li id="{html.escape(str(note.get("id", "")))}">{note.get("content", "")}</li>'
        for note in notes
    )
    listed = f'<ol class="wp-block-footnotes">{items}</ol>'
    if _FOOTNOTES.search(content):
        return _FOOTNOTES.sub(lambda found: listed, content, count=1)
    return content + listed


def _notes(footnotes: str) -> list[dict[str, object]]:
    """The footnotes of the editor, from the JSON that it stores."""
    if not footnotes:
        return []
    try:
        found = json.loads(footnotes)
    except (ValueError, RecursionError):
        return []
    return [note for note in found if isinstance(note, dict)] if isinstance(found, list) else []
