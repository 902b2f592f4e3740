"""style.typography: the quotation marks, apostrophes, dashes and ellipses of each language."""

from itertools import accumulate, pairwise
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.glance import forget
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.options import Options as Base
from pipeline.model.runs import OBJECT, Edit, cut, edit_notes, laid, prose, spliced
from pipeline.model.text import Inlines, Paragraph
from pipeline.model.walk import Leaf, map_inlines, map_leaves, own_text, text
from pipeline.style.dashes import EN, dashes, dots, high_spaces, hyphens, ranges
from pipeline.style.languages import is_rather, marks_of
from pipeline.style.quotes import apostrophes, quotes, with_usual
from pipeline.style.spared import spared

RULE = "typography"


class Options(Base, frozen=True):
    quotes: Annotated[bool, Meta(description="Set quotation marks and apostrophes.")] = True
    dashes: Annotated[bool, Meta(description="Set `--` as a dash, where it stands for one.")] = True
    ellipses: Annotated[bool, Meta(description="Set three full stops as one ellipsis.")] = True
    spaced_hyphens: Annotated[
        bool, Meta(description="Set a hyphen between two spaces as a dash as well.")
    ] = False
    ranges: Annotated[bool, Meta(description="Set the hyphen of `10-12` as an en dash.")] = False
    spaces: Annotated[
        bool, Meta(description="Keep French high punctuation at its word by a hard space.")
    ] = True


def by_volume(bench: Bench) -> bool:
    return True


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    forget()  # the words that are about to change
    setter = _Setter(options, bench)
    divisions = tuple([setter.division(d, book.book.language) for d in book.divisions])
    if all(a is b for a, b in zip(divisions, book.divisions, strict=True)):
        return book
    return replace(book, divisions=divisions)


_UNTOUCHED = frozenset({"ja", "zh", "ko"})
_UNSTATED = frozenset({"", "und", "zxx", "mul", "mis", "qme", "qst", "qht", "qam", "qct"})
"""Language tags, and platforms' marks, that name no language."""

_ROUNDS = 20
"""More than any line of prose takes; a line made to take more is left as it is by then."""


class _Setter:
    """Sets one book: each run by the rules of its division's language."""

    def __init__(self, options: Options, bench: Bench) -> None:
        self.options = options
        self.bench = bench
        self._languages: dict[str, Language] = {}

    def division(self, old: Division, outer: str) -> Division:
        tag = _language_of(old, outer)
        divisions = tuple([self.division(inner, tag) for inner in old.divisions])
        if all(a is b for a, b in zip(divisions, old.divisions, strict=True)):
            divisions = old.divisions
        language = self._language(tag)
        title = self._title(old, language) if old.title else old.title
        blocks = map_leaves(old.blocks, lambda leaf: self._leaf(leaf, language))
        if blocks is old.blocks and title is old.title and divisions is old.divisions:
            return old
        return replace(old, blocks=blocks, title=title, divisions=divisions)

    def _language(self, tag: str) -> "Language":
        found = self._languages.get(tag)
        if found is None:
            found = self._languages[tag] = Language(tag, self.options)
        return found

    def _title(self, division: Division, language: "Language") -> Inlines:
        title = language.set(division.title)
        if title is not division.title and division.origin:
            self.bench.change(division.origin[0], RULE, text(division.title), text(title))
        return title

    def _leaf(self, before: Leaf, language: "Language") -> Leaf:
        if type(before) is Paragraph:
            return self._paragraph(before, language)
        after = map_inlines(before, language.set)
        if after is not before and before.origin:
            self.bench.change(before.origin[0], RULE, own_text(before), own_text(after))
        return after

    def _paragraph(self, before: Paragraph, language: "Language") -> Paragraph:
        """Most of a book: where a paragraph is nothing but text, its strings are its own text."""
        strings = cut(before.content)
        old = "".join(strings)
        if OBJECT in old or "" in strings:
            content = language.set(before.content)
            if content is before.content:
                return before
            old, new = own_text(before), text(content)
        else:
            settled, new = language.settled(strings, old)
            if settled is strings:
                return before
            content = laid(before.content, iter(settled))
        if before.origin:
            self.bench.change(before.origin[0], RULE, old, new)
        return Paragraph(content, before.origin, before.role)


