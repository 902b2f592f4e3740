"""Archives to posts: what is public, in the order it was written, each item once."""

import os
import zipfile
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.ingest import read as station
from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.order import natural, ordered
from pipeline.ingest.read import Options, run
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError, RecipeError
from pipeline.model.handoff import Archive, Archives
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import BlockQuote, Figure, Image, List, Note, Paragraph, Text
from pipeline.shop.conservation import check


def post(id, created="2020-01-01", source=0, text="Fog.", **fields):
    blocks = (Paragraph((Text(text),), (Origin(source, id, 0),)),)
    return Post(id, source, fields.pop("kind", "post"), created, blocks, **fields)


@pytest.fixture
def shop(monkeypatch, tmp_path):
    """Reads archives whose posts come from a function of ours, one archive for each function."""

    def run_on(*makers, options=None):
        archives, makers_by_name = [], {}
        for at, maker in enumerate(makers):
            path = tmp_path / f"{at}.zip"
            with zipfile.ZipFile(path, "w") as made:
                made.writestr("posts.txt", f"archive {at}")
                made.writestr("fog.jpg", "the same" if at < 2 else "another")
            archives.append(Archive(f"{at}" * 64, path.name, str(path)))
            makers_by_name[path.name] = maker

        def read(archive, intake):
            return makers_by_name[archive.name](archive, intake)

        reader = SimpleNamespace(
            NAME="ours", TITLE="Our archive", MEMBERS=(Known(".*", "read"),), read=read
        )
        monkeypatch.setattr(station, "identify", lambda archive: (reader, Claim("it is ours")))
        bench = Bench(None)
        return run(Archives(tuple(archives)), options or Options(), bench), bench

    return run_on


def given_posts(*posts):
    def maker(archive, intake):
        row = intake.source("posts.txt")
        for each in posts:
            yield replace(each, source=row)

    return maker


def test_what_is_not_public_is_set_aside_without_a_word_of_it(shop):
    posts, bench = shop(
        given_posts(
            post("1"),
            post("2", visibility="unlisted"),
            post("3", visibility="draft", text="A secret."),
            post("4", visibility="password", title=(Text("A secret."),)),
        )
    )
    assert [p.id for p in posts.posts] == ["1", "2"]
    assert [(a.item, a.reason) for a in bench.set_asides] == [
        ("3", "not public: draft"),
        ("4", "not public: password"),
    ]
    assert "secret" not in repr([bench.set_asides, bench.findings])


def test_pictures_that_only_private_posts_show_go_no_further(shop):
    def maker(archive, intake):
        row = intake.source("posts.txt")
        keys = {
            "public": intake.absent("https://x.example/rock.jpg", "on the web"),
            "draft": intake.picture("fog.jpg"),
            "private": intake.absent("https://x.example/secret.jpg", "on the web"),
        }
        for kind, key in keys.items():
            figure = Figure((Image(key),), (), (Origin(row, kind, 0),))
            yield Post(kind, row, "post", "", (figure,), visibility=kind)

    posts, _ = shop(maker)
    assert [media.key for media in posts.media] == ["https://x.example/rock.jpg"]
    assert [source.member for source in posts.sources] == ["posts.txt", ""]
    posts, _ = shop(maker, options=Options(private=["draft"]))
    assert [media.key for media in posts.media] == ["https://x.example/rock.jpg", "fog.jpg"]
    assert [source.member for source in posts.sources] == ["posts.txt", "fog.jpg"]


def test_the_name_of_a_file_that_only_a_private_post_stands_in_goes_no_further(shop):
    def maker(archive, intake):
        for visibility, member in (("public", "posts.txt"), ("draft", "my-secret.txt")):
            yield post(member, source=intake.source(member), visibility=visibility)

    posts, _ = shop(maker)
    assert [source.member for source in posts.sources] == ["posts.txt", ""]


def test_one_who_wrote_only_drafts_is_not_the_author_of_the_book(shop):
    def maker(archive, intake):
        intake.profile = Profile(author="Tove")
        row = intake.source("posts.txt")
        yield post("1", source=row, author="Ada")
        for id in "23":
            yield post(id, source=row, author="Tove", visibility="draft")

    assert shop(maker)[0].profile.author == "Ada"
    assert shop(maker, options=Options(private=["draft"]))[0].profile.author == "Tove"


def test_a_recipe_lets_in_the_kinds_it_names_and_no_others(shop):
    maker = given_posts(post("1", visibility="draft"), post("2", visibility="private"))
    posts, _ = shop(maker, options=Options(private=["draft"]))
    assert [p.id for p in posts.posts] == ["1"]


def test_posts_stand_in_the_order_they_were_written():
    posts = [post("p10"), post("p9"), post("z", "2019-05-05"), post("p9b"), post("old", "")]
    assert [p.id for p in ordered(posts)] == ["old", "z", "p9", "p9b", "p10"]


