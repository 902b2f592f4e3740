"""The digests of code: what an operation can reach is part of its identity.

Imports are found by their lines, not by running anything: reading a hundred small files is quick,
and an import within a function counts as well.
"""

import hashlib
import re
import sys
from functools import cache
from pathlib import Path

import pipeline

ROOT = Path(pipeline.__file__).parent

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(pipeline[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)"
    r"|import[ \t]+(pipeline[\w.]*))",
    re.MULTILINE,
)
PARTS = (
    "lxml-", "markdown_it_py-", "mdit_py_plugins-", "msgspec-", "pillow-", "pydantic-",
    "pydantic_core-", "ruamel_yaml-", "ruamel.yaml-", "selectolax-",
)  # fmt: skip
"""The libraries whose versions can show in a book."""

_DYNAMIC = {"ingest/identify.py": "ingest/readers", "model/house.py": "style/houses"}
"""Files that find others by looking into a folder, and the folder."""


def reach(file: Path) -> str:
    """sha256 over a file, every file of ours that it can import, and the libraries in place."""
    seen: set[Path] = set()
    todo = [file]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        todo.extend(_reached(path))
    total = hashlib.sha256(libraries().encode())
    for path in sorted(seen, key=_named):
        total.update(f"{_named(path)}\0{_digest(path)}\0".encode())
    return total.hexdigest()


@cache
def everything() -> str:
    """sha256 over all of the package's files and the libraries in place."""
    total = hashlib.sha256(libraries().encode())
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in {".py", ".toml", ".yaml", ".html", ".css"}:
            total.update(f"{_named(path)}\0{_digest(path)}\0".encode())
    return total.hexdigest()


@cache
def libraries() -> str:
    """The Python in use and the version of every library that has a hand in what is made."""
    found = {f"python-{sys.version_info[0]}.{sys.version_info[1]}"}
    for folder in map(Path, sys.path):
        if folder.name in {"site-packages", "dist-packages"} and folder.is_dir():
            names = [path.name for path in folder.iterdir() if path.name.endswith(".dist-info")]
            found.update(name for name in names if name.lower().startswith(PARTS))
    return "\n".join(sorted(found))


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _reached(path: Path) -> tuple[Path, ...]:
    if path.suffix != ".py":
        return ()
    found: list[Path] = []
    for match in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        module, names, plain = match.groups()
        wanted = [word for word in re.findall(r"\w+", names or "") if word != "as"]
        found += _files(module or plain, wanted)
    folder = _DYNAMIC.get(_named(path))
    if folder:
        found += [p for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".toml"}]
    return tuple(found)


@cache
def _exists(path: Path) -> bool:
    return path.is_file()


def _files(module: str, names: list[str]) -> list[Path]:
    """The files that `from module import names` may run."""
    base = ROOT.joinpath(*module.split(".")[1:])
    places = [base.with_suffix(".py") if base != ROOT else ROOT / "__init__.py"]
    places += [base / "__init__.py"] + [base / f"{name}.py" for name in names]
    places += [base / name / "__init__.py" for name in names]
    return [place for place in places if _exists(place)]
