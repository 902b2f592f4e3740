"""Programs that are not ours open the file, and find no fault and every word in it."""

import json
import subprocess
from collections import Counter

import pytest

from pipeline.model.walk import every_division, leaves, own_text, text
from tests.export.word.sample import COMBINING, EMOJI, HEBREW, manuscript
from tests.proof import eyes


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    from tests.export.ebook.conftest import Made

    path = tmp_path_factory.mktemp("epub") / "book.epub"
    path.write_bytes(Made(manuscript()).bytes())
    return path


@pytest.mark.skipif(bool(eyes.no_epubcheck()), reason=eyes.no_epubcheck())
def test_epubcheck_finds_no_fault(file):
    found = eyes.epubcheck(file)
    assert found.told == ()
    assert found.good


@pytest.mark.skipif(bool(eyes.no_ace()), reason=eyes.no_ace())
def test_ace_finds_no_violation(file, tmp_path):
    assert eyes.ace(file, tmp_path).told == ()


def strings(node):
    """The characters of a pandoc tree, those of alternative texts among them."""
    match node:
        case {"t": "Str", "c": words}:
            yield words
        case {"t": "Code" | "CodeBlock" | "Math", "c": [_, words]}:
            yield words
        case {"t": "Link", "c": [[_, classes, _], words, _]}:
            if "back" not in classes:
                yield from strings(words)
        case dict():
            yield from strings(list(node.values()))
        case list():
            for inner in node:
                yield from strings(inner)


def test_pandoc_takes_out_the_same_characters(file):
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not here to read the file")
    command = [pypandoc.get_pandoc_path(), "-f", "epub", "-t", "json", str(file)]
    tree = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    theirs = "".join("".join(strings(tree["blocks"])).split())
    said = [
        line
        for division in every_division(manuscript().divisions)
        if division.kind not in ("halftitle", "titlepage")  # pandoc reads its own from metadata
        for line in (text(division.title), *map(own_text, leaves(division.blocks)))
    ]
    wanted = "".join("".join(said).split()).translate({ord("⟦"): None, ord("⟧"): None})
    missing = Counter(wanted) - Counter(theirs)
    assert not missing
    for line in (HEBREW, COMBINING, EMOJI):
        assert "".join(line.split()) in theirs
