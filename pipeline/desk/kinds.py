"""The kinds of change request, as forms: what each asks, in the words of the contract.

The desk's own table until the contract has one; `contract.py` is where it would come in.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

Sort = Literal["text", "long", "number", "choice", "lines", "pairs", "check"]


class Field(Struct, frozen=True):
    name: str
    label: str
    sort: Sort = "text"
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False


class Kind(Struct, frozen=True):
    name: str
    label: str
    about: str
    fields: tuple[Field, ...]


def _kind(name: str, label: str, about: str, *fields: Field) -> Kind:
    return Kind(name, label, about, fields)


KINDS: dict[str, Kind] = {kind.name: kind for kind in (
    _kind(
        "style.map", "Redo the styling", "Which Word style each role wears, throughout.",
        Field("mode", "The list below", "choice", ("merge", "replace"),
              "merge: other roles stay as they are", required=True),
        Field("map", "Role and style", "pairs", (), "One to a line: body = Normal", required=True),
    ),
    _kind(
        "style.assign", "Give passages a role", "What the scope below names gets another role.",
        Field("role", "The role", hint="for example: verse, quotation", required=True),
    ),
    _kind(
        "text.replace", "Replace words", "The same words everywhere in the scope.",
        Field("find", "Find", required=True),
        Field("replace", "Replace with", hint="Empty takes the words out"),
        Field("regex", "A regular expression", "check"),
        Field("case", "Capitals must agree", "check"),
        Field("whole_word", "Whole words only", "check"),
        Field("exclude", "Not in these roles", "lines", hint="One to a line"),
        Field("expected_count", "How often it should be found", "number"),
    ),
    _kind(
        "heading.depth", "Limit headings", "How many levels there are, and what the deeper become.",
        Field("max_level", "Deepest level", "number", required=True),
        Field("shift", "Move all by", "number", hint="−1 raises a chapter's sections"),
        Field("overflow", "Deeper ones become", "choice", ("run-in", "bold", "paragraph"),
              required=True),
    ),
    _kind(
        "structure.edit", "Change the order", "Split, merge, move, take in or leave out pieces.",
        Field("action", "What to do", "choice",
              ("split", "merge", "reorder", "include", "exclude"), required=True),
        Field("ids", "The pieces", "lines", hint="Ids of data/logs/sources.csv, one to a line",
              required=True),
    ),
    _kind(
        "notes.links", "Move links", "Where the addresses of links go in print.",
        Field("to", "Links become", "choice",
              ("footnote", "endnote", "inline", "bibliography", "drop"), required=True),
        Field("form", "How an address is written", "choice", ("full", "short", "domain")),
        Field("archived", "Give an archived copy too", "check"),
        Field("restart", "Numbers begin anew", "choice", ("never", "chapter", "page")),
    ),
    _kind(
        "notes.policy", "Place notes", "Footnotes or endnotes, and where they stand.",
        Field("placement", "Notes stand", "choice", ("footnote", "endnote", "chapter-end"),
              required=True),
    ),
    _kind(
        "citation.style", "Citation style", "The style of references.",
        Field("csl", "CSL style", hint="for example: chicago-author-date", required=True),
    ),
    _kind(
        "image.policy", "Pictures", "How pictures come, and what must go with them.",
        Field("place", "Pictures are", "choice", ("embed", "separate"), required=True),
        Field("format", "Format", "choice", ("any", "tiff", "jpeg", "png")),
        Field("min_dpi", "At least (dpi)", "number"),
        Field("mode", "Colour", "choice", ("any", "grey", "rgb", "cmyk")),
        Field("naming", "File names", hint="for example: Fig_{chapter}-{number}"),
        Field("alt_required", "Each needs an alternative text", "check"),
    ),
    _kind(
        "table.policy", "Tables", "Real tables, or pictures of them.",
        Field("tables", "Tables are", "choice", ("native", "image"), required=True),
    ),
    _kind(
        "typography.policy", "Typography", "Quotes, dashes, spelling, breaks.",
        Field("quotes", "Quotation marks", "choice", ("as they are", "“double”", "‘single’")),
        Field("dashes", "Dashes", "choice", ("as they are", "spaced en", "closed em")),
        Field("spelling", "Spelling", hint="A language tag: en-GB"),
        Field("scene_break", "Scene break", hint="for example: * * *"),
    ),
    _kind(
        "file.layout", "Files", "One file, or one for each chapter.",
        Field("files", "The manuscript comes as", "choice", ("single", "per-chapter"),
              required=True),
        Field("naming", "File names", hint="for example: {number}_{title}"),
    ),
    _kind(
        "element.require", "Something is missing", "A part that the house needs.",
        Field("element", "What is needed", "choice",
              ("biography", "dedication", "acknowledgements", "abstract", "keywords", "art log",
               "permissions log", "permission", "alternative texts", "index", "other"),
              required=True),
        Field("about", "More of it", "long"),
    ),
    _kind(
        "metadata.set", "Correct the metadata", "A patch (RFC 6902) of the bundle's own metadata.",
        Field("patch", "The patch", "long", hint="The form above writes it for you",
              required=True),
    ),
    _kind(
        "query", "Ask something", "A question that a person answers.",
        Field("question", "The question", "long", required=True),
        Field("answer", "The answer is", "choice", ("words", "yes or no", "a number", "a file")),
    ),
    _kind(
        "freeform", "Something else", "In your own words. It is typed, or agreed, before work.",
        Field("text", "What should change", "long", required=True),
    ),
)}  # fmt: skip

SEVERITIES = {
    "I": "for information", "Q": "a question", "W": "should be done", "E": "must be done",
    "F": "nothing goes on without it",
}  # fmt: skip

SCOPES = {
    "whole": "the whole book", "item": "one piece, by its id", "role": "all of one role",
    "chapter": "one chapter, by its title", "words": "the passage with these words",
}  # fmt: skip

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
        row = {"applied": "sender", **{to: who for to, who in row.items() if to != "agreed"}}
    return [after for after, who in row.items() if who == side]


class Misfit(ValueError):
    """What a request says does not fit its kind; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


_TYPES: dict[Sort, type] = {
    "text": str, "long": str, "choice": str, "number": int, "check": bool, "lines": list,
    "pairs": dict,
}  # fmt: skip
_MOST = 10_000


def check(kind: Kind, params: dict[str, Any]) -> None:
    """Raises Misfit."""
    known = {field.name: field for field in kind.fields}
    for name in params:
        if name not in known:
            raise Misfit(name, f"{kind.name} has no '{name}'; it has {', '.join(known)}.")
    for field in kind.fields:
        value = params.get(field.name)
        if value in (None, "", [], {}):
            if field.required:
                raise Misfit(field.name, f"'{field.label}' is needed.")
            continue
        if name := _wrong(field, value):
            raise Misfit(field.name, f"'{field.label}': {name}.")


def _wrong(field: Field, value: Any) -> str:
    is_one = isinstance(value, _TYPES[field.sort])
    if not is_one or (field.sort == "number" and isinstance(value, bool)):
        return f"this is not what is asked ({field.sort})"
    if field.sort == "number" and abs(value) > 1_000_000:
        return "this number is out of all reason"
    if field.choices and value not in field.choices:
        return f"one of {', '.join(field.choices)}"
    rows = [*value, *value.values()] if field.sort == "pairs" else value
    rows = rows if field.sort in ("lines", "pairs") else [value]
    if len(rows) > 2000 or any(not isinstance(row, (str, int)) for row in rows):
        return "this is not a list of words"
    return "this is too long" if any(len(str(row)) > _MOST for row in rows) else ""
