"""From a request to a plan: one function for each kind. What cannot be done is declined here, with
the reason that goes back to the publisher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.commands.change.on_house import (
    image_policy,
    notes_links,
    notes_policy,
    style_map,
    table_policy,
    typography_policy,
)
from pipeline.commands.change.on_parts import element_require, file_layout, structure_edit
from pipeline.commands.change.on_text import heading_depth, style_assign, text_replace
from pipeline.commands.change.on_work import metadata_set
from pipeline.commands.change.plan import Declined, Ground, Plan, Waits
from pipeline.transmit.change import Request
from pipeline.transmit.change_params import CitationStyle, Freeform, Query


def planned(request: Request, ground: Ground) -> Plan:
    """The plan of a request. Raises Declined with the reason, or Waits for a person."""
    return _KINDS[request.kind](request, ground)


def _citation_style(request: Request, ground: Ground) -> Plan:
    assert isinstance(request.params, CitationStyle)
    raise Declined(
        "the book holds no citations that could be set by a style: its references are links and "
        f"notes in the author's own words, so '{request.params.csl}' has nothing to format"
    )


def _query(request: Request, ground: Ground) -> Plan:
    assert isinstance(request.params, Query)
    raise Waits(request.params.question)


def _freeform(request: Request, ground: Ground) -> Plan:
    assert isinstance(request.params, Freeform)
    raise Waits(
        "it is in words: it is to be asked again as one of the typed kinds, or done by hand: "
        + request.params.text
    )


_KINDS: dict[str, Callable[[Any, Ground], Plan]] = {
    "style.map": style_map,
    "style.assign": style_assign,
    "text.replace": text_replace,
    "heading.depth": heading_depth,
    "structure.edit": structure_edit,
    "notes.links": notes_links,
    "notes.policy": notes_policy,
    "citation.style": _citation_style,
    "image.policy": image_policy,
    "table.policy": table_policy,
    "typography.policy": typography_policy,
    "file.layout": file_layout,
    "element.require": element_require,
    "metadata.set": metadata_set,
    "query": _query,
    "freeform": _freeform,
}

STANDING = frozenset({
    "style.map", "heading.depth", "notes.links", "notes.policy", "image.policy",
    "typography.policy", "file.layout", "element.require", "text.replace",
})  # fmt: skip
"""Kinds that a publisher wants of the next book too; of words, those wanted all through."""


def stands(request: Request) -> bool:
    """Whether what was agreed is of the publisher's house, and not of this one book."""
    return request.kind in STANDING and request.scope.__struct_config__.tag == "whole"
