"""Sources: documents that are plain text, decoded, with the files that they include put in."""

from __future__ import annotations

import posixpath
import re

from msgspec import Struct

from pipeline.ingest.member import refused
from pipeline.ingest.readers.documents.formats import ENDINGS, ending
from pipeline.ingest.readers.documents.prepared import Prepared, Said
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

DEEPEST = 10
MOST = 64 << 20
"""Characters of a document with all that it includes."""

_LINES = re.MULTILINE | re.IGNORECASE
_INCLUDES = {
    "latex": re.compile(r"\\(?:input|include|subfile)\s*\{(?P<path>[^{}\n]+)\}"),
    "rst": re.compile(r"^[ \t]*\.\. include::[ \t]+(?P<path>\S[^\n]*?)[ \t]*$", _LINES),
    "org": re.compile(r"^[ \t]*#\+INCLUDE:[ \t]+\"(?P<path>[^\"\n]+)\"[ \t]*$", _LINES),
    "typst": re.compile(r"^[ \t]*#include[ \t]+\"(?P<path>[^\"\n]+)\"", _LINES),
}
_LONGEST_LINE = 5_000
_COMMENTED = re.compile(r"(?<!\\)%")
_SIGNS = {"latex": "\\", "rst": ".. include", "org": "#+", "typst": "#include"}
_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
_BIBITEM = re.compile(r"\\bibitem\s*+(?:\[[^\]\n]*\])?\s*+\{([^{}\n]*)\}")
_WIDEST = re.compile(r"(\\begin\{thebibliography\})\s*\{[^{}\n]*\}")
_VERSE = re.compile(r"\\(begin|end)\{(?:verse|altverse)\*?\}(?:\[[^\]\n]*\])?")
_PLANNING = re.compile(
    r"^[ \t]*(?:(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[][^>\]\n]*[>\]][ \t]*)+$", re.MULTILINE
)
_KEYWORD = re.compile(
    r"^#\+(FILETAGS|DRAFT|DATE|SUBTITLE|STATUS):[ \t]*(.*)$", re.MULTILINE | re.IGNORECASE
)
_NIKOLA = re.compile(r"\A\s*(?:\.\. [a-z_]+: [^\n]*\n)+")
_FIELD = re.compile(r"^\.\. ([a-z_]+): +(.*?)[ \t]*$", re.MULTILINE)
_START = "\\begin{document}"
_TODAY = re.compile(r"\\today\b")
_CATEGORY_NAMES = "Category|Kategorie|Catégorie|Categoría|Categoria"
_CATEGORY = re.compile(
    rf"(^[ \t]*+)?\[\[(?:{_CATEGORY_NAMES}):([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\](?(1)[ \t]*\n?)",
    re.MULTILINE,
)
_POEM = re.compile(r"<(/?)poem\b[^<>\n]*>", re.IGNORECASE)


class Text(Struct):
    """A text as it goes to pandoc, and what was learnt of it."""

    text: str
    odd: str  # what is wrong with its bytes
    included: tuple[str, ...]
    fields: dict[str, str]  # what it says of itself in ways that pandoc does not pass on
    missing: int = 0  # files that it includes and the archive does not hold


def prepared(archive: Unpacked, member: str, format: str) -> tuple[Prepared, Text]:
    """A text of one of the markup languages for pandoc. Raises ArchiveError."""
    source, odd = decoded(archive, member)
    work = _Includes(archive, format)
    text = work.filled(source, member)
    found = Text(text, odd, tuple(work.included), {}, work.missing)
    made = Prepared(b"", Said(), included=found.included)
    found.text = _PREPARE[format](text, found, made) if format in _PREPARE else text
    made.told["missing"] = work.missing
    made.odd = odd
    made.data = found.text.encode("utf-8", "replace")
    return made, found


def decoded(archive: Unpacked, member: str) -> tuple[str, str]:
    """A member's text, and what is odd about its bytes; "" for nothing. Raises ArchiveError."""
    text, odd = archive.salvaged(member)
    if odd and "\0" in text:
        raise refused(archive.path, member, "this is no text, by its bytes")
    return text, odd


# -- includes --------------------------------------------------------------------------------------


