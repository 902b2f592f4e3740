"""A recipe's mistakes are told with file, line, key and the nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.errors import RecipeError
from pipeline.shop import recipe
from pipeline.shop.planning import find, planned, setting
from tests.floor import RECIPE, Floor

BESPOKE = """\
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Manuscript

def run(posts: Posts, bench: Bench) -> Posts:
    return posts
"""


def complaint(floor: Floor) -> str:
    with pytest.raises(RecipeError) as told:
        planned(find(floor.name, floor.places), floor.places)
    return str(told.value)


ODD = (
    BESPOKE
    + """
from pipeline.model import options

class Options(options.Options):
    light: "Nowhere" = 1
"""
)

AFTER = "overrides:\n  - after: {}\n    run: {}\n    why: no reason\n"

MISTAKES = [
    ("an unknown key", RECIPE.replace("routing:", "ruting:"),
     ["recipe.yaml:6", "'ruting'", "routing"]),
    ("an unknown key of the book", RECIPE.replace("author:", "auther:"),
     ["recipe.yaml:3", "'auther'", "'author'"]),
    ("a missing key", RECIPE.replace("routing: blog\n", ""), ["'routing' is missing"]),
    ("a wrong type", RECIPE.replace("[sources/posts]", "3"), ["recipe.yaml:5", "sources"]),
    ("bad YAML", RECIPE + "overrides: [\n", ["recipe.yaml:", "not valid YAML"]),
    ("an unknown routing", RECIPE.replace("blog", "blogg"), ["recipe.yaml:6", "'blogg'", "'blog'"]),
    ("an unknown format", RECIPE.replace("[docx]", "[dokx]"),
     ["recipe.yaml:8", "'dokx'", "'docx'"]),
    ("a title that is a number", RECIPE.replace("Small Lights", "1984"),
     ["recipe.yaml:2", "'title' of 'book'", "in quotes"]),
    ("a number in quotes", RECIPE + "edition: '2'\n",
     ["recipe.yaml:9", "'edition'", "without quotes"]),
    ("an empty list", RECIPE.replace("[docx]", "[]"),
     ["recipe.yaml:8", "a list of at least one entry"]),
    ("an unknown carrier", RECIPE + "transmit:\n  to: press.example\n  by: ftp\n",
     ["recipe.yaml:11", "'by' of 'transmit'", "'folder', 'http' or 'zip'", "'ftp'"]),
    ("a token in a recipe", RECIPE + "transmit:\n  to: press.example\n  token: bww_x\n",
     ["recipe.yaml:11", "'token'", "'to'"]),
    ("an address in a peer's place", RECIPE + "transmit: {to: 'https://press.example'}\n",
     ["recipe.yaml:9", "'to' of 'transmit'", "a peer that bookworks keys knows"]),
    ("a language by its name", RECIPE.replace("language: en", "language: english"),
     ["recipe.yaml:", "'language' of 'book'", "such as en", "'english'"]),
    ("an unknown step", RECIPE + "overrides:\n  - skip: clean.linkz\n    why: no reason\n",
     ["recipe.yaml:10", "clean.linkz", "'clean.links'"]),
    ("an unknown verb", RECIPE + "overrides:\n  - skipp: clean.links\n    why: no reason\n",
     ["recipe.yaml:10", "'skipp'", "'skip'"]),
    ("two verbs", RECIPE + "overrides:\n  - skip: clean.links\n    after: clean.noise\n",
     ["recipe.yaml:10", "skip and after"]),
    ("no why", RECIPE + "overrides:\n  - skip: clean.links\n",
     ["recipe.yaml:10", "'why' is missing"]),
    ("an unknown option", RECIPE + "overrides:\n  - set: clean.links\n    options: {shew: text}\n",
     ["recipe.yaml:10", "'shew'", "'show'"]),
    ("a wrong option", RECIPE + "overrides:\n  - set: clean.links\n    options: {show: loud}\n",
     ["recipe.yaml:10", "'show'", "'link', 'footnote' or 'text'", "loud"]),
    ("an unknown key within an option",
     RECIPE + "overrides:\n  - set: clean.redactions\n    options: {words: [{fnd: oil}]}\n",
     ["recipe.yaml:10", "'fnd' of entry 1 of 'words'", "'find'"]),
    ("a missing key within an option",
     RECIPE + "overrides:\n  - set: clean.redactions\n    options: {words: [{why: oil}]}\n",
     ["recipe.yaml:10", "'find' of entry 1 of 'words'", "is missing"]),
    ("an operation whose types are not there",
     RECIPE + AFTER.format("clean.links", "operations/odd.py"),
     ["operations/odd.py", "cannot be loaded", "Nowhere"]),
    ("a missing operation file",
     RECIPE + AFTER.format("clean.links", "operations/nme.py"),
     ["recipe.yaml:10", "operations/nme.py", "'operations/name.py'"]),
    ("a path out of the folder",
     RECIPE + AFTER.format("clean.links", "../../x.py"),
     ["recipe.yaml:10", "recipe's folder"]),
    ("types that do not chain",
     RECIPE + AFTER.format("style.roles", "operations/name.py"),
     ["operations/name.py", "takes Posts, but 'style.roles' gives Manuscript"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "said"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_a_way_out(
    tmp_path: Path, what: str, text: str, said: list[str]
) -> None:
    floor = Floor(tmp_path)
    floor.operation("name", BESPOKE)
    floor.operation("odd", ODD)
    floor.recipe(text)
    told = complaint(floor)
    assert all(words in told for words in said), told


def test_a_recipe_that_skips_every_step_is_told_so(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.write("recipes/routings/short.yaml", "about: short\nsteps: [ingest.read]\n")
    short = RECIPE.replace("routing: blog", "routing: short")
    floor.recipe(short + "overrides:\n  - skip: ingest.read\n    why: no reason\n")
    assert "no step is left: all are skipped" in complaint(floor)


def test_a_house_that_there_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.recipe(RECIPE.replace("house: generic", "house: velum"))
    with pytest.raises(RecipeError, match=r"recipe\.yaml:7: there is no house 'velum'\n.*'vellum'"):
        setting(find(floor.name, floor.places))


def test_the_five_verbs_change_a_routing_where_they_say(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.operation("name", BESPOKE)
    floor.override(
        """\
        - set: clean.links
          options: {show: footnote}
        - replace: clean.redactions
          run: operations/name.py
          why: ours is gentler
        - before: clean.noise
          run: operations/name.py
          why: first of all
        - after: clean.noise
          run: operations/name.py
          why: and again
        - skip: clean.duplicates
          why: she repeats herself on purpose
        """
    )
    plan = planned(find(floor.name, floor.places), floor.places)
    names = [item.step.name for item in plan]
    at = names.index("clean.noise")
    assert names[at - 1 : at + 2] == ["operations/name.py", "clean.noise", "operations/name.py (2)"]
    assert "clean.duplicates" not in names
    by_name = {item.step.name: item for item in plan}
    assert by_name["clean.redactions"].operation.bespoke
    options = by_name["clean.links"].options
    assert options is not None
    assert options.show == "footnote"


def test_an_operation_of_ones_own_may_have_options_of_any_form(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    later = "from __future__ import annotations\n" + ODD.replace('"Nowhere"', "Lights")
    floor.operation("name", later.replace("class", "Lights = int\n\nclass"))
    told = "overrides:\n  - after: clean.noise\n    run: operations/name.py\n    why: ours\n"
    floor.recipe(RECIPE + told + "    options: {light: 3}\n")
    plan = planned(find(floor.name, floor.places), floor.places)
    assert [item.options.light for item in plan if item.operation.bespoke] == [3]
    floor.recipe(RECIPE + told + "    options: {light: three}\n")
    assert "a whole number; it says 'three'" in complaint(floor)


AHEAD = """\
from msgspec import Struct
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archives, Posts