def _language_of(division: Division, outer: str) -> str:
    """The language to set a division in: its own, unless its words say that this was a wrong
    guess."""
    claimed = division.language
    if claimed == outer or claimed.lower() in _UNSTATED:
        return outer
    return outer if is_rather(prose(division.blocks), claimed, outer) else claimed


class Language:
    """How runs of one language are set: set again, what it gives does not change."""

    def __init__(self, tag: str, options: Options) -> None:
        self.options = options
        self.marks = marks_of(tag)
        self.spaced = self.marks is not None and self.marks.spaced
        self.untouched = tag[:2].lower() in _UNTOUCHED

    def set(self, run: Inlines) -> Inlines:
        """A run, and those of its notes, with the marks of the language."""
        strings = cut(run)
        if "" in strings:
            run = edit_notes(run, self.set)
        settled, _ = self.settled(strings, "".join(strings))
        return run if settled is strings else laid(run, iter(settled))

    def settled(self, strings: list[str], whole: str) -> tuple[list[str], str]:
        """The strings of a run, which make up the whole, as they are set, and what they make up
        then; the very same list where there is nothing to set."""
        is_left, rounds = not self.untouched, 0
        while is_left and rounds < _ROUNDS:
            changed = self._set_once(strings, whole)
            if changed is strings:
                break
            # What one mark is can hang on another, so what is left is looked at until none moves.
            strings, whole = changed, "".join(changed)
            is_left = self.spaced or "'" in whole or '"' in whole
            rounds += 1
        return strings, whole

    def _set_once(self, strings: list[str], whole: str) -> list[str]:
        usual = with_usual(whole, self.marks) if self.options.quotes else whole
        edits = self._edits(whole, usual)
        if not edits and usual == whole:
            return strings
        spans = spared(whole)
        if spans:
            marks = apostrophes(whole) if self.options.quotes else []
            edits = _outside(marks + self._edits(whole, whole), spans)
            return spliced(strings, whole, edits) if edits else strings
        if not edits:
            return _cut_alike(strings, usual)
        edits.sort()
        return spliced(strings, usual, edits)

    def _edits(self, text: str, usual: str) -> list[Edit]:
        """What there is to set in a text besides its usual marks, in no order."""
        marks, options = self.marks, self.options
        found: list[Edit] = []
        if options.quotes and marks is not None and ("'" in usual or '"' in usual):
            found = quotes(text, marks)
        if options.dashes and "--" in text:
            found += dashes(text, marks.dash if marks else EN)
        if options.ellipses and "..." in text:
            found += dots(text)
        if options.spaced_hyphens and " - " in text:
            found += hyphens(text, marks.dash if marks else EN)
        if options.ranges and "-" in text:
            found += ranges(text)
        if options.spaces and marks is not None and marks.spaced:
            found += high_spaces(text)
        return found


def _cut_alike(strings: list[str], whole: str) -> list[str]:
    """Another whole of as many characters, cut where the strings are."""
    if len(strings) == 1:
        return [whole]
    places = accumulate(map(len, strings), initial=0)
    return [whole[start:end] for start, end in pairwise(places)]


def _outside(edits: list[Edit], spans: list[tuple[int, int]]) -> list[Edit]:
    """The edits in order, without those in stretches that are to be spared."""
    edits.sort()
    if not spans:
        return edits
    spans = sorted(spans)
    kept, nth = [], 0
    for edit in edits:
        while nth < len(spans) and spans[nth][1] <= edit[0]:
            nth += 1
        if nth == len(spans) or edit[1] <= spans[nth][0]:
            kept.append(edit)
    return kept
