"""A text by the best of the forms in which an export has it: as rendered; else as the editor of its
time stored it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from pipeline.ingest.readers.ghost import formulas, lexical, mobiledoc
from pipeline.ingest.readers.ghost.cards import Segment
from pipeline.ingest.readers.ghost.export import Entry, text
from pipeline.ingest.readers.ghost.rendered import arranged, open_to, unscripted
from pipeline.ingest.readers.ghost.site import PLACE, Site
from pipeline.markup import html, markdown
from pipeline.markup.context import Context
from pipeline.model.text import Block, Blocks


def blocks(entry: Entry, site: Site, context: Context, *, public: bool) -> Blocks:
    """The blocks of a post. Raises ValueError where its text is stored, but cannot be read."""
    stored = text(entry.lexical) or text(entry.mobiledoc)
    site.tally.mailed += '"type":"email"' in stored or '["email",' in stored
    drawn = formulas.are_drawn(
        site.injected, text(entry.codeinjection_head), text(entry.codeinjection_foot)
    )
    if text(entry.html).strip():
        shown, gone = open_to(text(entry.html), public=public)
        site.tally.gated += gone
        return _rendered(unscripted(shown, context), context, drawn=drawn)
    return _converted(_stored(entry, context), context, drawn=drawn)


def _stored(entry: Entry, context: Context) -> Iterable[Segment]:
    """What the editor stored."""
    if text(entry.lexical).strip():
        return lexical.segments(_document(text(entry.lexical)), context)
    if text(entry.mobiledoc).strip():
        return mobiledoc.segments(_document(text(entry.mobiledoc)), context)
    return [Segment("markdown", text(entry.markdown))]


def _document(stored: str) -> Any:
    """A document of JSON. Raises ValueError where it is none."""
    try:
        return msgspec.json.decode(stored)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return json.loads(stored, strict=False)


def _converted(segments: Iterable[Segment], context: Context, *, drawn: bool) -> Blocks:
    out: list[Block] = []
    for segment in segments:
        if segment.markup == "markdown":
            out += markdown.blocks(segment.text.replace(PLACE, ""), context)
        elif segment.text:
            out += _rendered(segment.text, context, drawn=drawn)
    return tuple(out)


def _rendered(shown: str, context: Context, *, drawn: bool) -> Blocks:
    shown = shown.replace(PLACE, "")
    shown = formulas.marked(shown) if drawn else shown
    return html.blocks(arranged(shown, context), context)