def test_tweets_of_a_month_that_knows_only_days_stand_in_the_order_of_their_ids():
    days = [("9999", "2010-11-03"), ("10000", "2010-11-03"), ("90", "2010-11-02")]
    tweets = [post(id, f"{day}T00:00:00Z", kind="tweet") for id, day in days]
    timed = post("9998", "2010-11-03T10:00:00Z", kind="retweet")
    essay = post("essay", "2010-11-03", kind="post")
    assert [p.id for p in ordered([*tweets, timed, essay])] == [
        "90", "essay", "9998", "9999", "10000"
    ]  # fmt: skip


@given(st.lists(st.text("0123456789ab-", min_size=1), unique=True), st.randoms())
def test_the_order_does_not_depend_on_the_order_received(ids, random):
    posts = [post(id, kind=kind) for id, kind in zip(ids, ["tweet", "post"] * 99, strict=False)]
    shuffled = random.sample(posts, len(posts))
    assert ordered(posts) == ordered(shuffled)


@given(st.integers(0, 10**50), st.integers(0, 10**50))
def test_numbers_in_ids_count_as_numbers(a, b):
    assert (natural(f"p{a}") < natural(f"p{b}")) == (a < b)
    assert (natural(f"{a}") < natural(f"{b}")) == (a < b)


def test_the_same_post_from_two_archives_is_there_once(shop):
    mine = post("7", text="Once.")
    posts, bench = shop(given_posts(mine), given_posts(_with_rows(mine, 1)))
    assert [p.id for p in posts.posts] == ["7"]
    assert [(m.item, m.source, m.into) for m in bench.merges] == [("7", 1, "7")]


def _with_rows(post, row):
    blocks = tuple(
        replace(block, origin=tuple(replace(origin, source=row) for origin in block.origin))
        for block in post.blocks
    )
    return replace(post, blocks=blocks)


def test_another_post_of_the_same_id_gets_an_id_of_its_own_down_to_its_notes(shop):
    def at(block):
        return (Origin(0, "7", block),)

    note = Note((Paragraph((Text("n"),), at(4)),))
    blocks = (
        BlockQuote((Paragraph((Text("a"), note), at(1)),), at(0)),
        List(((Paragraph((Text("b"),), at(3)),),), at(2)),
    )
    other = Post("7", 0, "post", "2020-01-02", blocks)
    posts, bench = shop(given_posts(post("7"), other, post("7-2")))
    assert [p.id for p in posts.posts] == ["7", "7-2", "7-3"]
    assert repr(posts.posts[2].blocks) == repr(blocks).replace("item='7'", "item='7-3'")
    assert [f.code for f in bench.findings] == ["archive.identified", "ingest.id-twice"]
    assert not bench.merges


def test_a_broken_twin_of_a_post_is_set_aside_as_another(shop):
    def maker(archive, intake):
        yield replace(post("7"), source=intake.source("posts.txt"))
        intake.bench.set_aside("post", "7", 0, "it cannot be read")
        intake.bench.set_aside("note", "7", 0, "a note")

    posts, bench = shop(maker)
    assert [p.id for p in posts.posts] == ["7"]
    assert [(a.kind, a.item) for a in bench.set_asides] == [
        ("post", "7-2"),
        ("note", "7"),
    ]
    check("ingest.read", Archives(()), posts, bench)


def test_tables_of_several_archives_are_one(shop):
    def maker(archive, intake):
        intake.profile = Profile(title=archive.name)
        key = intake.picture("fog.jpg")
        row = intake.source("posts.txt")
        origin = (Origin(row, archive.name, 0),)
        yield Post(archive.name, row, "post", "", (Figure((Image(key),), (), origin),))

    posts, _ = shop(maker, maker, maker)
    assert posts.profile.title == "0.zip"
    assert [posts.sources[p.source].name for p in posts.posts] == ["0.zip", "1.zip", "2.zip"]
    same, also, other = (p.blocks[0].images[0].media for p in posts.posts)
    assert same == also == "fog.jpg"
    assert other == "222222222222/fog.jpg"
    rows = {media.key: posts.sources[media.source].name for media in posts.media}
    assert rows == {"fog.jpg": "0.zip", other: "2.zip"}


def test_a_reader_that_fails_is_named_without_a_word_of_what_it_read(shop):
    def maker(archive, intake):
        yield post("1")
        raise ValueError("Dear diary")

    with pytest.raises(ArchiveError) as caught:
        shop(maker)
    assert caught.value.message == "the ours reader failed on this archive"
    assert caught.value.cause.startswith("ValueError at ")
    assert caught.value.file.endswith(os.sep + "0.zip")
    assert "diary" not in str(caught.value)


def test_an_unknown_format_is_refused(shop):
    with pytest.raises(RecipeError, match="no archive format 'tweeter'"):
        shop(given_posts(), options=Options(format="tweeter"))
