"""One build of each real archive serves all tests of a run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.whole.line import Made, archive, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """The book of a real archive, by the archive's name; made when it is first asked for."""
    kept: dict[str, Made] = {}

    def of(name: str) -> Made:
        if name not in kept:
            found = archive(name)
            kept[name] = make(found, tmp_path_factory.mktemp(found.stem))
        return kept[name]

    return of
