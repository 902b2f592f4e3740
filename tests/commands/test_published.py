"""The schemas that we publish, held against a validator of somebody else's: what it takes and what
it refuses are what our own decoder takes and refuses."""

from __future__ import annotations

import copy
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.json import schema_components
from ruamel.yaml import YAML

from pipeline.commands.schemas import contract, schema
from pipeline.model.errors import RecipeError
from pipeline.model.fit import Misfit, fit
from pipeline.model.house import House, names
from pipeline.model.published import ecma
from pipeline.shop import operation, recipe
from pipeline.shop.places import Places
from pipeline.transmit import change_reading, dsse, succession
from pipeline.transmit.change import SCOPES, Envelope
from pipeline.transmit.change_params import KINDS
from pipeline.transmit.strict import Malformed, read
from tests.commands.test_change import CASES, asked
from tests.transmit.shops import QUILL, seed

jsonschema = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")
ROOT = Path(__file__).resolve().parents[2]
Document = Any
Path_ = tuple[str | int, ...]


# -- good ones -------------------------------------------------------------------------------------


def _papers() -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {name: [] for name in ("transmittal", "checks", "changes")}
    found["event"] = []
    for archive in sorted((ROOT / "vectors/good").glob("*.zip")):
        with zipfile.ZipFile(archive) as held:
            for name in held.namelist():
                paper = Path(name).stem
                if "/metadata/" in name and paper in found:
                    found[paper].append(json.loads(held.read(name)))
                if name.endswith("sent.dsse.json"):
                    found["event"].append(json.loads(dsse.opened(held.read(name), dsse.EVENT)[1]))
    found["peer"] = [json.loads((ROOT / "vectors/peer.json").read_bytes())]
    made = succession.rotated(QUILL, seed("quill"), seed("new"), "2026-11-21T10:00:00Z")
    found["keys"] = [json.loads(dsse.opened(made.envelope, dsse.KEYS)[1])]
    return found


def _good() -> dict[str, list[Document]]:
    found = _papers()
    found["change"] = [
        {**asked(case.kind, case.params), **({"scope": case.scope} if case.scope else {})}
        for case in CASES.values()
    ]
    found["recipe"] = [
        YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "recipes").glob("*/recipe.yaml"))
    ]
    found["house"] = [_house("generic")]
    return found


def _house(name: str) -> Document:
    text = (ROOT / f"pipeline/style/houses/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


GOOD = _good()

# -- decoders --------------------------------------------------------------------------------------


def _decoded(name: str, document: Document, room: Path) -> str:
    """Why our own decoder refuses a document; nothing where it takes it."""
    try:
        match name:
            case "change":
                change_reading.made(document)
            case "recipe":
                path = room / "small" / "recipe.yaml"
                path.parent.mkdir(exist_ok=True)
                path.write_text(json.dumps(document), encoding="utf-8")
                recipe.read(path)
            case "house":
                named = {"name": "small", **document} if isinstance(document, dict) else document
                fit(named, House)
            case _:
                read(json.dumps(document).encode(), contract()[name])
    except (Malformed, Misfit, RecipeError) as error:
        return str(error) or "refused"
    return ""


@cache
def _validator(name: str) -> Callable[[Document], bool]:
    places = Places(ROOT, ROOT)
    made = jsonschema.Draft202012Validator(schema(name, places))
    valid: Callable[[Document], bool] = made.is_valid
    return valid


# -- and bad ones ----------------------------------------------------------------------------------


class Spoilt(Struct):
    how: str
    document: Document


def spoilt(good: Document) -> Iterator[Spoilt]:
    """Each place of a document spoilt once, in each of some ways."""
    for place in _places(good):
        value = _at(good, place)
        for how, other in _others(value):
            made = copy.deepcopy(good)
            if not place:
                yield Spoilt(f"/: {how}", other)
                continue
            _at(made, place[:-1])[place[-1]] = other
            yield Spoilt(f"/{'/'.join(map(str, place))}: {how}", made)
        if place and isinstance(place[-1], str):
            made = copy.deepcopy(good)
            del _at(made, place[:-1])[place[-1]]
            yield Spoilt(f"/{'/'.join(map(str, place))}: left out", made)
    if isinstance(good, dict):
        yield Spoilt("a key that is not named", {**good, "not_named": 1})


def _places(value: Document, place: Path_ = ()) -> Iterator[Path_]:
    yield place
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*place, key))
    if isinstance(value, list):
        for at, part in enumerate(value[:2]):  # those after are of the same type
            yield from _places(part, (*place, at))