class Counted(Struct):
    archives: int

def ahead(archives: Archives, bench: Bench) -> Counted:
    return Counted(len(archives.archives))

def run(posts: Posts, counted: Counted, bench: Bench) -> Posts:
    bench.find("counted", "note", f"{counted.archives} of them.")
    return posts
"""


def test_an_operation_may_find_something_out_ahead(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.operation("name", AHEAD)
    told = "overrides:\n  - after: clean.noise\n    run: operations/name.py\n    why: ours\n"
    floor.recipe(RECIPE + told)
    assert floor.build().findings["note"]
    traveler = floor.root / "build" / floor.name / "1" / "bundle" / "data" / "traveler.json"
    assert "1 of them." in traveler.read_text("utf-8")
    floor.operation("name", AHEAD.replace(" -> Counted", ""))
    assert "gives nothing to pass on" in complaint(floor)


def test_a_day_of_publication_needs_no_quotes(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.recipe(RECIPE.replace("author:", "date: 2024-03-09\n  author:"))
    assert recipe.book(find(floor.name, floor.places)).date == "2024-03-09"


def test_a_bare_archive_needs_no_recipe(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    job = find(str(tmp_path / "sources" / "posts"), floor.places)
    assert job.recipe.routing == "blog"
    assert recipe.book(job).title == ""
