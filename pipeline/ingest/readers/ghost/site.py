"""The site: what its tables say of one another, its addresses, and its pictures."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.ghost.export import (
    Export,
    Extra,
    Person,
    Tag,
    Tie,
    is_true,
    text,
)
from pipeline.markup.plain import clean_text

NOT_HERE = "on the site's server, not in the export"

PLACE = "__GHOST_URL__"
"""Stands in an export for the address of the site, which it does not say."""

_WANTED = frozenset(
    ("title", "locale", "lang", "defaultLang", "is_private", "codeinjection_head",
     "codeinjection_foot", "ghost_head", "ghost_foot")
)  # fmt: skip
_UPLOADED = re.compile(r"(?:\A|/)content/images/(.+)\Z")
_HELD = re.compile(r"(?:\A|/)images/(.+)\Z")
_SIZE = re.compile(r"\Asize/[wh]\d+(?:[wh]\d+)?/(?:format/\w+/)?")
_ENDING = re.compile(r"(?=\.\w{2,5}\Z)")


class Tally(Struct):
    """What a person should know of the whole export."""

    gated: int = 0
    mailed: int = 0
    links: int = 0
    bad: int = 0


class Site:
    """The tables of one blog, filled before any text is converted."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.tally = Tally()
        self.title = self.language = self.injected = ""
        self.private = False  # whether the whole site stands behind a password
        self.slugs: dict[str, str] = {}  # of public posts, to their ids
        self.extras: dict[str, Extra] = {}
        self.people: dict[str, str] = {}
        self.tags: dict[str, tuple[str, ...]] = {}  # the topics of posts, the primary one first
        self.authors: dict[str, tuple[str, ...]] = {}
        self._pictures = _members(intake)

    def learn(self, export: Export) -> None:
        """Take in the tables of one file."""
        said = export.settings(_WANTED)
        self.title = self.title or _line(said.get("title"))
        self.language = self.language or language_of(
            *[said.get(name) for name in ("locale", "lang", "defaultLang")]
        )
        self.private = self.private or is_true(said.get("is_private"))
        self.injected += "".join(
            [text(value) for name, value in said.items() if name.endswith(("_head", "_foot"))]
        )
        for extra in export.each("posts_meta", Extra):
            self.extras[text(extra.post_id)] = extra
        for person in export.each("users", Person):
            self.people[text(person.id)] = _line(person.name)
        topics = {text(tag.id): _line(tag.name) for tag in export.each("tags", Tag)
                  if _is_topic(tag)}  # fmt: skip
        ties = _Ties()
        for tie in export.each("posts_tags", Tie):
            ties.add(tie, topics.get(text(tie.tag_id), ""))
        self.tags.update(ties.sorted())
        ties = _Ties()
        for tie in export.each("posts_authors", Tie):
            ties.add(tie, self.people.get(text(tie.author_id), ""))
        self.authors.update(ties.sorted())

    # -- addresses ---------------------------------------------------------------------------------

    def resolve(self, url: str) -> tuple[str, str]:
        """Where a link leads: (URL, the id of the post of this site or ""). A place on the site
        that is no post has no address in the world: the export does not say the site's own."""
        whole = url.removeprefix(PLACE)
        if not whole.startswith("/") or whole.startswith("//"):
            return url, ""
        try:
            path = unquote(urlsplit(whole).path)
        except ValueError:
            return "", ""
        item = self.slugs.get(path.strip("/").rpartition("/")[2], "")
        if item:
            return "", item
        self.tally.links += 1
        return "", ""

    def picture(self, url: str) -> str:
        """The key of a picture, by its address: the whole one where a smaller one is named."""
        address = url.replace(PLACE, "")
        path = unquote(address.split("?", 1)[0].split("#", 1)[0])
        found = _UPLOADED.search(path)
        if found is None:
            return self.intake.absent(address, NOT_HERE)
        bare = _SIZE.sub("", found[1])
        for name in (bare, _ENDING.sub("_o", bare, count=1)):  # the picture as it was uploaded
            member = self._pictures.get(name.lower())
            if member is not None:
                return self.intake.picture(member)
        return self.intake.absent(address.replace(found[1], bare), NOT_HERE)


def language_of(*said: object) -> str:
    """The first language that is named, as the web writes it: en-GB."""
    names = [name.strip().replace("_", "-") for name in said if isinstance(name, str)]
    return next((name for name in names if re.fullmatch(r"[A-Za-z]{2,3}(-\w{2,8})*", name)), "")


class _Ties(Struct):
    """Names tied to posts, in the order that the ties say."""

    found: dict[str, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, tie: Tie, name: str) -> None:
        if name:
            rows = self.found[text(tie.post_id)]
            order = tie.sort_order if isinstance(tie.sort_order, int) else len(rows)
            rows.append((order, len(rows), name))

    def sorted(self) -> dict[str, tuple[str, ...]]:
        return {
            post: tuple(dict.fromkeys(name for *_, name in sorted(rows)))
            for post, rows in self.found.items()
        }


def _line(value: object) -> str:
    return " ".join(clean_text(text(value)).split())


def _is_topic(tag: Tag) -> bool:
    """Tags that start with a hash are notes of the site to itself."""
    return not text(tag.name).lstrip().startswith("#") and text(tag.visibility) != "internal"


def _members(intake: Intake) -> dict[str, str]:
    """Pictures that lie beside the export, by their path below the folder of images."""
    found: dict[str, str] = {}
    for member in intake.archive.members:
        match = _HELD.search(member.name)
        if match:
            found.setdefault(_SIZE.sub("", match[1]).lower(), member.name)
    return found
