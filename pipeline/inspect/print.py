"""inspect.print: read each finished print PDF, and refuse what a store would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from pipeline.inspect.paper import glyphs, rules, text
from pipeline.inspect.paper.pages import Paper
from pipeline.inspect.paper.registers import Leaves, leaves
from pipeline.inspect.paper.store import Store, load
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables
from pipeline.model.house import load as house_of
from pipeline.model.manuscript import Manuscript
from pipeline.model.register import is_register
from pipeline.model.walk import every_division

READS = ("recipe:house",)


class Options(options.Options, frozen=True):
    stores: Annotated[
        tuple[str, ...],
        Meta(description="the stores whose rules the pages must keep: kdp, ingramspark"),
    ] = ("kdp", "ingramspark")


def run(files: Deliverables, book: Manuscript, options: Options, bench: Bench) -> Deliverables:
    house = house_of(bench.house)
    stores = [load(name) for name in options.stores]
    volumes: dict[int, Leaves] = {}
    looked_up = any(map(is_register, every_division(book.divisions)))
    for file in files.files:
        if file.format != "pdf" or not file.name.endswith(".pdf"):
            continue
        paper = Paper(bench.blobs.get(file.digest))
        for fault in _faults(paper, stores):
            bench.find(
                f"print.{fault.code}",
                fault.severity,
                fault.message,
                place=f"{file.name}{f', page {fault.page}' if fault.page else ''}",
                todo=fault.todo,
            )
        if looked_up:
            volumes[file.volume] = leaves(paper)
        unnamed = text.compare(paper, volumes, file, book, house, bench)
        glyphs.tell(paper, unnamed, file, book, bench)
        pictures = sum(len(sheet.content.pictures) for sheet in paper.sheets)
        bench.find(
            "print.inspected",
            "note",
            f"{counted(len(paper.sheets), 'page')}, {counted(len(paper.fonts), 'font')} inside, "
            f"{counted(pictures, 'picture')}.",
            place=file.name,
        )
    return files


def _faults(paper: Paper, stores: list[Store]) -> Iterator[rules.Fault]:
    yield from rules.form(paper)
    told: set[rules.Fault] = set()
    for store in stores:
        for fault in rules.store(paper, store):
            if fault not in told:  # what two stores say in the same words is said once
                told.add(fault)
                yield fault
