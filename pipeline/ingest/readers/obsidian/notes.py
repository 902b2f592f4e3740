"""Notes: the texts of a vault with what each says of itself, before any is converted."""

from __future__ import annotations

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.dates import instant
from pipeline.ingest.readers.obsidian.days import day_of
from pipeline.ingest.readers.obsidian.vault import Vault
from pipeline.markup.markdown.frontmatter import FrontMatter, split
from pipeline.markup.plain import clean_text
from pipeline.model.errors import ArchiveError
from pipeline.model.post import PUBLIC, Visibility

_WANTED_NAMES = """
    title aliases alias tags tag date created created_at date_created published published_at author
    authors lang language publish draft private status visibility password url permalink source
    canonical_url series type excalidraw-plugin
"""
WANTED = frozenset(_WANTED_NAMES.split())
_DATES = ("date", "created", "created_at", "date_created", "published_at")
_NO = frozenset(("false", "no", "off", "0"))
_YES = frozenset(("true", "yes", "on", "1"))
_STATUS: dict[str, Visibility] = {
    "draft": "draft", "private": "private", "pending": "pending", "scheduled": "scheduled",
    "trash": "trashed", "trashed": "trashed", "unlisted": "unlisted",
}  # fmt: skip


class Note(Struct, frozen=True):
    """One note of the vault."""

    member: str
    id: str
    front: FrontMatter
    name: str  # its file's, without a date and the ending
    created: str
    daily: bool
    visibility: Visibility

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its front matter; one string holds several, between commas or spaces."""
        out: list[str] = []
        for name in ("tags", "tag"):
            value = self.front.fields.get(name, "")
            if isinstance(value, str):
                value = value.split("," if "," in value else None)
            out += [word.strip().lstrip("#") for word in value]
        return tuple(dict.fromkeys([word for word in out if word]))


def note_of(member: str, vault: Vault, intake: Intake) -> Note | str:
    """A note of the vault; or, where a member is none, why, in a few words."""
    text = _text(member, vault, intake)
    if text is None:
        return "cannot be read"
    if text == _NO_TEXT:
        return "no text, by its bytes"
    front = split(text, WANTED)
    if "excalidraw-plugin" in front.fields or member.lower().endswith(".excalidraw.md"):
        return "a drawing of a plugin"
    if vault.is_template(member):
        return "a template for notes"
    day, name = day_of(vault.path(member)[:-3], vault.daily)
    visibility = _visibility(front)
    published = front.text("published")  # whether it is, or when it was
    stated = front.text(*_DATES) or (published if published[:1].isdigit() else "")
    created = instant(stated)
    if visibility in PUBLIC:
        _tell(vault.ids[member], front, stated, created, intake)
    name = clean_text(name)  # a zip may hold any
    return Note(
        member, vault.ids[member], front, name, created or day, bool(day and not name), visibility
    )


def _text(member: str, vault: Vault, intake: Intake) -> str | None:
    """A member's text; what is odd about its bytes is told."""
    try:
        text, odd = intake.archive.salvaged(member)
    except ArchiveError as error:
        intake.bench.find("obsidian.unreadable", "warning",
                          f"A note cannot be read and was set aside: {error.message}.",
                          place=vault.path(member), todo=error.todo)  # fmt: skip
        return None
    if odd and "\0" in text:
        return _NO_TEXT
    if odd:
        intake.bench.find("obsidian.encoding", "warning", f"Of a note, {odd}.",
                          place=vault.path(member),
                          todo="look at its accents, or save the file as UTF-8")  # fmt: skip
    return text


_NO_TEXT = "\0"
"""Stands for the text of a file that holds none."""


def _tell(path: str, front: FrontMatter, stated: str, created: str, intake: Intake) -> None:
    """Findings about front matter; of a note that is not public, not even its name is told."""
    if front.problem:
        intake.bench.find("obsidian.front-matter", "warning",
                          "The front matter of a note is broken; it was read line by line.",
                          place=path, todo="mend it in the program's source view")  # fmt: skip
    if stated and not created:
        intake.bench.find("obsidian.date", "warning", "The date of a note cannot be read.",
                          place=path, todo="write it as 2013-01-05")  # fmt: skip


def _visibility(front: FrontMatter) -> Visibility:
    known = _STATUS.get(front.text("status", "visibility").lower())
    if front.text("password"):
        return "password"
    if front.text("private").lower() in _YES:
        return "private"
    if known is not None and known != "unlisted":
        return known
    hidden = front.text("publish").lower() in _NO or front.text("published").lower() in _NO
    if hidden or front.text("draft").lower() in _YES:
        return "draft"
    return known or "public"
