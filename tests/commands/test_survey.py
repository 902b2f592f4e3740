"""A survey tells what archives hold, agrees with the book of them, and keeps what is private."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.commands.survey import style
from pipeline.commands.survey.told import survey_text
from pipeline.shop import planning, recipe
from pipeline.shop.places import find
from tests.samples.archives import BLOG, ROOT, TWITTER, items, tweets
from tests.samples.canaries import BLOG as BLOG_CANARIES
from tests.samples.canaries import TWITTER as TWITTER_CANARIES

REAL = ROOT.parent / "shared" / "archives"
GOLDEN = Path(__file__).parent / "survey"
CANARIES = (*TWITTER_CANARIES, *BLOG_CANARIES)


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A floor with both samples."""
    (tmp_path / "recipes").mkdir()
    for sample in (TWITTER, BLOG):
        place = tmp_path / sample.relative_to(ROOT)
        place.parent.mkdir(parents=True)
        shutil.copy(sample, place)
    monkeypatch.chdir(tmp_path)
    return tmp_path


TWEETS = "sources/twitter/archive.zip"
POSTS = "sources/blog/salt-and-starter.wordpress.xml"


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(words) == code
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    found = json.loads(said(capsys, *words, "--json", code=code))
    assert isinstance(found, dict)
    return found


def surveyed(capsys: pytest.CaptureFixture[str], *archives: str) -> dict[str, Any]:
    found = told(capsys, "survey", *archives)["together"]
    assert isinstance(found, dict)
    return found


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# -- what it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "archive"), [("twitter", TWEETS), ("blog", POSTS)])
def test_the_samples_read_as_they_are_known_to(
    floor: Path, capsys: pytest.CaptureFixture[str], name: str, archive: str
) -> None:
    text = said(capsys, "survey", archive)
    suggested = told(capsys, "survey", archive)["recipe"]
    for golden, found in ((f"{name}.txt", text), (f"{name}.yaml", suggested)):
        path = GOLDEN / golden
        if os.environ.get("BOOKWORKS_UPDATE"):
            write(path, found)
        assert found == path.read_text(encoding="utf-8")


