"""Telling: what a person should know of a whole export, one finding for each sort of thing."""

from __future__ import annotations

from collections import Counter

from pipeline.ingest.intake import Intake
from pipeline.model.finding import Severity

_SENTENCES: dict[str, tuple[Severity, str, str]] = {
    "unlisted": (
        "warning",
        "Pages that the table of posts does not know, taken for drafts: {}.",
        "export the archive again; or name the drafts in the recipe to have them in the book",
    ),
    "missing": (
        "warning",
        "Published letters whose pages the archive does not hold: {}.",
        "give the whole zip as Substack made it, not its table alone",
    ),
    "unreadable": ("warning", "Pages that cannot be read and were set aside: {}.", ""),
    "undated": ("warning", "Published letters without a date that can be read: {}.", ""),
    "marked": (
        "warning",
        "Letters with bytes that are no UTF-8 text, where marks stand now: {}.",
        "export the archive again",
    ),
    "withheld": (
        "note",
        "Passages of public letters that only paying readers see, left out: {}.",
        "",
    ),
    "note": ("warning", "Marks of footnotes whose notes the letters do not hold: {}.", ""),
    "poll": ("note", "Polls that are not in the export but for their numbers: {}.", ""),
    "recipe": ("warning", "Recipes that are not in the export but for their numbers: {}.", ""),
    "film": ("note", "Films kept at Substack of which the export has no address: {}.", ""),
    "sound": ("note", "Sounds kept at Substack of which the export has no address: {}.", ""),
}


class Tally:
    """Counts of what was met."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.counts: Counter[str] = Counter()

    def count(self, what: str, times: int = 1) -> None:
        self.counts[what] += times

    def tell(self) -> None:
        for what, (severity, sentence, todo) in _SENTENCES.items():
            if times := self.counts[what]:
                self.intake.bench.find(
                    f"substack.{what}",
                    severity,
                    sentence.format(f"{times:,}"),
                    place=self.intake.archive.name,
                    todo=todo,
                )
