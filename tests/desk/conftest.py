"""One sealed book for all tests, and a desk for each. Without the desk's packages (extra: desk)
every file here is skipped, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.desk.writer import SECOND, Draft

if TYPE_CHECKING:
    from tests.desk.counter import Counter

NEEDED = ("fastapi", "uvicorn", "sqlalchemy", "jinja2", "argon2", "python_multipart")
ABSENT = [name for name in NEEDED if find_spec(name) is None]


class Absent(pytest.Module):
    """A file of tests for which something is not installed."""

    def collect(self) -> Any:
        pytest.skip(f"the desk needs {', '.join(ABSENT)}", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> pytest.Module | None:
    return Absent.from_parent(parent, path=module_path) if ABSENT else None


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return Draft(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return Draft(tmp_path_factory.mktemp("second"), SECOND)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    from tests.desk.counter import Counter

    counter = Counter(tmp_path / "desk")
    yield counter
    counter.close()
