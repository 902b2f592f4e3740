"""What is private in an export comes no further."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.model.post import PUBLIC
from tests.ingest.blogger.conftest import DRAFT, FOOT, HEAD, Reading, entry, setting, taken

CANARY = "kittiwake"

PRIVATE = [
    setting("BLOG_ADMIN_PERMISSION", CANARY),
    setting("BLOG_READER_PERMISSION", CANARY),
    setting("BLOG_COMMENT_EMAIL", CANARY),
    entry(2, CANARY, kind="comment", title=CANARY, author=CANARY),
    entry(3, CANARY, kind="template", title=CANARY),
    entry(4, f"<p>{CANARY}</p><xml>{CANARY}</xml>", title=CANARY, more=DRAFT),
    entry(5, CANARY, kind=CANARY, title=CANARY),
    entry(6, f"<p>{CANARY}<br>&</p>").replace("&lt;", "<"),
]
TAKEN = [
    taken(2, CANARY, kind="COMMENT", title=CANARY, author=CANARY),
    taken(3, f"<select>{CANARY}</select>", status="DRAFT", title=CANARY),
    taken(4, CANARY, trashed="2021-01-01T00:00:00Z", title=CANARY),
    taken(5, CANARY, status=CANARY, title=CANARY),
    taken(6, CANARY, kind=CANARY, title=CANARY),
]
FILES = {
    "Takeout/Blogger/Blogs/Lights/settings.csv": "blog_name,blog_admin_permission,"
    f"blog_reader_permission\nLights,{CANARY},{CANARY}\n",
    "Takeout/Blogger/Blogs/Lights/followers.csv": CANARY,
    "Takeout/Blogger/Profile/profile.csv": CANARY,
    "Takeout/Blogger/Comments/Reefs/feed.atom": CANARY,
}


def public(reading: Reading) -> str:
    return repr([post for post in reading.posts.values() if post.visibility in PUBLIC])


@pytest.mark.parametrize("private", PRIVATE[:-1])
def test_nothing_private_of_a_backup_is_told(private: str, read: Callable[..., Reading]) -> None:
    head = HEAD.replace("ada@lights.example", CANARY)
    reading = read(data=(head + entry(1, "Text") + private + FOOT).encode())
    assert "Text" in public(reading)
    assert CANARY not in public(reading) + reading.told()


def test_nothing_private_of_a_takeout_is_told(take: Callable[..., Reading]) -> None:
    reading = take(taken(1, "Text"), *TAKEN, files=FILES)
    assert "Text" in public(reading)
    assert CANARY not in public(reading) + reading.told()


def test_no_finding_on_a_broken_entry_holds_its_words(read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "Text"), PRIVATE[-1])
    assert ("xml.item", "warning") in reading.codes()
    assert CANARY not in reading.told()
