"""Exports: whole, flat, zipped, broken, hostile; and nothing in them told that is private."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.intake import Intake
from pipeline.ingest.inventory import report
from pipeline.ingest.readers import medium
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.bench import Bench
from pipeline.model.walk import plain
from tests.ingest.medium.conftest import NAME, Reading, page, read_at, titled

LOG = "0a1b2c3d4e5f"
GOOD = page(titled("<p>Lit.</p>"))
PROFILE = """<html><body><section class="h-card"><h3 class="p-name">Ada Quill</h3>
<ul><li><b>Profile:</b> <a class="u-url" href="https://medium.com/@ada">@ada</a></li>
<li><b>Email address:</b> canary@mail.example</li><li>IP: canary</li></ul></section>
</body></html>"""


@pytest.mark.parametrize("prefix", ["posts/", "medium-export/posts/", "a/b/posts/", ""])
def test_an_export_is_known_by_its_pages_wherever_they_lie(prefix: str, tmp_path: Path) -> None:
    path = tmp_path / "lights.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(prefix + NAME, GOOD)
    with Unpacked.open(path) as archive:
        assert medium.claim(archive) is not None
    assert list(read_at(path).posts) == [LOG]


def test_a_page_alone_is_an_export(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(GOOD)
    with Unpacked.open(path) as archive:
        assert medium.claim(archive) is not None
    assert list(read_at(path).posts) == [LOG]


@pytest.mark.parametrize(
    ("name", "text"),
    [("posts/1.html", "<article class='text'><p>Lit.</p></article>"),
     ("posts/1.lamp.html", "<p>Lit.</p>"),
     ("_posts/2018-05-01-log.html", "---\ntitle: x\n---\n" + GOOD),
     ("posts.json", "{}")],
)  # fmt: skip
def test_pages_of_others_are_left_to_them(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    with Unpacked.open(tmp_path) as archive:
        assert medium.claim(archive) is None


def test_every_part_of_a_full_export_is_known_and_none_of_it_told(
    read: Callable[..., Reading], tmp_path: Path
) -> None:
    private = ["blocks/blocked-users-0001.html", "bookmarks/bookmarks-0001.html",
               "claps/claps-0001.html", "highlights/highlights-0001.html", "ips/ips-0001.html",
               "interests/topics.html", "lists/Reading-list_8dd2d988d43f.html", "README.html",
               "partner-program/partner-program.html", "profile/about.html",
               "profile/charges.html", "pubs-following/pubs-following-0001.html",
               "sessions/sessions-0001.html", "topics-following/topics-following.html",
               "twitter/users-suggested.html", "users-following/users-0001.html"]  # fmt: skip
    files = dict.fromkeys(private, "<p>canary</p>")
    draft = page("<p class='graf'>canary in a draft</p>")
    reading = read(files=files | {
        f"posts/{NAME}": GOOD, "profile/profile.html": PROFILE,
        "posts/draft_Canary-222222222222.html": draft})  # fmt: skip
    assert list(reading.posts) == [LOG, "2" * 12]
    assert "canary" not in reading.told() + repr(reading.posts[LOG])
    profile = reading.intake.profile
    assert (profile.author, profile.handle) == ("Ada Quill", "ada")
    assert profile.url == "https://medium.com/@ada"
    with Unpacked.open(tmp_path / "export") as archive:
        bench = Bench(None)  # type: ignore[arg-type]
        report(archive, medium, bench)
        assert not [f for f in bench.findings if f.code == "archive.unknown-member"]


def test_a_picture_beside_the_posts_is_found_by_its_name_on_medium(
    read: Callable[..., Reading],
) -> None:
    shown = "".join(
        f'<figure><img src="https://cdn-images-1.medium.com/max/800/{name}"></figure>'
        for name in ("1*Rock_1.jpeg", "0*lamp", "1*gone.png")
    )
    files = {
        f"posts/{NAME}": page(titled(shown)),
        "img/1_Rock_1.jpeg": b"x",
        "img/0-lamp.png": b"x",
    }
    media = read(files=files).intake.media
    assert [(key, bool(row.missing)) for key, row in media.items()] == [
        ("img/1_Rock_1.jpeg", False), ("img/0-lamp.png", False),
        ("https://cdn-images-1.medium.com/1*gone.png", True)]  # fmt: skip


def test_an_independent_counter_counts_every_page(
    read: Callable[..., Reading], tmp_path: Path
) -> None:
    read(files={f"posts/{NAME}": GOOD, "posts/broken.html": "<p>", "claps/claps.html": "<p>"})
    (counted,) = count(tmp_path / "export") or []
    assert counted.number == 2


# -- broken and hostile ----------------------------------------------------------------------------


def test_a_broken_page_costs_no_other(read: Callable[..., Reading]) -> None:
    reading = read(files={
        f"posts/{NAME}": GOOD,
        "posts/2019-01-01_Empty-222222222222.html": "",
        "posts/2019-01-02_Cut-333333333333.html": GOOD[: GOOD.index("data-field")],
        "posts/2019-01-03_Mute-444444444444.html": page("", name="", item="4" * 12)})  # fmt: skip
    assert list(reading.posts) == [LOG]
    assert reading.aside() == [
        ("post", "222222222222", "no post as Medium exports it"),
        ("post", "333333333333", "no post as Medium exports it"),
        ("post", "444444444444", "nothing in it"),
    ]


def test_a_page_that_breaks_the_converter_is_set_aside_without_a_word_of_it(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.medium import posts

    whole = posts.arrange

    def fails(body: object, context: object) -> None:
        if "bad words" in body.text():  # type: ignore[attr-defined]
            raise RuntimeError("bad words")
        whole(body, context)  # type: ignore[arg-type]

    monkeypatch.setattr(posts, "arrange", fails)
    bad = page(titled("<p>bad words</p>"), item="2" * 12)
    reading = read(files={f"posts/{NAME}": GOOD, "posts/2019-01-01_Bad-222222222222.html": bad})
    assert list(reading.posts) == [LOG]
    assert reading.aside() == [("post", "222222222222", "its text could not be converted")]
    assert "bad words" not in reading.told()


def test_what_is_no_text_leaves_marks_and_is_counted(read: Callable[..., Reading]) -> None:
    data = page(titled("<p>Lit\x0b at ~</p>")).encode().replace(b"~", b"\xe9")
    reading = read(files={f"posts/{NAME}": data})
    assert plain(reading.posts[LOG].blocks[0]) == "Lit\ufffd at \ufffd"
    assert {code for code, _ in reading.codes()} == {"medium.control-character", "medium.encoding"}


@pytest.mark.parametrize(
    "bomb",
    ["<div>" * 100_000 + "deep", "<blockquote class='graf--blockquote'>" * 20_000 + "deep",
     "<blockquote class='graf graf--blockquote'>deep</blockquote>" * 20_000,
     "<pre class='graf--pre'>deep</pre>" * 20_000, "<p class='graf--subtitle'>deep" * 5_000,
     "<div class='graf--mixtapeEmbed'><a href='//['>" * 5_000 + "deep",
     "<a href='" * 50_000 + "deep"],
    ids=["depth", "quotes", "run", "code", "subtitles", "cards", "open"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_bombs_take_no_time_and_no_depth(bomb: str, read: Callable[..., Reading]) -> None:
    assert LOG in read(titled("<p>start</p>" + bomb)).posts


def test_cards_within_cards_do_not_undo_one_another(read: Callable[..., Reading]) -> None:
    inner = '<div class="graf--mixtapeEmbed graf--kicker"><a href="https://a.example">in</a></div>'
    nested = (
        f'<div class="graf--mixtapeEmbed graf--subtitle">{inner}<p class="graf--kicker">x</p></div>'
    )
    assert read(titled("<p>Lit.</p>" + nested * 50)).posts[LOG].blocks


def test_archives_that_were_never_medium_are_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.html").write_text("<p>x</p>")
    with Unpacked.open(tmp_path) as archive:
        bench = Bench(None)  # type: ignore[arg-type]
        assert list(medium.read(archive, Intake(archive, bench))) == []
        assert [a.reason for a in bench.set_asides] == ["no post as Medium exports it"]
