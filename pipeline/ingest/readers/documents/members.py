"""Members: which files of a folder are documents, their pictures, or the machinery of typesetting,
and when a folder is one of documents at all."""

from __future__ import annotations

from collections import Counter

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.readers.documents.formats import ENDINGS, FORMATS, OWN, ending, format_of
from pipeline.ingest.unpack import Unpacked

_PICTURE = r"(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg|eps|emf|wmf)"

MEMBERS = (
    Known(r"(.*/)?(~\$[^/]*|\.~lock\.[^/]*#|~WRL[^/]*\.tmp)", "ignored",
          "left by a program that had the document open"),
    Known(r"(.*/)?\.[^/]+(/.*)?", "ignored", "a hidden file of some program"),
    Known(r".*\.(" + "|".join(sorted(ENDINGS)) + ")", "read"),
    Known(r".*\." + _PICTURE, "read"),
    Known(r".*\.(bib|bst|cls|sty|clo|def|cfg|ist|dtx|ins|csl|bbx|cbx|tikz|pgf)", "ignored",
          "part of the machinery of typesetting"),
    Known(r".*\.(aux|log|toc|lof|lot|out|bbl|blg|idx|ind|ilg|glo|gls|fls|fdb_latexmk|synctex\.gz"
          r"|nav|snm|vrb|bcf|run\.xml|xdv|dvi)", "ignored", "made by a run of typesetting"),
    Known(r".*\.(pdf|ps|txt|html?|xlsx?|ods|csv|tsv|pptx?|odp|key|numbers|zip|json|ya?ml|toml|py"
          r"|r|jl|js|css|sh|lua|el|mp3|m4a|wav|mp4|mov)", "ignored",
          "a file beside the documents"),
    Known(r"(.*/)?(Makefile|LICEN[CS]E|README|latexmkrc|conf\.py)", "ignored",
          "a file beside the documents"),
)  # fmt: skip

_TEXT_NAMES = "md markdown mdown mkd mdx html htm xhtml json js csv tsv xml atom rss eml mbox car"
_TEXTS = frozenset(_TEXT_NAMES.split())
"""Endings of what other readers read: of these a folder of documents holds fewer."""


def document_names(archive: Unpacked) -> list[str]:
    """The members that are documents, or would be if they could be read, in order."""
    if archive.single:
        return [archive.members[0].name]
    skipped = MEMBERS[:2]
    return [
        member.name
        for member in archive.members
        if ending(member.name) in ENDINGS and not any(rule.matches(member.name) for rule in skipped)
    ]


def claim(archive: Unpacked) -> Claim | None:
    """Whether an archive is a document, or a folder with more documents than texts of other kinds.
    A mix with as much Markdown, or more, is a folder of Markdown."""
    if archive.single:
        member = archive.members[0].name
        found = format_of(archive, member)
        if found is None or found.name == "markdown":
            return None
        return Claim(f"{member} is a document: {found.title}", found.title)
    names = [name for name in document_names(archive) if ending(name) in OWN]
    others = [m.name for m in archive.members if ending(m.name) in _TEXTS]
    if not names or len(names) <= len(others):
        return None
    kinds = Counter(FORMATS[ENDINGS[ending(name)]].title for name in names)
    most = ", ".join(kind for kind, _ in sorted(kinds.items(), key=lambda row: (-row[1], row[0])))
    many = "1 document" if len(names) == 1 else f"{len(names):,} documents"
    return Claim(f"{many}, the first is {names[0]}", most, ("markdown", "obsidian"))
