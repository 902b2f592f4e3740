"""Identification and inventory: one reader for an archive, and a fate for every member."""

import zipfile
from types import SimpleNamespace

import pytest

from pipeline.ingest import identify as station
from pipeline.ingest.identify import identify, known, reader
from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.inventory import Entry, inventory, report
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError, RecipeError


def kind(name, suffix, members=()):
    """A reader of our own that claims archives with a member of this ending."""

    def claim(archive):
        found = [member.name for member in archive.members if member.name.endswith(suffix)]
        return Claim(f"{found[0]} is there") if found else None

    return SimpleNamespace(NAME=name, TITLE=f"{name} archive", MEMBERS=members, claim=claim)


@pytest.fixture
def readers(monkeypatch):
    two = [kind("birds", ".js"), kind("pages", ".xml")]
    monkeypatch.setattr(station, "known", lambda: two)
    return two


@pytest.fixture
def archive(tmp_path):
    def make(*names):
        path = tmp_path / "archive.zip"
        with zipfile.ZipFile(path, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return Unpacked.open(path)

    return make


def test_the_one_reader_that_claims_an_archive_gets_it(readers, archive):
    assert identify(archive("data/a.js", "b.txt")) == (readers[0], Claim("data/a.js is there"))


def test_two_kinds_in_one_archive_are_refused_with_both_reasons(readers, archive):
    with pytest.raises(ArchiveError) as caught:
        identify(archive("a.js", "b.xml"))
    error = caught.value
    assert error.message == "this is 2 kinds of archive in one: birds archive and pages archive"
    assert error.cause == "birds: a.js is there; pages: b.xml is there"
    assert "{format: birds}" in error.todo


def test_a_special_kind_goes_before_the_general_one(readers, archive):
    special = kind("nests", ".js")
    special.claim = lambda archive: Claim("a nest is there", over=("birds",))
    readers.append(special)
    assert identify(archive("a.js"))[0] is special
    with pytest.raises(ArchiveError, match="pages archive and nests archive"):
        identify(archive("a.js", "b.xml"))


def test_what_nobody_knows_is_refused_with_what_it_holds_and_what_is_known(readers, archive):
    with pytest.raises(ArchiveError) as caught:
        identify(archive("a.mp3", "b.mp3", "c"))
    assert caught.value.message == "no reader knows this archive"
    assert caught.value.cause == (
        "it holds 2 .mp3, 1 without extension; known formats: birds archive; pages archive"
    )


def test_an_archive_of_archives_says_to_take_them_out(readers, archive):
    with pytest.raises(ArchiveError, match="take them out"):
        identify(archive("export.zip"))


def test_a_reader_that_stumbles_leaves_the_archive_to_the_others(readers, archive):
    def stumble(archive):
        raise ValueError("the words of a letter")

    readers[1].claim = stumble
    assert identify(archive("a.js"))[0] is readers[0]
    with pytest.raises(ArchiveError) as caught:
        identify(archive("b.xml"))
    assert "the pages reader stumbled: ValueError" in caught.value.cause
    assert "letter" not in str(caught.value)


def test_every_reader_is_found_by_its_own_name():
    for found in known():
        assert reader(found.NAME) is found
        assert found.TITLE
        assert all(rule.why for rule in found.MEMBERS if rule.use == "ignored")


def test_an_unknown_format_is_refused_with_the_nearest_known_one():
    with pytest.raises(RecipeError, match="did you mean 'twitter'"):
        reader("tweeter")


def test_every_member_is_read_or_ignored_for_a_reason_or_unknown(archive):
    rules = (
        Known(r"(.*/)?data/(a|b)\.js", "read"),
        Known(r"(.*/)?data/letters.*", "ignored", "letters are private"),
        Known(r".*\.js", "ignored", "not for a book"),
    )
    opened = archive("x/data/A.js", "data/letters/1.js", "data/c.js", "data/c.txt", "._a.js")
    entries = inventory(opened, kind("birds", ".js", rules))
    assert entries == [
        Entry("data/c.js", "ignored", "not for a book"),
        Entry("data/c.txt", "unknown"),
        Entry("data/letters/1.js", "ignored", "letters are private"),
        Entry("x/data/A.js", "read"),
        Entry("._a.js", "ignored", "left behind by the system"),
    ]


def test_many_unknown_members_make_few_findings(archive):
    names = [f"media/{n}.bin" for n in range(50)] + [f"{n}/x.txt" for n in range(30)]
    bench = Bench(None)
    report(archive(*names), kind("birds", ".js"), bench)
    assert {finding.code for finding in bench.findings} == {"archive.unknown-member"}
    assert len(bench.findings) == 21
    assert sum(int(finding.message.split()[0]) for finding in bench.findings) == 80
    assert "50 files" in next(f for f in bench.findings if "media/*.bin" in f.place).message


def test_names_alike_but_for_capitals_or_accents_are_noted_and_kept(archive):
    opened = archive("Fog.md", "fog.md", "e\u0301te\u0301.md", "\xe9t\xe9.md")
    bench = Bench(None)
    report(opened, kind("notes", ".md", (Known(r".*\.md", "read"),)), bench)
    assert len(opened.members) == 4
    assert [(f.code, f.message.split()[0]) for f in bench.findings] == [
        ("archive.alike-names", "2")
    ]
