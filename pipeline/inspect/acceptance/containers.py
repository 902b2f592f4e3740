"""Containers: paragraphs that open a box, a letter or an extract, which a paragraph must close."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.inspect.acceptance.fault import Fault
from pipeline.inspect.acceptance.reading import Para

END = "END (END)"
STARTS = {
    "EXTRACT-A (EXT-A)", "EXTRACT-B (EXT-B)", "EXTRACT-C (EXT-C)", "EXTRACT-D (EXT-D)",
    "BOX-A (BOX-A)", "BOX-B (BOX-B)", "LETTER-A (LTR-A)", "LETTER-B (LTR-B)",
    "LETTER-C (LTR-C)", "LETTER-D (LTR-D)", "COMPUTER-A (COM-A)", "COMPUTER-B (COM-B)",
    "SIDEBAR-A (SIDE-A)", "SIDEBAR-B (SIDE-B)", "PULL-QUOTE (PQ)", "IMAGE (IMG)", "TABLE (TBL)",
    "RECIPE (REC)",
}  # fmt: skip


def judge(said: list[Para]) -> Iterator[Fault]:
    open_: Para | None = None
    for para in said:
        marks = para.style in STARTS or para.style == END
        if marks and para.in_table:
            message = f"'{para.style}' stands within a table, where it may not."
            yield Fault("container-in-table", "error", message, para)
            continue
        begins = para.style in STARTS or para.style.startswith("Section-")
        if begins and open_:
            yield _unclosed(open_)
        if para.style == END and not open_:
            message = f"'{END}' closes nothing: no container stands open."
            yield Fault("container-end", "error", message, para)
        if begins or para.style == END:
            open_ = para if para.style in STARTS else None
    if open_:
        yield _unclosed(open_)


def outside(said: list[Para]) -> Iterator[Para]:
    """The paragraphs that stand in no container."""
    within = False
    for para in said:
        if para.style.startswith("Section-") or para.style == END:
            within = False
        elif para.style in STARTS:
            within = True
        if not within:
            yield para


def _unclosed(start: Para) -> Fault:
    message = f"'{start.style}' is not closed by a paragraph in '{END}'."
    return Fault("container", "error", message, start, "close it before the next section begins")
