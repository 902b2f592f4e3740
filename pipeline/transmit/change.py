"""Change requests, `f2f.change/1`: what a publisher asks to have otherwise, as types.

A request names one kind of change, its parameters, how far it reaches, and by what it will be held
to be done. Nothing in it is a path, a program or a template: every word is looked up in what the
writer's shop has, or is words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from pipeline.transmit.change_params import KINDS, Closed, Line, Params, PeerId, Role, Word

FORMAT = "f2f.change/1"
ANSWER = "f2f.answer/1"

Id = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z",
        title="letters, digits, hyphens and underscores",
        examples=["CR-0007"],
    ),
]
Kind = Literal[
    "style.map", "style.assign", "text.replace", "heading.depth", "structure.edit", "notes.links",
    "notes.policy", "citation.style", "image.policy", "table.policy", "typography.policy",
    "file.layout", "element.require", "metadata.set", "query", "freeform",
]  # fmt: skip
Severity = Literal["I", "Q", "W", "E", "F"]
"""As ONIX's acknowledgements grade: information, query, warning, error, fatal."""

Status = Literal[
    "applied", "applied-with-deviation", "declined", "needs-answer", "answered", "cancelled"
]
BY_HAND: tuple[Kind, ...] = ("query", "freeform")
"""What no machine acts on."""


# -- how far it reaches ----------------------------------------------------------------------------


class Whole(Closed, frozen=True, kw_only=True, tag_field="type", tag="whole"):
    """The whole book."""


class OfItem(Closed, frozen=True, kw_only=True, tag_field="type", tag="item"):
    """One item of an archive, by the id that the source log gives."""

    id: Line


class OfRole(Closed, frozen=True, kw_only=True, tag_field="type", tag="role"):
    """Every passage of one role."""

    role: Role


class OfChapter(Closed, frozen=True, kw_only=True, tag_field="type", tag="chapter"):
    """A chapter, part or page of matter with all that stands in it, by its title."""

    title: Line


class Quote(Closed, frozen=True, kw_only=True, tag_field="type", tag="TextQuoteSelector"):
    """Some words, and what stands before and behind them: W3C's selector."""

    exact: Line
    prefix: Annotated[str, Meta(max_length=500)] = ""
    suffix: Annotated[str, Meta(max_length=500)] = ""


Scope = Whole | OfItem | OfRole | OfChapter | Quote
SCOPES: dict[str, type[Closed]] = {
    str(kind.__struct_config__.tag): kind for kind in (Whole, OfItem, OfRole, OfChapter, Quote)
}


# -- by what it is held to be done -----------------------------------------------------------------


class Tally(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """How many there are in the docx."""

    of: Literal["footnote", "endnote", "table", "picture", "link", "heading", "word", "file"]
    min: Annotated[int, Meta(ge=0)] = 0
    max: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Rule(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """One acceptance check: exactly one of these."""

    style_used_only: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=500)] | UnsetType = (
        UNSET
    )
    style_used: Word | UnsetType = UNSET
    max_heading: Annotated[int, Meta(ge=1, le=9)] | UnsetType = UNSET
    absent: Line | UnsetType = UNSET
    present: Line | UnsetType = UNSET
    count: Tally | UnsetType = UNSET
    text_unchanged: Literal["all"] | UnsetType = UNSET
    text_unchanged_outside: Literal["scope"] | UnsetType = UNSET

    def __post_init__(self) -> None:
        said = [name for name in self.__struct_fields__ if getattr(self, name) is not UNSET]
        if len(said) != 1:
            raise ValueError(f"a check says one thing, and this says {len(said)}")

    @property
    def name(self) -> str:
        return next(name for name in self.__struct_fields__ if getattr(self, name) is not UNSET)


# -- the request -----------------------------------------------------------------------------------


class Envelope(Closed, frozen=True, kw_only=True):
    """A request whose parameters and scope were not looked at yet."""

    format: Literal["f2f.change/1"]
    id: Id
    kind: Kind
    requested_by: PeerId
    transmittal: Annotated[str, Meta(pattern=r"^(draft|T-[0-9]{4}-[0-9]{4,9})\Z")] = "draft"
    base_version: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    severity: Severity = "W"
    blocking: bool = False
    acceptance: Annotated[tuple[Rule, ...], Meta(max_length=100)] = ()
    rationale: Annotated[str, Meta(max_length=10_000)] = ""
    due: Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""


class Request(Envelope, frozen=True, kw_only=True):
    """f2f.change/1, read and found to be right."""

    params: Params
    scope: Scope = Whole()

    @property
    def waits(self) -> bool:
        """Whether only a person can answer it."""
        return self.kind in BY_HAND


# -- the answer ------------------------------------------------------------------------------------

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", description="sha256, hex")]


class Result(Closed, frozen=True, kw_only=True):
    """What became of one check. `asked` is False of those that the shop made of itself."""

    check: dict[str, Any]
    passed: bool
    asked: bool
    found: str


class State(Closed, frozen=True, kw_only=True):
    """A book before or after: its text, its recipe's folder, its files."""

    manuscript: Digest
    recipe: Digest
    files: dict[str, Digest]


class Evidence(Closed, frozen=True, kw_only=True):
    before: State
    after: State
    counts: dict[str, int]
    checks: tuple[Result, ...]
    written: tuple[str, ...]  # what was changed in the recipe's folder


class Answer(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a request; this goes into `metadata/changes.json`."""

    format: Literal["f2f.answer/1"]
    request: Id
    request_sha256: Digest
    kind: Kind
    status: Status
    reason: str = ""  # of what is declined or waits, or of what deviates
    said: str = ""  # a person's answer
    evidence: Evidence | None = None


assert set(KINDS) == set(Kind.__args__)  # type: ignore[attr-defined]
