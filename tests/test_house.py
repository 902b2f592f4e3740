"""The house keeps its own rules: layers, measures, names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"
STATIONS = {"ingest", "clean", "assemble", "style", "export", "inspect", "transmit", "cells"}
FILES = sorted(PIPELINE.rglob("*.py"))

MAY_IMPORT = {
    "model": set(),
    "markup": {"model"},
    **{station: {"model", "markup"} for station in STATIONS},
    "shop": {"model", "markup"} | STATIONS,
    "commands": {"model", "markup", "shop"} | STATIONS,
    "desk": {"model", "markup", "shop", "transmit"},
    "answers": {"model", "shop", "commands", "desk"},
    "handover_words": {"commands", "answers"},
    "cli": {"model", "shop", "commands", "answers", "handover_words"},
}


def rooms(path: Path) -> set[str]:
    """The rooms of the house that a file imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "pipeline":
                names = [f"pipeline.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PIPELINE).as_posix())
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    room = path.relative_to(PIPELINE).parts[0].removesuffix(".py")
    if room in MAY_IMPORT:
        assert rooms(path) - {room, "__version__"} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PIPELINE).as_posix())
def test_a_file_and_its_functions_keep_their_measure(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 60, node.name


def test_no_room_is_called_after_nothing() -> None:
    assert not [p for p in FILES if p.stem in {"utils", "util", "common", "misc", "helpers"}]
