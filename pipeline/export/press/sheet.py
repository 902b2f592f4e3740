"""The sheet: one printed volume under way, and what all its parts share."""

from collections import Counter

from pipeline.export.press.pictures import Pictures
from pipeline.export.press.registers import Registers
from pipeline.export.press.signs import Signs
from pipeline.model.bench import Bench
from pipeline.model.finding import Severity, agreed
from pipeline.model.house import House
from pipeline.model.manuscript import Book
from pipeline.model.origin import Origin


class Sheet:
    def __init__(
        self,
        book: Book,
        house: House,
        pictures: Pictures,
        targets: dict[str, str],
        words: str,
        registers: Registers,
        signs: Signs,
    ) -> None:
        self.book = book
        self.house = house
        self.pictures = pictures
        self.targets = targets  # item -> the label at which it begins, where something refers to it
        self.registers = registers
        self.signs = signs
        self.page_words = words  # around the number of a page: two Typst strings
        self.notes = 0  # the number of the last note in this chapter
        self._counts: Counter[str] = Counter()
        self._firsts: dict[str, tuple[Origin, ...]] = {}

    def note(self, code: str, origin: tuple[Origin, ...]) -> None:
        """Something that a person should know, told once for the whole volume."""
        self._counts[code] += 1
        self._firsts.setdefault(code, origin)

    def tell(self, bench: Bench, place: str) -> None:
        """The notes as findings."""
        for code, count in self._counts.items():
            severity, message, todo = FINDINGS[code]
            origin = self._firsts[code]
            bench.find(
                code,
                severity,
                agreed(message, count),
                origin[0] if origin else None,
                place=place,
                todo=todo,
            )


FINDINGS: dict[str, tuple[Severity, str, str]] = {
    "print.picture": (
        "warning",
        "{n} picture{s} could not be printed; words stand there instead.",
        "add the files to the archive's folder, or let assemble.pictures take them out",
    ),
    "print.note-in-note": (
        "note",
        "{n} note{s} inside notes stand{v} in brackets instead.",
        "",
    ),
    "print.wide-table": (
        "warning",
        "{n} table{s} {have} more columns than a page can hold; the rows stand as lines.",
        "",
    ),
}
"""What can be noted, by code: how grave it is, what it says, and what to do about it."""
