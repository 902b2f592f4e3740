"""Every kind of change request is applied by machine with evidence, or refused with a reason."""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from pipeline.cli import main
from pipeline.commands.change import answers, profiles, trial, waiting
from pipeline.commands.change.applying import apply
from pipeline.commands.change.patience import check_pattern
from pipeline.commands.change.plan import Declined
from pipeline.model.errors import ArchiveError, RecipeError, StorageError, UsageError
from pipeline.model.house import load
from pipeline.shop.archive_room import opened
from pipeline.shop.job import build
from pipeline.shop.mate import undivided
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from pipeline.shop.recipe import read as read_recipe
from pipeline.style.wording import Rule
from pipeline.transmit.change import Answer
from pipeline.transmit.change_params import KINDS
from pipeline.transmit.change_reading import made
from pipeline.transmit.change_scope import passages
from tests.floor import RECIPE, Floor

ROOT = Path(__file__).resolve().parents[2]
PEER = "harbour.example"


def asked(kind: str, params: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": "f2f.change/1", "id": "CR-0001", "kind": kind, "requested_by": PEER,
            "params": params, **more}  # fmt: skip


def applied(book: str, request: dict[str, Any], places: Places) -> Answer:
    return apply(book, made(request), places, quiet=True)


def lying(folder: Path) -> dict[str, bytes]:
    """All that a build reads of a recipe's folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "requests" not in path.parts and "__pycache__" not in path.parts
    }


# -- every kind, on the sample books ---------------------------------------------------------------


class Case(Struct, frozen=True):
    book: str
    kind: str
    params: dict[str, Any]
    status: str
    said: str = ""  # of the reason
    scope: dict[str, str] = {}
    acceptance: tuple[dict[str, Any], ...] = ()
    written: tuple[str, ...] = ("recipe.yaml",)
    counts: dict[str, int] = {}


HOUSE = (f"{PEER}.toml", "recipe.yaml")
PREFACE = {"type": "chapter", "title": "Preface"}
TENDER = {"type": "TextQuoteSelector", "exact": "in March 2011, on the tender"}
WORK = [
    {"op": "test", "path": "/title", "value": "Light List"},
    {"op": "replace", "path": "/title", "value": "The Light List"},
    {"op": "add", "path": "/identifiers/-", "value": {"scheme": "15", "value": "9780306406157"}},
]

CASES: dict[str, Case] = {
    "styles of a publisher's own": Case(
        "twitter", "style.map",
        {"map": [{"role": "body", "from": "Body Text", "to": "Running Text (r)"}]}, "applied",
        acceptance=({"style_used": "Running Text (r)"},), written=HOUSE,
    ),
    "a style of a role that is thought to have another": Case(
        "twitter", "style.map", {"map": [{"role": "body", "from": "Normal", "to": "R"}]},
        "declined", "has the style 'Body Text', and not 'Normal'",
    ),
    "a style of a role that there is not": Case(
        "twitter", "style.map", {"map": [{"role": "boddy", "to": "R"}]}, "declined", "'body'",
    ),
    "a style that would be a heading": Case(
        "twitter", "style.map", {"map": [{"role": "body", "to": "Heading 2"}]}, "declined",
        "Word's own",
    ),
    "another role for a page": Case(
        "twitter", "style.assign", {"role": "quote"}, "applied", scope=PREFACE,
        acceptance=({"text_unchanged_outside": "scope"},), counts={"assigned": 10},
    ),
    "a role that no paragraph can have": Case(
        "twitter", "style.assign", {"role": "heading"}, "declined", "cannot be 'heading'",
        scope=PREFACE,
    ),
    "a role for a chapter that there is not": Case(
        "twitter", "style.assign", {"role": "quote"}, "declined", "called 'Prefaces'",
        scope={"type": "chapter", "title": "Prefaces"},
    ),
    "words all through": Case(
        "twitter", "text.replace",
        {"find": "tender", "replace": "launch", "whole_word": True}, "applied",
        acceptance=({"absent": " tender "},),
    ),
    "words in one place are an edit": Case(
        "twitter", "text.replace", {"find": "March", "replace": "April"}, "applied",
        scope=TENDER, written=("edits/edits.yaml",), counts={"replaced": 1},
        acceptance=({"text_unchanged_outside": "scope"}, {"present": "April 2011, on the tender"}),
    ),
    "words counted otherwise": Case(
        "twitter", "text.replace", {"find": "tender", "replace": "x", "expected_count": 999},
        "declined", "and not 999",
    ),
    "words that stand nowhere": Case(
        "twitter", "text.replace", {"find": "zeppelin", "replace": "x"}, "declined", "nowhere",
    ),
    "a pattern that is none": Case(
        "twitter", "text.replace", {"find": "(", "replace": "", "regex": True}, "declined",
        "no regular expression",
    ),
    "headings to a depth": Case(
        "blog", "heading.depth", {"max_level": 2}, "applied",
        acceptance=({"max_heading": 2}, {"text_unchanged": "all"}),
    ),
    "headings run in": Case(
        "blog", "heading.depth", {"max_level": 2, "overflow": "run-in"}, "applied",
    ),
    "headings shallower than the chapters": Case(
        "blog", "heading.depth", {"max_level": 1}, "declined", "reach level 2",
    ),
    "headings shifted": Case(
        "blog", "heading.depth", {"max_level": 4, "shift": 1}, "declined", "shifted",
    ),
    "items out, and a chapter cut": Case(
        "twitter", "structure.edit",
        {"exclude": ["47189827098651426"],
         "split": [{"before": "283263515674487797", "title": "Winter"}]}, "applied",
        acceptance=({"present": "Winter"},), counts={"excluded": 1, "arranged": 1},
    ),
    "chapters joined and moved": Case(
        "blog", "structure.edit",
        {"merge": ["13"], "reorder": [{"item": "16", "after": "14"}]}, "applied",
    ),
    "an item that there is not": Case(
        "twitter", "structure.edit", {"include": ["../../etc/passwd"]}, "declined",
        "no archive gives an item '../../etc/passwd'",
    ),
    "the first chapter joined to the one before": Case(
        "blog", "structure.edit", {"merge": ["11"]}, "declined", "no chapter stands before",
    ),
    "links as notes": Case("blog", "notes.links", {"link": "footnote"}, "applied", written=HOUSE),
    "links dropped": Case(
        "twitter", "notes.links", {"link": "drop"}, "applied-with-deviation", "leads out still",
    ),
    "links in a list": Case(
        "blog", "notes.links", {"link": "bibliography"}, "applied", written=HOUSE,
    ),
    "links in running text": Case(
        "blog", "notes.links", {"link": "inline"}, "declined", "running text",
    ),
    "notes at the end": Case(
        "blog", "notes.policy", {"placement": "endnote"}, "applied", written=HOUSE,
        acceptance=({"count": {"of": "endnote", "min": 4, "max": 4}},),
    ),
    "notes after each chapter": Case(
        "blog", "notes.policy", {"placement": "chapter-end"}, "declined", "Word sets notes",
    ),
    "a citation style": Case(
        "blog", "citation.style", {"csl": "chicago-author-date"}, "declined", "no citations",
    ),
    "pictures apart": Case(
        "twitter", "image.policy", {"place": "separate", "alt_required": True}, "applied",
        acceptance=({"count": {"of": "picture", "max": 0}},), written=HOUSE,
    ),
    "pictures finer than they are": Case(
        "twitter", "image.policy", {"min_dpi": 600}, "declined", "fewer than 600 dots",
    ),
    "tables as they are": Case(
        "twitter", "table.policy", {"form": "native"}, "applied", written=(),
    ),
    "tables as pictures": Case("twitter", "table.policy", {"form": "image"}, "declined", "read"),
    "marks as typed": Case(
        "twitter", "typography.policy", {"quotes": "straight", "scene_break": "#"}, "applied",
        written=HOUSE,
    ),
    "another tongue": Case(
        "twitter", "typography.policy", {"spelling": "fr"}, "declined", "another language",
    ),
    "British marks": Case(
        "twitter", "typography.policy", {"spelling": "en-GB"}, "applied-with-deviation",
        "words keep the spelling",
    ),
    "volumes": Case("blog", "file.layout", {"files": "volumes", "words": 3000}, "applied"),
    "a file for each chapter": Case(
        "blog", "file.layout", {"files": "per-chapter"}, "declined", "a volume is the smallest",
    ),
    "an index": Case("twitter", "element.require", {"element": "index"}, "applied"),
    "an index of nothing": Case(
        "blog", "element.require", {"element": "index"}, "declined", "the page of index is not",
    ),
    "a page that is there": Case(
        "twitter", "element.require", {"element": "bio"}, "applied", written=(),
    ),
    "a log": Case("twitter", "element.require", {"element": "art-log"}, "applied", written=()),
    "a page that only its author can write": Case(
        "twitter", "element.require", {"element": "foreword"}, "needs-answer", "author's",
    ),
    "a title and an ISBN": Case("twitter", "metadata.set", {"patch": WORK}, "applied"),
    "a test that fails": Case(
        "twitter", "metadata.set",
        {"patch": [{"op": "test", "path": "/title", "value": "Other"}]}, "declined",
        "/params/patch/0: /title is not what it was thought to be",
    ),
    "an ISBN that is none": Case(
        "twitter", "metadata.set",
        {"patch": [{"op": "add", "path": "/identifiers/-",
                    "value": {"scheme": "15", "value": "9780306406158"}}]},
        "declined", "digits do not add up",
    ),
    "a second author": Case(
        "twitter", "metadata.set",
        {"patch": [{"op": "add", "path": "/contributors/-", "value": {"name": "N. N."}}]},
        "declined", "one author",
    ),
    "a question": Case("twitter", "query", {"question": "Who holds the map?"}, "needs-answer"),
    "words": Case("twitter", "freeform", {"text": "Nicer, please."}, "needs-answer", "by hand"),
    "a check that the book does not pass": Case(
        "twitter", "notes.policy", {"placement": "footnote"}, "declined", "absent lighthouse",
        acceptance=({"absent": "lighthouse"},),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with both sample books made, as docx and transmittal."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(ROOT / "recipes", root / "recipes")
    shutil.copytree(ROOT / "sources", root / "sources")
    places = Places(root, root / "build" / ".shop")
    with undivided():
        for book in ("twitter", "blog"):
            path = places.recipe(book)
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("[docx, epub, web, pdf]", "[docx]"), encoding="utf-8")
            build(Order(book), places, None, lambda said: None)
    return root


@pytest.fixture
def sample(samples: Path, tmp_path: Path) -> Iterator[Places]:
    root = tmp_path / "floor"
    shutil.copytree(samples, root)
    yield Places(root, root / "build" / ".shop")
    shutil.rmtree(root)


@pytest.mark.parametrize("name", CASES)
def test_every_kind_is_applied_with_evidence_or_refused_with_a_reason(
    name: str, sample: Places
) -> None:
    case = CASES[name]
    more: dict[str, Any] = {"acceptance": list(case.acceptance)}
    if case.scope:
        more["scope"] = case.scope
    folder = sample.recipe(case.book).parent
    before = lying(folder)
    answer = applied(case.book, asked(case.kind, case.params, **more), sample)
    assert (answer.status, answer.reason) == (case.status, answer.reason)
    assert case.said in answer.reason
    after = lying(folder)
    if not answer.status.startswith("applied"):
        assert after == before
        assert answer.reason
        return
    _proved(case, answer, before, after)
    built = {path.name: path for path in (sample.root / "build" / case.book / "1").glob("*.docx")}
    assert answer.evidence is not None
    assert set(built) == {name for name in answer.evidence.after.files if name.endswith("docx")}
    again = applied(case.book, asked(case.kind, case.params, **more), sample)
    assert again == answer
    assert lying(folder) == after


def _proved(case: Case, answer: Answer, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    evidence = answer.evidence
    assert evidence is not None
    assert evidence.written == case.written
    assert {name for name in after if after[name] != before.get(name)} == {*case.written}
    assert all(check.passed for check in evidence.checks)
    assert [check.check for check in evidence.checks if check.asked] == [*case.acceptance]
    assert evidence.checks
    assert (evidence.before.recipe != evidence.after.recipe) == bool(case.written)
    assert (evidence.before.files != evidence.after.files) == bool(case.written)
    assert case.counts.items() <= evidence.counts.items()
    was = before["recipe.yaml"].decode().splitlines()
    now = after["recipe.yaml"].decode().splitlines()
    changed = {"house", "title", "language", "options"}  # all else is added to
    kept = [row for row in was if row.split(":")[0].strip() not in changed]
    rest = iter(now)
    assert all(row in rest for row in kept)


def test_every_kind_that_there_is_was_tried() -> None:
    assert {case.kind for case in CASES.values()} == set(KINDS)


# -- what must not happen --------------------------------------------------------------------------


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    made_floor = Floor(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made_floor


def test_a_rebuild_that_changes_words_outside_the_scope_is_caught(floor: Floor) -> None:
    """An operation of the book's own looks at the edits, and where there are any it rewords another
    item as well: it says so, as the law wants, and the request is declined all the same."""
    floor.operation("meddle", """\
        '''meddle: reword the ferry once anybody edits anything'''
        from pipeline.model.rewrite import rewrite_book
        from pipeline.model.text import Text
        READS = ("edits",)
        def late(run):
            return tuple(Text(n.text.replace("again", "once more")) if type(n) is Text else n
                         for n in run)
        def run(book: "Manuscript", bench: "Bench") -> "Manuscript":
            return rewrite_book(book, "meddle", late, bench) if bench.texts("edits") else book
        from pipeline.model.bench import Bench
        from pipeline.model.manuscript import Manuscript
        """)  # fmt: skip
    floor.override("  - after: style.roles\n    run: operations/meddle.py\n    why: to see\n")
    quote = {"type": "TextQuoteSelector", "exact": "went out at four"}
    request = asked("text.replace", {"find": "four", "replace": "five"}, scope=quote)
    before = lying(floor.folder)
    answer = applied("small", request, floor.places)
    assert answer.status == "declined"
    assert "text_unchanged_outside scope: 1 of" in answer.reason
    assert "the-ferry" in answer.reason
    assert "once more" in answer.reason
    assert lying(floor.folder) == before
    floor.recipe(RECIPE)
    assert applied("small", request, floor.places).status == "applied"


def test_what_people_wrote_in_a_recipe_stays(floor: Floor) -> None:
    text = (
        "# the book of lights\nbook:\n  title: 'Small Lights'   # as on the cover\n"
        '  author: "Ada \\u0051uill"\n  language: en\nsources: [sources/posts]  # one for now\n'
        "routing: blog\n\nhouse:   generic # until they write\nformats: [docx]\n"
        "overrides:\n- set: clean.links   # on paper\n  options: {show: link}  # not yet\n"
        "# the end\n"
    )
    floor.recipe(text)
    answer = applied("small", asked("notes.links", {"link": "footnote"}), floor.places)
    assert answer.status == "applied"
    now = (floor.folder / "recipe.yaml").read_text(encoding="utf-8")
    assert [row for row in now.splitlines() if row not in text.splitlines()] == [
        f"house: {PEER}.toml # until they write",
        "  options: {show: footnote} # not yet",
    ]
    assert "# the end" in now
    assert '"Ada \\u0051uill"' in now


def test_a_house_of_the_books_own_keeps_its_comments(floor: Floor) -> None:
    floor.write("recipes/small/press.toml", (
        'extends = "generic"\ntitle = "Press"\nabout = "Ours." # and theirs\n\n'
        '[roles]\n# running text\nbody = "Text"  # plain\n\n[styles.Text]\nbased = "Body Text"\n'
    ))  # fmt: skip
    floor.recipe(RECIPE.replace("generic", "press.toml"))
    params = {"map": [{"role": "quote", "to": "Extract (e)"}, {"role": "body", "to": "T2"}]}
    answer = applied("small", asked("style.map", params), floor.places)
    assert answer.status == "applied"
    now = (floor.folder / "press.toml").read_text(encoding="utf-8")
    assert "# running text" in now
    assert "# and theirs" in now
    assert 'quote = "Extract (e)"' in now
    anew = asked("style.map", {**params, "mode": "replace"}, id="CR-0002")
    assert "the writer's own" in applied("small", anew, floor.places).reason


def test_a_new_map_forgets_the_one_before(floor: Floor) -> None:
    first = asked("style.map", {"map": [{"role": "body", "to": "One"}]})
    second = asked("style.map", {"mode": "replace", "map": [{"role": "quote", "to": "Two"}]},
                   id="CR-0002")  # fmt: skip
    assert applied("small", first, floor.places).status == "applied"
    assert applied("small", second, floor.places).status == "applied"
    now = (floor.folder / f"{PEER}.toml").read_text(encoding="utf-8")
    assert "One" not in now
    assert 'quote = "Two"' in now


def test_a_disk_that_fills_up_half_way_leaves_everything_as_it_was(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.build()
    before, files = lying(floor.folder), floor.files()
    write, written = trial.write_whole, []

    def full(path: Path, data: bytes) -> None:
        if path.is_relative_to(floor.folder) and not written:
            written.append(path)
        elif path.is_relative_to(floor.folder) and len(written) == 1:
            written.append(path)
            raise StorageError("the disk is full", file=str(path))
        write(path, data)

    monkeypatch.setattr(trial, "write_whole", full)
    with pytest.raises(StorageError):
        applied("small", asked("notes.policy", {"placement": "endnote"}), floor.places)
    assert len(written) == 2
    assert lying(floor.folder) == before
    assert floor.files() == files


def test_a_kill_between_two_files_is_made_good_by_the_next_request(floor: Floor) -> None:
    floor.build()
    before = lying(floor.folder)
    seen = trial.folder_digest(floor.folder)
    staged = {"recipe.yaml": b"half: a recipe\n", "new.toml": b""}
    trial.commit("small", floor.places, staged, seen)
    assert lying(floor.folder) != before
    with trial.held("small", floor.places):  # as every request begins
        assert lying(floor.folder) == before


def test_a_recipe_that_was_changed_meanwhile_is_not_written_over(floor: Floor) -> None:
    seen = trial.folder_digest(floor.folder)
    floor.recipe(RECIPE + "# a thought\n")
    before = lying(floor.folder)
    with pytest.raises(ArchiveError, match="changed while"):
        trial.commit("small", floor.places, {"recipe.yaml": b""}, seen)
    assert lying(floor.folder) == before


def test_a_failed_try_leaves_the_finished_book_alone(floor: Floor) -> None:
    floor.build()
    files = floor.files()
    request = asked("notes.policy", {"placement": "endnote"}, acceptance=[{"absent": "lamp"}])
    assert applied("small", request, floor.places).status == "declined"
    assert floor.files() == files
    assert not (floor.root / "publishers").exists()
    with opened("small", floor.places) as record:
        assert record.folder == floor.root / "build" / "small" / "1"


def test_an_id_that_says_another_thing_is_refused(floor: Floor) -> None:
    applied("small", asked("notes.policy", {"placement": "endnote"}), floor.places)
    with pytest.raises(UsageError, match="said another thing"):
        applied("small", asked("notes.policy", {"placement": "footnote"}), floor.places)


NASTY = [
    "x: {a: !!python/object:os.system}\n- skip: export.docx # ",
    '"quoted" \\ and \'this\'', "#", "- ", "*alias &anchor %TAG", "yes", "0123", "null",
    "{figure} {} %s", "]]></w:t><w:br/>", "  ", "é 💡",
]  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_words_of_a_request_stay_words_in_recipe_house_and_edits(nasty: str, floor: Floor) -> None:
    floor.recipe(RECIPE + "# the end\n")
    rule = {"find": "lamp", "replace": nasty}
    answer = applied("small", asked("text.replace", rule), floor.places)
    assert answer.status == "applied", answer.reason
    recipe = read_recipe(floor.folder / "recipe.yaml").recipe
    (override,) = recipe.overrides
    assert override["options"]["rules"][0]["replace"] == nasty
    quote = {"type": "TextQuoteSelector", "exact": "out at four"}
    edit = asked("text.replace", {"find": "four", "replace": nasty}, scope=quote, id="CR-2")
    said = applied("small", edit, floor.places)
    assert said.status == "applied", said.reason
    sign = nasty.replace("\n", " ")[:20]
    style = asked("typography.policy", {"scene_break": sign}, id="CR-3")
    assert applied("small", style, floor.places).status == "applied"
    assert load(str(floor.folder / f"{PEER}.toml")).scene_break == sign
    with opened("small", floor.places) as record:
        said_now = " ".join(one.said for one in passages(record.manuscript()))
    assert f"The {nasty} went out at {nasty}." in said_now


def test_two_publishers_may_give_one_name_to_two_requests(floor: Floor) -> None:
    applied("small", asked("query", {"question": "Why?"}), floor.places)
    other = {**asked("query", {"question": "When?"}), "requested_by": "quay.example"}
    applied("small", other, floor.places)
    assert len(answers.kept("small", floor.places)) == 2
    with pytest.raises(UsageError, match="several publishers"):
        answers.must_find("small", "CR-0001", floor.places)
    found = answers.must_find("small", "quay.example/CR-0001", floor.places)
    assert found.answer.reason == "When?"


def test_endnotes_that_were_asked_for_are_counted_in_figures(floor: Floor) -> None:
    """Word would count them i, ii, iii; a book's own note is [^1] to its author."""
    request = asked("notes.policy", {"placement": "endnote"})
    assert applied("small", request, floor.places).status == "applied"
    (docx,) = (floor.root / "build/small/1").glob("*.docx")
    with zipfile.ZipFile(docx) as package:
        settings = package.read("word/settings.xml")
        assert b'<w:endnotePr><w:numFmt w:val="decimal"/>' in settings
        assert b"<w:endnoteReference" in package.read("word/document.xml")


