"""Print PDFs: whole, calm, and the same each time."""

import io
import re
import unicodedata
from importlib import resources
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from msgspec.structs import replace

from pipeline.export.pdf import Options, sizes
from pipeline.export.press import extent, fonts
from pipeline.export.press.blocks import LOOKS
from pipeline.export.press.compiler import page_count
from pipeline.export.press.literal import address, running
from pipeline.export.press.signs import LACKING
from pipeline.export.press.trims import gutter, page
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.role import ROLES
from pipeline.model.text import (
    BlockQuote,
    Cell,
    CodeBlock,
    Emph,
    Link,
    List,
    Note,
    Paragraph,
    Table,
    Text,
)
from tests.export.pdf.conftest import Pressed, book, font, needs_poppler, said
from tests.export.word import sample


@pytest.fixture(scope="module")
def whole():
    """The sample with every kind of node in it."""
    return Pressed(sample.manuscript())


def test_every_kind_of_node_is_printed_and_nothing_is_lost(whole):
    assert whole.errors() == []
    assert "print.unlike" not in {finding.code for finding in whole.inspected()}


def test_the_same_book_gives_the_same_bytes(whole):
    assert Pressed(sample.manuscript()).bytes() == whole.bytes()


def test_the_date_inside_is_the_book_s_own(whole):
    reader = pypdf.PdfReader(io.BytesIO(whole.bytes()))
    day = sample.manuscript().book.date.replace("-", "")
    assert str(reader.metadata["/CreationDate"]).startswith(f"D:{day}")


def test_pages_are_even_in_number_and_the_last_is_blank(whole):
    reader = pypdf.PdfReader(io.BytesIO(whole.bytes()))
    assert len(reader.pages) % 2 == 0
    assert reader.pages[-1].extract_text().strip() == ""


def test_each_role_has_a_function_of_the_press():
    look = (resources.files("pipeline.export.press") / "press.typ").read_text(encoding="utf-8")
    functions = set(re.findall(r"^#let p-([\w-]+)\(", look, re.MULTILINE))
    assert (LOOKS | ROLES.keys()) - {"body"} == functions


def test_text_cannot_become_a_program(tmp_path):
    attacks = [
        '"; #read("/etc/passwd") //', "#image(\"/etc/passwd\")", "\\#panic[x] \\\" \\\\",
        "$x$ `y` *z* _w_ @ref <label> = head", "]; #panic(); [", "/* open", "http://a.example/*b",
        "\u202e\u2066 turned \x00\x07\x1b\ud800 end", "#{while true {}}", "- list\n+ enum\n/ t: d",
    ]  # fmt: skip
    made = Pressed(book(*[said(words) for words in attacks], CodeBlock("\n".join(attacks), ())))
    assert made.errors() == []


def test_a_link_home_says_the_page_and_no_page_has_links(whole):
    reader = pypdf.PdfReader(io.BytesIO(whole.bytes()))
    assert not any("/Annots" in page for page in reader.pages)
    text = "".join(page.extract_text() for page in reader.pages)
    assert re.search(r"a link home\s*\(page\s*\d+\)", text)


@needs_poppler
def test_a_note_stands_at_the_foot_of_its_page(tmp_path):
    note = Note((said("At the foot."),))
    made = Pressed(book(Paragraph((Text("Marked"), note, Text(" here.")), ())))
    lines = [row.strip() for row in made.page(1, tmp_path).splitlines() if row.strip()]
    assert any("Marked" in row for row in lines)
    assert lines[-2].endswith("At the foot.")


def test_notes_count_when_the_size_of_the_pages_is_chosen():
    texts = ("Oil.", "No."), ("Oil.", sample.LONG), ("Oil, wick and patience. " * 9, "Yes.")
    for words, noted in texts:
        marked = [Paragraph((Text(words), Note((said(noted),))), ()) for _ in range(600)]
        volume = book(*marked)
        thought = extent.pages(volume.divisions, page("5.5x8.5", 300))
        assert 0.8 < thought / page_count(Pressed(volume, trim="5.5x8.5").bytes()) < 1.3


@needs_poppler
def test_an_opening_has_no_running_head_and_the_page_after_it_has_one(tmp_path):
    made = Pressed(book(*[said(sample.LONG)] * 30), contents=False)
    first, second = made.page(1, tmp_path), made.page(2, tmp_path)
    assert "Small Lights" not in first
    assert re.match(r"\s*2\s+Small Lights", second, re.IGNORECASE)


