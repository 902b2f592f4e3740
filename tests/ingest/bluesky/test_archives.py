"""Whole archives: the account, blog entries, what is no text, what is not meant well."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.readers import bluesky
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model import walk
from tests.ingest.bluesky.conftest import Reading, read_at
from tests.ingest.bluesky.encoder import (
    DID,
    POST,
    blob,
    car,
    cid,
    encode,
    facet,
    post,
    repository,
    tid,
    uri,
)
from tests.outline import outline

LENS = blob(b"lens")


def test_the_account_tells_its_name(read: Callable[..., Reading]) -> None:
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Ada Quill ", "description": "x"}
    reading = read(post("fog", langs=["en"]), records={"app.bsky.actor.profile/self": profile})
    found = reading.intake.profile
    assert (found.author, found.handle, found.language) == ("Ada Quill", DID, "en")
    assert found.url == f"https://bsky.app/profile/{DID}"
    assert reading.codes() == []


def test_records_that_are_no_texts_are_counted_and_those_of_other_programs_named(
    read: Callable[..., Reading],
) -> None:
    other = {f"{kind}/{tid(n)}": {"$type": kind} for kind, n in (
        ("app.bsky.feed.like", 1), ("app.bsky.feed.like", 2), ("app.bsky.graph.follow", 1),
        ("app.bsky.feed.threadgate", 1), ("fyi.example.story", 1))}  # fmt: skip
    reading = read(post("fog"), records=other)
    assert len(reading.posts) == 1
    told, unknown = reading.bench.findings
    assert told.message == (
        "Records that are no texts: likes (2), follows (1), rules of who may answer (1)."
    )
    assert (unknown.severity, "fyi.example.story (1)" in unknown.message) == ("warning", True)


@pytest.mark.parametrize("name", ["repo.car", "ada.CAR", "download"])
def test_a_repository_by_itself_is_an_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(repository({f"{POST}/{tid(1)}": post("fog")}))
    assert set(read_at(tmp_path / name).posts) == {tid(1)}


def test_a_car_of_other_things_is_not_claimed(tmp_path: Path) -> None:
    data = encode({"Links": [], "Data": b"a web page"})
    (tmp_path / "site.car").write_bytes(car([cid(data)], [(cid(data), data)]))
    (tmp_path / "empty.car").write_bytes(b"")
    with Unpacked.open(tmp_path) as archive:
        assert bluesky.claim(archive) is None


def test_what_lies_beside_a_repository_is_accounted_for(read: Callable[..., Reading]) -> None:
    files = {"chat.jsonl": b"{}", "preferences.json": b"{}", f"blobs/{cid(b'x', 0x55)}.mp4": b""}
    assert set(read(post("fog"), files=files).codes()) == {"archive.ignored"}


def test_the_independent_count_agrees(tmp_path: Path) -> None:
    records = {f"{POST}/{tid(n)}": post(f"number {n}") for n in range(3)}
    for n in (1, 2):
        records |= entry("app.bsky.feed.repost", n, n=n)
    records |= entry("com.whtwnd.blog.entry", content="x")
    (tmp_path / "repo.car").write_bytes(repository(records))
    assert [(one.what, one.number) for one in count(tmp_path) or []] == [
        ("posts on Bluesky", 3), ("reposts", 2), ("blog entries", 1),
    ]  # fmt: skip


# -- blog entries ----------------------------------------------------------------------------------


def block(kind: str, **fields: Any) -> dict[str, Any]:
    return {"block": {"$type": f"pub.leaflet.blocks.{kind}"} | fields}


def words(said: str, part: str = "", kind: str = "", **fields: Any) -> dict[str, Any]:
    facets = [facet(said, part, kind, **fields)] if part else []
    return {"$type": "pub.leaflet.blocks.text", "plaintext": said, "facets": facets}


BLOCKS = [
    block("header", level=2, plaintext="Oil"),
    {"block": words("Né, the wick was low.", "wick", "italic")},
    {"block": words("See the log.", "log", "link", uri="https://light.example/log")},
    block("blockquote", plaintext="Keep it lit."),
    block("unorderedList", children=[
        {"content": words("rope"), "children": [{"content": words("old rope")}]},
        {"content": words("lamp")},
    ]),
    block("orderedList", startIndex=3, children=[{"content": words("third")}]),
    block("image", image=LENS, alt="The lens"),
    block("code", plaintext="lamp --on", language="sh"),
    block("math", tex="a^2"),
    block("horizontalRule"),
    block("bskyPost", postRef={"uri": uri("3aaaaaaaaaaaa", "did:plc:tove"), "cid": "x"}),
    block("website", src="https://light.example/", title="Lights"),
    block("signup"),
    block("mystery", plaintext="Its words stay."),
]  # fmt: skip
PAGES = [{"$type": "pub.leaflet.pages.linearDocument", "blocks": BLOCKS}]
MARKDOWN = "The *first* line.\n\n![The lens](https://pds.example/xrpc/com.atproto.sync.getBlob?did={}&cid={})\n"


def entry(collection: str, key: int = 1, **fields: Any) -> dict[str, Any]:
    return {f"{collection}/{tid(key)}": {"$type": collection} | fields}


def test_a_leaflet_reads_as_its_outline_says(read: Callable[..., Reading]) -> None:
    publication = {"name": "Lights & Keepers", "base_path": "keepers.leaflet.example"}
    blog = uri(tid(9), collection="pub.leaflet.publication")
    document = entry(
        "pub.leaflet.document",
        title="On wicks",
        description="A keeper's notes",
        publishedAt="2023-11-14T22:00:00Z",
        publication=blog,
        pages=PAGES,
        tags=["oil"],
    )
    reading = read(records=document | entry("pub.leaflet.publication", 9, **publication))
    [found] = reading.posts.values()
    golden = Path(__file__).parent / "leaflet.outline"
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(outline(found.blocks), encoding="utf-8")
    assert outline(found.blocks) == golden.read_text(encoding="utf-8")
    assert walk.text(found.title) == "On wicks"
    assert (found.kind, found.series, found.tags) == ("entry", "Lights & Keepers", ("oil",))
    assert found.url == f"https://keepers.leaflet.example/{tid(1)}"
    assert reading.codes() == ["bluesky.unknown-part"]


def test_a_document_of_the_standard_has_its_pages_or_its_plain_text(
    read: Callable[..., Reading],
) -> None:
    shared = {"title": "On wicks", "site": "https://keepers.example", "path": "/wicks"}
    whole = entry("site.standard.document", 1, **shared,
                  content={"$type": "pub.leaflet.content", "pages": PAGES[:1]})  # fmt: skip
    plain = entry("site.standard.document", 2, **shared, textContent="One.\n\nTwo.",
                  content={"$type": "of.another.program"})  # fmt: skip
    posts = list(read(records=whole | plain).posts.values())
    assert posts[0].url == "https://keepers.example/wicks"
    assert outline(posts[0].blocks).startswith("0 heading 2: Oil")
    assert outline(posts[1].blocks) == "0 paragraph: One.\n1 paragraph: Two.\n"


def test_an_entry_of_whitewind_is_markdown(read: Callable[..., Reading]) -> None:
    named = str(cid(b"lens", 0x55))
    text = MARKDOWN.format(DID, named)
    reading = read(
        records=entry("com.whtwnd.blog.entry", title="On wicks", content=text, subtitle="Notes"),
        files={f"blobs/{named}.jpg": b"jpg"},
    )
    [found] = reading.posts.values()
    assert outline(found.blocks) == (
        "0 paragraph (standfirst): Notes\n1 paragraph: The *first* line.\n"
        f"2 figure: ![The lens](blobs/{named}.jpg)\n"
    )
    assert found.url == f"https://whtwnd.com/{DID}/{tid(1)}"


@pytest.mark.parametrize(
    ("fields", "visibility"),
    [
        ({}, "public"),
        ({"visibility": "public"}, "public"),
        ({"visibility": "url"}, "unlisted"),
        ({"visibility": "author"}, "private"),
        ({"isDraft": True}, "draft"),
    ],
)
def test_who_may_read_an_entry_is_as_it_says(
    read: Callable[..., Reading], fields: dict[str, Any], visibility: str
) -> None:
    [found] = read(records=entry("com.whtwnd.blog.entry", content="x", **fields)).posts.values()
    assert found.visibility == visibility


def test_a_document_with_a_part_for_paying_readers_is_paid(read: Callable[..., Reading]) -> None:
    blocks = [{"block": words("Free.")}, block("membersOnlyDelimiter"), {"block": words("Paid.")}]
    document = entry("pub.leaflet.document", title="x", pages=[{"blocks": blocks}])
    [found] = read(records=document).posts.values()
    assert found.visibility == "paid"


# -- what is not meant well ------------------------------------------------------------------------

WRONG: tuple[Any, ...] = (None, 7, -1, 1.5, "x", True, b"b", [], ["x", 3], {}, {"a": {"b": []}},
                          [{"$type": 7}], cid(b"x"), 2**63)  # fmt: skip
FIELDS = ("text", "facets", "embed", "reply", "langs", "labels", "tags", "createdAt")


@pytest.mark.parametrize("field", FIELDS)
def test_fields_of_the_wrong_kind_never_stop_the_reader(
    read: Callable[..., Reading], field: str
) -> None:
    items = [post("fog") | {field: value} for value in WRONG]
    reading = read(*items, post("the last"))
    assert tid(len(items) + 1) in reading.posts
    assert "its text could not be converted" not in str(reading.aside())


KINDS = ("images", "gallery", "video", "external", "record", "recordWithMedia")


@pytest.mark.parametrize("kind", KINDS)
def test_embeds_of_the_wrong_kind_never_stop_the_reader(
    read: Callable[..., Reading], kind: str
) -> None:
    names = ("images", "items", "video", "external", "record", "media", "alt")
    items = [
        post("fog", embed={"$type": f"app.bsky.embed.{kind}", name: value})
        for name in names
        for value in (*WRONG, [{"image": wrong, "alt": wrong} for wrong in WRONG])
    ]
    deep: Any = 7
    for _ in range(40):
        deep = {"$type": "app.bsky.embed.recordWithMedia", "media": deep, "record": deep}
        deep["record"] = None
    reading = read(*items, post("the last", embed=deep))
    assert len(reading.posts) == len(items) + 1


@pytest.mark.parametrize("collection", ["pub.leaflet.document", "com.whtwnd.blog.entry"])
def test_entries_of_the_wrong_kind_never_stop_the_reader(
    read: Callable[..., Reading], collection: str
) -> None:
    names = ("title", "content", "pages", "tags", "description", "subtitle", "site", "publication")
    records: dict[str, Any] = {}
    for at, (name, value) in enumerate(
        (n, v) for n in names for v in (*WRONG, [{"blocks": WRONG}])
    ):
        records |= entry(collection, at, **({"title": "x"} | {name: value}))
    odd = [block(kind, **dict.fromkeys(("plaintext", "facets", "children", "image", "images",
                                        "level", "src", "postRef", "tex", "startIndex"), wrong))
           for kind in ("text", "header", "unorderedList", "orderedList", "image", "imageGallery",
                        "code", "math", "website", "bskyPost", "poll")
           for wrong in (*WRONG, [{"content": 7, "children": [{}]}])]  # fmt: skip
    records |= entry(collection, 9000, title="x", pages=[{"blocks": odd}], content="x")
    reading = read(records=records)
    assert "its text could not be converted" not in str(reading.aside())


def test_characters_that_no_book_holds_become_marks_and_are_counted(
    read: Callable[..., Reading],
) -> None:
    reading = read(post("l\x00mp\x1b"))
    assert outline(reading.posts[tid(1)].blocks) == "0 paragraph: l�mp�\n"
    assert reading.codes() == ["text.control-character"]


def test_a_post_that_says_nothing_is_set_aside(read: Callable[..., Reading]) -> None:
    assert read(post(" \n")).aside() == [("skeet", tid(1), "nothing in it")]


def test_a_post_that_cannot_be_converted_is_set_aside_without_its_words(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.bluesky.richtext import Rich

    def fail(self: Any, text: str, facets: Any) -> Any:
        raise ValueError(text)

    monkeypatch.setattr(Rich, "paragraphs", fail)
    reading = read(post("secret words"))
    assert reading.aside() == [("skeet", tid(1), "its text could not be converted")]
    assert "secret" not in str(reading.bench.findings)


def test_nothing_private_comes_out_with_what_is_public(read: Callable[..., Reading]) -> None:
    word = "canary"
    hidden = {"title": word, "content": f"{word} <script>{word}</script>", "subtitle": word}
    records = (
        entry("com.whtwnd.blog.entry", 1, visibility="author", **hidden)
        | entry("com.whtwnd.blog.entry", 2, isDraft=True, **hidden)
        | entry("pub.leaflet.document", 3, title=word,
                pages=[{"blocks": [block("membersOnlyDelimiter"), {"block": words(word)}]}])
        | entry("app.bsky.feed.like", 4, subject=word)
        | entry("fyi.example.story", 5, text=word)
        | {"app.bsky.actor.profile/self": {"displayName": "Ada", "description": word}}
    )  # fmt: skip
    files = {"chat.jsonl": word.encode(), "preferences.json": word.encode()}
    reading = read(post("The lamp."), records=records, files=files)
    public = [post for post in reading.posts.values() if post.visibility in ("public", "unlisted")]
    assert len(public) == 1
    bench = reading.bench
    told = (public, bench.set_asides, bench.findings, bench.changes, bench.merges)
    assert word not in repr((*told, reading.intake.profile))
