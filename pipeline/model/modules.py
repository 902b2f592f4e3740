"""Modules: the names of those that lie in a package's folder, found by looking into it."""

from __future__ import annotations

import os
from collections.abc import Iterable


def names(folders: Iterable[str]) -> list[str]:
    """The names of modules and packages, in their order. `pkgutil` tells them as well, but loads
    `inspect` for it."""
    found: set[str] = set()
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                name, ending = os.path.splitext(entry.name)
                is_package = os.path.isfile(os.path.join(entry.path, "__init__.py"))
                if is_package or (ending == ".py" and name != "__init__"):
                    found.add(name)
    return sorted(found)