def test_addresses_are_divided_by_chicago_s_rules():
    pieces = re.findall(r'#(?:whole\()?"([^"]*)"\)?;', address("https://a.example/one-two?x=1&y=2"))
    assert "|".join(pieces) == "https://|a|.example/|one|-two|?x|=|1|&|y|=|2"


@needs_poppler
def test_no_line_of_an_address_ends_with_a_hyphen_that_is_the_address_s_own(tmp_path):
    url = "https://example.org/" + "/".join(f"the-{n}-keepers-of-the-lamp" for n in range(40))
    made = Pressed(book(Paragraph((Link((Text(url),), url),), ())))
    lines = [line for page in made.texts(tmp_path) for line in page.splitlines()]
    assert sum("lamp" in line for line in lines) > 10
    assert [line for line in lines if line.rstrip().endswith("-")] == []


def test_a_dedication_that_is_emphasised_stands_as_one_that_is_not():
    lines = (
        Paragraph((Text("For the keepers"),), (), "dedication"),
        Paragraph((Emph((Text("and for the dark"),)),), (), "dedication"),
    )
    page = Division("dedication", "_bw_dedication", (), lines, matter="front")
    made = Pressed(Manuscript(Book("Small Lights", "Ada Quill"), (page,), (), ()))
    fonts = [font.name for font in made.paper().fonts.values()]
    assert len(fonts) == 1
    assert "Italic" in fonts[0]


@needs_poppler
def test_cells_of_a_table_wider_than_any_page_stay_apart_and_nothing_enters_the_text(tmp_path):
    cells = tuple(Cell((Text(f"lamp {n}"),)) for n in range(16))
    made = Pressed(book(Table((cells,), (cells,), (), ())))
    assert made.errors() == []
    words = " ".join(" ".join(made.texts(tmp_path)).split())
    assert "lamp 0 · lamp 1 · lamp 2" in words
    assert "·" not in made.paper().text


def test_an_address_past_all_measure_stays_on_the_page():
    url = "https://example.org/" + "/".join(["very-long-word" * 4] * 12)
    made = Pressed(book(Paragraph((Link((Text(url),), url),), ()), said("x" * 900)))
    assert made.errors() == []


def test_the_gutter_grows_with_the_pages():
    assert [gutter(pages) for pages in (150, 151, 301, 701)] == [0.375, 0.5, 0.625, 0.875]
    assert page("6x9", 800).inside > page("6x9", 100).inside


def test_a_table_of_five_thousand_rows_breaks_over_pages():
    rows = tuple(
        (Cell((Text(f"row {n}"),)), Cell((Text("seen"),)), Cell((Text(str(n * n)),)))
        for n in range(5000)
    )
    head = ((Cell((Text("Row"),)), Cell((Text("What"),)), Cell((Text("Square"),))),)
    made = Pressed(book(Table(head, rows, (), ())))
    assert made.errors() == []
    assert page_count(made.bytes()) > 80


def test_a_title_of_400_characters_and_a_chapter_without_text_are_good_pages():
    made = Pressed(book(title="A Long Title Indeed " * 20))
    assert made.errors() == []


def test_quotations_and_lists_forty_deep_are_printed():
    deep = said("at the bottom")
    for number in range(40):
        deep = BlockQuote((deep,), ()) if number % 2 else List(((deep,),), ())
    assert Pressed(book(deep)).errors() == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("he", sample.HEBREW), ("ar", sample.ARABIC), ("ja", sample.JAPANESE), ("en", sample.HEBREW)],
)
def test_scripts_have_fonts(language, words):
    made = Pressed(book(said(words), language=language))
    codes = {finding.code for finding in made.inspected()}
    assert "print.missing-glyph" not in codes
    assert made.errors() == []


def test_signs_that_no_font_has_are_told_at_once_and_never_dropped():
    made = Pressed(book(said("A wave 🌊 and another 🌊 and a star 🌟.")))
    told = [f.message for f in made.inspected() if f.code == "print.missing-glyph"]
    assert told == [
        "No font has 2 of the signs, which the text says 3 times: 🌊 U+1F30A water wave (2), "
        "🌟 U+1F31F glowing star (1). A box stands for each, one for all parts of a compound sign; "
        "a title goes without."
    ]


