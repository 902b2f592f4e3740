"""A change request comes from outside: what is wrong with it is told by its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.model.errors import RecipeError
from pipeline.transmit.change import Quote
from pipeline.transmit.change_params import KINDS, StyleMap
from pipeline.transmit.change_reading import DEEPEST, LARGEST, digest, made, read, schema, write

BASE: dict[str, Any] = {
    "format": "f2f.change/1",
    "id": "CR-0001",
    "kind": "style.map",
    "requested_by": "harbour.example",
    "params": {"map": [{"role": "body", "from": "Body Text", "to": "Running (r)"}]},
}


def test_a_request_that_is_written_is_the_one_that_is_read() -> None:
    request = made(
        {**BASE, "acceptance": [{"style_used_only": ["Running (r)"]}], "due": "2026-12-01"}
    )
    again = read(write(request))
    assert again == request
    assert digest(again) == digest(request)
    assert isinstance(again.params, StyleMap)
    assert again.params.map[0].was == "Body Text"


def test_a_scope_is_one_of_five_and_a_quotation_is_w3cs() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "the lamp", "prefix": "and "}
    request = made({**BASE, "kind": "style.assign", "params": {"role": "quote"}, "scope": quote})
    assert request.scope == Quote(exact="the lamp", prefix="and ")
    assert json.loads(write(request))["scope"]["type"] == "TextQuoteSelector"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown kind": ({"kind": "styl.map"}, "/kind: there is no kind 'styl.map'"),
    "a kind that is no text": ({"kind": ["style.map"]}, "/kind: it has no kind"),
    "an unknown format": ({"format": "f2f.change/2"}, "/format: only 'f2f.change/1'"),
    "an unknown key": ({"run": "rm"}, "/run: the key 'run' is unknown"),
    "an unknown parameter": ({"params": {"map": [], "path": "x"}}, "/params/path: the key 'path'"),
    "no parameters": ({"params": []}, "/params: it must be"),
    "a number for a text": ({"params": {"map": [{"role": 3, "to": "B"}]}}, "/params/map/0/role:"),
    "a text for a number": ({"acceptance": [{"max_heading": "3"}]}, "/acceptance/0/max_heading:"),
    "two checks in one": ({"acceptance": [{"max_heading": 3, "absent": "x"}]}, "says 2"),
    "an unknown count": ({"acceptance": [{"count": {"of": "lies"}}]}, "/acceptance/0/count/of:"),
    "a path for an id": ({"id": "../../CR"}, "/id: it must be letters"),
    "a path for a peer": ({"requested_by": "../../etc"}, "/requested_by: it must be a name"),
    "a path for a style": (
        {"params": {"map": [{"role": "body", "to": "../../x"}]}}, "/params/map/0/to: it must be",
    ),
    "a path for a role": (
        {"params": {"map": [{"role": "/etc/passwd", "to": "B"}]}}, "/params/map/0/role: it must",
    ),
    "a path for a citation style": (
        {"kind": "citation.style", "params": {"csl": "../x.csl"}}, "/params/csl: it must be",
    ),
    "the end of a line behind an id": ({"id": "CR-1\n"}, "/id: this text ends with the end"),
    "the end of a line in a key": ({"id\n": "CR-1"}, "the request: this text ends with"),
    "two lines for a sign": (
        {"kind": "typography.policy", "params": {"scene_break": "*\n*"}}, "/params/scene_break:",
    ),
    "a hidden sign": ({"rationale": "see \u202etxt.exe"}, "/rationale: this text holds U+202E"),
    "a control": ({"rationale": "\u0007"}, "/rationale: this text holds U+0007"),
    "half a character": ({"rationale": "\ud800"}, "/rationale: this text holds U+D800"),
    "a wordless quotation": (
        {"kind": "text.replace", "params": {"find": "a", "replace": "b"},
         "scope": {"type": "TextQuoteSelector", "exact": " "}},
        "/scope/exact: it quotes no words",
    ),
    "a scope that the kind has not": (
        {"scope": {"type": "item", "id": "3"}}, "/scope: style.map is of the whole book",
    ),
    "an unknown scope": ({"scope": {"type": "planet"}}, "/scope/type: it does not say"),
    "a role for a whole book": (
        {"kind": "style.assign", "params": {"role": "quote"}}, "/scope: style.assign says which",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_by_its_place(case: str) -> None:
    over, said = WRONG[case]
    with pytest.raises(RecipeError) as caught:
        made({**BASE, **over})
    assert said in str(caught.value)


HOSTILE: dict[str, tuple[bytes, str]] = {
    "huge": (b'{"a": "' + b"x" * LARGEST + b'"}', "far too large"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, f"more than {DEEPEST} deep"),
    "deep in a patch": (b'{"a":' * 40 + b"1" + b"}" * 40, f"more than {DEEPEST} deep"),
    "brackets in a text are none": (json.dumps({"format": "[" * 99}).encode(), "/format"),
    "twice the same key": (b'{"kind": "a", "kind": "b"}', "'kind' stands twice"),
    "not a number": (b'{"a": NaN}', "NaN is no number"),
    "a number without end": (b'{"a": ' + b"9" * 5_000 + b"}", "far too long"),
    "no JSON": (b"{'a': 1}", "line 1, column 2"),
    "no text": (b"\xff\xfe{}", "not UTF-8"),
    "no object": (b"[]", "an object with keys"),
    "nothing": (b"", "not JSON"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_bytes_are_refused_with_a_reason(case: str) -> None:
    data, said = HOSTILE[case]
    with pytest.raises(RecipeError) as caught:
        read(data, "CR.json")
    assert said in str(caught.value)
    assert str(caught.value).startswith("CR.json")


def test_the_schema_has_every_kind_and_closes_every_object() -> None:
    whole = schema()
    assert whole["$schema"].endswith("2020-12/schema")
    assert {one["if"]["properties"]["kind"]["const"] for one in whole["allOf"]} == set(KINDS)
    names = [
        one["then"]["properties"]["params"]["$ref"].rpartition("/")[2] for one in whole["allOf"]
    ]
    assert all(whole["$defs"][name]["additionalProperties"] is False for name in names)
    assert "from" in whole["$defs"]["Styled"]["properties"]
    assert {"params", "kind", "id", "format", "requested_by"} <= set(whole["required"])
