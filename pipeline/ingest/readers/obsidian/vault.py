"""The vault: its notes, its settings, and what a name in double brackets leads to."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.places import wrapper
from pipeline.ingest.readers.obsidian.members import is_picture, note_names
from pipeline.markup.plain import clean_text
from pipeline.model.errors import ArchiveError

_DAILY = "YYYY-MM-DD"
_TEMPLATES = re.compile(r"(.*/)?_?templates?\Z", re.IGNORECASE | re.DOTALL)
_LARGEST_SETTINGS = 1 << 20
_MOST_ALIKE = 500
"""Files of one name among which one is looked for."""


class Vault:
    """Where everything lies. Paths are those within the vault."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        names = [member.name for member in intake.archive.members]
        self.root = _root(names)
        self.notes = note_names(names)
        self.ids = self._ids()
        self.breaks = True  # whether the program shows the end of a line as one
        self.daily, self._templates = self._settings(set(names))
        self._by_path: dict[str, str] = {}  # lower case, to members
        self._by_name: dict[str, list[str]] = {}
        self.aliases: dict[str, str] = {}  # lower case, to members; a reader fills it
        for name in [*self.notes, *(name for name in names if is_picture(name))]:
            self._learn(name)
        for alike in self._by_name.values():
            alike.sort(key=lambda member: (member.count("/"), member))

    def path(self, member: str) -> str:
        return member.removeprefix(self.root)

    def _ids(self) -> dict[str, str]:
        """The id of each note: its path without the ending, and without what no book can hold."""
        return {name: clean_text(self.path(name)[:-3]) for name in self.notes}

    def _learn(self, member: str) -> None:
        path = self.path(member).lower()
        self._by_path.setdefault(path, member)
        for name in {path.rpartition("/")[2], path.removesuffix(".md").rpartition("/")[2]}:
            self._by_name.setdefault(name, []).append(member)

    def is_template(self, member: str) -> bool:
        folder = posixpath.dirname(self.path(member))
        if self._templates:
            return any(f"{folder}/".lower().startswith(f"{one}/") for one in self._templates)
        return any(_TEMPLATES.match(part) for part in folder.split("/") if part)

    # -- what a name leads to ----------------------------------------------------------------------

    def note(self, target: str, at: str) -> str | None:
        """The note that a link in the note `at` leads to, as a member; None for none."""
        path = target.split("#", 1)[0].strip()
        if not path:
            return at
        found = self._find(path + ".md", at) or self._find(path, at)
        if found is None:
            found = self.aliases.get(path.lower())
        return found if found in self.ids else None

    def picture(self, target: str, at: str) -> str | None:
        """The picture that an address in the note `at` means, as a member; None for none."""
        for spelled in dict.fromkeys((target, unquote(target))):
            found = self._find(spelled.split("#", 1)[0].strip(), at)
            if found is not None and is_picture(found):
                return found
        return None

    def addressed(self, url: str, at: str) -> str | None:
        """The note that an address of plain Markdown, or of the program, leads to."""
        if url.startswith("obsidian:"):
            file = parse_qs(urlsplit(url).query).get("file", [""])[0]
            return self.note(file.removesuffix(".md"), at) if file else None
        if ":" in url.split("/", 1)[0] or url.startswith("//"):
            return None
        path = unquote(url.split("#", 1)[0].split("?", 1)[0])
        return self.note(path.removesuffix(".md"), at) if path else at

    def _find(self, path: str, at: str) -> str | None:
        """A file by its path in the vault, by its path from the note, or by its name: then of
        several the one in the fewest folders."""
        low = path.lower().replace("\\", "/")
        here = posixpath.dirname(self.path(at)).lower()
        beside = posixpath.normpath(posixpath.join(here, low.lstrip("/")))
        for one in (low.lstrip("/"), beside):
            if one in self._by_path:
                return self._by_path[one]
        name = low.rpartition("/")[2]
        tail = "/" + low.lstrip("./")
        alike = self._by_name.get(name, [])[:_MOST_ALIKE]
        return next((m for m in alike if ("/" + self.path(m).lower()).endswith(tail)), None)

    # -- settings ----------------------------------------------------------------------------------

    def _settings(self, names: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The formats of the daily notes' names, and the folders of templates."""
        folder = f"{self.root}.obsidian/"
        self.breaks = self._json(f"{folder}app.json", names).get("strictLineBreaks") is not True
        daily = self._json(f"{folder}daily-notes.json", names).get("format")
        named = [
            self._json(f"{folder}templates.json", names).get("folder"),
            self._json(f"{folder}plugins/templater-obsidian/data.json", names).get(
                "templates_folder"
            ),
        ]
        folders = [one.strip("/ ").lower() for one in named if isinstance(one, str)]
        formats = [daily] if isinstance(daily, str) and daily and daily != _DAILY else []
        return tuple(formats), tuple([one for one in folders if one])

    def _json(self, member: str, names: set[str]) -> dict[str, Any]:
        """A file of settings; a broken one says nothing."""
        if member not in names:
            return {}
        try:
            made = json.loads(self.intake.archive.head(member, _LARGEST_SETTINGS))
        except (ArchiveError, ValueError, RecursionError):
            return {}
        return made if isinstance(made, dict) else {}


def _root(names: list[str]) -> str:
    """The folder that is the vault, with its slash; "" where it is the archive itself."""
    roots = {
        name[: found.start(1)]
        for name in names
        if (found := re.search(r"(?:\A|/)(\.obsidian/)", name))
    }
    outermost = _shortest(roots)
    return outermost if outermost is not None else wrapper(names)


def _shortest(roots: Iterable[str]) -> str | None:
    """The vault that holds all others; None where there is none, or no such."""
    found = sorted(roots, key=len)
    if found and all(root.startswith(found[0]) for root in found):
        return found[0]
    return None
