"""A proof shows the same passage in every output, is of the files that lie there, and is safe."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.cli import main
from pipeline.commands.proof import excerpt, locate, office, passages, sheets
from pipeline.commands.proof.paper import Paper
from pipeline.shop.archive_room import opened
from tests.floor import RECIPE, Floor

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = office.program()
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed here")

WRECK = """\
---
title: The <script>alert(1)</script> Wreck
---

She struck at six and was gone by seven, and nobody ashore heard the bell that morning.[^1]

> The sea keeps no minutes.

| Light | Range |
|-------|-------|
| Ember | nine  |

```
flash(2)  # every </style><script>alert(2)</script> ten
```

לילה טוב לכולם

[^1]: The bell was later found in a garden.
"""


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A small book in every output, with some of each sort of passage."""
    floor = Floor(tmp_path_factory.mktemp("floor"))
    floor.recipe(RECIPE.replace("[docx]", "[docx, epub, pdf, web]"))
    floor.post("2022-02-02-the-wreck", WRECK)
    floor.build()
    return floor


def said(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str,
    code: int = 0,
) -> dict[str, Any]:  # fmt: skip
    monkeypatch.chdir(floor.root)
    capsys.readouterr()
    assert main(["proof", floor.name, "--json", *words]) == code
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def edition(floor: Floor) -> Path:
    return floor.root / "build" / floor.name / "1"


def page(floor: Floor) -> str:
    return (edition(floor) / "proof" / "index.html").read_text("utf-8")


