"""Bad input, through the command: a clear error or an honest book, and nothing of before lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.model.errors import (
    ArchiveError,
    BookworksError,
    OperationError,
    RecipeError,
    StorageError,
    UsageError,
)
from tests.floor import RECIPE, Floor
from tests.whole import bad_archives as bad
from tests.whole.line import bookworks
from tests.whole.paper import read

DOCX = "build/small/1/small-lights.docx"


class Line:
    """A floor with a finished book on it, whose recipe and archive then go bad."""

    def __init__(self, root: Path) -> None:
        self.floor = Floor(root)
        self.root = root
        done = bookworks(root, "book", "small")
        assert done.returncode == 0, done.stderr
        self.before = (root / DOCX).read_bytes()

    def source(self, name: str) -> Path:
        """The place of another archive, which the recipe now names."""
        self.floor.recipe(RECIPE.replace("sources/posts", f"sources/{name}"))
        return self.root / "sources" / name

    def refused(self, error: type[BookworksError], *said: str, bound: bool = False) -> str:
        """Build: refused with the error's exit code, in words, and the book of before untouched."""
        done = bookworks(self.root, "book", "small", bound=bound)
        words = done.stderr
        assert done.returncode == error.exit_code, done.stdout + words
        assert words.startswith("bookworks: ")
        assert "to do: " in words
        assert "Traceback" not in words
        assert [one for one in said if one not in words] == [], words
        assert (self.root / DOCX).read_bytes() == self.before
        return words

    def made(self) -> tuple[str, list[str]]:
        """Build: the text of the book, and the codes of what was noticed."""
        done = bookworks(self.root, "book", "small")
        assert done.returncode == 0, done.stdout + done.stderr
        paper = read(self.root / DOCX)
        sheet = json.loads((self.root / "build/small/1/traveler.json").read_bytes())
        codes = [row["code"] for row in sheet["findings"]]
        return "\n".join(text for _, text in paper.paragraphs), codes


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


# -- archives that are refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "write", "said"),
    [
        ("letter.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n\x00\xff"), ""),
        ("empty.zip", lambda path: path.write_bytes(b""), ""),
        ("mixed.zip", bad.mixed, "Twitter"),
        ("truncated.zip", bad.truncated, "download"),
        ("climbing.zip", bad.climbing, "../../escaped.md"),
        ("overlapping.zip", bad.overlapping, ""),
        ("boasting.zip", bad.boasting, "10,737,418"),
        ("bomb.xml", bad.entity_bomb, "document type"),
    ],
)
def test_an_archive_that_cannot_be_trusted_is_refused(
    line: Line, name: str, write: Callable[[Path], None], said: str
) -> None:
    write(line.source(name))
    line.refused(ArchiveError, name, said)
    assert not list(line.root.parent.rglob("escaped.md"))


def test_an_archive_that_is_gone_is_named_with_its_neighbour(line: Line) -> None:
    bad.zipped(line.root / "sources" / "lights.zip", {"one.md": bad.POST})
    line.source("lihgts.zip")
    line.refused(ArchiveError, "lihgts.zip", "did you mean 'lights.zip'")


def test_a_book_that_nobody_knows_is_named_with_its_neighbour(line: Line) -> None:
    done = bookworks(line.root, "book", "smal")
    assert done.returncode == UsageError.exit_code
    assert "did you mean 'small'" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("acount", "small"), "did you mean 'account'?"),
        (("book", "small", "--edition", "second"), "--edition takes a number, not 'second'"),
        (("book", "elsewhere/lights.zip"), "elsewhere/lights.zip: there is no such file or folder"),
        (("book", "small", "--only", "doc"), "there is no output 'doc'"),
        (("inspect", "recipes/small/lights.epub"), "there is no such file or folder"),
    ],
)
def test_words_that_a_command_does_not_know_are_told_with_a_way_out(
    line: Line, words: tuple[str, ...], said: str
) -> None:
    done = bookworks(line.root, *words)
    assert done.returncode == UsageError.exit_code
    assert said in done.stderr


def test_a_book_may_be_named_by_its_recipe_s_folder(line: Line) -> None:
    for name in ("recipes/small", "recipes/small/", "recipes/small/recipe.yaml"):
        assert bookworks(line.root, "book", name, "--only", "docx").returncode == 0
    assert [path.name for path in (line.root / "build").iterdir() if path.name[0] != "."] == [
        "small"
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "it is empty"), (b"<!DOCTYPE html><title>Sign in</title>", "it is a web page")],
)
def test_a_download_that_failed_is_told_for_what_it_is(line: Line, data: bytes, why: str) -> None:
    (line.root / "lights.zip").write_bytes(data)
    done = bookworks(line.root, "book", "lights.zip")
    assert done.returncode == ArchiveError.exit_code
    assert why in done.stderr


# -- archives of which the rest is read ------------------------------------------------------------


def test_a_broken_member_does_not_take_the_others_along(line: Line) -> None:
    good = bad.tweets(bad.tweet("11", "The lamp went out at four."))
    broken = bad.tweets(bad.tweet("12", "The ferry was late."), part=1)[:-9] + "}}{"
    bad.zipped(line.source("tweets.zip"), {"data/tweets.js": good, "data/tweets-part1.js": broken})
    text, codes = line.made()
    assert "The lamp went out at four." in text
    assert any("broken" in code or "damaged" in code or "json" in code for code in codes), codes


