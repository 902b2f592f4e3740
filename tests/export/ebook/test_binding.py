"""The file as a whole: its catalogue, its contents, its cover, and the same bytes every time."""

import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Thread

import pytest
from msgspec import Struct
from PIL import Image as Painter

from pipeline.export.ebook.cover import HEIGHT, WIDTH, page, pngs
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Division
from pipeline.model.text import Text
from pipeline.shop.beside import Branch
from pipeline.shop.mate import can_branch
from tests.export.ebook.conftest import TYPE, H, faults
from tests.export.word.sample import block, chapters, front, manuscript, painted


class Drawn(Struct):
    pages: list[bytes]


ROOT = Path(__file__).resolve().parents[3]
TWICE = """
import hashlib
from tests.export.ebook.conftest import Made
from tests.export.word.sample import manuscript
print(hashlib.sha256(Made(manuscript()).bytes()).hexdigest())
"""


def test_two_runs_on_machines_that_differ_give_the_same_bytes():
    digests = set()
    for zone, seed, locale in (("UTC", "1", "C"), ("Pacific/Auckland", "2", "C.UTF-8")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        made = subprocess.run([sys.executable, "-c", TWICE], cwd=ROOT, env=env, check=True,
                              capture_output=True, text=True)  # fmt: skip
        digests.add(made.stdout)
    assert len(digests) == 1


def test_the_file_begins_with_its_type_and_no_member_has_a_date(made):
    members = made(manuscript()).package().infolist()
    assert members[0].filename == "mimetype"
    assert members[0].compress_type == zipfile.ZIP_STORED
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_the_name_of_a_book_is_the_same_in_every_edition(made):
    def name(**said):
        opf = made(manuscript(**said)).package().read("EPUB/package.opf").decode()
        return opf.partition('id="id">')[2].partition("<")[0]

    assert name() == name(edition=2, date="2020-01-01")
    assert len({name(), name(title="Other"), name(author="Other"), name(isbn="9780000000002")}) == 4


def test_contents_and_landmarks_name_what_a_reader_looks_for(made):
    nav = made(manuscript()).page("nav.xhtml")
    toc, marks = nav.findall(f".//{H}nav")
    assert [(a.get("href"), a.text) for a in toc.iter(f"{H}a")] == [
        ("text/preface.xhtml", "Preface"),
        ("text/year_2013.xhtml", "2013: The Lamp"),
        ("text/year_2013.xhtml#_bw_501", "An Inventory"),
        ("text/year_2014.xhtml", "2014: Voices & Signs"),
    ]
    assert {a.get(TYPE): a.get("href") for a in marks.iter(f"{H}a")} == {
        "cover": "cover.xhtml",
        "titlepage": "text/title.xhtml",
        "copyright-page": "text/copyright.xhtml",
        "dedication": "text/dedication.xhtml",
        "epigraph": "text/epigraph.xhtml",
        "preface": "text/preface.xhtml",
        "bodymatter": "text/year_2013.xhtml",
        "toc": "#toc",
    }


def test_each_volume_is_a_file_of_one_set(made):
    def volume(number, inner):
        title = (Text(f"Volume {number}"),)
        return Division("volume", f"_bw_volume_{number}", title, (), inner)

    one = made(manuscript((*front(), volume(1, chapters()[:1]), volume(2, chapters()[1:]))))
    assert [file.name for file in one.files] == [
        "light-list-volume-1.epub", "light-list-volume-2.epub",
    ]  # fmt: skip
    opf = one.package(1).read("EPUB/package.opf").decode()
    assert "Light List: Volume 2" in opf
    assert 'property="group-position">2<' in opf
    assert faults(one.inspected()) == []


def test_a_cover_is_drawn_where_none_is_given_and_an_own_one_is_taken(made, tmp_path):
    drawn = Painter.open(io.BytesIO(made(manuscript()).package().read("EPUB/cover.png")))
    assert drawn.size == (WIDTH, HEIGHT)
    own = painted(60, 90, format="JPEG")
    (tmp_path / "cover.jpg").write_bytes(own)
    assert made(manuscript(), tmp_path).package().read("EPUB/cover.jpg") == own
    assert not [n for n in made(manuscript(), cover="none").names() if n.startswith("cover")]
    (tmp_path / "cover.jpg").write_bytes(b"no picture")
    with pytest.raises(RecipeError, match="cover"):
        made(manuscript(), tmp_path)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("🌊🌊", "en"),
        ("W" * 400, "en"),
        ('"#[x] \\u{41} $', "en"),
        ("المنارة", "ar"),
        ("灯台", "ja"),
    ],
)
def test_any_title_makes_a_cover(title, language):
    words = (title, title, title, title, language)
    other = page("Other", "Else", "", "", "en")
    (alone,), (_, behind) = pngs([page(*words)]), pngs([other, page(*words)])
    assert alone == behind  # whichever volumes it is drawn with


@pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")
def test_covers_are_drawn_in_a_branch_of_a_process_that_drew_some():
    words = [page("Light", "Ada", "", "", "en")] * 2
    first = pngs(words)
    branch = Branch(lambda: Drawn(pngs(words)), Drawn)
    found: list[Drawn] = []
    asked = Thread(target=lambda: found.append(branch.answer()), daemon=True)
    asked.start()
    asked.join(20)
    if asked.is_alive():
        os.kill(branch._process, signal.SIGKILL)
    assert [one.pages for one in found] == [first]


def test_a_book_without_text_is_a_good_file(made):
    one = made(manuscript((Division("chapter", "_bw_1", (), (block("1", 0, ""),)),), title="Empty"))
    assert faults(one.inspected()) == []
