"""JSON that is broken within: each entry that can be read is read, and the others leave a mark."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.salvage import Broken, salvaged

ROWS = [{"id": at, "said": f'Line {at}: "fog", [no] {{boat}}'} for at in range(9)]


def whole(middle: str) -> str:
    rows = [json.dumps(row) for row in ROWS]
    rows[4] = middle
    return f'{{"db": [{{"meta": 1, "data": {{"posts": [{", ".join(rows)}], "tags": [2]}}}}]}}'


@pytest.mark.parametrize(
    "middle",
    [
        '{"id": 4, "said": }',
        '{"id": 4, "said": "half a "quote""}',
        '{"id": 4, "said": "\\q"}',
        '{"id": 4, "said": "x" "y"}',
        '{"id": 4, "said": "x", "more": [1, {"a": 2}',
        '{"id": 4, "said": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "{'id': 4}",
        '{"id": 4 "said": {}',
        "oops",
    ],
)
def test_one_broken_entry_costs_no_other(middle: str) -> None:
    found = salvaged(whole(middle), frozenset({"db"}))
    assert found is not None
    data = found.value["db"][0]["data"]
    rows = [row for row in data["posts"] if isinstance(row, dict)]
    assert rows == [*ROWS[:4], *ROWS[5:]]
    assert sum(isinstance(row, Broken) for row in data["posts"]) == 1
    assert data["tags"] == [2]
    assert found.first.startswith("line 1: ")


def test_what_ends_too_soon_is_not_taken_for_what_it_was() -> None:
    text = whole(json.dumps(ROWS[4]))
    assert [size for size in range(len(text)) if salvaged(text[:size])] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["{", "[", '{"a":', '[{"a":', '",', '{"a":1},', "[[],", '{"a":}', "\\"]
)
def test_no_run_of_signs_takes_long(piece: str) -> None:
    started = time.monotonic()
    salvaged('{"posts": [{"a": 1}, ' + piece * 200_000 + "]}")
    salvaged('{"posts": [' + ('{"a": [' + piece * 9 + "]}, ") * 3000 + "1]}")
    assert time.monotonic() - started < 10


@given(st.text('{}[]",:\\a1 ', max_size=80))
def test_no_text_whatever_breaks_it(text: str) -> None:
    salvaged(text)
    salvaged(whole(text), frozenset({"db"}))