def test_broken_xml_is_mended_and_told(line: Line) -> None:
    broken = "<item><title>Salt & Oil</title>"
    whole = bad.wxr(bad.item(1, "The lamp."), broken, bad.item(2, "Oil."))
    line.source("blog.xml").write_text(whole)
    text, codes = line.made()
    assert "The lamp." in text
    assert "Oil." in text
    assert "xml.broken" in codes, codes


def test_a_member_that_swells_is_left_packed_and_told(line: Line) -> None:
    bad.swelling(line.source("swelling.zip"))
    text, codes = line.made()
    assert "The weather was fine" in text
    assert "markdown.unreadable" in codes


def test_characters_that_no_file_can_hold_are_replaced_and_told(line: Line) -> None:
    text = "The lamp \ud800 went \x07 out \udfff at \x00 four."
    bad.zipped(line.source("tweets.zip"), {"data/tweets.js": bad.tweets(bad.tweet("11", text))})
    shown, codes = line.made()
    words = " ".join(shown.replace("\ufffd", " ").split())
    assert "The lamp went out at four." in words
    assert "text.control-character" in codes or "text.surrogate" in codes, codes


DEEP = 100_000


@pytest.mark.parametrize("kind", ["xml", "md", "quotes.md"])
def test_markup_of_a_hundred_thousand_levels_keeps_its_text(line: Line, kind: str) -> None:
    html = "<div>" * DEEP + "<b>the bottom of the sea" + "</div>" * DEEP
    if kind == "xml":
        line.source("deep.xml").write_text(bad.wxr(bad.item(1, "The top."), bad.item(2, html)))
    else:
        folder = line.source("deep")
        folder.mkdir()
        deep = html if kind == "md" else ">" * DEEP + " the bottom of the sea"
        (folder / "2019-01-01-deep.md").write_text(f"# Deep\n\n{deep}\n")
        (folder / "2019-01-02-fine.md").write_text("# Fine\n\nThe top.\n")
    text, _ = line.made()
    assert "The top." in text
    assert "the bottom of the sea" in text


def test_a_missing_picture_is_named_and_the_book_is_made(line: Line) -> None:
    line.floor.post("2022-01-01-shore", "# Shore\n\nBefore.\n\n![A shore](shore.jpg)\n\nAfter.\n")
    text, codes = line.made()
    assert text.index("Before.") < text.index("After.")
    assert "media.missing" in codes


# -- recipes and operations ------------------------------------------------------------------------


def test_an_unknown_key_is_named_with_its_line_and_the_nearest(line: Line) -> None:
    line.floor.recipe(RECIPE.replace("house:", "hose:"))
    line.refused(RecipeError, "recipe.yaml:7", "hose", "did you mean 'house'?")


def test_a_routing_whose_types_do_not_chain_is_refused_before_anything_runs(line: Line) -> None:
    line.floor.write(
        "recipes/routings/blog.yaml",
        "about: Backwards.\nsteps: [ingest.read, export.docx, clean.links]\n",
    )
    line.refused(RecipeError, "blog.yaml", "export.docx", "Manuscript", "Posts")


OPERATION = '''
"""custom: {about}."""

from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from msgspec.structs import replace


def run(posts: Posts, bench: Bench) -> Posts:
    {body}
'''


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise KeyError('lamp')", "KeyError: 'lamp'"),
        ("return replace(posts, posts=posts.posts[1:])", "loses 1 item without a word"),
        ("return None", "gave NoneType, not Posts"),
        ("import sys; sys.exit(3)", "SystemExit"),
    ],
)
def test_an_operation_that_fails_or_loses_is_refused_by_name(
    line: Line, body: str, said: str
) -> None:
    line.floor.operation("lamps", OPERATION.format(about="misbehave", body=body))
    line.floor.override("- after: clean.links\n  run: operations/lamps.py\n  why: to see\n")
    line.refused(OperationError, "lamps", said)


# -- disks and neighbours --------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="root is bound by permissions on Linux only")
def test_a_build_folder_that_cannot_be_written_is_named(line: Line) -> None:
    line.floor.post("2022-01-01-new", "# New\n\nSomething new.\n")
    build = line.root / "build"
    _writable(build, False)
    try:
        words = line.refused(StorageError, str(build), bound=True)
    finally:
        _writable(build, True)
    assert "permissions" in words


def _writable(folder: Path, may: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o755 if may else 0o555) if path.is_dir() else (0o644 if may else 0o444))


def test_two_builds_at_once_give_one_book(line: Line) -> None:
    line.floor.post("2022-01-01-new", "# New\n\nSomething new.\n")
    with ThreadPoolExecutor(3) as both:
        builds = [both.submit(bookworks, line.root, "book", "small") for _ in range(3)]
        done: list[subprocess.CompletedProcess[str]] = [build.result() for build in builds]
    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
    together = (line.root / DOCX).read_bytes()
    shutil.rmtree(line.root / "build")
    text, _ = line.made()
    assert "Something new." in text
    assert (line.root / DOCX).read_bytes() == together