class _Includes:
    def __init__(self, archive: Unpacked, format: str, left: int = MOST) -> None:
        self.archive = archive
        self.format = format
        self.included: list[str] = []
        self.missing = 0
        self.left = left

    def filled(self, text: str, member: str, path: tuple[str, ...] = ()) -> str:
        """A text with the files that it includes, and those that they include, in their places."""
        pattern = _INCLUDES.get(self.format)
        self.left -= len(text)
        if pattern is None or _SIGNS[self.format] not in text:
            return text
        top = (path or (member,))[0]

        def fill(found: re.Match[str]) -> str:
            if self.format == "latex" and _is_commented(text, found.start()):
                return found[0]
            target = self._find(found["path"].strip(), member, top)
            if target is None or target in (*path, member) or len(path) >= DEEPEST:
                self.missing += target is None
                return found[0]
            inner = self._read(target)
            if inner is None or len(inner) > self.left:
                return found[0]
            if target not in self.included:
                self.included.append(target)
            return self.filled(inner, target, (*path, member))

        return pattern.sub(fill, text)

    def _find(self, path: str, member: str, top: str) -> str | None:
        """The member that a path means, from the file that names it or from the one at the top."""
        for base in (posixpath.dirname(member), posixpath.dirname(top)):
            for name in (path, path + ".tex"):
                full = posixpath.normpath(posixpath.join(base, name))
                if full in self.archive and ENDINGS.get(ending(full), "") in (self.format, ""):
                    return full
        return None

    def _read(self, target: str) -> str | None:
        try:
            text, _ = decoded(self.archive, target)
        except ArchiveError:
            return None
        body = _BODY.search(text) if self.format == "latex" else None
        return body[1] if body else text


def _is_commented(text: str, at: int) -> bool:
    """Whether a place in LaTeX stands behind a percent sign of its line."""
    end = text.rfind("\n", max(at - _LONGEST_LINE, 0), at)
    if end < 0 and at > _LONGEST_LINE:
        return False
    return _COMMENTED.search(text, end + 1, at) is not None


def included(archive: Unpacked, members: dict[str, str]) -> dict[str, str]:
    """Which of some texts (member to format) stand within another, and within which."""
    targets: dict[str, str] = {}
    left = MOST
    for member, format in members.items():
        if format in _INCLUDES and left > 0:
            try:
                work = _Includes(archive, format, left)
                text, _ = decoded(archive, member)
                work.filled(text, member)
            except ArchiveError:
                continue
            left = work.left
            for target in work.included:
                if target in members and target != member:
                    targets.setdefault(target, member)
    return {target: top for target, top in targets.items() if targets.get(top) != target}


# -- what pandoc would lose ------------------------------------------------------------------------


def _latex(text: str, found: Text, made: Prepared) -> str:
    """Verse keeps its name, the works that are cited keep the keys by which they are, and a date
    that changes with every run goes."""
    text = _WIDEST.sub(r"\1", _BIBITEM.sub(r"\n\n{[}\1{]} ", text))
    if "{verse}" in text:
        text = _VERSE.sub(r"\\\1{lineblock}", text).replace("\\\\!", "\n\n")
    if "\\pandocbounded" in text:  # how pandoc itself writes pictures
        plain = "\\renewcommand{\\pandocbounded}[1]{#1}"
        text = text.replace(_START, f"{plain}{_START}", 1)
    text = _TODAY.sub("", text)
    if _START in text:
        made.first_line = text[: text.index(_START)].count("\n") + 1
    return text


def _org(text: str, found: Text, made: Prepared) -> str:
    for name, value in _KEYWORD.findall(text):
        found.fields.setdefault(name.lower(), value.strip())
    for planning in _PLANNING.findall(text):
        made.gone.append(("documents.planning", planning.strip()))
    return _PLANNING.sub("", text)


def _rst(text: str, found: Text, made: Prepared) -> str:
    """The comments at the top in which some programs for blogs keep what they know of a post."""
    head = _NIKOLA.match(text)
    if head is not None:
        found.fields.update(_FIELD.findall(head[0]))
    return text


def _mediawiki(text: str, found: Text, made: Prepared) -> str:
    """Poems, the lines of which pandoc would join; and categories, which are tags."""
    categories = [name for _, name in _CATEGORY.findall(text)]
    if categories:
        found.fields["tags"] = ",".join([name.strip().replace(",", " ") for name in categories])
        text = _CATEGORY.sub("", text)
    out: list[str] = []
    place = start = 0
    inside = False
    for tag in _POEM.finditer(text):
        if inside and tag[1]:
            lines = [line.strip() for line in text[start : tag.start()].strip("\n").split("\n")]
            out.append("<blockquote>" + "<br/>".join(lines) + "</blockquote>")
            place, inside = tag.end(), False
        elif not inside and not tag[1]:
            out.append(text[place : tag.start()])
            place, start, inside = tag.start(), tag.end(), True
    return "".join([*out, text[place:]])


_PREPARE = {"latex": _latex, "org": _org, "rst": _rst, "mediawiki": _mediawiki}
