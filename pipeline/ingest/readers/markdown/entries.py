"""Entries: the texts of a folder with what each says of itself, before any is converted."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain, count

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.dates import instant, of_name
from pipeline.ingest.readers.markdown.members import about_folder, read_names
from pipeline.ingest.readers.markdown.places import wrapper
from pipeline.markup.markdown.frontmatter import FrontMatter, split
from pipeline.markup.plain import in_line
from pipeline.model.errors import ArchiveError
from pipeline.model.post import PUBLIC, Profile, Visibility

_WANTED_NAMES = """
    title name date created created_at published_at publishdate pubdate date_published author
    authors tags tag keywords categories category series lang language locale status published
    draft visibility private password layout type kind permalink url slug canonical_url
    redirect_from redirect_to aliases alias link wordpress_id wordpress_url blogger_orig_url
    image cover featured_image feature_image
"""
WANTED = frozenset(_WANTED_NAMES.split())
_DATES = ("date", "created", "created_at", "publishdate", "pubdate", "published_at",
          "date_published")  # fmt: skip
_ADDRESSES = ("permalink", "url", "canonical_url", "redirect_from", "aliases", "alias",
              "wordpress_url", "blogger_orig_url")  # fmt: skip
_NO = frozenset(("false", "no", "off", "0"))
_YES = frozenset(("true", "yes", "on", "1"))
_STATUS: dict[str, Visibility] = {
    "draft": "draft", "auto-draft": "draft", "pending": "pending", "future": "scheduled",
    "scheduled": "scheduled", "private": "private", "trash": "trashed", "unlisted": "unlisted",
}  # fmt: skip
_GENERIC = frozenset(("index", "_index", "readme"))


class Entry(Struct, frozen=True):
    """One text of the folder."""

    member: str
    id: str
    front: FrontMatter
    stem: str  # its name without a date and an ending
    created: str  # by its front matter or its name; "" where neither says
    visibility: Visibility
    jekyll: bool

    @property
    def addresses(self) -> list[str]:
        return self.front.all(*_ADDRESSES)

    @property
    def tags(self) -> tuple[str, ...]:
        """Categories and tags, each once; Jekyll takes one string for words between spaces."""
        out: list[str] = []
        for name in ("categories", "category", "tags", "tag", "keywords"):
            value = self.front.fields.get(name, "")
            if isinstance(value, str):
                value = value.split("," if "," in value or name in ("category", "tag") else None)
            out += [unescape(word.strip()) for word in value if word.strip()]
        return tuple(dict.fromkeys(out))


def entries(intake: Intake) -> Iterator[Entry]:
    """The texts of an archive. One that cannot be read is set aside."""
    names = read_names(member.name for member in intake.archive.members)
    about = about_folder(names)
    ids = _ids(names, intake)
    for name in names:
        if name in about:
            why = "about the folder, not a text of it"
            intake.bench.set_aside("file", ids[name], intake.source(name), why)
            continue
        text = _text(name, ids[name], intake)
        if text is not None:
            yield _entry(name, ids[name], split(text, WANTED), intake)


def _text(name: str, item: str, intake: Intake) -> str | None:
    """A member's text; one in the encoding of old Windows is read as such, and that is told."""
    try:
        return intake.archive.text(name)
    except ArchiveError as error:
        bench = intake.bench
        try:
            data = intake.archive.read(name)
        except ArchiveError:
            bench.set_aside("post", item, intake.source(name), "cannot be read", error.message)
            bench.find("markdown.unreadable", "warning",
                       f"{name} cannot be read and was set aside: {error.message}.",
                       place=name, todo=error.todo)  # fmt: skip
            return None
        if b"\0" in data:
            bench.set_aside("post", item, intake.source(name), "no text, by its bytes")
            return None
        bench.find("markdown.encoding", "warning",
                   f"{name} is not UTF-8; it was read as Windows-1252.",
                   place=name, todo="look at its accents, or save the file as UTF-8")  # fmt: skip
        return data.decode("cp1252", errors="replace")


def _entry(member: str, item: str, front: FrontMatter, intake: Intake) -> Entry:
    around = f"/{member}"
    visibility = _visibility(front, around)
    date, stem = of_name(_stem(member))
    created = instant(front.text(*_DATES))
    if visibility in PUBLIC:
        _tell(member, front, created, intake)
    jekyll = "/_posts/" in around or "/_drafts/" in around or "layout" in front.fields
    return Entry(member, item, front, stem, created or date, visibility, jekyll)


def _tell(member: str, front: FrontMatter, created: str, intake: Intake) -> None:
    """Findings about front matter; of a text that is not public, not even its name is told."""
    if front.problem:
        intake.bench.find(
            "markdown.front-matter", "warning",
            f"The front matter of {member} is broken; it was read line by line.",
            place=member, todo=f"mend it: {front.problem}",
        )  # fmt: skip
    if front.text(*_DATES) and not created:
        intake.bench.find("markdown.date", "warning", f"The date of {member} cannot be read.",
                          place=member, todo="write it as 2013-01-05")  # fmt: skip


def _visibility(front: FrontMatter, path: str) -> Visibility:
    known = _STATUS.get(front.text("status", "visibility").lower())
    if front.text("password"):
        return "password"
    if known in ("private", "trashed", "pending", "scheduled"):
        return known
    if "/_drafts/" in path or front.text("draft").lower() in _YES or known == "draft":
        return "draft"
    if front.text("published").lower() in _NO:
        return "draft"
    return "private" if front.text("private").lower() in _YES else known or "public"


def _ids(names: list[str], intake: Intake) -> dict[str, str]:
    """The id of each text: its file's name, which stays when folders are moved about; its path,
    where two texts have one name."""
    top = wrapper([member.name for member in intake.archive.members])
    by_stem: dict[str, list[str]] = {}
    for name in names:
        by_stem.setdefault(_stem(name).lower(), []).append(name)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for stem in sorted(by_stem):
        alone = len(by_stem[stem]) == 1
        for name in by_stem[stem]:
            path = in_line(name.removeprefix(top))
            item = _stem(name) if alone else path.rsplit(".", 1)[0]
            wanted = chain((item, path), (f"{path}-{number}" for number in count(2)))
            ids[name] = next(one for one in wanted if one not in taken)
            taken.add(ids[name])
    return ids


def _stem(member: str) -> str:
    """A file's name without its ending; its folder's, where the file's own says nothing."""
    path = in_line(member).rsplit(".", 1)[0]
    folder, _, stem = path.rpartition("/")
    return folder.rpartition("/")[2] if stem.lower() in _GENERIC and folder else stem


def profile(intake: Intake, found: list[Entry]) -> Profile:
    """What the site's own settings say of it; else the author whom all texts name."""
    settings = [m.name for m in intake.archive.members
                if re.fullmatch(r"([^/]*/)?_config\.ya?ml", m.name)]  # fmt: skip
    front = FrontMatter({}, "")
    if settings:
        try:
            text = intake.archive.text(settings[0])
            front = split(f"---\n{text.strip()}\n---\n", WANTED)
        except ArchiveError:
            front = FrontMatter({}, "")
    authors = {entry.front.text("author", "authors") for entry in found}
    author = authors.pop() if len(authors) == 1 else ""
    return Profile(
        title=front.text("title", "name"),
        author=front.text("author") or author,
        url=front.text("url"),
        language=front.text("lang", "language", "locale"),
    )
