"""Telling: what a person should know of the documents that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.documents.posts import Document
from pipeline.model.finding import Severity

_FEW_LETTERS = 20
_SHARE = 0.003
"""Of the letters of a document; fewer are the numbers of lists, which pandoc counts anew."""

Sentence = Callable[[int, int], str]
"""Of how often something was met, and in how many documents."""


def _some(count: int, one: str, many: str = "") -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"


_SENTENCES: tuple[tuple[str, Severity, Sentence, str], ...] = (
    (
        "comments", "note",
        lambda n, k: f"{_some(n, 'comment')} in the margins of {_some(k, 'document')}: not read.",
        "",
    ),
    (
        "hidden", "note",
        lambda n, k: f"{_some(n, 'stretch', 'stretches')} of hidden text in "
        f"{_some(k, 'document')}: left out, as in print.",
        "",
    ),
    (
        "boxes", "note",
        lambda n, k: f"{_some(n, 'text box', 'text boxes')} in {_some(k, 'document')}: "
        "each now stands behind its paragraph.",
        "see whether it reads well there",
    ),
    (
        "charts", "warning",
        lambda n, k: f"{_some(n, 'chart or diagram', 'charts and diagrams')} in "
        f"{_some(k, 'document')}: not read.",
        "save them as pictures in the document, in their places",
    ),
    (
        "linked", "warning",
        lambda n, k: f"{_some(n, 'picture')} of {_some(k, 'document')}: not in it but somewhere "
        "beside it, and not read.",
        "embed them: in LibreOffice, Edit, Links to external files, Break link",
    ),
    (
        "skipped", "warning",
        lambda n, k: f"{_some(n, 'command')} in {_some(k, 'document')}: not known to pandoc, and "
        "left out with the words in them.",
        "the list of changes has them; define them, or write the words without them",
    ),
    (
        "missing", "warning",
        lambda n, k: f"{_some(n, 'file')} that {_some(k, 'document')} would include: not in the "
        "archive.",
        "add the files",
    ),
    (
        "pages", "note",
        lambda n, k: f"{_some(n, 'page')} of navigation, cover or title in "
        f"{_some(k, 'document')}: left out.",
        "",
    ),
)  # fmt: skip


class Tally:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.documents: Counter[str] = Counter()
        self.odd: list[tuple[str, str]] = []
        self.short: list[tuple[str, int, int]] = []

    def take(self, member: str, document: Document) -> None:
        """Take note of a public document."""
        for what, count in document.opened.made.told.items():
            self.counts[what] += count
            self.documents[what] += bool(count)
        if document.opened.made.odd:
            self.odd.append((member, document.opened.made.odd))
        wanted = document.opened.made.letters
        if wanted is not None:
            lost = (wanted - document.seen).total()
            if lost > max(_FEW_LETTERS, wanted.total() * _SHARE):
                self.short.append((member, lost, wanted.total()))


def tell(tally: Tally, intake: Intake) -> None:
    find, place = intake.bench.find, intake.archive.name
    counts, documents = tally.counts, tally.documents
    for what, severity, sentence, todo in _SENTENCES:
        if counts[what]:
            words = sentence(counts[what], documents[what])
            find(f"documents.{what}", severity, words, place=place, todo=todo)
    if counts["insertions"] or counts["deletions"]:
        find(
            "documents.changes", "note",
            f"Tracked changes were accepted: {_some(counts['insertions'], 'insertion')}, "
            f"{_some(counts['deletions'], 'deletion')}.",
            place=place, todo="accept or reject them in the document, if some should not stand",
        )  # fmt: skip
    for member, odd in tally.odd:
        find("documents.encoding", "warning", f"Of a text, {odd}.",
             place=member, todo="look at its accents, or save the file as UTF-8")  # fmt: skip
    for member, lost, total in tally.short:
        find(
            "documents.letters", "warning",
            f"Of the {_some(total, 'letter')} of a document, about {lost:,} cannot be found in "
            "what "
            "was read of it.",
            place=member, todo="compare the two: text in drawings, forms or fields may be missing",
        )  # fmt: skip
