"""Export files: every shape, old, zipped, broken, hostile; and nothing told that is private."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.inventory import report
from pipeline.ingest.readers import ghost
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect.counters import count
from pipeline.model.errors import ArchiveError
from pipeline.model.walk import plain
from tests.ingest.ghost.conftest import Reading, read_at, row, tables, wrapped

META = {"exported_on": 1, "version": "4.48.0"}
DATA = tables(row())


@pytest.mark.parametrize(
    "shape",
    [{"db": [{"meta": META, "data": DATA}]}, {"db": [{"data": DATA}]}, {"data": DATA},
     {"meta": META, "data": DATA}, {"data": dict(sorted(DATA.items(), reverse=True))},
     {"data": {"a": ["x" * 100_000]} | DATA}],
    ids=["whole", "no meta", "bare", "beside", "posts late", "posts far"],
)  # fmt: skip
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_export_of_any_shape_is_known_and_read(
    shape: object, codec: str, read: Callable[..., Reading]
) -> None:
    text = json.dumps(shape, ensure_ascii=False)
    assert list(read(data=text.encode(codec)).posts) == ["a1"]


@pytest.mark.parametrize(
    ("version", "era"),
    [("6.10.3-0-g3004c114", "Ghost 6"), ("4.47.4", "Ghost 4"), ("004", "before 1.0"),
     ("0.11.4", "before 1.0"), ("", "")],
)  # fmt: skip
def test_the_reader_says_which_version_it_met(version: str, era: str, tmp_path: Path) -> None:
    path = tmp_path / "lights.json"
    path.write_text(wrapped(tables(row()), version))
    with Unpacked.open(path) as archive:
        claim = ghost.claim(archive)
    assert claim is not None
    assert claim.era == era


@pytest.mark.parametrize(
    "text",
    ['{"@context":"x","orderedItems":[]}', '{"meta":{"status":200},"response":{"posts":[]}}',
     '{"data":{"posts":[{"id":1,"body":"x"}]}}', '{"data":[]}', '{"data":3}', '{"db":[]}', "[]",
     "", '{"data":{"posts":'],
)  # fmt: skip
def test_json_of_others_is_left_to_them(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    with Unpacked.open(path) as archive:
        assert ghost.claim(archive) is None


def test_an_old_export_of_numbers_and_markdown_is_read(read: Callable[..., Reading]) -> None:
    old = {"id": 5, "uuid": "u", "title": "A light", "slug": "light", "markdown": "*Lit.*",
           "html": None, "image": None, "page": 0, "status": "published", "language": "en_US",
           "author_id": 1, "created_at": 1588233600000, "published_at": 1588327200000}  # fmt: skip
    data = {"posts": [old, old | {"id": "6", "page": "1", "slug": "about"}],
            "users": [{"id": 1, "name": "Ada Quill"}],
            "tags": [{"id": 7, "name": "Oil"}],
            "posts_tags": [{"post_id": 5, "tag_id": 7}]}  # fmt: skip
    reading = read(data=wrapped(data, "004"))
    posts = list(reading.posts.values())
    assert [(post.id, post.kind) for post in posts] == [("5", "post"), ("6", "page")]
    assert (posts[0].author, posts[0].tags, posts[0].language) == ("Ada Quill", ("Oil",), "en-US")
    assert plain(posts[0].blocks[0]) == "Lit."


def test_the_pictures_beside_an_export_are_found_by_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "lights.zip"
    html = "".join(f'<img src="{url}">' for url in (
        "__GHOST_URL__/content/images/size/w600/2020/05/Rock%201.jpg",
        "https://lights.example/content/images/2020/05/lamp.png",
        "__GHOST_URL__/content/images/2020/05/fog.png",
        "/content/images/gone.jpg"))  # fmt: skip
    held = ["content/images/2020/05/Rock 1.jpg", "content/images/2020/05/lamp.png",
            "content/images/2020/05/fog_o.png"]  # fmt: skip
    ignored = ["members.csv", "content/themes/casper/package.json", "content/media/horn.mp3",
               "redirects.json", "content/settings/routes.yaml", "data/ghost.db"]  # fmt: skip
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("backup/data/ghost.json", wrapped(tables(row(html=html))))
        for name in (*held, *ignored):
            file.writestr(f"backup/{name}", "canary")
    reading = read_at(path)
    media = {key: bool(one.missing) for key, one in reading.intake.media.items()}
    assert media == {f"backup/{name}": False for name in held} | {"/content/images/gone.jpg": True}
    with Unpacked.open(path) as archive:
        report(archive, ghost, reading.bench)
    assert "archive.unknown-member" not in [code for code, _ in reading.codes()]
    assert "canary" not in reading.told()


def test_an_independent_counter_counts_every_row(
    read: Callable[..., Reading], tmp_path: Path
) -> None:
    read(row(), row("b2", status="draft"), row("c3", html=None, title=""))
    (counted,) = count(tmp_path / "lights.json") or []
    assert counted.number == 3


# -- private ---------------------------------------------------------------------------------------


def test_nothing_private_is_told(read: Callable[..., Reading]) -> None:
    canary = "canary"
    more = {name: [{"id": "1", "email": canary, "value": canary, "secret": canary, "name": canary}]
            for name in ("members", "api_keys", "integrations", "webhooks", "invites", "sessions",
                         "emails", "snippets", "newsletters", "products", "tokens",
                         "posts_products", "roles_users", "subscribers", "mobiledoc_revisions",
                         "post_revisions", "comments")}  # fmt: skip
    draft = row("b2", title=canary, html=f"<p>{canary}<select><option>{canary}</select>",
                slug=canary, status="draft", codeinjection_foot=canary)  # fmt: skip
    reading = read(row(codeinjection_head=f"<script>{canary}</script>"), draft, **more)
    assert canary not in reading.told() + repr(reading.posts["a1"])
    assert reading.intake.sources[0].member == ""


# -- broken and hostile ----------------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 2, 3, 40, 400])
def test_a_file_cut_off_is_refused_with_a_way_out(step: int, read: Callable[..., Reading]) -> None:
    text = wrapped(tables(row()))
    with pytest.raises(ArchiveError, match="cannot be read") as error:
        read(data=text[:-step])
    assert error.value.todo
    assert error.value.cause
    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    ("bad", "good"),
    [("Lit\\u0000 at \\ud83d dusk", "Lit\ufffd at \ufffd dusk"),
     ("Lit\x01 at\tdusk", "Lit\ufffd at dusk")],
    ids=["escaped", "raw"],
)  # fmt: skip
def test_control_characters_and_halves_of_pairs_leave_marks(
    bad: str, good: str, read: Callable[..., Reading]
) -> None:
    text = wrapped(tables(row(html="<p>@</p>"), row("b2"))).replace("@", bad)
    reading = read(data=text)
    assert plain(reading.posts["a1"].blocks[0]) == good
    assert "b2" in reading.posts
    assert {code for code, _ in reading.codes()} == {"ghost.json", "ghost.control-character"}


@pytest.mark.parametrize("broken", ["7", "null", '"x"', "[]", '{"id": [], "html": 1e999}', "{}"])
def test_a_row_that_is_none_is_set_aside_alone(broken: str, read: Callable[..., Reading]) -> None:
    text = wrapped(tables({"id": "here"}, row("b2"))).replace('{"id": "here"}', broken, 1)
    reading = read(data=text)
    assert list(reading.posts) == ["b2"]
    ((kind, item, reason),) = reading.aside()
    assert (kind, item) == ("post", "row 1")
    assert reason in ("broken JSON", "nothing in it")


@pytest.mark.parametrize(
    "value", [None, True, 7, 7.5, [], {}, [[]], {"a": 1}, "\ud800", "9" * 5000]
)
def test_any_field_may_be_of_any_kind(value: object, read: Callable[..., Reading]) -> None:
    fields = [name for name in row() if name not in ("id", "uuid")]
    posts = [row(f"p{at}", **{name: value}) for at, name in enumerate(fields)]
    ties = [{"post_id": value, "tag_id": value, "sort_order": value}]
    meta = [{"post_id": "p1", "feature_image_caption": value, "feature_image_alt": value}]
    reading = read(*posts, row("z"), tags=[{"id": value, "name": value}], posts_tags=ties,
                   posts_meta=meta, users=[{"id": value, "name": value}], settings=[
                       {"key": "title", "value": value}, {"key": value}])  # fmt: skip
    assert "z" in reading.posts
    assert len(reading.posts) + len(reading.aside()) == len(posts) + 1


@pytest.mark.parametrize("table", ["null", "7", '"x"', "{}", "[[]]"])
def test_tables_may_be_none(table: str, read: Callable[..., Reading]) -> None:
    names = ("users", "tags", "posts_tags", "posts_meta", "settings", "posts_authors")
    rest = ",".join(f'"{name}":{table}' for name in names)
    text = (
        f'{{"db":[{{"meta":{{"exported_on":1}},"data":{{"posts":[{json.dumps(row())}],{rest}}}}}]}}'
    )
    assert list(read(data=text).posts) == ["a1"]
    text = f'{{"db":[{{"meta":{{"exported_on":1}},"data":{{"posts":{table}}}}}]}}'
    assert read(data=text).posts == {}


@pytest.mark.timeout(20)
def test_nesting_without_end_costs_no_post(read: Callable[..., Reading]) -> None:
    deep = "[" * 200_000 + "]" * 200_000
    text = wrapped(tables(row())).replace('"posts":', f'"deep": {deep}, "posts":')
    assert list(read(data=text).posts) == ["a1"]


def test_a_post_that_breaks_the_converter_is_set_aside_without_a_word_of_it(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.ghost import body

    whole = body.arranged

    def fails(html: str, context: object) -> str:
        if "bad words" in html:
            raise RuntimeError(html)
        return whole(html, context)  # type: ignore[arg-type]

    monkeypatch.setattr(body, "arranged", fails)
    reading = read(row(html="<p>bad words</p>"), row("b2"))
    assert list(reading.posts) == ["b2"]
    assert reading.aside() == [("post", "a1", "its text could not be converted")]
    assert reading.codes() == [("ghost.item", "error")]
    assert "bad words" not in reading.told()
