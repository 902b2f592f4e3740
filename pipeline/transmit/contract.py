"""The contract f2f/1: what the papers of a transmittal say, as types.

The core is closed: a field that is not here is refused. What two parties need besides stands under
`extensions`, by a URI; whoever does not know one passes it by, unless `must_understand` names it.
Codes are those of ONIX's lists, so that a publisher's own system can take them over.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from pipeline.transmit.change import Answer

FORMAT = "f2f.transmittal/1"
CHECKS = "f2f.checks/1"
CHANGES = "f2f.changes/1"
DRAFT = "draft"
"""The id of a transmittal that no one was sent yet."""


Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", description="sha256, hex")]
Path = Annotated[str, Meta(min_length=1, max_length=150, description="from the bag's root")]
Images = Literal["embedded", "placed", "named", "callouts"]
"""In the file; beside it, the name in brackets; beside it, the name alone; beside it, called for by
number, with the captions in a file of their own."""

PeerId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9.-]{0,62}\Z",
        title="a name of small letters, digits, dots and hyphens",
        examples=["quill.example"],
    ),
]
Count = Annotated[int, Meta(ge=0)]
Severity = Literal["I", "Q", "W", "E"]
"""As ONIX's acknowledgements grade: information, query, warning, error."""


class Closed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What takes no field that is not named here."""


class Party(Closed, frozen=True, kw_only=True):
    peer_id: PeerId
    name: str
    contact: str = ""


class Superseded(Closed, frozen=True, kw_only=True):
    """The version that this one takes the place of."""

    version: Annotated[int, Meta(ge=1)]
    tagmanifest_sha256: Digest


class Contributor(Closed, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, description="exactly as it is to appear")]
    role: Annotated[str, Meta(pattern=r"^[A-EZ][0-9]{2}\Z", description="ONIX list 17")] = "A01"


class Identifier(Closed, frozen=True, kw_only=True):
    scheme: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z", description="ONIX list 5; 15 is an ISBN")]
    value: Annotated[str, Meta(min_length=1)]
    name: Annotated[str, Meta(description="whose, of a scheme of one's own (01)")] = ""


class Subject(Closed, frozen=True, kw_only=True):
    scheme: Annotated[
        str,
        Meta(pattern=r"^[0-9]{2}\Z", description="ONIX list 27: 93 Thema, 10 BISAC, 20 keyword"),
    ]
    code: Annotated[str, Meta(min_length=1, description="of a keyword the word itself")]


class Description(Closed, frozen=True, kw_only=True):
    kind: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z", description="ONIX list 153: 02 short")]
    text: Annotated[str, Meta(min_length=1)]


class Work(Closed, frozen=True, kw_only=True):
    """What the book is, as it is to appear."""

    title: Annotated[str, Meta(min_length=1)]
    subtitle: str = ""
    contributors: tuple[Contributor, ...]
    language: Annotated[str, Meta(description="a language tag: en, pt-BR")]
    edition: Annotated[int, Meta(ge=1)] = 1
    date: Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    publisher: str = ""
    identifiers: Annotated[tuple[Identifier, ...], Meta(min_length=1)]
    subjects: tuple[Subject, ...] = ()
    descriptions: tuple[Description, ...] = ()


class Item(Closed, frozen=True, kw_only=True):
    """A file of the payload."""

    id: Annotated[str, Meta(min_length=1)]
    type: Literal["manuscript", "art", "log", "record"]
    path: Path
    media_type: str
    sha256: Digest
    bytes: Count
    role: str = ""  # docx, captions, epub, pdf; of a log its name
    order: Count = 0
    derived_from: tuple[str, ...] = ()  # ids of items


class Extent(Closed, frozen=True, kw_only=True):
    """How much there is. Every figure can be counted again in the docx."""

    words: Annotated[
        int, Meta(ge=0, description="runs between spaces, and each Han, kana or Hangul sign; notes "
                  "included; not scene breaks, alternative texts and callouts")
    ]  # fmt: skip
    words_in_notes: Count
    chapters: Count
    figures: Count
    tables: Count
    notes: Count
    special_characters: Count = 0


class Style(Closed, frozen=True, kw_only=True):
    house: str
    guide: str = ""
    spelling: Annotated[str, Meta(description="the language tag whose spelling is kept")]
    citation: str = ""
    map: dict[str, str]  # role -> the name of the Word paragraph style
    characters: dict[str, str] = {}  # what a run is -> the name of the Word character style
    besides: tuple[str, ...] = ()  # the Word styles of what is no writing: callouts, marks, counts


class Policies(Closed, frozen=True, kw_only=True):
    headings: Literal["nested", "flat"]
    notes: Literal["footnote", "endnote"]
    links: Literal["hyperlink", "text"]
    images: Images
    tables: Literal["native", "image"] = "native"
    scene_break: str


class Right(Closed, frozen=True, kw_only=True):
    """A sort of rights: the author's own, or what data/logs/permissions.csv has to be cleared."""

    kind: Literal["work", "texts", "embeds", "pictures"]
    statement: str = ""
    to_clear: Count = 0


class Spec(Closed, frozen=True, kw_only=True):
    """What was asked for: the house whose rules the files keep."""

    id: str
    sha256: Digest


class Issue(Closed, frozen=True, kw_only=True):
    severity: Severity
    code: str
    message: str
    times: Annotated[int, Meta(ge=1)] = 1


class Transmittal(Closed, frozen=True, kw_only=True):
    """metadata/transmittal.json."""

    format: Literal["f2f.transmittal/1"] = FORMAT  # type: ignore[assignment]
    id: Annotated[
        str,
        Meta(
            pattern=r"^(draft|T-[0-9]{4}-[0-9]{4,9})\Z",
            title="'draft', or T, a year and a number",
            examples=["T-2026-0007"],
        ),
    ]
    version: Count
    supersedes: Superseded | None = None
    sender: Party | None = None
    recipient: Party | None = None
    work: Work
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    extent: Extent
    style: Style
    policies: Policies
    rights: tuple[Right, ...]
    spec: Spec
    answers: tuple[str, ...] = ()  # ids of the change requests that metadata/changes.json answers
    known_issues: tuple[Issue, ...] = ()
    must_understand: tuple[str, ...] = ()
    extensions: dict[str, Any] = {}


# -- what stands beside it -------------------------------------------------------------------------


class Check(Closed, frozen=True, kw_only=True):
    """One thing that was looked at before this was sent."""

    id: str
    about: str
    result: Literal["passed", "failed"]
    findings: dict[str, int] = {}  # by severity


class Checks(Closed, frozen=True, kw_only=True):
    """metadata/checks.json."""

    format: Literal["f2f.checks/1"] = CHECKS  # type: ignore[assignment]
    checks: tuple[Check, ...]


class Since(Closed, frozen=True, kw_only=True):
    """What is unlike the version before."""

    version: Annotated[int, Meta(ge=1)]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Changes(Closed, frozen=True, kw_only=True):
    """metadata/changes.json."""

    format: Literal["f2f.changes/1"] = CHANGES  # type: ignore[assignment]
    since: Since | None = None
    answers: Annotated[tuple[Answer, ...], Meta(max_length=10_000)] = ()


PAPERS: dict[str, type[Closed]] = {
    "metadata/transmittal.json": Transmittal,
    "metadata/checks.json": Checks,
    "metadata/changes.json": Changes,
}