def _at(value: Document, place: Path_) -> Document:
    for key in place:
        value = value[key]
    return value


def _others(value: Document) -> Iterator[tuple[str, Document]]:
    yield "null", None
    yield "a list", [[]]
    match value:
        case str():
            yield "a number", 7
            yield "with a line's end", f"{value}\n"
            yield "with a line before it", f"\n{value}"
            yield "empty", ""
            yield "other signs", "Ünï — /../x"
        case bool() | int() | float():
            yield "a text", "7"
            yield "below nought", -1
            yield "a broken number", 1.5
        case dict():
            yield "a key more", {**value, "not_named": 1}
            yield "a text", "x"
        case list():
            yield "an object", {}
            yield "empty", []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_stranger_s_validator_agrees_with_our_decoder(name: str, tmp_path: Path) -> None:
    assert GOOD[name]
    refused = 0
    for good in GOOD[name]:
        assert _decoded(name, good, tmp_path) == ""
        assert _validator(name)(good), good
    differ = []
    for good in GOOD[name]:
        for one in spoilt(good):
            why, valid = _decoded(name, one.document, tmp_path), _validator(name)(one.document)
            refused += bool(why)
            if bool(why) == valid and not _is_meaning(name, why):
                differ.append((one.how, why or "taken", "valid" if valid else "invalid"))
    assert not differ, str(differ)
    assert refused > 20


@pytest.mark.parametrize("name", names())
def test_every_house_of_ours_fits_the_schema_of_a_house(name: str) -> None:
    assert _validator("house")(_house(name))


MEANING: dict[str, tuple[str, ...]] = {
    "house": (" lacks ",),
    "change": (
        "ends with the end of a line",
        "the whole book cannot have one role",
        "it says neither what to include",
    ),
}
"""What our decoder refuses and no schema can tell."""


def _is_meaning(name: str, why: str) -> bool:
    return any(said in why for said in MEANING.get(name, ()))


# -- patterns --------------------------------------------------------------------------------------


def _patterns(value: Any) -> Iterator[str]:
    match value:
        case dict():
            said = value.get("pattern")
            if isinstance(said, str):
                yield said
            for part in value.values():
                yield from _patterns(part)
        case list():
            for part in value:
                yield from _patterns(part)


def test_no_pattern_of_ours_lets_a_line_s_end_pass() -> None:
    options = {name: operation.shared(name).options for name in operation.names()}
    kinds = [House, recipe.Recipe, *recipe.VERBS.values(), *contract().values(), *KINDS.values(),
             *SCOPES.values(), Envelope, *filter(None, options.values())]  # fmt: skip
    (_, parts) = schema_components(kinds)
    found = set(_patterns(parts))
    assert len(found) > 10
    for pattern in found:
        assert pattern.startswith("^"), pattern
        assert pattern.endswith(r"\Z"), pattern
        assert "|$" not in pattern, pattern
        assert ecma(pattern).endswith("$")


def test_a_pattern_means_the_same_in_ecma_s_words() -> None:
    styles = r"^\w[\w ().,&'+-]{0,79}\Z"
    theirs = jsonschema.Draft202012Validator({"type": "string", "pattern": ecma(styles)})
    for text in ("Running Text", "Überschrift (1)", "本文", "Ḡ", "-x", "x\n", "a/b", "", "x" * 81):
        assert theirs.is_valid(text) == bool(re.search(styles, text)), text
