"""A search through every byte that a build left behind, and through every answer it can give."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import cli
from tests.specimens.specimen import CANARY, ROBIN

_MARKUP = re.compile(rb"<[^<>]*>")
_HYPHENS = re.compile("\u2010|\u2011|\u00ad".encode())


def below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and every member of every package, with their names."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield from unpacked(name, path.read_bytes() if path.is_file() else b"")


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, name.encode() + b"\n" + data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield from unpacked(f"{name}/{member}", package.read(member))


def words_in(data: bytes) -> Iterator[bytes]:
    """The bytes as they are; and, where they are markup, the words between the tags, which may
    stand apart or be one word in several pieces."""
    yield data
    if b"<" in data:
        yield _HYPHENS.sub(b"-", _MARKUP.sub(b" ", data))
        yield _HYPHENS.sub(b"-", _MARKUP.sub(b"", data))


def canaries(pairs: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    """The canaries that got out, each with a place where it sits."""
    return {
        bird.decode(): name
        for name, data in pairs
        for said in words_in(data)
        for bird in CANARY.findall(said)
    }


def robins(data: bytes) -> set[str]:
    """The robins of a finished docx."""
    return {bird.decode() for bird in ROBIN.findall(text_of(data).encode())}


def text_of(data: bytes) -> str:
    """The text of a finished docx, notes and all."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    return b"\n".join(_HYPHENS.sub(b"-", _MARKUP.sub(b" ", part)) for part in parts).decode()


ASKED = (
    ("account", "--items"),
    ("account", "--items", "--json"),
    ("changes", "--most", "0"),
    ("changes", "--json"),
    ("inspect", "--json"),
    ("survey", "--json"),
    ("survey",),
    ("survey", "--out", "surveyed"),
    ("account",),
    ("inspect",),
)


def answers(target: str, steps: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, bytes]:
    """What the commands say of a finished book, by their words; run in the current folder."""
    known = cli.parser().format_help()
    asked = [(word, target, *more) for word, *more in ASKED if f"    {word} " in known]
    asked += [("new", "another", "--from", target)]
    asked += [("show", target, step) for step in steps]
    asked += [("trace", target, "the lamp"), ("identify", target, "--json")]
    found = {}
    for words in asked:
        if words[0] == "identify" and Path(target).suffix == "":
            continue
        cli.main(words)
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        found[" ".join(words)] = (said.out + said.err).encode()
    return found
