"""Toots as a reader of the book sees them: one golden outline for each sort."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model import walk
from pipeline.model.text import Figure, List
from tests.ingest.mastodon.conftest import ADA, Reading, answer, emoji, toot
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "toots").glob("*.json"))
LENS = "media_attachments/files/105/978/347/original/0123456789abcdef.jpg"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_toot_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    reading = read(toot(1, **json.loads(case.read_text(encoding="utf-8"))), files={LENS: b"jpg"})
    found = outline(reading.posts["1"].blocks)
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_hashtags_are_tags_too_spelled_as_the_toot_spells_them(
    read: Callable[..., Reading],
) -> None:
    case = json.loads((Path(__file__).parent / "toots" / "names.json").read_text())
    assert read(toot(1, **case)).posts["1"].tags == ("FogHorn", "Skerry")


def test_what_is_left_out_of_a_toot_is_on_record(read: Callable[..., Reading]) -> None:
    reading = read(toot(1, "<p>I :red_heart: fog :lamp:</p>", tag=emoji("red_heart", "lamp")))
    assert reading.changes() == [
        ("mastodon.emoji", ":red_heart:", "red heart"),
        ("mastodon.emoji", ":lamp:", ""),
    ]
    assert reading.codes() == ["mastodon.emoji"]


def test_a_toot_of_nothing_but_an_emoji_keeps_its_name(read: Callable[..., Reading]) -> None:
    reading = read(toot(1, "<p>:lamp: :lamp:</p>", tag=emoji("lamp")))
    assert outline(reading.posts["1"].blocks) == "0 paragraph: :lamp: :lamp:\n"
    assert reading.changes() == []


def test_a_name_between_colons_that_is_no_emoji_stays(read: Callable[..., Reading]) -> None:
    reading = read(toot(1, "<p>see :lamp: there</p>"))
    assert outline(reading.posts["1"].blocks) == "0 paragraph: see :lamp: there\n"


@pytest.mark.parametrize("shown", ["Storm", "re: Storm", "RE:  storm"])
def test_a_thread_says_the_words_that_it_is_folded_under_once(
    read: Callable[..., Reading], shown: str
) -> None:
    reading = read(
        toot(1, "<p>Wind.</p>", summary="Storm"),
        answer(2, 1, "<p>More wind.</p>", summary=shown),
        answer(3, 2, "<p>Calm.</p>", summary="After the storm"),
    )
    assert outline(reading.posts["2"].blocks) == "0 paragraph: More wind.\n"
    assert outline(reading.posts["3"].blocks).startswith("0 paragraph (tags): After the storm")
    assert reading.changes() == [("mastodon.repeated-warning", shown, "")]


def test_words_that_only_a_private_toot_said_before_are_said(read: Callable[..., Reading]) -> None:
    reading = read(
        toot(1, "<p>Wind.</p>", summary="Storm", to=[f"{ADA}/followers"], cc=[]),
        answer(2, 1, "<p>More wind.</p>", summary="Storm"),
    )
    assert outline(reading.posts["2"].blocks).startswith("0 paragraph (tags): Storm")


# -- pictures --------------------------------------------------------------------------------------

NUMBER = "105/978/347/original/0123456789abcdef.jpg"
USUAL = f"media_attachments/files/{NUMBER}"


@pytest.mark.parametrize(
    ("member", "url"),
    [
        (USUAL, f"/{USUAL}"),
        (USUAL, USUAL),
        (USUAL, f"/bucket/{USUAL}"),
        (USUAL, f"https://cdn.example/x/{USUAL}"),
        (f"home/mastodon/public/system/{USUAL}", USUAL),
        ("pictures/0123456789abcdef.jpg", f"/{USUAL}"),
    ],
)
def test_a_picture_is_found_whatever_its_server_calls_its_folder(
    read: Callable[..., Reading], member: str, url: str
) -> None:
    attached = [{"type": "Document", "mediaType": "image/jpeg", "url": url, "name": "A lens"}]
    reading = read(toot(1, attachment=attached), files={member: b"jpg"}, packed=True)
    [figure] = reading.posts["1"].blocks
    assert isinstance(figure, Figure)
    assert [(image.media, image.alt) for image in figure.images] == [(member, "A lens")]
    assert reading.intake.media[member].missing == ""
    assert "archive.unknown-member" not in reading.codes()


def test_a_picture_that_the_archive_lacks_is_asked_for_by_its_name(
    read: Callable[..., Reading],
) -> None:
    attached = [{"type": "Document", "mediaType": "image/jpeg", "url": f"/x/{NUMBER}"}]
    [media] = read(toot(1, attachment=attached)).intake.media.values()
    assert (media.key, media.missing) == (f"/x/{NUMBER}", "the archive holds no pictures")
    [media] = read(
        toot(1, attachment=attached), files={LENS[:-5] + "e.jpg": b""}
    ).intake.media.values()
    assert media.missing == "the archive does not hold 0123456789abcdef.jpg"


def test_the_answers_of_a_poll_are_a_list(read: Callable[..., Reading]) -> None:
    case = json.loads((Path(__file__).parent / "toots" / "poll.json").read_text())
    case["anyOf"] = case.pop("oneOf")
    post = read(toot(1, **case)).posts["1"]
    assert post.kind == "poll"
    assert isinstance(post.blocks[1], List)
    assert walk.plain(post.blocks[1]) == "The first (12)\nThe fourth (0)\nNeither"


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "content", "language"),
    [
        ("zhCn", "<p>雾很大。</p>", "zh-CN"),
        ("zhHantTW", "<p>霧很大。</p>", "zh-Hant-TW"),
        ("mr", "<p>雾很大，什么也看不见。</p>", ""),
        ("mr", "<p>आज धुके होते.</p>", "mr"),
        ("ja", "<p>大雾</p>", ""),
        ("ja", "<p>霧が出た</p>", "ja"),
        ("ko", "<p>안개와 大雾大雾大雾大雾</p>", "ko"),
        ("es", '<p><a href="https://light.example/tags/x" class="hashtag">#niebla</a></p>', ""),
        ("en", "<p>Fog 😀</p>", "en"),
        ("und", "<p>Fog</p>", ""),
        ("../etc", "<p>Fog</p>", ""),
    ],
)
def test_a_language_is_believed_where_its_letters_are_there(
    read: Callable[..., Reading], tag: str, content: str, language: str
) -> None:
    assert read(toot(1, content, contentMap={tag: content})).posts["1"].language == language
