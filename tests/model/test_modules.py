"""The modules of a package are those that Python itself finds there."""

import pkgutil

import pytest

from pipeline.clean import __path__ as cleaning
from pipeline.ingest.readers import __path__ as readers
from pipeline.inspect.counters import __path__ as counters
from pipeline.model import modules


@pytest.mark.parametrize("folder", [cleaning, counters, readers])
def test_the_modules_of_a_folder_are_those_that_python_finds(folder):
    assert modules.names(folder) == sorted(found.name for found in pkgutil.iter_modules(folder))
