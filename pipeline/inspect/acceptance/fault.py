"""Faults: what a house minds in a docx, in words, with the paragraph where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from pipeline.inspect.acceptance.reading import Para
from pipeline.model.finding import Finding, Severity

MOST = 10
"""Faults of one sort that are told one by one."""

_LONGEST = 60


class Fault(Struct, frozen=True):
    code: str
    severity: Severity
    message: str
    para: Para | None = None
    todo: str = ""


def findings(faults: Iterable[Fault], name: str, most: int = MOST) -> list[Finding]:
    """The faults as findings: of each sort the first, and how many more there are."""
    told: Counter[tuple[str, Severity]] = Counter()
    found: list[Finding] = []
    for fault in faults:
        sort = (fault.code, fault.severity)
        told[sort] += 1
        if told[sort] <= most:
            found.append(
                Finding(f"house.{fault.code}", fault.severity, fault.message, None,
                        place(fault.para, name), fault.todo)
            )  # fmt: skip
    for (code, severity), times in told.items():
        if times > most:
            more = f"{times - most:,} more of the sort '{code}'."
            found.append(Finding(f"house.{code}", severity, more, None, name))
    return found


def place(para: Para | None, name: str) -> str:
    """Where a paragraph stands, with its first words."""
    if para is None:
        return name
    room = "paragraph" if para.part == "body" else f"{para.part.removesuffix('s')} paragraph"
    words = " ".join(para.text.split())
    cut = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
    return f"{name}, {room} {para.number}" + (f": “{cut}”" if cut else ", which is empty")