def test_a_compound_sign_is_one_box_and_not_the_one_part_of_it_that_a_font_has():
    told = {f.code: f.message for f in Pressed(book(said("Who knows 🤷‍♂️."))).inspected()}
    assert "🤷 U+1F937 shrug (1)" in told["print.missing-glyph"]
    assert "print.difference" not in told
    alone = Pressed(book(said("Who knows 🤷.")))
    assert _seen(Pressed(book(said("Who knows 🤷‍♂️.")))) == _seen(alone)


def test_a_title_goes_without_what_no_font_draws_and_its_text_keeps_it():
    titles = ("🌊 Lamp and sea 👩🏽‍🔧", "Lamp and sea"), ("🌊", "🌊")
    for title, plain in titles:
        made, bare = (
            replace(book(said("A lamp."), title=name), divisions=_titled(name))
            for name in (title, plain)
        )
        assert _seen(Pressed(made)) == _seen(Pressed(bare))
        assert "print.difference" not in {finding.code for finding in Pressed(made).inspected()}


def test_the_signs_that_no_font_has_are_those_that_the_press_believes_are_lacking():
    wanted = [*range(0x2600, 0x27C0), *range(0x1F000, 0x1FAFF)]
    signs = [chr(one) for one in wanted if unicodedata.category(chr(one)) == "So"]
    lines = [said(" ".join(signs[at : at + 40])) for at in range(0, len(signs), 40)]
    made = Pressed(book(*lines))
    found = next(f.message for f in made.inspected() if f.code == "print.missing-glyph")
    drawn = fonts.drawn({})
    believed = [one for one in signs if LACKING.search(one) and ord(one) not in drawn]
    assert found.startswith(f"No font has {len(believed):,} of the signs")


def _titled(name):
    return (Division("chapter", "a", (Text(name),), (said("A lamp."),)),)


def _seen(made):
    """The pages as pictures."""
    pages = pypdfium2.PdfDocument(made.bytes())
    return [page.render(scale=2).to_pil().tobytes() for page in pages]


def test_blocks_of_one_line_stay_apart():
    made = Pressed(book(*[CodeBlock(f"line {n}", ()) for n in range(40)]))
    assert "print.difference" not in {finding.code for finding in made.inspected()}


@pytest.mark.parametrize(
    "words",
    [
        "i\u0336n\u0336g\u0336e\u0336 r\u0336t\u0336",
        "S\u0324\u032b\u0355\u0318a",
        "m\u0338\u0321in\u034f",
    ],
)
def test_letters_with_marks_on_them_are_said_once(words):
    made = Pressed(book(said(f"Struck {words} out.")))
    assert "print.difference" not in {finding.code for finding in made.inspected()}


def test_a_hyphen_of_an_address_is_said_once_in_spanish():
    addresses = [f"https://un.example/{'x' * n}-cosas-que-he-aprendido-del-mar" for n in range(20)]
    made = Pressed(book(*[said(f"Lee esto: {one}") for one in addresses], language="es"))
    assert "print.difference" not in {finding.code for finding in made.inspected()}


@needs_poppler
@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "(see Lamps)", "(see Lamps, page 1)"),
        ("zh", "(见灯)", "(见灯, 第1页)"),
        ("ja", "(灯を参照)", "(灯を参照, 1頁)"),
    ],
)
def test_a_page_stands_within_the_brackets_of_a_reference(tmp_path, language, words, shown):
    home = Paragraph((Link((Text(words),), "", item="c"), Text(".")), (Origin(0, "c", 0),))
    made = Pressed(book(home, language=language))
    said = "".join("".join(made.texts(tmp_path)).split())
    assert shown.replace(" ", "") in said
    assert "print.difference" not in {finding.code for finding in made.inspected()}


@needs_poppler
@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It burns (see ", ").", "It burns (see the lamp, page 1)."),
        ("It burns (twice): see ", ".", "see the lamp (page 1)."),
        ("a) See ", ", b) the rest.", "a) See the lamp (page 1), b) the rest."),
        ("a) It burns (see ", ").", "a) It burns (see the lamp, page 1)."),
    ],
)
def test_a_page_has_brackets_of_its_own_only_outside_the_author_s(tmp_path, before, after, shown):
    link = Link((Text("the lamp"),), "", item="c")
    home = Paragraph((Text(before), link, Text(after)), (Origin(0, "c", 0),))
    made = Pressed(book(home))
    said = "".join("".join(made.texts(tmp_path)).split())
    assert shown.replace(" ", "") in said
    assert "print.difference" not in {finding.code for finding in made.inspected()}


