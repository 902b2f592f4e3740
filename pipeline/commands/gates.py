"""`bookworks inspect`: the gates, run again over a finished book, or over any docx."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pipeline.inspect import accounting, docx, fidelity, house
from pipeline.inspect.package import Package
from pipeline.model.bench import Bench
from pipeline.model.codec import named
from pipeline.model.errors import UsageError
from pipeline.model.finding import Finding
from pipeline.model.handoff import Deliverables, File
from pipeline.shop import planning, received, recipe
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.places import Places


def inspect(target: str, places: Places) -> dict[str, Any]:
    """The findings of every inspection, and whether any refuses."""
    path = Path(target)
    if path.suffix.lower() == ".docx":
        if not path.is_file():
            raise UsageError("there is no such file", file=target, todo="give the path of a docx")
        findings = _of_file(path)
    elif path.is_file() and not places.has(target) and not _is_made(target, places):
        raise UsageError(
            "this is no docx, and no archive that a book was made from",
            file=target,
            todo="give a .docx, or a book's name: that looks at all its files",
        )
    else:
        with opened(target, places) as record:
            findings = _of_book(target, record, places)
    return {
        "target": target,
        "findings": [named(finding) for finding in findings],
        "refused": any(f.severity == "error" for f in findings),
    }


def _is_made(target: str, places: Places) -> bool:
    return (places.root / "build" / places.name_for(Path(target))).is_dir()


def _of_file(path: Path) -> list[Finding]:
    package = Package(path.name, path.read_bytes())
    found = [
        Finding(f"docx.{code}", "error", message, None, path.name, todo)
        for code, message, todo in docx.inspect(package, None)
    ]
    said = "Its styles, notes, bookmarks and parts are whole."
    return found or [Finding("docx.inspected", "note", said, None, path.name)]


def _of_book(target: str, record: Record, places: Places) -> list[Finding]:
    """The four inspections on the files as they lie in the edition's folder."""
    made = planning.find(target, places)
    archives = received.archives(made.recipe.sources, places.root, places.state / "archives.json")
    bench = Bench(record.store, house=recipe.house(made))
    files, book = _lying(record, bench), record.manuscript()
    counted = accounting.ahead(archives, bench)
    accounting.run(files, archives, counted, record.account(), bench)
    fidelity.run(files, book, bench)
    docx.run(files, bench)
    house.run(files, bench)
    return bench.findings


def _lying(record: Record, bench: Bench) -> Deliverables:
    """The docx files of the edition's folder, whatever happened to them since."""
    run = [r for r in record.runs if r["kind"] == "Deliverables" and r["handoff"]][-1]
    made = record.handoff(run)
    assert isinstance(made, Deliverables)
    found = []
    for file in made.files:
        path = record.folder / file.name
        if file.format == "art":
            found.append(file)
        if file.format != "docx":
            continue
        if not path.is_file():
            bench.find("file.missing", "error", "This file is gone.", place=str(path),
                       todo=f"make it again: bookworks book {record.name} --again")  # fmt: skip
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != file.digest:
            bench.find("file.changed", "warning", "This file was changed since it was made.",
                       place=str(path))  # fmt: skip
        found.append(File(file.name, bench.blobs.put(data), len(data), "docx", file.volume))
    return Deliverables(tuple(found))


def inspect_text(found: dict[str, Any]) -> str:
    marks = {"error": "✗", "warning": "!", "note": "✓"}
    lines = []
    for one in found["findings"]:
        place = f" ({one['place']})" if one["place"] else ""
        lines.append(f"  {marks[one['severity']]} {one['message']}{place}")
        if one["todo"]:
            lines.append(f"      {one['todo']}")
    verdict = "refused" if found["refused"] else "passes"
    return "\n".join([f"{found['target']}: {verdict}", *lines])
