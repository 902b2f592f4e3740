"""The table: what its columns may be called, who may read a post, and what comes of broken rows."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.readers import beehiiv
from pipeline.ingest.unpack import Unpacked
from pipeline.model.text import Figure, Image
from pipeline.model.walk import plain, text
from tests.ingest.beehiiv.conftest import Reading, read_at, row, table

Read = Callable[..., Reading]


def test_a_row_is_a_letter(read: Read) -> None:
    reading = read(
        row("a1", web_title="Fog &amp; rain", web_subtitle="A night", content_tags="sea; oil;sea")
    )
    (post,) = reading.posts.values()
    assert (post.id, post.kind, post.visibility) == ("a1", "letter", "public")
    assert (post.created, post.tags) == ("2023-01-18T21:25:27Z", ("sea", "oil"))
    assert text(post.title) == "Fog & rain"
    assert [plain(block) for block in post.blocks] == ["A night", "The lamp was lit."]
    assert post.url == "https://lights.beehiiv.com/p/a1"
    profile = reading.intake.profile
    assert (profile.handle, profile.url) == ("lights", "https://lights.beehiiv.com")


@pytest.mark.parametrize(
    ("names", "created"),
    [
        ({"web_audiences": "audience", "created_at": "created_at"}, "2023-01-18 21:25:27"),
        (
            {"Post ID": "id", "Title": "web_title", "Content HTML": "content_html",
             "Thumbnail URL": "thumbnail_url", "Web Subtitle": "web_subtitle",
             "Status": "status", "Audience": "audience", "Published At": "created_at"},
            "2023-01-18T21:25:27.000Z",
        ),
        (
            {"id": "id", "title": "web_title", "html": "content_html", "status": "status",
             "web_url": "url", "publish_date": "created_at"},
            "1674077127",
        ),
    ],
)  # fmt: skip
def test_other_spellings_of_the_columns(names: dict[str, str], created: str, read: Read) -> None:
    one = row("a1", created_at=created)
    if "web_audiences" in names:
        names = {**{name: name for name in one if name != "audience"}, **names}
    cells = {name: one.get(key, "") for name, key in names.items()}
    reading = read(text=table(cells, columns=tuple(names)))
    (post,) = reading.posts.values()
    assert (post.id, post.visibility) == ("a1", "public")
    assert post.created == "2023-01-18T21:25:27Z"
    assert [plain(block) for block in post.blocks] == ["The lamp was lit."]


def test_who_may_read_a_letter(read: Read) -> None:
    cases = {
        "free": ("confirmed", "free", "public"),
        "both": ("confirmed", "both", "public"),
        "lists": ("confirmed", "All free subscribers, All premium subscribers", "public"),
        "none": ("confirmed", "", "public"),
        "paid": ("confirmed", "premium", "paid"),
        "paidlist": ("confirmed", "All premium subscribers", "paid"),
        "segment": ("confirmed", "Harbour friends", "private"),
        "draft": ("draft", "free", "draft"),
        "archived": ("archived", "free", "private"),
        "scheduled": ("scheduled", "free", "scheduled"),
        "unknown": ("", "free", "draft"),
    }
    reading = read(*[row(id, status=status, audience=audience)
                     for id, (status, audience, _) in cases.items()])  # fmt: skip
    found = {id: post.visibility for id, post in reading.posts.items()}
    assert found == {id: visibility for id, (_, _, visibility) in cases.items()}


def test_a_thumbnail_stands_above_where_the_archive_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    thumb = {"thumbnail_url": "uploads/asset/file/12/fog.png"}
    shown = '<p>Fog.</p><img src="https://media.beehiiv.com/cdn-cgi/image/q=1/uploads/x/fog.png">'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("my/posts.csv", table(row("a", **thumb), row("b", shown, **thumb)))
        archive.writestr("my/images/fog.png", "PNG")
    reading = read_at(path)
    first = reading.posts["a"].blocks[0]
    assert isinstance(first, Figure)
    assert first.images == (Image("my/images/fog.png"),)
    assert [type(block).__name__ for block in reading.posts["b"].blocks] == ["Paragraph", "Figure"]


def test_the_addresses_of_readers_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(table(row("a")), encoding="utf-8")
    (tmp_path / "subscribers-2024.csv").write_text("email,html,status\n", encoding="utf-8")
    with Unpacked.open(tmp_path) as archive:
        found, _ = identify(archive)
        assert found is beehiiv
        uses = {entry.member: entry.use for entry in inventory(archive, found)}
    assert uses == {"posts.csv": "read", "subscribers-2024.csv": "ignored"}


@pytest.mark.parametrize(
    "text",
    [
        "post_id,post_date,is_published,type,title,content\n1.a,,true,newsletter,x,y\n",
        "id,secondary_id,subject,publish_date,source,slug,body\n1,1,x,2023-01-01,app,x,y\n",
        "id,title,content\n1,A WordPress table,<p>x</p>\n",
        "name,html\nx,y\n",
        "",
        "\x00\x01,",
    ],
)
def test_tables_of_others_are_not_claimed(text: str, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(text, encoding="utf-8")
    with Unpacked.open(tmp_path) as archive:
        assert beehiiv.claim(archive) is None


def test_no_canary_sings(read: Read) -> None:
    canary = "CANARY"
    hidden = {
        "web_title": f"{canary}-title", "web_subtitle": f"{canary}-subtitle",
        "email_subject_line": f"{canary}-subject", "content_tags": f"{canary}-tag",
        "url": "https://canary.example/p/x", "content_html": f"<p>{canary} {{{{first_name}}}}</p>",
    }  # fmt: skip
    reading = read(
        row("open", email_preview_text=f"{canary}-preview"),
        row("1", **{**hidden, "status": "draft"}),
        row("2", **{**hidden, "audience": "premium"}),
        row("3", **{**hidden, "status": "archived"}),
    )
    public = [post for post in reading.posts.values() if post.visibility == "public"]
    said = [public, reading.intake.profile, reading.bench.set_asides, reading.bench.findings,
            reading.bench.changes]  # fmt: skip
    assert [post.id for post in public] == ["open"]
    assert canary.lower() not in json.dumps(msgspec.to_builtins(said)).lower()


# -- broken and hostile ----------------------------------------------------------------------------


def test_a_table_that_was_cut_off_keeps_what_is_there(read: Read) -> None:
    whole = table(row("a"), row("b", "<p>One, two\n\nthree</p>\n" * 9))
    reading = read(text=whole[: whole.index("three") + 40])
    assert list(reading.posts) == ["a", "b"]
    assert reading.posts["b"].visibility == "public"
    assert set(reading.codes()) == {("beehiiv.table", "warning")}


def test_no_character_and_no_missing_cell_stops_a_letter(read: Read) -> None:
    reading = read(
        row("a", "<p>x\x00y\x0bz</p>", web_title="\x1f", created_at="never", url="https://[", ),
        row("", "<p>No id.</p>", url=""),
        row("empty", "", web_title="", web_subtitle=""),
    )  # fmt: skip
    assert set(reading.posts) == {"a", "line-3"}
    assert reading.aside() == [("letter", "empty", "nothing in it")]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["<table><tr><td>", '<table role="none">', "<div style='border-top:1px'>", "{{", "{{a", "<td",
     '<a href="https://x.example/subscribe">', '<a href="https://x.example/subscribe">y</a>',
     "<span></span><a href='/subscribe'></a>", "<small>", "<tr><td class='embed-img'>"],
)  # fmt: skip
def test_depth_and_repetition_take_no_time(piece: str, read: Read) -> None:
    body = "<table><tr id='content-blocks'><td><p>start</p>" + piece * 50_000 + "end"
    reading = read(row("a", body))
    assert "start" in "".join(plain(block) for block in reading.posts["a"].blocks)
