"""The index: which words stand in which posts, in a few files that a page loads as scripts.

A script can be loaded from a disk, where nothing can be fetched; and of a large book only the few
files in which the asked words may stand are loaded. The same rules cut a text here and a question
in `book.js`: letters without their marks, small; East Asian text, which has no spaces, in pairs.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(
    "["
    + "".join(
        f"{chr(first)}-{chr(last)}"
        for first, last in (
            (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2),
            (0x5C4, 0x5C5), (0x5C7, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670),
            (0x6D6, 0x6DC), (0x6DF, 0x6E4), (0x6E7, 0x6E8), (0x6EA, 0x6ED), (0x1AB0, 0x1AFF),
            (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3099, 0x309A), (0xFE00, 0xFE0F),
            (0xFE20, 0xFE2F),
        )
    )
    + "]"
)  # fmt: skip
"""Signs that a person who searches leaves out; `book.js` names the same."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 40
_ONE_FILE = 200_000  # characters of an index that is not cut
SHELVES = 32
_COMMON = 0.5  # of the posts: a word that stands in more tells none from another
_FEW = 200  # posts: in a book of fewer, every word counts


class Index:
    """The words of a book, post by post."""

    def __init__(self) -> None:
        self.posts: list[tuple[int, str, str, str]] = []  # page, anchor, label, date
        self._found: dict[str, list[int]] = {}

    def add(self, page: int, anchor: str, label: str, date: str, text: str) -> None:
        """One post."""
        number = len(self.posts)
        self.posts.append((page, anchor, label, date))
        found = self._found
        for word in terms(f"{label} {text}"):
            rows = found.get(word)
            if rows is None:
                found[word] = [number]
            else:
                rows.append(number)

    def files(self, pages: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The files of the index: name and text. `pages` are the pages' paths and titles."""
        most = len(self.posts) * _COMMON if len(self.posts) > _FEW else len(self.posts)
        common = sorted([word for word, rows in self._found.items() if len(rows) > most])
        rows = [
            (word, f"{word} {_spelt(self._found[word])}\n")
            for word in sorted(self._found.keys() - set(common))
        ]
        shelves = SHELVES if sum([len(row) for _, row in rows]) > _ONE_FILE else 1
        stocks: list[list[str]] = [[] for _ in range(shelves)]
        for word, row in rows:
            stocks[ord(word[0]) % shelves].append(row)
        head = {"shelves": shelves, "common": common, "pages": pages, "posts": self.posts}
        yield "search/index.js", f"bookIndex({_js(head)});\n"
        for number, stock in enumerate(stocks):
            yield f"search/{number}.js", f"bookShelf({number}, {_js(chr(10) + ''.join(stock))});\n"


def terms(text: str) -> set[str]:
    """The words of a text as they are looked up."""
    return set().union(*map(_terms, set(text.split())))


@lru_cache(maxsize=200_000)
def _terms(piece: str) -> tuple[str, ...]:
    """The words between two spaces: a book says most of its pieces many times."""
    found: list[str] = []
    for word in _WORD.findall(piece.lower() if piece.isascii() else fold(piece)):
        if word.isascii() or not _UNSPACED.search(word):
            found.append(word[:_LONGEST])
        else:
            found += _cut(word)
    return tuple(found)


def fold(text: str) -> str:
    """Text as it is compared: without marks, small."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return _MARKS.sub("", text).replace("ς", "σ")


def _cut(word: str) -> Iterator[str]:
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()][:_LONGEST]
        signs = run[0]
        yield from [signs[n : n + 2] for n in range(len(signs))]
        at = run.end()
    if at < len(word):
        yield word[at:][:_LONGEST]


def _spelt(rows: list[int]) -> str:
    """Numbers in rising order: the first, then how far it is to each next."""
    last, out = -1, []
    for number in rows:
        out.append(_base36(number - last))
        last = number
    return " ".join(out)


def _base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    more, last = divmod(number, 36)
    return _base36(more) + _DIGITS[last]


def _js(value: object) -> str:
    """A value as a script says it; no page or script can be broken from within it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode()
    return text.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
