"""Houses: a publisher's wishes as data, and what is said when the data is not right."""

from pathlib import Path

import pytest
from msgspec import to_builtins

from pipeline.model import house as houses
from pipeline.model.errors import RecipeError
from pipeline.model.fit import Misfit, fit
from pipeline.model.house import load, style_id


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Houses of a test's own, read afresh."""
    load("generic")  # which others extend, from its own folder
    monkeypatch.setattr(houses, "_folder", lambda: tmp_path)

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return houses._load.__wrapped__

    return write


def test_an_unknown_house_is_refused_with_the_nearest_name():
    with pytest.raises(RecipeError, match="did you mean 'vellum'"):
        load("velum")


def test_a_house_that_extends_another_differs_only_where_it_says_so():
    generic, vellum = load("generic"), load("vellum")
    assert (generic.scene_break, vellum.scene_break) == ("* * *", "***")
    assert vellum.styles == generic.styles


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ('title = "Bad"\nscene_braek = "#"\n', "2:scene_braek", "scene_break"),
        ("[styles.Normal]\nsise = 3\n", "3:styles.Normal.sise", "size"),
        ('[roles]\nbody = "Body Text"\ndatelin = "Body Text"\n', "4:roles.datelin", "dateline"),
        ('[characters]\nemfasis = "Emphasis"\n', "3:characters.emfasis", "emphasis"),
        ('[titles]\n"chaptr" = "Heading 1"\n', "3:titles.chaptr", "chapter"),
    ],
)
def test_a_wrong_word_is_named_by_its_line_with_the_nearest_right_one(written, text, place, word):
    base = "" if text.startswith("title") else 'extends = "generic"\n'
    shared = (Path(houses.__file__).parents[1] / "style/houses/generic.toml").read_text("utf-8")
    reader = written(generic=shared, bad=base + text)
    with pytest.raises(RecipeError) as told:
        reader("bad")
    assert f"bad.toml:{place}: " in str(told.value)
    assert f"did you mean '{word}'?" in str(told.value)


def test_a_role_of_a_books_own_may_have_a_style(tmp_path):
    own = tmp_path / "ours.toml"
    own.write_text('extends = "rsuite"\n[roles]\nweather = "Headnote (Hdnt)"\n', encoding="utf-8")
    house = load(str(own))
    assert (house.name, house.style("weather")) == ("ours", "Headnote (Hdnt)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ending = "END"', "roles lacks end, which ending needs"),
        ('images = "named"', "characters lacks picture"),
        ('gate = "rsuite"', "levels lacks list-bullet"),
        ('header = "{writer}"', "there is no {writer} to put into"),
        ('callout = "<{}>"', "there is no {} to put into"),
        ('[roles]\nbody = "Corpus"', "styles lacks Corpus"),
    ],
)
def test_what_a_wish_needs_besides_is_asked_for(tmp_path, text, words):
    own = tmp_path / "ours.toml"
    own.write_text(f'extends = "generic"\n{text}\n', encoding="utf-8")
    with pytest.raises(RecipeError) as told:
        load(str(own))
    assert words in str(told.value)


def test_what_is_no_toml_is_told(written):
    with pytest.raises(RecipeError, match="is not TOML"):
        written(worse="title = ")("worse")


def test_a_house_must_name_a_style_for_every_role(written):
    whole = to_builtins(load("generic"))
    del whole["roles"]["dateline"]
    with pytest.raises(Misfit, match="roles lacks dateline"):
        fit(whole, houses.House)


def test_deeper_and_aligned_styles_follow_from_their_plain_forms():
    house = load("generic")
    assert house.style("quote", 3) == "Block Text 3"
    assert house.definition("Block Text 3").indent == 3 * house.step
    assert house.definition("Table Text Right").align == "right"
    assert style_id("Chap Title (ct)") == "ChapTitlect"
