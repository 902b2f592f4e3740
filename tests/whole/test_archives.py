"""Real archives, from the zip to the docx: every item is where the account says it is."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import schema
from tests.whole.line import Made, archive

Books = Callable[[str], Made]

ALL = (
    "twitter-2017-0xabad1dea.zip", "twitter-2020-dsajg.zip", "twitter-2022-smithjd.zip",
    "twitter-2024-alrocar.zip", "wxr-alienlebarge.xml", "wxr-wordpress-block-test.xml",
    "wxr-wordpress-theme-test.xml", "markdown-alienlebarge.zip", "markdown-jeffhandley.zip",
    "markdown-kennethreitz.zip", "blogger-jeffhandley.xml", "ghost-bhuron.json",
    "mastodon-hikurry.zip", "medium-enkiv2.zip", "substack-inturious.zip", "tumblr-enkiv2.zip",
)  # fmt: skip


def seen(book: Made, *kinds: str) -> int:
    return sum(book.account[kind]["seen"] for kind in kinds if kind in book.account)


# -- every archive ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_the_account_balances_to_the_last_item(made: Books, name: str) -> None:
    book = made(name)
    for kind, row in book.account.items():
        gone = sum(row["set_aside"].values()) + sum(row["merged"].values())
        assert row["seen"] == row["included"] + gone, kind
    assert book.answer("account")["balanced"]
    assert any(row["included"] for row in book.account.values())


@pytest.mark.parametrize("name", ALL)
def test_an_independent_count_agrees_and_no_character_is_lost(made: Books, name: str) -> None:
    book = made(name)
    assert book.found("accounting.counted")
    assert book.found("fidelity.compared")
    assert not [row for row in book.findings if row["severity"] == "error"]


@pytest.mark.parametrize("name", ALL)
def test_every_docx_is_valid_by_the_schemas(made: Books, name: str) -> None:
    if not schema.FOLDER.is_dir():
        pytest.skip(f"the schemas of Office Open XML are not at hand, in {schema.FOLDER}")
    for file in made(name).files:
        assert schema.faults(file.read_bytes()) == [], file.name


# -- tweets ----------------------------------------------------------------------------------------

_TWEETS = re.compile(r"(^|/)(tweets?|tweets/\d{4}_\d\d)\.js$")


def tweets(path: Path) -> dict[str, dict[str, Any]]:
    """The tweets of an archive by their ids, read without the shop."""
    found = {}
    with zipfile.ZipFile(path) as members:
        for name in filter(_TWEETS.search, members.namelist()):
            text = members.read(name).decode("utf-8")
            for entry in json.loads(text[text.index("=") + 1 :].strip().rstrip(";")):
                tweet = entry.get("tweet", entry)
                found[str(tweet["id_str"])] = tweet
    return found


def threads(path: Path) -> list[int]:
    """The sizes of the author's own threads: trees of at least two tweets whose first tweet
    answers none."""
    own = tweets(path)
    answers = {item: str(tweet.get("in_reply_to_status_id_str") or "")
               for item, tweet in own.items()}  # fmt: skip

    def root(item: str) -> str:
        while answers[item] in own:
            item = answers[item]
        return item

    sizes = Counter(map(root, own))
    return [size for item, size in sizes.items() if size > 1 and not answers[item]]


@pytest.mark.parametrize(
    ("name", "count", "longest"),
    [
        ("twitter-2017-0xabad1dea.zip", 3283, 38),
        ("twitter-2020-dsajg.zip", 68, 15),
        ("twitter-2024-alrocar.zip", 95, 22),
    ],
)
def test_own_threads_are_joined_whole(made: Books, name: str, count: int, longest: int) -> None:
    sizes = threads(archive(name))
    assert (len(sizes), max(sizes)) == (count, longest)
    said = f"{count:,} threads joined, the longest of {longest} posts."
    assert made(name).found("assemble.threads") == [said]


def test_long_texts_are_joined_and_edits_folded(made: Books) -> None:
    book = made("twitter-2024-alrocar.zip")
    assert seen(book, "tweet", "retweet") == 1223 == len(tweets(book.archive))
    assert book.account["retweet"]["seen"] == 12
    assert book.account["note"]["seen"] == 41 == sum(book.account["note"]["merged"].values())
    merged = book.account["tweet"]["merged"]
    assert [count for why, count in merged.items() if "edit" in why] == [5]


def test_a_long_text_stands_in_the_book_to_its_end(made: Books) -> None:
    book = made("twitter-2024-alrocar.zip")
    with zipfile.ZipFile(book.archive) as members:
        name = next(name for name in members.namelist() if name.endswith("/note-tweet.js"))
        text = members.read(name).decode("utf-8")
    entries = json.loads(text[text.index("=") + 1 :])
    notes = [entry["noteTweet"]["core"]["text"] for entry in entries]
    with zipfile.ZipFile(book.files[0]) as docx:
        shown = letters(re.sub("<[^>]+>", "", docx.read("word/document.xml").decode("utf-8")))
    ends = [letters(re.sub(r"https?://\S+|[@#]\w+", "", note))[-20:] for note in notes]
    missing = [end for end in ends if end not in shown]
    assert len(notes) == 41
    assert len(missing) <= book.account["tweet"]["set_aside"]["reply to another"]


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def test_a_big_partial_archive_is_read_whole_and_its_gaps_named(made: Books) -> None:
    book = made("twitter-2017-0xabad1dea.zip")
    assert seen(book, "tweet", "retweet") == 129_000
    assert book.account["retweet"]["seen"] == 17_516
    named = book.found("twitter.missing-month")
    assert len({month for said in named for month in re.findall(r"\b20\d\d-\d\d\b", said)}) == 10
    assert book.seconds < 40


def test_the_smaller_twitter_archives_are_read_whole(made: Books) -> None:
    assert seen(made("twitter-2022-smithjd.zip"), "tweet", "retweet") == 1758
    assert seen(made("twitter-2020-dsajg.zip"), "tweet", "retweet") == 1163


# -- blogs and folders -----------------------------------------------------------------------------


def test_a_blogs_drafts_and_comments_are_set_aside(made: Books) -> None:
    book = made("wxr-alienlebarge.xml")
    row = book.account["post"]
    assert row["set_aside"] == {"not public: draft": 15, "not public: pending": 2}
    assert row["included"] == 571
    assert book.account["comment"]["seen"] == 405
    assert sum(book.account["comment"]["set_aside"].values()) == 405


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("markdown-kennethreitz.zip", 299),
        ("markdown-jeffhandley.zip", 380),
        ("markdown-alienlebarge.zip", 647),
    ],
)
def test_every_file_of_a_folder_of_markdown_is_received(made: Books, name: str, count: int) -> None:
    book = made(name)
    assert sum(row["seen"] for row in book.account.values()) == count
