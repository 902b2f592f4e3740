"""One desk and one sealed book for all tests of a file that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the desk's packages are not installed (extra: desk)")
pytest.importorskip("cryptography", reason="cryptography is not installed (extra: desk)")

from tests.desk.counter import Counter
from tests.desk.writer import SECOND, Draft


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return Draft(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return Draft(tmp_path_factory.mktemp("second"), SECOND)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path / "desk")
    yield counter
    counter.close()
