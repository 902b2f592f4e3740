"""What is made: the book as a tree of divisions."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pipeline.model.origin import Origin, Source
from pipeline.model.post import Media
from pipeline.model.text import Block, Inline

Matter = Literal["front", "body", "back"]

Kind = Literal[
    "volume", "part", "chapter", "entry", "halftitle", "titlepage", "copyright", "dedication",
    "epigraph", "foreword", "preface", "introduction", "afterword", "acknowledgements", "notes",
    "appendix", "glossary", "colophon", "about", "matter",
]  # fmt: skip
"""`entry` is one post or thread inside a chapter; `matter` is a page with no better name."""


class Division(Struct, frozen=True, array_like=True):
    """A volume, part, chapter, entry or page of matter: its own blocks, then its divisions."""

    kind: Kind
    id: str  # the anchor: stable in every edition
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    divisions: tuple[Division, ...] = ()
    origin: tuple[Origin, ...] = ()  # of the title; () when the shop made it
    matter: Matter = "body"
    created: str = ""  # of an entry: when it was written
    language: str = ""


class Book(Struct, frozen=True, array_like=True):
    """What stands on the title page and in the core properties."""

    title: str
    author: str
    language: str = "en"
    subtitle: str = ""
    publisher: str = ""
    edition: int = 1
    date: str = ""  # ISO day: the newest post's, so that no clock enters the book
    isbn: str = ""
    rights: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()


class Manuscript(Struct, frozen=True, array_like=True):
    """The book. Several top divisions of kind `volume` make several files of each format."""

    book: Book
    divisions: tuple[Division, ...]
    sources: tuple[Source, ...]
    media: tuple[Media, ...]
