"""Bodies as paper can hold them: one golden outline for each way of writing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.text import Figure, Image, Note
from pipeline.model.walk import every, inlines
from tests.ingest.substack.conftest import Reading, page, row
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "pages").glob("*.html"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    body = case.read_text(encoding="utf-8").replace("\n<", "<")
    reading = read(row("1.x"), **{page("1.x"): body})
    changes = [f"{rule}: {before}" for rule, before in reading.changes()]
    notes = [f"{finding.code}: {finding.message}" for finding in reading.bench.findings]
    found = outline(reading.posts["1"].blocks) + "\n" + "\n".join(changes + notes) + "\n"
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


MARK = '<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a>'
NOTE = (
    '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1'
    '</a><div class="footnote-content"><p>{}</p></div></div>'
)


def notes_of(reading: Reading, id: str) -> list[str]:
    blocks = reading.posts[id].blocks
    return [outline(node.blocks) for block in every(blocks) for node in inlines(block)
            if isinstance(node, Note)]  # fmt: skip


def test_the_same_footnote_id_in_two_letters_stays_with_its_letter(
    read: Callable[..., Reading],
) -> None:
    reading = read(
        row("1.a"),
        row("2.b"),
        **{
            page("1.a"): f"<p>One{MARK}</p>" + NOTE.format("Of one."),
            page("2.b"): f"<ul><li><p>Two{MARK}</p></li></ul>" + NOTE.format("Of two."),
        },
    )
    assert notes_of(reading, "1") == ["0 paragraph: Of one.\n"]
    assert notes_of(reading, "2") == ["1 paragraph: Of two.\n"]


def test_a_mark_whose_note_is_not_there_is_told(read: Callable[..., Reading]) -> None:
    reading = read(row("1.a"), **{page("1.a"): f"<p>One{MARK}.</p>"})
    assert outline(reading.posts["1"].blocks) == "0 paragraph: One.\n"
    assert reading.changes() == [("substack.mark-without-note", "1")]
    assert reading.codes() == [("substack.note", "warning")]


def test_a_picture_that_was_put_into_the_archive_is_found_by_its_name(
    read: Callable[..., Reading],
) -> None:
    image = "https://substackcdn.com/image/fetch/w_9/https%3A%2F%2Fm.example%2Fimages%2Fr%2520k.png"
    reading = read(
        row("1.a"), **{page("1.a"): f'<p><img src="{image}"></p>', "images/r k.png": "PNG"}
    )
    (figure,) = reading.posts["1"].blocks
    assert isinstance(figure, Figure)
    assert figure.images == (Image("images/r k.png"),)
    assert reading.intake.media["images/r k.png"].member == "images/r k.png"


def test_a_picture_on_the_web_is_known_by_its_own_address(read: Callable[..., Reading]) -> None:
    reading = read(row("1.a"), **{page("1.a"): '<img src="https://substackcdn.com/image/fetch/'
                   'w_9,c/https%3A%2F%2Fm.example%2Frock.heic">'})  # fmt: skip
    (media,) = reading.intake.media.values()
    assert (media.key, media.missing) == (
        "https://m.example/rock.heic",
        "on the web, not in the archive",
    )
