"""A writer's floor and a publisher's, and a folder between them: sent, received, asked for three
kinds of change, changed, sent again, compared, accepted, and made into what the shops sell. Once as
one would wish a folder to be, and again as folders are: the end is the same."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image as Picture

from pipeline.cli import main
from pipeline.commands.handover import keys, record, requested
from pipeline.transmit import parcel, verdict
from tests.floor import RECIPE, Floor
from tests.transmit.syncing import Orderly, Syncing
from tests.transmit.test_folder import Shop

REPOSITORY = Path(__file__).resolve().parents[2]
T = "quill.example/T-2026-0001"
pytestmark = pytest.mark.timeout(600)
MORE = """\
---
title: The Long Night
---

What I saw, in the order in which I saw it:

![The lamp, lit, with a moth on the glass](lamp.png)

> A light is a promise.
>
> Nobody keeps one alone.

| Hour | Ships |
|---|---:|
| four | 2 |
| five | 11 |

Nothing else.[^1] And then the *morning*.

***

It came.

[^1]: Not counting Mr Tarn, who does not count.
"""


class Press(Shop):
    """The publisher: the floor of examples/publisher, and its one command."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        shutil.copytree(REPOSITORY / "examples" / "publisher", root)
        super().__init__(root, "lantern", patch)

    def inbox(self) -> str:
        """`make inbox`, as it is typed."""
        said = subprocess.run(
            [sys.executable, "inbox.py"],
            cwd=self.places.root, capture_output=True, text=True, check=False, timeout=300,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "BOOKWORKS_KEYS": str(self.keys)},
        )  # fmt: skip
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout

    def wish(self, name: str, *words: str) -> str:
        """What a person of the house asks for, written as a file."""
        path = str(self.here().places.root / f"{name}.json")
        options = ["--by", "lantern.example", "--id", name, "--out", path]
        assert main(["change", *words, *options]) == 0
        return path


class Two:
    """Both shops, and what carries files from each to the other."""

    def __init__(self, root: Path, seed: int | None, patch: pytest.MonkeyPatch) -> None:
        self.quill, self.press = Shop(root / "quill", "quill", patch), Press(root / "press", patch)
        self.seed = seed
        self.runs = 0
        floor = Floor(root / "quill")
        floor.recipe(RECIPE.replace("[docx]", "[docx, epub]"))
        floor.post("2022-12-21-the-long-night", MORE)
        Picture.new("RGB", (900, 600), "navy").save(root / "quill/sources/posts/lamp.png")

    def carry(self, one: Shop, other: Shop) -> list[str]:
        """All that is in the one's folder goes over, and at each state the other looks."""
        self.seed = None if self.seed is None else self.seed + 1
        way = Syncing if self.seed is not None else Orderly
        came: list[str] = []
        before = len(self._versions(other))
        for step in way(one.shared, other.shared, self.seed or 0).states():
            rows = other.receive()["versions"]
            self.runs += 1
            assert {row["result"] for row in rows} <= _QUIET, (step, rows)  # type: ignore[attr-defined]
            came += [row["name"] for row in rows if row["result"] in ("received", "answered")]  # type: ignore[attr-defined]
            self._check_whole(other, step)
        assert len(self._versions(other)) <= before + 1
        return came

    def _check_whole(self, shop: Shop, step: str) -> None:
        """What counts as received is whole; what is asked for is here with who asks for it."""
        for path in self._versions(shop):
            name = f"{path.parent.name}_{path.name}"
            found = verdict.verify(parcel.Folder(path, name), keys.pinned("quill.example").peer)
            assert found.good, (step, found.problems)
        for found in logs(shop):
            names = [n for e in found.chains["recipient"] for n in requested.named(e.event)]
            assert len(requested.kept(found)) == len(names), step
            for chain in found.chains.values():
                assert [one.event.seq for one in chain] == [*range(1, len(chain) + 1)], step

    def _versions(self, shop: Shop) -> list[Path]:
        return sorted((shop.places.root / "handover" / "received").glob("*/T-*/v*"))


_QUIET = {"waiting", "received", "already", "answered"}


def logs(shop: Shop) -> list[record.Record]:
    sent = shop is not None and (shop.places.root / "handover" / "sent").is_dir()
    folder = shop.places.root / "handover" / ("sent" if sent else "received")
    own, other = keys.ours(), keys.known()
    peer = next(iter(other.values())).peer
    sides = (own, peer) if sent else (peer, own)
    return [record.load(root, *sides) for root in record.records(folder)]


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as made:
        yield made


def looped(root: Path, seed: int | None, patch: pytest.MonkeyPatch) -> Two:
    """The whole loop; every step of it is a command."""
    two = Two(root, seed, patch)
    quill, press = two.quill, two.press
    quill.here()
    assert main(["transmit", "small"]) == 0
    assert two.carry(quill, press).count("T-2026-0001_v1") == 1
    assert "We asked for" in press.inbox()
    asked = [
        press.wish("CR-2", "text.replace", "--find", "at four", "--replace", "at five",
                   "--expected-count", "1"),
        press.wish("CR-3", "metadata.set", "--set", "/title=Small Lights, Lit"),
    ]  # fmt: skip
    assert main(["ask", T, *asked, "--why", "As we said on the telephone."]) == 0
    assert "T-2026-0001" in two.carry(press, quill)
    quill.here()
    for name in ("STYLES-v1", "CR-2", "CR-3"):
        assert main(["apply", "small", name]) == 0, name
    assert main(["transmit", "small"]) == 0
    assert two.carry(quill, press).count("T-2026-0001_v2") == 1
    assert "It passes. We accept it." in press.inbox()
    two.carry(press, quill)
    return two


