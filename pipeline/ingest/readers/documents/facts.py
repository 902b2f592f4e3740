"""Facts: what a document states of itself at its head, and how public it is."""

from __future__ import annotations

import re

from msgspec import Struct, field

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.prepared import Said
from pipeline.ingest.readers.markdown.dates import instant
from pipeline.markup.plain import clean_text
from pipeline.model.post import Visibility

_SILENT_NAMES = """
    jupyter generator header-includes bibliography references csl identifier classoption pagetitle
    documentclass toc nocite geometry fontsize cover-image layout slug link type template linkcolor
    css lang-dir creator format contributor relation source id uuid ibooks belongs-to-collection
"""
_SILENT = frozenset(_SILENT_NAMES.split())
"""What says nothing that a reader of the text would see."""

_MACHINES = re.compile(
    r"(?:microsoft (?:office )?user|windows user|user|utilisateur|benutzer|usuario|author|auteur"
    r"|admin(?:istrator)?|unknown|libreoffice|openoffice.*|python-docx|un-named|anonymous|owner"
    r"|calibre.*|pandoc.*)\Z",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"(?:microsoft word\b.*|word document|document\d*|untitled.*|unbenannt.*|sans titre.*"
    r"|sin título.*|powerpoint presentation|blank|normal|.*\.(?:docx?|odt|rtf|dotx?|tex))\Z",
    re.IGNORECASE,
)
_NO = frozenset(("false", "no", "off", "0"))
_YES = frozenset(("true", "yes", "on", "1", "t"))
_STATUS: dict[str, Visibility] = {
    "draft": "draft", "private": "private", "pending": "pending", "hidden": "private",
    "scheduled": "scheduled", "unlisted": "unlisted",
}  # fmt: skip


class Facts(Struct):
    title: list[ast.Inline] = field(default_factory=list)
    subtitle: list[ast.Inline] = field(default_factory=list)
    authors: tuple[str, ...] = ()
    date: str = ""  # as it is written
    created: str = ""  # as it was understood
    language: str = ""
    abstract: list[ast.Block] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    series: str = ""
    visibility: Visibility = "public"
    others: list[tuple[str, str]] = field(default_factory=list)
    described: str = ""  # the title by the description that goes with a file
    writers: tuple[str, ...] = ()  # the authors by that description


def facts(meta: dict[str, ast.MetaValue], said: Said, fields: dict[str, str]) -> Facts:
    """What the tree's head says, what the file's description says, and what stands in the text in
    ways that pandoc does not pass on."""
    made = Facts()
    given: dict[str, str] = {}
    for name, value in meta.items():
        match name.lower():
            case "title":
                made.title = _inlines(value)
            case "subtitle":
                made.subtitle = _inlines(value)
            case "author" | "authors":
                made.authors = tuple(_texts(value))
            case "abstract":
                made.abstract = _blocks(value)
            case "tags" | "keywords" | "filetags" | "subject":
                made.tags += tuple(_split(_texts(value)))
            case other:
                given[other] = clean_text("; ".join(_texts(value)))
    for name, text in fields.items():
        if name in ("title", "subtitle") and text and not getattr(made, name):
            setattr(made, name, [ast.Str(text)])
        elif name in ("tags", "filetags"):
            made.tags += tuple(_split([text]))
        elif name == "author" and not made.authors:
            made.authors = (text,)
        else:
            given.setdefault(name, text)
    return _stated(made, given, said)


def _stated(made: Facts, given: dict[str, str], said: Said) -> Facts:
    made.date = given.pop("date", "") or said.date
    made.created = instant(made.date.strip(" <>[]")) if made.date else ""
    made.language = given.pop("lang", "") or given.pop("language", "") or said.language
    made.series = given.pop("series", "") or given.pop("category", "")
    made.visibility = _visibility(given)
    made.tags = tuple(dict.fromkeys([tag for tag in made.tags if tag]))
    made.described = "" if _NAMELESS.match(said.title) else clean_text(said.title)
    made.writers = tuple([a for a in said.authors if not _MACHINES.match(a)])
    if said.authors and set(said.authors) == set(made.authors):
        made.authors = said.authors  # pandoc turns the order of an EPUB's around
    made.authors = tuple([a for a in map(clean_text, made.authors) if not _MACHINES.match(a)])
    made.others = [(k, v) for k, v in sorted(given.items()) if v and k not in _SILENT]
    return made


def _visibility(given: dict[str, str]) -> Visibility:
    status = _STATUS.get(given.pop("status", "").lower()) or _STATUS.get(
        given.pop("visibility", "").lower()
    )
    draft = given.pop("draft", "").lower() in _YES
    hidden = given.pop("published", "").lower() in _NO or given.pop("publish", "").lower() in _NO
    if given.pop("private", "").lower() in _YES:
        return "private"
    return status or ("draft" if draft or hidden else "public")


# -- the values ------------------------------------------------------------------------------------


def _inlines(value: ast.MetaValue) -> list[ast.Inline]:
    match value:
        case ast.MetaInlines():
            return value.c
        case ast.MetaBlocks():
            lines = [block.c for block in value.c if isinstance(block, ast.Para | ast.Plain)]
            spaced = [node for line in lines for node in (*line, ast.LineBreak())]
            return spaced[:-1]
        case ast.MetaString():
            return [ast.Str(value.c)]
        case ast.MetaList():
            return _inlines(value.c[0]) if value.c else []
        case _:
            return []


def _texts(value: ast.MetaValue) -> list[str]:
    match value:
        case ast.MetaList():
            return [text for one in value.c for text in _texts(one)]
        case ast.MetaMap():
            named = value.c.get("name") or value.c.get("text")
            return _texts(named) if named else []
        case ast.MetaBool():
            return ["true" if value.c else "false"]
        case _:
            words = clean_text(ast.words(_inlines(value)))
            return [words] if words else []


def _blocks(value: ast.MetaValue) -> list[ast.Block]:
    match value:
        case ast.MetaBlocks():
            return value.c
        case ast.MetaList():
            return [block for one in value.c for block in _blocks(one)]
        case _:
            nodes = _inlines(value)
            return [ast.Para(nodes)] if nodes else []


def _split(texts: list[str]) -> list[str]:
    """Tags, between commas, semicolons or the colons of Org."""
    return [word.strip(" #") for text in texts for word in re.split(r"[,;:]", text)]
