"""The kinds of change request, as forms: what each asks, in the words of the contract.

The contract's own types say what a request may hold; here stands only how people are asked for it.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from msgspec import Struct

Sort = Literal["text", "long", "number", "choice", "lines", "pairs", "check", "json"]


class Field(Struct, frozen=True):
    name: str
    label: str
    sort: Sort = "text"
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    keys: tuple[str, str] = ("", "")
    """Of pairs: what the two sides of a line are called."""
    is_on: bool = False
    """Of a check: whether it is ticked until somebody says otherwise."""


class Kind(Struct, frozen=True):
    name: str
    label: str
    about: str
    fields: tuple[Field, ...]
    takes_scope: bool = False


def _kind(name: str, label: str, about: str, *fields: Field, takes_scope: bool = False) -> Kind:
    return Kind(name, label, about, fields, takes_scope)


def _choice(name: str, label: str, *choices: str, needed: bool = True) -> Field:
    return Field(name, label, "choice", choices, "", needed)


KINDS: dict[str, Kind] = {kind.name: kind for kind in (
    _kind(
        "style.map", "Redo the styling", "Which Word style each role wears, throughout.",
        Field("mode", "The list below", "choice", ("merge", "replace"),
              "merge: besides what was agreed before", True),
        Field("map", "Role and style", "pairs", (), "One to a line: body = Normal", True,
              ("role", "to")),
    ),
    _kind(
        "style.assign", "Give passages a role", "What the scope below names gets another role.",
        Field("role", "The role", hint="for example: verse, quotation", required=True),
        takes_scope=True,
    ),
    _kind(
        "text.replace", "Replace words", "The same words everywhere in the scope.",
        Field("find", "Find", required=True),
        Field("replace", "Replace with", hint="Empty takes the words out"),
        Field("case", "Capitals must agree", "check", is_on=True),
        Field("whole_word", "Whole words only", "check"),
        Field("regex", "A regular expression", "check"),
        Field("exclude", "Not in these roles", "lines", (), "One to a line"),
        Field("expected_count", "How often it should be found", "number"),
        takes_scope=True,
    ),
    _kind(
        "heading.depth", "Limit headings", "How many levels there are, and what the deeper become.",
        Field("max_level", "Deepest level", "number", required=True),
        Field("shift", "Move all by", "number", (), "−1 raises a chapter's sections"),
        _choice("overflow", "Deeper ones become", "bold", "run-in", "paragraph"),
    ),
    _kind(
        "structure.edit", "Change the order", "Split, merge, move, take in or leave out pieces.",
        Field("include", "Take in", "lines", (), "Ids of data/logs/sources.csv, one to a line"),
        Field("exclude", "Leave out", "lines", (), "Ids, one to a line"),
        Field("merge", "Join to the chapter before", "lines", (), "Ids, one to a line"),
        Field("split", "Begin a chapter", "pairs", (), "One to a line: id = The new title", False,
              ("before", "title")),
        Field("reorder", "Move", "pairs", (), "One to a line: id = id that it is to follow", False,
              ("item", "after")),
    ),
    _kind(
        "notes.links", "Move links", "Where the addresses of links go in print.",
        _choice("link", "Links become", "footnote", "endnote", "inline", "bibliography", "drop",
                "hyperlink"),
        _choice("url", "An address is written", "full", "domain", "none"),
        Field("archive", "Give an archived copy too", "check"),
        _choice("restart", "Numbers begin anew with each", "chapter", "page", needed=False),
    ),
    _kind(
        "notes.policy", "Place notes", "Footnotes or endnotes, and where they stand.",
        _choice("placement", "Notes stand", "footnote", "endnote", "chapter-end"),
    ),
    _kind(
        "citation.style", "Citation style", "The style of references.",
        Field("csl", "CSL style", hint="for example: chicago-author-date", required=True),
    ),
    _kind(
        "image.policy", "Pictures", "How pictures come, and what must go with them.",
        _choice("place", "Pictures are", "embed", "separate", "callouts", needed=False),
        _choice("format", "Format", "png", "jpeg", "tiff", needed=False),
        Field("min_dpi", "At least (dpi)", "number"),
        _choice("mode", "Colour", "grey", "rgb", "cmyk", needed=False),
        Field("naming", "File names", hint="for example: Fig_{chapter}-{number}"),
        Field("callout", "Callouts read", hint="for example: [insert {name} here]"),
        _choice("captions", "Captions are", "kept", "list", needed=False),
        Field("alt_required", "Each needs an alternative text", "check"),
    ),
    _kind(
        "table.policy", "Tables", "Real tables, or pictures of them.",
        _choice("form", "Tables are", "native", "image"),
    ),
    _kind(
        "typography.policy", "Typography", "Quotes, dashes, spelling, breaks.",
        _choice("quotes", "Quotation marks", "curly", "straight", needed=False),
        _choice("dashes", "Dashes", "set", "typed", needed=False),
        _choice("ellipses", "Ellipses", "one", "dots", needed=False),
        _choice("ranges", "Ranges of numbers", "dash", "hyphen", needed=False),
        Field("spelling", "Spelling", hint="A language tag: en-GB"),
        Field("scene_break", "Scene break", hint="for example: * * *"),
    ),
    _kind(
        "file.layout", "Files", "One file, one for each chapter, or volumes.",
        _choice("files", "The manuscript comes as", "single", "per-chapter", "volumes"),
        Field("words", "Words of one volume", "number"),
        Field("naming", "File names", hint="for example: {number}_{title}"),
    ),
    _kind(
        "element.require", "Something is missing", "A part that the house needs.",
        _choice(
            "element", "What is needed", "bio", "title-page", "copyright", "colophon", "dedication",
            "epigraph", "foreword", "preface", "introduction", "acknowledgements", "afterword",
            "glossary", "index", "illustrations", "chronology", "sources", "links", "art-log",
            "permissions-log", "sources-log", "permission",
        ),
    ),
    _kind(
        "metadata.set", "Correct the metadata", "A patch (RFC 6902) of the bundle's own metadata. "
        "For what the book's page shows as a form, use that.",
        Field("patch", "The patch", "json", (),
              'for example: [{"op": "replace", "path": "/title", "value": "Small Lights"}]', True),
    ),
    _kind(
        "query", "Ask something", "A question that a person answers.",
        Field("question", "The question", "long", required=True),
        _choice("answer", "The answer is", "text", "yes-no", "number", "choice"),
        Field("choices", "To choose from", "lines", (), "One to a line"),
        takes_scope=True,
    ),
    _kind(
        "freeform", "Something else", "In your own words. It is typed, or agreed, before work.",
        Field("text", "What should change", "long", required=True), takes_scope=True,
    ),
)}  # fmt: skip


def value(field: Field, said: str) -> Any:
    """What somebody wrote into a field, as the contract has it; None where it says nothing.

    Raises ValueError with a sentence.
    """
    rows = [line.strip() for line in said.split("\n") if line.strip()]
    match field.sort:
        case "check":
            return bool(said)
        case "lines":
            return rows or None
        case "pairs":
            return [_pair(field, row) for row in rows] or None
        case "number" | "json":
            return _parsed(field, said.strip().replace("−", "-"))
        case "text":
            return said if field.name == "replace" else said or None
        case _:
            return said.strip() or None


def _pair(field: Field, row: str) -> dict[str, str]:
    left, sign, right = (part.strip() for part in row.partition("="))
    if not (left and sign and right):
        raise ValueError(f"'{field.label}': {field.hint[0].lower()}{field.hint[1:]}")
    return dict(zip(field.keys, (left, right), strict=True))


def _parsed(field: Field, said: str) -> Any:
    try:
        return json.loads(said) if said else None
    except (ValueError, RecursionError) as error:
        what = "a number" if field.sort == "number" else "JSON"
        raise ValueError(f"'{field.label}' is not {what}.") from error


SEVERITIES = {
    "I": "for information", "Q": "a question", "W": "should be done", "E": "must be done",
    "F": "nothing goes on without it",
}  # fmt: skip

SCOPES = {
    "whole": "the whole book", "item": "one piece, by its id", "role": "all of one role",
    "chapter": "one chapter, by its title", "TextQuoteSelector": "the passage with these words",
}  # fmt: skip
WITHIN = {"item": "id", "role": "role", "chapter": "title", "TextQuoteSelector": "exact"}
"""What a scope names, besides its type."""

LIFECYCLE: dict[str, dict[str, str]] = {
    "open": {
        "agreed": "sender", "declined": "sender", "needs-answer": "sender",
        "cancelled": "recipient",
    },
    "needs-answer": {"open": "recipient", "cancelled": "recipient"},
    "agreed": {
        "applied": "sender", "applied-with-deviation": "sender", "declined": "sender",
        "cancelled": "recipient",
    },
    "applied": {"verified": "recipient", "reopened": "recipient"},
    "answered": {"verified": "recipient", "reopened": "recipient"},
    "applied-with-deviation": {"verified": "recipient", "reopened": "recipient"},
    "declined": {"reopened": "recipient", "cancelled": "recipient"},
    "reopened": {
        "agreed": "sender", "declined": "sender", "needs-answer": "sender",
        "cancelled": "recipient",
    },
    "verified": {},
    "cancelled": {},
}  # fmt: skip
"""Where a change request goes from where it stands, and by whom."""


def follows(state: str, side: str, kind: str) -> list[str]:
    """Where one side can take a change request. A question is answered, not agreed to first."""
    row = LIFECYCLE.get(state, {})
    if kind == "query" and "agreed" in row:
        row = {"answered": "sender", **{to: who for to, who in row.items() if to != "agreed"}}
    return [after for after, who in row.items() if who == side]
