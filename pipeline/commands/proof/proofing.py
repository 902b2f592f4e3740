"""Proofing: the outputs looked at, and what is seen laid down beside them in proof/."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

import pipeline
from pipeline.commands.make import watching
from pipeline.commands.proof import locate, office, outputs, page, passages, sheets
from pipeline.commands.proof.outputs import Lying, Shelf
from pipeline.commands.proof.page import Panel, Seen, Sheet
from pipeline.commands.proof.paper import Paper
from pipeline.commands.proof.passages import Passage
from pipeline.model.errors import StorageError
from pipeline.model.finding import counted
from pipeline.shop import proof as standing
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch
from pipeline.shop.storage import explained

FORM = 1
"""Raised when a proof of the same files would look otherwise than before."""


class Order(Struct, frozen=True):
    """What was asked for."""

    target: str
    at: tuple[str, ...] = ()
    pages: int = 240
    patience: float = 300.0
    edition: int = 0
    again: bool = False


def proof(order: Order, places: Places, *, quiet: bool) -> dict[str, Any]:
    """Make the proof of a book, or tell that the one that lies there is of these files."""
    with opened(order.target, places, order.edition) as record:
        files = outputs.lying(record)
        mark = _mark(order, record, files)
        folder = record.folder / standing.FOLDER
        old = standing.read(record.folder)
        if old.get("of") == mark and not order.again and (folder / "index.html").is_file():
            return {**old["found"], "folder": str(folder), "fresh": False}
        if folder.exists() and not old and any(folder.iterdir()):
            raise StorageError(
                "this folder is not of the shop's making", file=str(folder),
                todo="move it elsewhere, then run this again",
            )  # fmt: skip
        chosen = passages.choose(record.manuscript(), order.at)
        with watching(quiet) as watch, _beside(folder) as room:
            found = _Proof(record, files, order, room, watch).made(chosen)
            paper = {"of": mark, "found": found}
            data = json.dumps(paper, ensure_ascii=False, indent=1).encode()
            (room / standing.PAPER).write_bytes(data)
    return {**found, "folder": str(folder), "fresh": True}


def _mark(order: Order, record: Record, files: dict[str, list[Lying]]) -> dict[str, Any]:
    """All that a proof follows from."""
    return {
        "bookworks": pipeline.__version__, "form": FORM, "edition": record.edition,
        "pages": order.pages, "at": list(order.at), "office": office.program(),
        "files": {file.name: file.digest for some in files.values() for file in some},
    }  # fmt: skip


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder to write in, which takes the place of the old one once all is there."""
    room = folder.with_name(f".writing-{folder.name}")
    with explained(folder):
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        try:
            yield room
            shutil.rmtree(folder, ignore_errors=True)
            room.rename(folder)
        finally:
            shutil.rmtree(room, ignore_errors=True)


