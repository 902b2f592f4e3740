"""Every archive of the catalogue is answered as the catalogue says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import (
    circles,
    fronts,
    identities,
    jsons,
    letters,
    pictures,
    repositories,
    tables,
    xmls,
    zips,
)
from tests.hostile.case import Case, brought, check

MODULES = (
    circles, fronts, identities, jsons, letters, pictures, repositories, tables, xmls, zips,
)  # fmt: skip
CASES = [case for module in MODULES for case in module.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_refused_or_read(case: Case, tmp_path: Path) -> None:
    check(case, brought(case.given(), case.file, tmp_path))


def test_there_are_enough_of_them_and_no_two_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 600
