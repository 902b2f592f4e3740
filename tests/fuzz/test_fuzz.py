"""A few spoilt archives of every format, the same each time; `make fuzz` goes on for as long as one
likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.readers import ghost
from tests.fuzz import trial
from tests.fuzz.__main__ import FORMATS
from tests.fuzz.trial import spoilt, tried, tries

CASES = 40


@pytest.mark.parametrize("format", FORMATS)
def test_spoilt_archives_are_read_or_refused(format: str, tmp_path: Path) -> None:
    one = tries(format, 1, tmp_path, lambda number: number < CASES)
    assert one.finds == []
    assert one.ends["read"] > 0
    assert sum(one.ends.values()) == CASES


def test_a_case_is_made_again_from_its_number() -> None:
    assert spoilt("tumblr", 7, 11) == spoilt("tumblr", 7, 11)
    assert spoilt("tumblr", 7, 11) != spoilt("tumblr", 7, 12)


def first_read(tmp_path: Path) -> trial.Spoilt:
    cases = (spoilt("ghost", 1, number) for number in range(100))
    return next(case for case in cases if tried(case, tmp_path / "room").end == "read")


def test_a_reader_that_raises_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = first_read(tmp_path)

    def failing(*_: object) -> None:
        raise KeyError("html")

    monkeypatch.setattr(ghost, "read", failing)
    verdict = tried(case, tmp_path / "room")
    assert verdict.end == "find"
    assert "KeyError" in verdict.find


def test_a_reader_that_hangs_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = first_read(tmp_path)

    def hanging(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(trial, "SECONDS", 0.1)
    monkeypatch.setattr(ghost, "read", hanging)
    assert tried(case, tmp_path / "room").find == "took more than 0 s"
