"""The parameters of each kind of change request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Line = Annotated[str, Meta(min_length=1, max_length=2_000, title="some words")]
Word = Annotated[
    str,
    Meta(
        pattern=r"^\w[\w ().,&'+-]{0,79}\Z",
        title="a name of letters, digits, spaces and . , & ' + - ( )",
        examples=["Body Text"],
    ),
]
"""A style's name."""

Role = Annotated[str, Meta(pattern=r"^[a-z][a-z-]{0,39}\Z", title="a role", examples=["body"])]
Row = Annotated[str, Meta(pattern=r"^[^\n\t]{0,100}\Z", title="some words on one line")]
Ids = Annotated[tuple[Line, ...], Meta(max_length=10_000)]
PeerId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9.-]{0,62}\Z",
        title="a name of small letters, digits, dots and hyphens",
        examples=["harbour.example"],
    ),
]


class Closed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What takes no field that is not named here."""


class Styled(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """A role, the name of the style that it is to have, and that of the one it is thought to."""

    role: Role
    to: Word
    was: str = field(default="", name="from")


class StyleMap(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """merge: these besides what was agreed before; replace: these, and nothing agreed before."""

    map: Annotated[tuple[Styled, ...], Meta(min_length=1, max_length=200)]
    mode: Literal["merge", "replace"] = "merge"
    template_sha256: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""


class StyleAssign(Closed, frozen=True, kw_only=True):
    """The passages of the scope have this role."""

    role: Role


class TextReplace(Closed, frozen=True, kw_only=True, omit_defaults=True):
    find: Annotated[str, Meta(min_length=1, max_length=500)]
    replace: Annotated[str, Meta(max_length=2_000)]
    regex: bool = False
    case: bool = True
    whole_word: bool = False
    exclude: Annotated[tuple[Role, ...], Meta(max_length=50)] = ()
    expected_count: Annotated[int, Meta(ge=0)] | None = None


class HeadingDepth(Closed, frozen=True, kw_only=True, omit_defaults=True):
    max_level: Annotated[int, Meta(ge=1, le=9)]
    shift: Annotated[int, Meta(ge=-8, le=8)] = 0
    overflow: Literal["run-in", "bold", "paragraph"] = "bold"


class Split(Closed, frozen=True, kw_only=True):
    """A new chapter, which begins with this item."""

    before: Line
    title: Annotated[str, Meta(pattern=r"^[^\n\t]{1,300}\Z", title="a title on one line")]


class Move(Closed, frozen=True, kw_only=True):
    """An item stands behind another."""

    item: Line
    after: Line


class StructureEdit(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """Items by their ids. `merge` names items whose chapter is joined to the one before it."""

    include: Ids = ()
    exclude: Ids = ()
    split: Annotated[tuple[Split, ...], Meta(max_length=1_000)] = ()
    merge: Ids = ()
    reorder: Annotated[tuple[Move, ...], Meta(max_length=10_000)] = ()

    def __post_init__(self) -> None:
        if not any((self.include, self.exclude, self.split, self.merge, self.reorder)):
            raise ValueError("it says neither what to include, exclude, split, merge nor reorder")


class NotesLinks(Closed, frozen=True, kw_only=True, omit_defaults=True):
    """What becomes of a link; `archive` wants an archived copy's address beside each."""

    link: Literal["footnote", "endnote", "inline", "bibliography", "drop", "hyperlink"]
    url: Literal["full", "domain", "none"] = "full"
    archive: bool = False
    restart: Literal["", "chapter", "page"] = ""


class NotesPolicy(Closed, frozen=True, kw_only=True):
    placement: Literal["footnote", "endnote", "chapter-end"]


class CitationStyle(Closed, frozen=True, kw_only=True):
    csl: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,100}\Z", title="the id of a CSL style")]


class ImagePolicy(Closed, frozen=True, kw_only=True, omit_defaults=True):
    place: Literal["", "embed", "separate", "callouts"] = ""
    format: Literal["", "png", "jpeg", "tiff"] = ""
    min_dpi: Annotated[int, Meta(ge=0, le=2_400)] = 0
    mode: Literal["", "grey", "rgb", "cmyk"] = ""
    naming: Row = ""
    callout: Row = ""
    captions: Literal["", "kept", "list"] = ""
    alt_required: bool = False


class TablePolicy(Closed, frozen=True, kw_only=True):
    form: Literal["native", "image"]


class TypographyPolicy(Closed, frozen=True, kw_only=True, omit_defaults=True):
    quotes: Literal["", "curly", "straight"] = ""
    dashes: Literal["", "set", "typed"] = ""
    ellipses: Literal["", "one", "dots"] = ""
    ranges: Literal["", "dash", "hyphen"] = ""
    spelling: Annotated[str, Meta(pattern=r"^([a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?\Z")] = ""
    scene_break: Annotated[str, Meta(pattern=r"^[^\n\t]{0,20}\Z", title="a sign")] | None = None


class FileLayout(Closed, frozen=True, kw_only=True, omit_defaults=True):
    files: Literal["single", "per-chapter", "volumes"]
    words: Annotated[int, Meta(ge=0, le=10_000_000)] = 0  # of one volume
    naming: Row = ""


class ElementRequire(Closed, frozen=True, kw_only=True):
    element: Literal[
        "title-page", "copyright", "colophon", "dedication", "epigraph", "foreword", "preface",
        "introduction", "acknowledgements", "afterword", "glossary", "bio",
        "index", "illustrations", "chronology", "sources", "links",
        "art-log", "permissions-log", "sources-log", "permission",
    ]  # fmt: skip


class MetadataSet(Closed, frozen=True, kw_only=True):
    """RFC 6902: operations on the transmittal's `work`."""

    patch: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1, max_length=200)]


class Query(Closed, frozen=True, kw_only=True, omit_defaults=True):
    question: Line
    answer: Literal["text", "yes-no", "number", "choice"] = "text"
    choices: Annotated[tuple[Line, ...], Meta(max_length=50)] = ()


class Freeform(Closed, frozen=True, kw_only=True):
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]


Params = (
    StyleMap | StyleAssign | TextReplace | HeadingDepth | StructureEdit | NotesLinks | NotesPolicy
    | CitationStyle | ImagePolicy | TablePolicy | TypographyPolicy | FileLayout | ElementRequire
    | MetadataSet | Query | Freeform
)  # fmt: skip

KINDS: dict[str, type[Closed]] = {
    "style.map": StyleMap,
    "style.assign": StyleAssign,
    "text.replace": TextReplace,
    "heading.depth": HeadingDepth,
    "structure.edit": StructureEdit,
    "notes.links": NotesLinks,
    "notes.policy": NotesPolicy,
    "citation.style": CitationStyle,
    "image.policy": ImagePolicy,
    "table.policy": TablePolicy,
    "typography.policy": TypographyPolicy,
    "file.layout": FileLayout,
    "element.require": ElementRequire,
    "metadata.set": MetadataSet,
    "query": Query,
    "freeform": Freeform,
}