@pytest.fixture(scope="module")
def orderly(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Two:
    return looped(tmp_path_factory.mktemp("orderly"), None, patch)


def standings(two: Two) -> list[Any]:
    """Where each side says that everything stands, and what was said, in whose order."""
    found = []
    for shop in (two.quill, two.press):
        (log,) = logs(shop.here())
        said = {side: [(one.event.type, one.event.version) for one in chain]
                for side, chain in log.chains.items()}  # fmt: skip
        found.append((log.standing.versions, said))
    return found


def payload(two: Two) -> dict[str, str]:
    """What was received and made, byte for byte, without what holds a time of day."""
    root = two.press.places.root
    paths = [*root.glob("handover/received/*/T-*/v*/data/manuscript/*"), *root.glob("store/*/*")]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in paths}  # fmt: skip


def test_both_shops_know_the_same_in_the_end(orderly: Two) -> None:
    theirs, ours = standings(orderly)
    assert theirs == ours
    assert theirs[0] == {1: "superseded", 2: "accepted"}
    assert theirs[1]["recipient"] == [
        ("received", 1), ("changes-requested", 1), ("changes-requested", 1), ("received", 2),
        ("accepted", 2),
    ]  # fmt: skip


def test_the_second_version_differs_in_what_was_asked_for_and_in_nothing_else(orderly: Two) -> None:
    first, second = sorted(orderly.press.places.root.glob("handover/received/*/T-*/v*"))
    was, now = (_plain(next(path.glob("data/manuscript/*.docx"))) for path in (first, second))
    changed = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
    assert changed == [("The lamp went out at four.", "The lamp went out at five.")]
    since = json.loads((second / "metadata" / "changes.json").read_text())["since"]
    assert since["version"] == 1
    assert any(name.endswith(".docx") for name in since["changed"] + since["added"])
    title = json.loads((second / "metadata" / "transmittal.json").read_text())["work"]["title"]
    assert title == "Small Lights, Lit"


def test_what_the_shops_sell_is_made_of_the_accepted_docx_alone_and_lacks_nothing(
    orderly: Two,
) -> None:
    root = orderly.press.places.root
    (docx,) = (root / "sources").glob("*/*")
    (sent,) = root.glob("handover/received/*/T-*/v2/data/manuscript/*.docx")
    assert docx.read_bytes() == sent.read_bytes()
    (store,) = (root / "store").iterdir()
    assert {path.suffix for path in store.iterdir()} == {".epub", ".pdf", ".txt"}
    checks = (store / "checks.txt").read_text()
    assert "words of the docx are in the EPUB" in checks
    (epub,) = store.glob("*.epub")
    text = _pages(epub)
    for title in ("The Lamp", "The Ferry", "The Chart", "The Long Night"):
        assert f">{title}</h" in text, title
    for said in (
        'alt="The lamp, lit, with a moth on the glass"', "Nobody keeps one alone.",
        "Not counting Mr Tarn", '<td class="right">11</td>', "<em>morning</em>", "<hr",
        'class="dateline"', 'class="copyright"', 'epub:type="noteref"', "<blockquote",
        "Small Lights, Lit", "2022",
    ):  # fmt: skip
        assert said in text, said


def test_every_role_of_the_writers_own_ebook_is_in_that_of_the_shops(orderly: Two) -> None:
    """The writer's shop made its EPUB of the archive, the publisher's of the docx: chapter for
    chapter and role for role they are one book."""
    root = orderly.press.places.root
    (theirs,) = root.glob("handover/received/*/T-*/v2/data/manuscript/*.epub")
    (ours,) = root.glob("store/*/*.epub")
    was, now = (Counter(_ROLE.findall(_pages(path))) for path in (theirs, ours))
    assert was[("section", "chapter")] == 3
    assert was[("section", "entry")] == 4
    assert now - was == {("p", "publisher"): 1}  # who sets its name on the title page
    assert was - now == {}


_ROLE = re.compile(r'<(section|p|h[1-6]|blockquote|li|t[dh]|figure|aside|hr|em|img)\b'
                   r'(?:[^>]*?class="([^"]*)")?')  # fmt: skip


def _pages(epub: Path) -> str:
    with ZipFile(epub) as book:
        names = [name for name in book.namelist() if "/text/" in name]
        return "\n".join([book.read(name).decode() for name in sorted(names)])


def _plain(docx: Path) -> list[str]:
    import pypandoc

    said = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "plain", "--wrap=none", str(docx)],
        capture_output=True, check=True, timeout=60,
    ).stdout.decode()  # fmt: skip
    return [line for line in said.splitlines() if line.strip()]


@pytest.mark.parametrize("seed", [2, 5])
def test_a_folder_that_is_synchronised_badly_brings_the_same_end(
    orderly: Two, tmp_path: Path, patch: pytest.MonkeyPatch, seed: int
) -> None:
    two = looped(tmp_path / "two", seed * 100, patch)
    assert two.runs > 150
    print(f"{two.runs} looks at the folder, in as many states of it")
    assert standings(two) == standings(orderly)
    assert payload(two) == payload(orderly)
