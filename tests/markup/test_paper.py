"""A routing that is a plain list is read by itself, and to the same effect as by YAML."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.markup import paper
from pipeline.shop.places import shipped

PLAIN = ("blog", "tweets")  # those that most books take
KEYS: list[tuple[str | int, ...]] = [
    (), ("about",), ("about", "steps"), ("steps",), ("steps", "about"), ("nothing",),
    *[("steps", number) for number in range(-1, 40)], ("steps", 3, "options"),
]  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_list_says_what_yaml_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (shipped() / f"{name}.yaml").read_text("utf-8")
    copy = tmp_path / "routing.yaml"
    copy.write_text(text + "# a word that only YAML reads over\n", "utf-8")
    page = paper.read(copy)
    copy.write_text(text, "utf-8")
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    quick = paper.read(copy)
    assert quick.value == page.value
    assert [quick.at(keys) for keys in KEYS] == [page.at(keys) for keys in KEYS]


@pytest.mark.parametrize(
    "page",
    [
        "about: A book\nsteps:\n  - ingest.read: {format: twitter}\n",
        "about: A book  \nsteps:\n  - ingest.read\n",
        "about: A book # of mine\nsteps:\n  - ingest.read\n",
        "about: A: book\nsteps:\n  - ingest.read\n",
        "about: A book\nsteps:\n  - ingest.read\n  - null\n",
        "about: Null\nsteps:\n  - ingest.read\n",
        "about: A book\nsteps:\n  - ingest.read\n - clean.links\n",
    ],
)
def test_all_else_is_left_to_yaml(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "routing.yaml"
    path.write_text(page, "utf-8")
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    with pytest.raises(ImportError):
        paper.read(path)
