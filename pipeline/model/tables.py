"""Tables: where in a TOML file a key is written, which its reader does not tell."""

from __future__ import annotations

import re

_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=""")


def line(text: str, keys: tuple[str | int, ...]) -> int:
    """The line on which a key or a table stands, from 1; 0 where it is not to be found."""
    wanted = tuple([key for key in keys if isinstance(key, str)])
    table: tuple[str, ...] = ()
    for number, row in enumerate(text.splitlines(), 1):
        if row.lstrip().startswith("["):
            table = here = _path(row)
        elif found := _KEY.match(row):
            here = (*table, *_path(f"{found[1]} = 0"))
        else:
            continue
        if wanted and here[: len(wanted)] == wanted:
            return number
    return 0


def _path(row: str) -> tuple[str, ...]:
    """The keys that a row names, from the outside in."""
    import tomllib  # only where there is a fault to place

    try:
        data = tomllib.loads(row)
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(data, dict) and data:
        key, data = next(iter(data.items()))
        path.append(key)
    return tuple(path)