def test_a_terminal_of_eighty_columns_holds_it_in_about_forty_lines(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for archive in (TWEETS, POSTS):
        lines = said(capsys, "survey", archive).splitlines()
        assert len(lines) < 50  # fourteen years, and eighteen
        assert max(map(len, lines[:-1])) <= 80
        assert "\x1b" not in "".join(lines)


def test_bars_are_as_long_as_their_years_and_all_begin_alike(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = re.findall(
        r"(?m)^  (\d{4})  ([█▓ ]+?) +(\d+) +([\d,]+)$", said(capsys, "survey", TWEETS)
    )
    longest = max(len(bar) for _, bar, _, _ in rows)
    most = max(int(n) for _, _, n, _ in rows)
    assert [year for year, *_ in rows] == [str(year) for year in range(2011, 2025)]
    for _, bar, n, _ in rows:
        assert abs(len(bar) - int(n) * longest / most) < 1


def test_a_terminal_without_blocks_gets_plain_signs(
    floor: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(capsys, "survey", TWEETS)
    monkeypatch.setattr("sys.stdout", open(os.devnull, "w", encoding="ascii"))  # noqa: SIM115
    text = survey_text(found)
    assert "#####" in text
    assert "█" not in text


# -- its numbers -----------------------------------------------------------------------------------


def test_tweets_by_year_and_kind_are_those_of_a_count_without_our_reader(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {
        edit
        for tweet in tweets()
        for edit in tweet.get("edit_info", {}).get("initial", {}).get("editTweetIds", [])[:-1]
    }
    rows: Counter[tuple[str, str]] = Counter()
    for tweet in tweets():
        if tweet["id_str"] not in old:
            kind = "retweet" if tweet["full_text"].startswith("RT @") else "tweet"
            rows[tweet["created_at"][-4:], kind] += 1
    found = surveyed(capsys, TWEETS)
    assert {
        (year["year"], kind): n for year in found["years"] for kind, n in year["kinds"].items()
    } == dict(rows)
    assert sum(found["months"].values()) == found["public"] == rows.total()
    assert found["held_back"] == {"deleted": 1}


def test_posts_by_kind_and_visibility_are_those_of_a_count_without_our_reader(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = Counter(
        (one["post_type"], "password" if one["post_password"] else one["status"])
        for one in items()
        if one["post_type"] in ("post", "page")
    )
    found = surveyed(capsys, POSTS)
    kinds = {kind["kind"]: kind for kind in found["kinds"]}
    for kind in ("post", "page"):
        assert kinds[kind]["received"] == sum(n for (k, _), n in rows.items() if k == kind)
        assert kinds[kind]["public"] == rows[kind, "publish"]
    assert found["held_back"] == {
        "draft": rows["post", "draft"], "password": rows["post", "password"],
        "pending": rows["post", "pending"], "private": rows["post", "private"],
        "scheduled": rows["post", "future"], "trashed": rows["post", "trash"],
    }  # fmt: skip


def test_words_months_tags_and_lengths_are_those_that_stand_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "a/2019-01-03-one.md", "---\ntitle: One Day\ntags: [Sea, fog]\n---\n\nIt rained."
    )
    write(
        tmp_path / "a/2019-04-09-two.md", "---\ntitle: Two\ntags: [sea]\n---\n\nfour words in all"
    )
    write(tmp_path / "a/2021-02-01-three.md", "---\ntitle: Three\ntags: [sea]\n---\n\nIt *was* so.")
    write(tmp_path / "a/undated.md", "---\ntitle: No\n---\n\nNever.")
    found = surveyed(capsys, "a")
    assert found["words"]["all"] == found["words"]["taken"] == 2 + 2 + 1 + 4 + 1 + 3 + 1 + 1
    assert [(year["year"], year["items"], year["words"]) for year in found["years"]] == [
        ("", 1, 2), ("2019", 2, 9), ("2021", 1, 4),
    ]  # fmt: skip
    assert found["all_months"] == 26
    assert len(found["empty_months"]) == 23
    assert found["empty_months"][:3] == ["2019-02", "2019-03", "2019-05"]
    assert found["tags"] == {"sea": 3, "fog": 1}
    assert (found["lengths"]["longest"], found["lengths"]["longest_title"]) == (5, "Two")
    assert found["lengths"]["median"] == 4
    assert "in 23 of 26 months: 2019-02 to 2019-03, 2019-05 to 2021-01" in said(
        capsys, "survey", "a"
    )


def test_pictures_are_told_by_whether_they_are_there_large_enough_and_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    Image.new("RGB", (1200, 800)).save(tmp_path / "a/large.jpg")
    Image.new("RGB", (300, 200)).save(tmp_path / "a/small.png")
    (tmp_path / "a/broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    write(
        tmp_path / "a/2019-01-03-one.md",
        "---\ntitle: One\n---\n\n![a lamp](large.jpg)\n\n![](small.png)\n\n![x](broken.jpg)\n\n"
        "![](gone.jpg)\n\n![far](https://example.org/far.jpg)\n",
    )
    write(tmp_path / "a/2019-01-04-draft.md", "---\ndraft: true\n---\n\n![y](private.jpg)\n")
    found = surveyed(capsys, "a")["pictures"]
    assert (found["shown"], found["held"], found["small"], found["without_alt"]) == (5, 2, 1, 2)
    assert sum(found["missing"].values()) == 2
    assert sum(found["unreadable"].values()) == 1
    assert found["with_address"] == 1


REALS = (
    "twitter-2024-alrocar.zip", "twitter-2020-dsajg.zip", "wxr-alienlebarge.xml",
    "wxr-wordpress-theme-test.xml", "markdown-alienlebarge.zip", "medium-enkiv2.zip",
    "substack-inturious.zip", "mastodon-hikurry.zip",
)  # fmt: skip


@pytest.mark.parametrize("archives", [(TWEETS,), (POSTS,), (POSTS, TWEETS), *REALS])
def test_it_agrees_with_the_account_of_the_book(
    floor: Path, capsys: pytest.CaptureFixture[str], archives: tuple[str, ...] | str
) -> None:
    if isinstance(archives, str):
        if not (REAL / archives).exists():
            pytest.skip(f"the real archive {archives} is not on this machine")
        archives = (str(REAL / archives),)
    found = surveyed(capsys, *archives)
    said(capsys, "new", "it", "--from", *archives)
    said(capsys, "book", "it", "--only", "docx")
    rows = {row["kind"]: row for row in told(capsys, "account", "it")["sums"]}
    assert set(rows) == {kind["kind"] for kind in found["kinds"]}
    for kind in found["kinds"]:
        row = rows[kind["kind"]]
        assert row["seen"] == kind["received"]
        aside = {why.removeprefix("not public: "): n for why, n in row["set_aside"].items()}
        for way, reasons in (("held_back", aside), ("set_aside", aside), ("merged", row["merged"])):
            assert kind[way] == {why: reasons.get(why) for why in kind[way]}
    left_out = sum((Counter(row["set_aside"]) for row in rows.values()), Counter[str]())
    for one in found["left_out"]:
        assert left_out[one["reason"]] == one["items"]
    joined = sum(row["merged"].get("a thread", 0) for row in rows.values())
    assert joined in (0, found["threads"]["items"] - found["threads"]["count"])


def test_a_partial_archive_of_129_000_tweets_is_surveyed_whole(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = REAL / "twitter-2017-0xabad1dea.zip"
    if not archive.exists():
        pytest.skip(f"the real archive {archive.name} is not on this machine")
    found = surveyed(capsys, str(archive))
    assert (found["public"], found["kinds"][1]["public"]) == (129_000, 17_516)
    assert (found["threads"]["count"], found["threads"]["longest"]) == (3_283, 38)
    assert [one["count"] for one in found["damage"] if one["code"] == "twitter.missing-month"] == [
        10
    ]


# -- what it keeps to itself -----------------------------------------------------------------------


def everything(capsys: pytest.CaptureFixture[str], *archives: str) -> str:
    """Whatever a survey says anywhere."""
    found = told(capsys, "survey", *archives)
    page = Path(found["page"]).read_text(encoding="utf-8")
    return json.dumps(found, ensure_ascii=False) + survey_text(found) + page


def test_no_canary_sings_in_text_json_or_page(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = everything(capsys, TWEETS, POSTS) + everything(capsys, TWEETS) + everything(capsys, POSTS)
    assert not [canary for canary in CANARIES if canary in out]


def test_neither_words_nor_names_nor_tags_of_drafts_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path / "a/_posts/2018-01-01-quarrel.md",
        "---\ntitle: Wormwood\ntags: [gall]\npublished: false\ndate: [bad\n---\n\nAconite.\n",
    )
    write(tmp_path / "a/_posts/2018-01-02-open.md", "---\ntitle: Open\n---\n\nHello.\n")
    write(tmp_path / "a/_drafts/henbane.md", "---\ntitle: x\ndate: never\n---\n\nHemlock.\n")
    out = everything(capsys, "a")
    assert '"draft": ' in out or '"private": ' in out
    secrets = ("quarrel", "Wormwood", "gall", "Aconite", "henbane", "Hemlock")
    assert not [secret for secret in secrets if secret in out]


def test_an_address_in_a_title_a_tag_or_an_authors_name_is_withheld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        write(
            tmp_path / f"a/2018-01-0{number}-one.md",
            "---\ntitle: Write to ada@lights.example\nauthor: bob@lights.example\n"
            "tags: [cyd@lights.example]\ncategories: [dai@lights.example]\n---\n\nHello there.\n",
        )
    out = everything(capsys, "a")
    assert "lights.example" not in out
    assert "[address withheld]" in out
    assert 'author: "the author\'s name"' in told(capsys, "survey", "a")["recipe"]


# -- one, several, none ----------------------------------------------------------------------------


def test_a_bad_archive_among_several_is_named_and_the_others_are_surveyed(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(floor / "sources/bad.zip", "this is no zip")
    assert main(["survey", TWEETS, "sources/bad.zip", POSTS]) == 4
    out, err = capsys.readouterr()
    assert "bad.zip" in err
    assert "All 2 together" in out
    found = told(capsys, "survey", TWEETS, "sources/bad.zip", POSTS, code=4)
    assert [one["archive"] for one in found["failed"]] == ["sources/bad.zip"]
    assert "bad.zip could not be read" in Path(found["page"]).read_text(encoding="utf-8")
    sums = [sum(one["received"] for one in found["archives"]), found["together"]["received"]]
    assert sums[0] == sums[1]


def test_where_no_archive_can_be_read_that_is_said_with_the_errors_own_code(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(floor / "sources/bad.zip", "this is no zip")
    assert main(["survey", "sources/bad.zip"]) == 4
    assert "bad.zip" in capsys.readouterr().err
    found = told(capsys, "survey", "sources/bad.zip", "nothing.zip", code=4)
    assert [len(found["archives"]), found["together"], len(found["failed"])] == [0, None, 2]
    assert "None of these" in said(capsys, "survey", "sources/bad.zip", "nothing.zip", code=4)


def test_an_older_archive_of_the_same_account_counts_once(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(floor / TWEETS, floor / "sources/older.zip")
    alone, both = surveyed(capsys, TWEETS), surveyed(capsys, "sources/older.zip", TWEETS)
    assert both["received"] == 2 * alone["received"]
    for key in ("public", "taken", "years", "words", "threads", "pictures", "tags"):
        assert both[key] == alone[key]


def test_an_archive_without_a_single_public_item_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a/2018-01-01-one.md", "---\ndraft: true\n---\n\nHello.\n")
    found = surveyed(capsys, "a")
    assert (found["public"], found["held_back"], found["words"]["pages"]) == (0, {"draft": 1}, 0)
    assert "draft (1)" in said(capsys, "survey", "a")


def test_a_books_name_stands_for_its_sources(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "new", "lights", "--from", TWEETS)
    found = told(capsys, "survey", "lights")
    assert found["together"]["received"] == surveyed(capsys, TWEETS)["received"]
    assert Path(found["page"]) == floor / "build/lights/survey.html"


# -- the page --------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with what it says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_lies_beside_the_editions_or_where_it_is_told_to(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "build/archive/survey.html" in said(capsys, "survey", TWEETS)
    assert (floor / "build/archive/survey.html").is_file()
    both = told(capsys, "survey", TWEETS, POSTS)
    assert Path(both["page"]) == floor / "build/archive-and-1-more/survey.html"
    assert told(capsys, "survey", TWEETS, "--out", "there")["page"] == str(
        floor / "there/survey.html"
    )


def test_the_page_needs_no_script_and_nothing_from_elsewhere(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(told(capsys, "survey", TWEETS, POSTS)["page"]).read_text(encoding="utf-8")
    tags = Tags(page).found
    assert not [tag for tag, _ in tags if tag in ("script", "link", "img", "iframe")]
    assert not [attrs for _, attrs in tags if {"src", "href", "onclick"} & attrs.keys()]


def test_every_plot_says_in_words_what_it_shows_and_has_its_figures_beside_it(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(told(capsys, "survey", TWEETS)["page"]).read_text(encoding="utf-8")
    tags = Tags(page).found
    ids = {attrs.get("id") for _, attrs in tags}
    plots = [attrs for tag, attrs in tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(plots) == 3
    for plot in plots:
        assert set((plot["aria-labelledby"] or "").split()) <= ids
    assert all(
        attrs.get("role") == "img" or attrs.get("aria-hidden") == "true"
        for tag, attrs in tags
        if tag == "svg"
    )
    assert page.count("In numbers") == 3
    assert all(attrs.get("tabindex") == "0" for tag, attrs in tags if tag == "pre")


PAPERS = (("LIGHT", "#fbfaf7"), ("DARK", "#191817"))
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "without green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "without blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""How eyes see linear red, green and blue: Machado, Oliveira and Fernandes, 2009."""


def _light(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _bright(light: list[float]) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def _lab(light: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(max(part, 0.0), 1.0) for part in light)
    x, y, z = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95, _bright([r, g, b]), (
        0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089  # fmt: skip
    x, y, z = (t ** (1 / 3) if t > 0.0089 else 7.787 * t + 0.138 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(("mode", "paper"), PAPERS)
def test_the_colours_stand_out_from_the_paper_by_day_and_by_night(mode: str, paper: str) -> None:
    assert paper in (ROOT / "pipeline/shop/page.html").read_text(encoding="utf-8")
    for colour in getattr(style, mode):
        both = sorted((_bright(_light(colour)), _bright(_light(paper))), reverse=True)
        assert (both[0] + 0.05) / (both[1] + 0.05) >= 3


@pytest.mark.parametrize("mode", ["LIGHT", "DARK"])
@pytest.mark.parametrize("eyes", EYES)
def test_eyes_of_every_sort_tell_the_colours_apart(mode: str, eyes: str) -> None:
    seen = [
        _lab([sum(a * b for a, b in zip(row, _light(colour), strict=True)) for row in EYES[eyes]])
        for colour in getattr(style, mode)
    ]
    assert min(dist(one, other) for one, other in combinations(seen, 2)) > 20


# -- the recipe ------------------------------------------------------------------------------------


def test_new_writes_exactly_what_the_survey_suggests(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "survey", POSTS, TWEETS)
    assert found["new"] == f"bookworks new NAME --from {POSTS} {TWEETS}"
    said(capsys, "new", "both", "--from", POSTS, TWEETS)
    assert (floor / "recipes/both/recipe.yaml").read_text(encoding="utf-8") == found["recipe"]


def test_the_routing_is_that_of_the_archives_and_a_timeline_where_they_differ(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for archives, routing in (
        ((TWEETS,), "tweets"), ((POSTS,), "blog"), ((POSTS, TWEETS), "timeline"),
    ):  # fmt: skip
        assert told(capsys, "survey", *archives)["routing"] == routing


@pytest.mark.parametrize("archives", [(TWEETS,), (POSTS,), (POSTS, TWEETS)])
def test_every_hint_is_an_override_that_the_shop_takes(
    floor: Path, capsys: pytest.CaptureFixture[str], archives: tuple[str, ...]
) -> None:
    text = told(capsys, "survey", *archives)["recipe"]
    chosen = re.sub(
        r"(?m)^#  (?=(- |  )(\w+): ?)", "  ", text.replace("overrides: []", "overrides:")
    )
    write(floor / "recipes/all/recipe.yaml", chosen)
    write(
        floor / "recipes/all/operations/my_own.py",
        "from pipeline.model.handoff import Posts\n\n\ndef run(posts: Posts) -> Posts:\n"
        '    """Nothing."""\n    return posts\n',
    )
    made = recipe.read(floor / "recipes/all/recipe.yaml")
    assert len(made.overrides) >= 4
    planning.planned(made, find(floor))


def test_facts_that_no_reader_of_a_book_needs_make_no_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a/2018-01-01-one.md", "---\ntitle: One\n---\n\nHello to all of you.\n")
    text = told(capsys, "survey", "a")["recipe"]
    assert "clean.selection" not in text
    assert "ingest.read" not in text
    assert "missing" not in text


def test_a_title_of_any_signs_stays_one_line_of_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.commands.survey.suggest import quoted
    from pipeline.markup import paper

    for title in ('a "b" \\ c', "x: [y] # z", "smile 😀\u200d", "tab\tand\x07bell", "a\u2028b"):
        path = tmp_path / "one.yaml"
        write(path, f"title: {quoted(title)}  # why\n")
        assert paper.read(path).value["title"] == " ".join(title.split())


def test_years_with_hardly_anything_at_either_end_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    days = ["2009-05-01", *[f"{year}-0{month}-{day:02}" for year in (2012, 2013, 2014)
            for month in (1, 2) for day in range(1, 15)]]  # fmt: skip
    for day in days:
        write(tmp_path / f"a/{day}-x.md", f"---\ntitle: On {day}\n---\n\nWhat there was to say.\n")
    text = told(capsys, "survey", "a")["recipe"]
    assert "2009 has 1 item, where 28 are usual" in text
    assert "{since: 2012}" in text
