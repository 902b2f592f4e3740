"""inspect.house: hold each docx to the rules of acceptance that its house publishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.finding import Finding, counted
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, load

if TYPE_CHECKING:
    from pipeline.inspect.acceptance.fault import Fault
    from pipeline.inspect.acceptance.reading import Docx

READS = ("recipe:house",)


def by_volume(bench: Bench) -> bool:
    return bool(load(bench.house).gate)  # or there is but one thing to say


def run(files: Deliverables, bench: Bench) -> Deliverables:
    house = load(bench.house)
    if not house.gate:
        said = f"{house.title} has no rules besides its styles, which are seen to with the docx."
        bench.find("house.no-rules", "note", said)
        return files
    from pipeline.inspect.acceptance import rules  # most houses have no rules
    from pipeline.inspect.acceptance.fault import findings
    from pipeline.inspect.acceptance.reading import read

    art = {file.name.removeprefix("art/") for file in files.files if file.format == "art"}
    for file in files.files:
        if file.format != "docx" or not file.name.endswith(".docx"):
            continue
        docx = read(file.name, bench.blobs.get(file.digest))
        grave = [fault for fault in rules.judge(docx, house) if fault.severity == "error"]
        faults = [*map(_ours, grave), *_gate(docx, house), *_absent(docx, house, art)]
        bench.findings += findings(faults, file.name)
        said = f"{counted(len(docx.body), 'paragraph')} held to the rules of {house.title}."
        bench.find("house.held", "note", said, place=file.name)
    return files


def check(name: str, data: bytes, house: House, most: int | None = None) -> list[Finding]:
    """What a house minds in any docx. Raises Refused when it cannot be opened at all."""
    from pipeline.inspect.acceptance import rules
    from pipeline.inspect.acceptance.fault import MOST, findings
    from pipeline.inspect.acceptance.reading import read

    docx = read(name, data)
    faults = [*rules.judge(docx, house), *_gate(docx, house)]
    found = findings(sorted(faults, key=_weight), name, MOST if most is None else most)
    words = sum(len(para.text.split()) for para in docx.body)
    said = f"{counted(len(docx.body), 'paragraph')} and {counted(words, 'word')} were read."
    return [*found, Finding("house.read", "note", said, None, name)]


def _ours(fault: Fault) -> Fault:
    """A fault of a file that we made: a book may have no chapters, if that is how it is."""
    return replace(fault, severity="warning") if fault.code == "no-chapters" else fault


def _gate(docx: Docx, house: House) -> Iterator[Fault]:
    """The rules that the house publishes."""
    if house.gate == "rsuite":
        from pipeline.inspect.acceptance import rsuite

        yield from rsuite.judge(docx, house)


def _weight(fault: Fault) -> int:
    return ("error", "warning", "note").index(fault.severity)


def _absent(docx: Docx, house: House, art: set[str]) -> Iterator[Fault]:
    """Pictures that are named and have no file."""
    if house.images != "named":
        return
    wanted = {house.roles["figure"], house.roles["figure-captioned"]}
    for para in docx.body:
        if para.style in wanted and para.text.strip() not in art:
            from pipeline.inspect.acceptance.fault import Fault

            yield Fault("picture-lost", "error", "This picture is named and not there.", para)
