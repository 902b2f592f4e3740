"""What a person should know of a whole export: one finding for each sort of thing."""

from __future__ import annotations

from msgspec import Struct, field

from pipeline.ingest.intake import Intake
from pipeline.model.finding import counted

_LONG = 500
_NAMED = 8


class Tally(Struct):
    responses: dict[str, int] = field(default_factory=dict)  # by id, with their words
    bad: int = 0
    undecoded: int = 0


def tell(tally: Tally, intake: Intake) -> None:
    """Findings on what the export itself does not say."""
    bench, place = intake.bench, intake.archive.name
    if tally.responses:
        count = len(tally.responses)
        bench.find(
            "medium.responses",
            "note",
            f"Medium does not say which texts are responses to other people's posts. Those "
            f"without a title, headings, topics and a subtitle are taken for such: {count:,}.",
            place=place,
            todo=_advice(tally.responses),
        )
    if tally.bad:
        bench.find(
            "medium.control-character",
            "warning",
            f"The texts hold {counted(tally.bad, 'character')} that no book can hold; a mark "
            "stands for "
            "each.",
            place=place,
        )
    if tally.undecoded:
        bench.find(
            "medium.encoding",
            "warning",
            f"{counted(tally.undecoded, 'page holds', 'pages hold')} bytes that are no text in "
            "UTF-8; a mark stands for "
            "each.",
            place=place,
        )


def _advice(responses: dict[str, int]) -> str:
    """How to have them in the book, and which of them may be posts for all that."""
    long = sorted((-words, item) for item, words in responses.items() if words >= _LONG)
    advice = "to have them in the book, set clean.selection to replies: all"
    if not long:
        return advice
    named = ", ".join(item for _, item in long[:_NAMED])
    return f"{advice}; or look at the longest, and name in keep_items what is a post: {named}"
