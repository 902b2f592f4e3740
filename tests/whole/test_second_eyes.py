"""Pandoc takes the same words out of each docx as stand in the manuscript."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

import pytest

from pipeline.model.house import House, load
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Embed, Figure, Image, Inline, Inlines, Note, Paragraph, SceneBreak
from pipeline.model.walk import Leaf, leaves, map_inlines, map_nodes, own_text, plain, text
from tests.whole.line import Made
from tests.whole.second_eyes import Words, read

WHOLE = (
    "twitter-2020-dsajg.zip", "twitter-2022-smithjd.zip", "twitter-2024-alrocar.zip",
    "wxr-alienlebarge.xml", "wxr-wordpress-block-test.xml", "wxr-wordpress-theme-test.xml",
    "markdown-alienlebarge.zip", "markdown-jeffhandley.zip", "markdown-kennethreitz.zip",
    "blogger-jeffhandley.xml", "ghost-bhuron.json", "mastodon-hikurry.zip", "medium-enkiv2.zip",
    "substack-inturious.zip", "tumblr-enkiv2.zip",
)  # fmt: skip


class Told:
    """The lines of a manuscript, its notes apart and its pictures left out."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.body: list[str] = []
        self.notes: list[str] = []
        self.subtitles: list[str] = []

    def division(self, division: Division) -> None:
        if division.kind in self.house.left_out:
            return
        at = len(self.body)
        title = text(map_nodes(division.title, self._inline)).strip()
        self.body += [self._leaf(leaf) for leaf in leaves(division.blocks)]
        for inner in division.divisions:
            self.division(inner)
        # A volume whose own title page says its title does not say it a second time.
        if division.kind != "volume" or title not in self.subtitles:
            self.body.insert(at, title)

    def _leaf(self, leaf: Leaf) -> str:
        if isinstance(leaf, Paragraph) and leaf.role == "subtitle":
            self.subtitles.append(text(leaf.content))
        match leaf:
            case SceneBreak():
                return self.house.scene_break
            case Embed(content=()):
                return leaf.url
            case Figure():
                return text(map_nodes(leaf.caption, self._inline))
            case _:
                return own_text(map_inlines(leaf, lambda run: map_nodes(run, self._inline)))

    def _inline(self, node: Inline) -> Inline | Inlines:
        match node:
            case Note():
                self.notes += [plain(block) for block in node.blocks]
                return ()
            case Image():
                return ()
            case _:
                return node


@pytest.fixture(scope="session")
def pandoc() -> str:
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc comes with the dev dependencies")
    return str(pypandoc.get_pandoc_path())


@pytest.mark.parametrize("name", WHOLE)
def test_pandoc_reads_the_words_of_the_manuscript(
    made: Callable[[str], Made], pandoc: str, name: str
) -> None:
    book = made(name)
    for number, file in enumerate(book.files, 1):
        assert_same(manuscript_text(book, number), read(file, pandoc), file.name)


def test_pandoc_reads_the_words_of_a_volume_of_a_hundred_thousand_tweets(
    made: Callable[[str], Made], pandoc: str
) -> None:
    book = made("twitter-2017-0xabad1dea.zip")
    assert len(book.files) > 2
    assert_same(manuscript_text(book, 2), read(book.files[1], pandoc), book.files[1].name)


def assert_same(told: Told, found: Words, name: str) -> None:
    """Hold pandoc's words to the manuscript's, once the lines of the title page that pandoc takes
    for metadata are set apart. Of several subtitles it keeps but the last."""
    for line in found.title:
        assert line in told.body[:20], f"{name}: “{line}” is on no title page of the manuscript"
    for line in [*found.title, *(set(told.subtitles) - set(found.title))]:
        told.body.remove(line)
    body, notes = "\n".join(told.body).split(), "\n".join(told.notes).split()
    for part, was, now in (("body", body, found.body), ("notes", notes, found.notes)):
        if was != now:
            pytest.fail(f"{name}, {part}:\n" + "\n".join(differences(was, now)))
    assert len(body) > 100


def differences(was: list[str], now: list[str]) -> Iterator[str]:
    """The first differences of two lists of words, each with a few words before it."""
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    at = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    start = max(0, at - 20)
    matcher = difflib.SequenceMatcher(None, was[start : at + 500], now[start : at + 500], False)
    for tag, a, b, c, d in matcher.get_opcodes()[:12]:
        if tag != "equal":
            before = " ".join(was[start + a - min(a, 4) : start + a])
            yield (f"after “{before}”: manuscript {was[start + a : start + b][:20]}, "
                   f"pandoc {now[start + c : start + d][:20]}")  # fmt: skip


# -- the manuscript's words ------------------------------------------------------------------------


def manuscript_text(book: Made, volume: int) -> Told:
    """The lines of one docx and those of its notes, as the manuscript has them."""
    with book.record() as record:
        manuscript = record.manuscript()
    told = Told(load("generic"))
    for division in _of_volume(manuscript, volume, len(book.files)):
        told.division(division)
    return told


def _of_volume(book: Manuscript, volume: int, volumes: int) -> Iterator[Division]:
    reached = 0
    for division in book.divisions:
        reached += division.kind == "volume"
        if volumes == 1 or max(reached, 1) == volume:
            yield division