@needs_office
@pytest.mark.timeout(300)
def test_every_passage_is_shown_in_every_output(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(floor, monkeypatch, capsys, "--again")
    sorts = {one["sort"] for one in found["passages"]}
    assert {"A quotation", "A table", "Code", "A footnote", "A list"} <= sorts
    assert "Words from right to left" in sorts
    for one in found["passages"]:
        assert one["shown"] == ["docx", "pdf", "epub", "web"], one["sort"]
    for path in [*found["sheets"], *re.findall(r'src="(passage-[^"]+)"', page(floor))]:
        with Image.open(edition(floor) / "proof" / path) as image:
            assert image.width > 300
            assert len(image.getcolors(256) or []) > 4, f"{path} is blank"


@needs_office
@pytest.mark.timeout(300)
def test_a_passage_of_the_docx_is_found_by_its_bookmark(floor: Floor) -> None:
    """Nothing of its words is needed, so that words which stand twice lead to their own place."""
    docx = next(edition(floor).glob("*.docx"))
    paper = Paper(docx.name, office.as_pdf(docx.read_bytes(), docx.name, 250))
    with opened(floor.name, floor.places) as record:
        for one in passages.choose(record.manuscript()):
            named = [place for name in one.anchors if (place := paper.place(name))]
            spot = locate.locate(paper, one)
            assert named, one.sort
            assert spot, one.sort
            assert spot.page - named[0][0] in (0, 1)
            assert abs(spot.top - named[0][1]) < 30, one.sort
    paper.close()


def test_the_words_of_a_passage_stand_in_its_window_of_the_pdf(floor: Floor) -> None:
    pdf = next(edition(floor).glob("*.pdf"))
    paper = Paper(pdf.name, pdf.read_bytes())
    with opened(floor.name, floor.places) as record:
        chosen = passages.choose(record.manuscript())
    for one in chosen:
        spot = locate.locate(paper, one)
        assert spot, one.sort
        page = paper.letters()[spot.page]
        inside = ""
        for letter, at in zip(page.text, page.at, strict=True):
            for box in paper.boxes(spot.page, at, at):
                inside += (
                    letter if spot.top - 1 <= box.top and box.bottom <= spot.bottom + 1 else ""
                )
        begin = re.split("⟦", one.words)[0].split("\n")[0]
        wanted = "".join(filter(str.isalnum, begin.casefold()))[:20]
        assert wanted in inside, one.sort
        assert not spot.goes_on, one.sort
    paper.close()


def test_a_passage_may_be_asked_for_by_its_item_or_by_words(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "program", lambda: "")  # the words are the test, not the office
    found = said(floor, monkeypatch, capsys, "--at", "keeps no minutes", "--at", "nobody ashore")
    assert len(found["passages"]) == 2
    assert said(floor, monkeypatch, capsys, "--at", "of no book", code=2)["error"]


def test_where_there_is_no_office_the_rest_is_shown_and_the_reason_told(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    found = said(floor, monkeypatch, capsys)
    assert found["passages"][0]["shown"] == ["pdf", "epub", "web"]
    assert "LibreOffice is not installed here" in found["notes"][0]
    assert "LibreOffice is not installed here" in page(floor)


def test_no_word_of_an_archive_can_act_in_the_page(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    said(floor, monkeypatch, capsys, "--again")
    whole = page(floor)
    assert whole.count("<script") == 1
    assert not re.search(r"""(?:src|href)=["']?https?:""", whole)
    frames = re.findall(r'<iframe [^>]*sandbox="([^"]*)"[^>]*srcdoc="([^"]*)"', whole)
    assert len(frames) == whole.count("<iframe") > 8
    for sandbox, inner in frames:
        assert "allow-scripts" not in sandbox
        document = unescape(inner)
        assert "<script" not in document
        assert excerpt.POLICY in document
        assert document.count("</style>") == 3


def test_a_hostile_page_is_disarmed() -> None:
    hostile = (
        '<html><head><link rel="stylesheet" href="a.css"/></head><body onload="x()">'
        '<p id="_bw_1_0" onclick="x()"><a href="javascript:x()">a</a><img src="http://e.example/b"/>'
        '<svg onload="x()"><script>x()</script></svg></p><form action="http://e.example"/>'
        "</body></html>"
    )
    sheet = b"p { color: red } </style><script>x()</script>"
    made = excerpt.excerpt(
        hostile.encode(), "p.html", ("_bw_1_0",), lambda path: sheet if path == "a.css" else None
    )
    assert 'id="_bw_1_0"' in made
    for bad in ("<script>x()</script></svg>", "onload", "onclick", "javascript:", "e.example",
                "</style><script", "<form"):  # fmt: skip
        assert bad not in made, bad


def test_a_proof_is_made_once_and_a_build_says_when_it_is_of_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    floor = Floor(tmp_path)
    floor.recipe(RECIPE.replace("[docx]", "[epub, web]"))
    assert not floor.build().notes
    assert said(floor, monkeypatch, capsys)["fresh"]
    assert not said(floor, monkeypatch, capsys)["fresh"]
    seen = page(floor)
    assert not floor.build().notes
    floor.post("2019-03-02-the-lamp", "---\ntitle: The Lamp\n---\n\nThe lamp burns again.\n")
    (note,) = floor.build().notes
    assert "bookworks proof small" in note
    assert page(floor) == seen, "a build leaves a proof alone"
    assert said(floor, monkeypatch, capsys)["fresh"]
    assert page(floor) != seen


def test_the_traveler_leads_to_the_proof_and_the_one_that_is_sent_does_not(floor: Floor) -> None:
    beside = (edition(floor) / "traveler.html").read_text("utf-8")
    assert 'href="proof/index.html"' in beside
    assert "bookworks proof small" in beside
    (sent,) = (edition(floor) / "bundle").rglob("traveler.html")
    assert "proof/" not in sent.read_text("utf-8")


def test_a_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floor = Floor(tmp_path)
    floor.build()
    mine = edition(floor) / "proof" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    assert "not of the shop's making" in said(floor, monkeypatch, capsys, code=8)["error"]
    assert mine.read_text() == "mine"


def test_an_output_that_was_not_made_is_named_with_how_to_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floor = Floor(tmp_path)
    floor.recipe(RECIPE.replace("[docx]", "[epub]"))
    floor.build()
    notes = " ".join(said(floor, monkeypatch, capsys)["notes"])
    for name in ("docx", "pdf", "web"):
        assert f"add {name} to formats" in notes
    shutil.rmtree(edition(floor))
    assert said(floor, monkeypatch, capsys, code=2)["todo"].startswith("make them")


@pytest.mark.parametrize(
    ("count", "most", "facing"),
    [(70, 0, True), (24, 0, False), (60, 30, True), (1, 0, True), (47, 240, True)],
)
def test_the_sheets_have_every_page_once(count: int, most: int, facing: bool) -> None:
    spans = sheets.spans(count, most, facing)
    pages = [n for first, last in spans for n in range(first, last + 1)]
    assert pages == list(range(1, (min(count, most) if most else count) + 1))
    if facing:
        assert all(first % 2 == 0 for first, _ in spans[1:]), "a sheet begins with a left page"


@needs_office
@pytest.mark.timeout(60)
def test_an_office_that_takes_too_long_is_ended_and_told(floor: Floor) -> None:
    docx = next(edition(floor).glob("*.docx"))
    with pytest.raises(office.NotSet, match=r"not done with this file after 0 seconds"):
        office.as_pdf(docx.read_bytes(), docx.name, 0.05)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page with")
@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_is_no_wider_than_its_window_and_its_frames_fit(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], width: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(office, "program", lambda: "")
    said(floor, monkeypatch, capsys)
    measure = """<script>addEventListener("load", () => setTimeout(() => {
      const frames = [...document.querySelectorAll("iframe")];
      const cut = frames.filter((one) => one.contentDocument.documentElement.scrollHeight
        > one.clientHeight + 2 && one.clientHeight < 890).length;
      document.title = [document.documentElement.scrollWidth, frames.length, cut].join(" ");
    }, 800))</script></body>"""
    policy = r'<meta http-equiv="Content-Security-Policy" content="default-src[^>]*script-src[^>]*>'
    text = re.sub(policy, "", page(floor)).replace('loading="lazy"', "")
    measured = tmp_path / "measured.html"
    measured.write_text(text.replace("</body>\n</html>", measure), "utf-8")
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000",
        f"--window-size={width},900", "--dump-dom", measured.as_uri(),
    ]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<title>(\d+) (\d+) (\d+)</title>", dom)
    assert found, dom[:400]
    wide, frames, cut = map(int, found.groups())
    assert wide <= width
    assert frames > 8
    assert cut == 0