def test_a_pattern_that_never_ends_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(Declined, match="takes longer than"):
        check_pattern(Rule(find=r"(\w+\s?)+!~", replace="", regex=True), ["a" * 60], 0.5)
    assert time.monotonic() - began < 20


# -- people, and the next book ---------------------------------------------------------------------


def test_what_waits_is_a_plain_list_and_a_person_answers_it(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    question = asked("query", {"question": "Who holds the map?"}, id="CR-Q", due="2026-12-01")
    words = asked("freeform", {"text": "Nicer, please."}, id="CR-W", blocking=True)
    for one in (question, words):
        assert applied("small", one, floor.places).status == "needs-answer"
    assert main(["apply", "small"]) == 0
    said = capsys.readouterr().out
    assert "2 wait for a person" in said
    assert said.index("CR-W") < said.index("CR-Q")  # what blocks comes first
    assert "by 2026-12-01" in said
    assert main(["apply", "small", "CR-Q", "--answer", "The Board of Lights."]) == 0
    assert main(["apply", "small", "CR-W", "--decline", "Say how."]) == 0
    rows = waiting.listed("small", floor.places)["requests"]
    assert {row["id"]: row["status"] for row in rows} == {"CR-Q": "answered", "CR-W": "declined"}
    kept = answers.must_find("small", "CR-Q", floor.places)
    assert kept.answer.said == "The Board of Lights."


def test_what_was_agreed_starts_the_next_book_right(sample: Places) -> None:
    for number, (kind, params) in enumerate([
        ("style.map", {"map": [{"role": "body", "to": "Running Text (r)"}]}),
        ("notes.policy", {"placement": "endnote"}),
        ("text.replace", {"find": "tender", "replace": "launch", "whole_word": True}),
    ]):  # fmt: skip
        request = asked(kind, params, id=f"CR-{number}")
        assert applied("twitter", request, sample).status == "applied"
    own = applied("twitter", asked("metadata.set", {"patch": WORK}, id="CR-T"), sample)
    assert own.status == "applied"
    house = (sample.root / "publishers" / PEER / "house.toml").read_text(encoding="utf-8")
    assert 'body = "Running Text (r)"' in house
    assert [one.id for one in profiles.agreed(PEER, sample)] == ["CR-0", "CR-1", "CR-2"]
    from pipeline.commands.change.applying import apply_profile

    found = apply_profile("blog", PEER, sample, quiet=True)["answers"]
    assert [one["status"] for one in found] == ["applied", "applied", "declined"]
    assert "nowhere" in found[2]["reason"]  # the baker has no tender
    assert "Running Text (r)" in (sample.root / "recipes/blog" / f"{PEER}.toml").read_text()
    with pytest.raises(UsageError, match=r"nothing was agreed with"):
        profiles.must_know("harbor.example", sample)


def test_a_request_is_written_by_plain_options_and_applied_from_its_file(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["change", "text.replace", "--by", PEER, "--find", "lamp", "--replace", "light",
             "--no-case", "--item", "2019-03-02-the-lamp", "--out", "CR.json",
             "--check", "text_unchanged_outside=scope"]  # fmt: skip
    assert main(words) == 0
    assert "bookworks apply BOOK CR-" in capsys.readouterr().out
    assert main(["apply", "small", "CR.json", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "applied"
    assert answer["evidence"]["checks"][0]["asked"] is True
    with opened("small", floor.places) as record:
        said = [one.said for one in passages(record.manuscript())]
    assert "The light went out at four." in said
    assert main(["change", "heading.depth", "--by", PEER, "--max-level", "10"]) == 3
    assert "/params/max_level" in capsys.readouterr().err
    assert main(["change", "citation.style", "--by", PEER, "--csl", "apa", "--out", "C.json"]) == 0
    assert main(["apply", "small", "C.json"]) == 6
    assert main(["apply", "small", "gone.json"]) == 2
    Path("bad.json").write_text('{"format": "f2f.change/1", "kind": "rm"}', encoding="utf-8")
    assert main(["apply", "small", "bad.json"]) == 3
    assert "bad.json:/kind" in capsys.readouterr().err


def test_every_kind_teaches_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in KINDS:
        with pytest.raises(SystemExit) as left:
            main(["change", kind, "--help"])
        assert left.value.code == 0
        assert f"bookworks change {kind} --by harbour.example" in capsys.readouterr().out


def test_an_answer_that_was_tampered_with_is_told(floor: Floor) -> None:
    applied("small", asked("query", {"question": "Why?"}), floor.places)
    path = floor.folder / "requests" / PEER / "CR-0001.json"
    path.write_text(path.read_text().replace("needs-answer", "well"), encoding="utf-8")
    with pytest.raises(RecipeError, match="not a request with its answer"):
        answers.kept("small", floor.places)
