"""Members: which files of a vault are notes, pictures, or the machinery of the program."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.readers.markdown.members import claim as general
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

_PICTURE = r"(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)"

MEMBERS = (
    Known(r"(.*/)?\.trash/.*", "ignored", "deleted: it lies in the vault's trash"),
    Known(r"(.*/)?\.obsidian/(app|daily-notes|templates|plugins/templater-obsidian/data)\.json",
          "read"),
    Known(r"(.*/)?\.obsidian/.*", "ignored", "settings of the program"),
    Known(r"(.*/)?(\.[^/]+|node_modules)/.*", "ignored", "a hidden folder of some program"),
    Known(r".*\.md", "read"),
    Known(r".*\." + _PICTURE, "read"),
    Known(r".*\.canvas", "ignored", "a canvas: cards on a plane, which no page can hold"),
    Known(r".*\.(excalidraw|drawing|tldr)", "ignored", "a drawing of a plugin"),
    Known(r".*\.base", "ignored", "a table that the program makes of its notes"),
    Known(r".*\.(mp3|m4a|ogg|3gp|wav|flac|mp4|m4v|mov|ogv|webm|avi|mkv)", "ignored",
          "sound and film do not go into a book"),
    Known(r".*\.(pdf|zip|docx?|xlsx?|pptx?|odt|ods|epub|csv|tsv|txt|html?|json|ya?ml|bib|ics|css|js"
          r"|ts|py|sh|r|ipynb|drawio|psd|ai|key|numbers|pages|loom|edtz)", "ignored",
          "a file that notes may point at, but no note"),
    Known(r"(.*/)?\.[^/]+", "ignored", "a hidden file of some program"),
)  # fmt: skip

_IS_PICTURE = re.compile(rf".*\.{_PICTURE}\Z", re.IGNORECASE | re.DOTALL)
_SETTINGS = re.compile(r"(.*/)?\.obsidian/.+", re.DOTALL)
_LINK = re.compile(
    r"(?<![`\[])(!?)\[\[(?=[^\s-])([^\[\]\n|#^`$\"]{1,200})(?<!\s)(?:[|#^][^\[\]\n]{0,400})?\]\]"
)
_MOST_HEADS = 60
_HEAD = 1 << 14


def note_names(names: Iterable[str]) -> list[str]:
    """The members that are notes, in order."""
    hidden = MEMBERS[:4]
    return [
        name
        for name in names
        if name[-3:].lower() == ".md" and not any(rule.matches(name) for rule in hidden)
    ]


def is_picture(name: str) -> bool:
    return _IS_PICTURE.match(name) is not None


def claim(archive: Unpacked) -> Claim | None:
    """Whether an archive is a vault: by the program's own folder, or by links in double brackets
    that lead to other files of the archive, which no other kind of Markdown writes."""
    names = [member.name for member in archive.members]
    notes = note_names(names)
    if not notes:
        return None
    settings = next((name for name in names if _SETTINGS.match(name)), "")
    if settings:
        folder = settings[: settings.index(".obsidian/") + 10]
        return Claim(f"{_notes(len(notes))}, and the program's own folder {folder}", over=_OVER)
    if any("/_posts/" in "/" + name for name in names) or general(archive) is None:
        return None
    found = _linked(archive, notes, names)
    if not found:
        return None
    why = f"{_notes(len(notes))}, and {found} names others in double brackets"
    return Claim(why, "without its settings", _OVER)


_OVER = ("markdown",)


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count:,} notes"


def _linked(archive: Unpacked, notes: list[str], names: list[str]) -> str:
    """The first of the notes that shows the sign of a vault; or ""."""
    known = {form for name in names for form in _forms(name)}
    step = -(-len(notes) // _MOST_HEADS)  # a sample of them, from all over the vault
    for note in notes[::step]:
        try:
            text = archive.head(note, _HEAD).decode("utf-8", "replace")
        except ArchiveError:
            continue
        links = _LINK.findall(text) if "[[" in text else []
        if any(target.lower().rpartition("/")[2] in known for _, target in links):
            return note
        shown = any(sign for sign, _ in links)
        if len(notes) == 1 and (shown or len(links) > 1):
            return note
    return ""


def _forms(name: str) -> tuple[str, ...]:
    """What a link may call a file: its name, and a note's without the ending as well."""
    low = name.lower().rpartition("/")[2]
    return low, low.removesuffix(".md")