@pytest.mark.parametrize("words", ["CC0", "4GB", "the A0 sheet"])
def test_figures_beside_capitals_are_as_high_as_they(words):
    assert "#lining(" in running(words)
    assert "#lining(" not in running(f"{words.lower()} of 1840")


@needs_poppler
def test_a_link_to_a_title_says_the_title_s_page_and_not_that_of_the_contents(tmp_path):
    home = Paragraph((Link((Text("see there"),), "", item="c2"), Text(".")), ())
    chapters = tuple(
        Division("chapter", f"_bw_c{n}", (Text(f"Chapter {n}"),), (said(sample.LONG), home),
                 origin=(Origin(0, f"c{n}", 0),))
        for n in (1, 2)
    )  # fmt: skip
    made = Pressed(Manuscript(Book("Small Lights", "Ada Quill", "en"), chapters, (), ()))
    pages = [made.page(number, tmp_path) for number in range(1, page_count(made.bytes()) + 1)]
    folios = [re.search(r"see there\s*\(page\s(\w+)\)\.", page) for page in pages]
    title = next(page for page in pages[2:] if "Chapter 2" in page)
    assert [found[1] for found in folios if found] == [title.strip().splitlines()[-1].strip()] * 2


def test_the_volumes_of_a_book_are_of_one_size_and_a_thick_one_makes_all_large():
    thin = (Division("chapter", "a", (), (said(sample.LONG),)),)
    thick = (Division("chapter", "b", (), (said(sample.LONG * 20),) * 290),)
    assert sizes([thin], Options())[0] == "5.5x8.5"
    assert sizes([thin, thick], Options())[0] == "7x10"
    assert sizes([thin, thick], Options(trim="5x8")) == ["5x8"]


def test_a_font_beside_the_recipe_shows_what_no_other_font_has(tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "lights.ttf").write_bytes(font("Lights", "🌊"))
    (tmp_path / "fonts" / "LICENCE.txt").write_text("free")
    made = Pressed(book(said("A wave 🌊 and a star 🌟.")), folder=tmp_path)
    told = [f.message for f in made.inspected() if f.code == "print.missing-glyph"]
    assert [row[:52] for row in told] == ["No font has 1 of the signs, which the text says 1 ti"]
    assert "🌟" in told[0]
    assert made.errors() == []


def test_a_font_beside_the_recipe_shows_a_compound_sign_whole(tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "people.ttf").write_bytes(font("People", "🤷♂\u200d\ufe0f"))
    made = Pressed(book(said("Who knows 🤷‍♂️.")), folder=tmp_path)
    assert "print.missing-glyph" not in {f.code for f in made.inspected()}
    assert any("People" in one.name for one in made.paper().fonts.values())
    assert _seen(made) != _seen(Pressed(book(said("Who knows ♂️.")), folder=tmp_path))


def test_a_font_of_coloured_pictures_is_read_back_as_any_other(tmp_path):
    emoji = next(iter(Path("/usr/share/fonts").rglob("NotoColorEmoji.ttf")), None)
    if emoji is None:
        pytest.skip("there is no font of coloured emoji on this machine")
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "emoji.ttf").write_bytes(emoji.read_bytes())
    made = Pressed(book(said("Two lamps 🌊🌟, and a keeper 👩🏽‍🔧 🤷‍♂️.")), folder=tmp_path)
    codes = {finding.code for finding in made.inspected()}
    assert not codes & {"print.missing-glyph", "print.difference", "print.margin"}
    assert made.errors() == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x00\x00" + b"\xff" * 500, b"%PDF-1.4"])
def test_a_file_that_is_no_font_is_refused_by_name(tmp_path, data):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "odd.ttf").write_bytes(data)
    with pytest.raises(RecipeError, match="no font that can be opened") as refused:
        Pressed(book(said("A wave.")), folder=tmp_path)
    assert "fonts/odd.ttf" in str(refused.value)
