"""Nothing private of any format goes further than the archive: a canary sits in every private
field of every specimen, and none may be found in anything that is made, kept or said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.ingest.identify import known
from pipeline.shop.archive_room import opened
from pipeline.shop.places import Places
from tests.specimens import SPECIMENS, Specimen
from tests.specimens.specimen import ROBIN
from tests.whole.line import bookworks
from tests.whole.search import answers, below, canaries, robins, text_of, unpacked

RECIPE = """\
book: {{title: Lights, author: Ada Quill, language: en}}
sources: [sources/{source}]
routing: {routing}
formats: [docx]
"""
PRIVATE = """\
overrides:
  - set: ingest.read
    options: {{private: [{kind}]}}
"""

READERS = {reader.NAME: reader for reader in known()}
READ = [specimen for specimen in SPECIMENS if specimen.format in READERS]
FORMS = [pytest.param(one, form, id=f"{one.name}-{form}") for one in READ for form in one.forms]
NAMED = [pytest.param(one, kind, id=f"{one.name}-{kind}") for one in READ for kind in one.named]


class Floor:
    """A floor with one archive beside it, so that whatever lies on it was made."""

    def __init__(self, root: Path, specimen: Specimen, form: str) -> None:
        self.specimen = specimen.of(form)
        self.archive = specimen.write(root / "given", form)
        self.root = root / "floor"
        self.root.mkdir()
        self.places = Places(self.root, self.root / "build" / ".shop")

    def recipe(self, more: str = "") -> None:
        """A recipe for the archive, which then lies on the floor too."""
        shutil.move(self.archive, self.root / "sources" / self.archive.name)
        routing = getattr(READERS[self.specimen.format], "ROUTING", "blog")
        text = RECIPE.format(source=self.archive.name, routing=routing) + more
        folder = self.root / "recipes" / "lights"
        folder.mkdir(parents=True)
        (folder / "recipe.yaml").write_text(text, encoding="utf-8")

    def docx(self) -> bytes:
        made = [
            path for path in (self.root / "build").rglob("*.docx") if "bundle" not in path.parts
        ]
        return b"".join(path.read_bytes() for path in made[:1])

    def leaks(self) -> dict[str, str]:
        """The canaries in whatever was made, and where. Stamps hold the names of a folder's files,
        by which it is known whether one has changed, and nothing of what is in them."""
        passed = ("sources/", "build/.shop/stamps/", "build/.shop/archives.json")
        return canaries(pair for pair in below(self.root) if not pair[0].startswith(passed))


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files lie where they are looked for too."""
    (tmp_path / "floor-scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "floor-scratch"))
    monkeypatch.setattr("tempfile.tempdir", None)


def test_every_reader_has_a_specimen() -> None:
    assert set(READERS) <= {specimen.format for specimen in SPECIMENS}


def test_every_specimen_holds_what_is_private_and_what_is_public() -> None:
    for specimen in SPECIMENS:
        assert specimen.canaries, specimen.name
        assert specimen.robins, specimen.name
        birds = specimen.canaries | specimen.robins
        assert {bird.lower().split("-")[1] for bird in birds} == {specimen.format}
        allowed = {first[0] for first in specimen.named.values()}
        assert allowed <= specimen.canaries, specimen.name
    assert sum(len(specimen.canaries) for specimen in SPECIMENS) > 400


@pytest.mark.parametrize(("specimen", "form"), FORMS)
def test_no_canary_is_found_in_anything_made(
    specimen: Specimen, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    floor = Floor(tmp_path, specimen, form)
    done = bookworks(floor.root, "book", floor.archive)
    assert done.returncode == 0, done.stderr
    assert robins(floor.docx()) == floor.specimen.robins
    assert floor.leaks() == {}
    assert canaries(unpacked("terminal", (done.stdout + done.stderr).encode())) == {}
    assert os.listdir(tmp_path / "floor-scratch") == []

    monkeypatch.chdir(floor.root)
    with opened(str(floor.archive), floor.places) as record:
        steps = record.steps()
    said = answers(str(floor.archive), steps, capsys)
    assert canaries(iter(said.items())) == {}
    assert list((floor.root / "surveyed").glob("*.html"))
    assert list((floor.root / "recipes" / "another").glob("*.yaml"))
    assert floor.leaks() == {}  # nor in the survey's page, or the recipe that it suggests
    assert floor.specimen.robins <= set(map(bytes.decode, ROBIN.findall(b"".join(said.values()))))


@pytest.mark.parametrize(("specimen", "kind"), NAMED)
def test_a_kind_that_the_recipe_names_goes_in_and_no_other(
    specimen: Specimen, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = Floor(tmp_path, specimen, "zip")
    (floor.root / "sources").mkdir()
    floor.recipe(PRIVATE.format(kind=kind))
    monkeypatch.chdir(floor.root)
    assert cli.main(["book", "lights"]) == 0
    first, *_ = allowed = specimen.named[kind]
    assert first in text_of(floor.docx())
    found = {bird: place for bird, place in floor.leaks().items() if not _starts(bird, allowed)}
    assert found == {}


def _starts(bird: str, allowed: tuple[str, ...]) -> bool:
    return any(bird.lower().startswith(prefix.lower()) for prefix in allowed)


@pytest.mark.parametrize("specimen", READ, ids=lambda one: one.name)
def test_the_next_edition_and_its_report_hold_no_canary(
    specimen: Specimen, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    floor = Floor(tmp_path, specimen, "zip")
    (floor.root / "sources").mkdir()
    floor.recipe()
    newer = Specimen(specimen.format, "newer", {**specimen.members, "later/.DS_Store": b"later"})
    monkeypatch.chdir(floor.root)
    assert cli.main(["book", "lights"]) == 0
    archive = newer.write(tmp_path / "newer", "zip")
    assert cli.main(["edition", "lights", "--from", str(archive)]) == 0
    assert cli.main(["edition", "lights", "--json"]) == 0
    assert cli.main(["edition", "lights"]) == 0
    said = capsys.readouterr()
    assert canaries(unpacked("terminal", (said.out + said.err).encode())) == {}
    assert cli.main(["book", "lights"]) == 0
    assert floor.leaks() == {}
    assert (floor.root / "build/lights/editions/2-against-1.html").exists()
    with opened("lights", floor.places) as record:
        steps = record.steps()
    assert canaries(iter(answers("lights", steps, capsys).items())) == {}
