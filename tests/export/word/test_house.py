"""Houses: a publisher's wishes as data, and what is said when the data is not right."""

import pytest
from msgspec import to_builtins

from pipeline.model import house as houses
from pipeline.model.errors import RecipeError
from pipeline.model.fit import Misfit, fit
from pipeline.model.house import load, style_id


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Houses of a test's own, read afresh."""
    monkeypatch.setattr(houses, "_folder", lambda: tmp_path)

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return load.__wrapped__

    return write


def test_an_unknown_house_is_refused_with_the_nearest_name():
    with pytest.raises(RecipeError, match="did you mean 'vellum'"):
        load("velum")


def test_a_house_that_extends_another_differs_only_where_it_says_so():
    generic, vellum = load("generic"), load("vellum")
    assert (generic.scene_break, vellum.scene_break) == ("* * *", "***")
    assert vellum.styles == generic.styles


def test_a_fault_in_the_data_is_named_by_its_place(written):
    reader = written(bad='title = "Bad"\nscene_braek = "#"\n')
    with pytest.raises(RecipeError, match=r"bad\.toml:scene_braek: .*\n.*\n.*'scene_break'"):
        reader("bad")
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