class _Proof:
    """One proof under way."""

    def __init__(
        self, record: Record, files: dict[str, list[Lying]], order: Order, room: Path,
        watch: Watch | None,
    ) -> None:  # fmt: skip
        self.record = record
        self.files = files
        self.order = order
        self.room = room
        self.watch = watch
        self.missing: dict[str, str] = {}  # format -> why nothing of it is shown
        self.papers: dict[str, list[Paper]] = {}
        self.shelves: dict[str, Shelf] = {
            name: Shelf(files[name]) for name in ("epub", "web") if name in files
        }

    def made(self, chosen: list[Passage]) -> dict[str, Any]:
        try:
            self._set()
            drawn = [sheet for name in self.papers for sheet in self._sheets(name)]
            seen = [self._seen(nth, one, len(chosen)) for nth, one in enumerate(chosen, 1)]
            notes = self._notes()
        finally:
            for paper in [paper for some in self.papers.values() for paper in some]:
                paper.close()
        title = self.record.manuscript().book.title or self.record.name
        text = page.page(title, self.record.edition, _lines(self.files), notes, seen, drawn)
        (self.room / "index.html").write_text(text, "utf-8", "backslashreplace")
        return {
            "book": self.record.name, "edition": self.record.edition, "notes": notes,
            "sheets": [sheet.path for sheet in drawn],
            "passages": [
                {"sort": one.passage.sort, "item": one.passage.item,
                 "shown": [panel.format for panel in one.panels if panel.shows]}
                for one in seen
            ],
        }  # fmt: skip

    # -- paper -------------------------------------------------------------------------------------

    def _set(self) -> None:
        """Each docx and PDF as paper."""
        for name in outputs.FORMATS:
            if name not in self.files:
                self.missing[name] = f"This edition has none: {_advice(name, self.order.target)}."
        if "docx" in self.files and not office.program():
            self.missing["docx"] = f"{office.ABSENT}."
        for name in ("docx", "pdf"):
            if name in self.files and name not in self.missing:
                self.papers[name] = self._opened(name)

    def _opened(self, name: str) -> list[Paper]:
        found: list[Paper] = []
        for nth, file in enumerate(self.files[name]):
            data = file.data
            if name == "docx":
                self._tell(f"LibreOffice sets {file.name}", nth, len(self.files[name]))
                try:
                    data = office.as_pdf(data, file.name, self.order.patience)
                except office.NotSet as error:
                    self.missing[name] = (
                        ". ".join(part for part in (error.message, error.todo) if part) + "."
                    )
                    return found
            found.append(Paper(file.name, data))
        return found

    def _sheets(self, name: str) -> list[Sheet]:
        facing, drawn = name == "pdf", []
        for volume, paper in enumerate(self.papers[name], 1):
            spans = sheets.spans(len(paper), self.order.pages, facing)

            def told(done: int, paper: Paper = paper) -> None:
                self._tell(f"pages of {paper.name}", done, len(paper))

            pictures = sheets.sheets(paper, self.order.pages, facing, told)
            for nth, (span, data) in enumerate(zip(spans, pictures, strict=True), 1):
                part = f"-{volume}" if len(self.papers[name]) > 1 else ""
                path = f"{name}{part}-pages-{nth:02}.png"
                (self.room / path).write_bytes(data)
                drawn.append(Sheet(name, paper.name, path, span, len(paper)))
        return drawn

    # -- passages ----------------------------------------------------------------------------------

    def _seen(self, nth: int, passage: Passage, count: int) -> Seen:
        self._tell(f"passages: {passage.sort.lower()}", nth, count)
        panels = []
        for name in outputs.FORMATS:
            if name in self.missing:
                panels.append(Panel(name, why=self.missing[name]))
            elif name in self.papers:
                panels.append(self._window(nth, passage, name))
            else:
                where, text = self.shelves[name].excerpt(passage)
                why = "" if text else "This passage was not found in it."
                panels.append(Panel(name, where=where, document=text, why=why))
        return Seen(passage, tuple(panels))

    def _window(self, nth: int, passage: Passage, name: str) -> Panel:
        for paper in self.papers[name]:
            spot = locate.locate(paper, passage)
            if spot is None:
                continue
            above = 150.0 if passage.sort == passages.OPENING else sheets.ROOM
            foot = locate.note(paper, passage, spot)
            picture = sheets.window(paper, spot, above, foot)
            path = f"passage-{nth:02}-{name}.png"
            (self.room / path).write_bytes(picture)
            more = ", and goes on" if spot.goes_on else ""
            volume = f"{paper.name}, " if len(self.papers[name]) > 1 else ""
            return Panel(name, f"{volume}page {spot.page + 1}{more}", picture=path)
        return Panel(name, why="This passage was not found on its pages.")

    def _notes(self) -> list[str]:
        changed = [file.name for some in self.files.values() for file in some if file.changed]
        notes = [f"{name} was changed since the shop made it." for name in changed]
        for name, papers in self.papers.items():
            most = self.order.pages
            if most and any(len(paper) > most for paper in papers):
                notes.append(
                    f"{outputs.FORMATS[name]}: the sheets show the first {most:,} of "
                    f"{max(map(len, papers)):,} pages; --pages 0 shows all."
                )
        return notes + [f"{outputs.FORMATS[name]}: {why}" for name, why in self.missing.items()]

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.watch:
            self.watch(what, done, total)


def _advice(name: str, target: str) -> str:
    if Path(target).exists():
        return f"bookworks book {target} --only {','.join(outputs.FORMATS)} makes it"
    return f"add {name} to formats in its recipe, then bookworks book {target}"


def _lines(files: dict[str, list[Lying]]) -> list[tuple[str, str]]:
    """The files that were looked at, and their digests; a web book has one of all its files."""
    lines = []
    for name, some in files.items():
        if name == "web":
            lines.append((f"web/, {len(some)} files", standing.digest(f.digest for f in some)))
        else:
            lines += [(file.name, file.digest) for file in some]
    return lines


def proof_text(found: dict[str, Any]) -> str:
    from pipeline.commands.show import shown

    passages = counted(len(found["passages"]), "passage")
    sheets = counted(len(found["sheets"]), "contact sheet")
    head = f"{found['book']}: {passages} side by side, {sheets}"
    if not found["fresh"]:
        head += " (nothing has changed since they were made)"
    path = shown(str(Path(found["folder"]) / "index.html"))
    return "\n".join([head, *[f"  ! {note}" for note in found["notes"]], f"  {path}"])
