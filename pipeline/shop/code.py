"""The digests of code: what an operation can reach is part of its identity.

Imports are found by their lines, not by running anything: reading a hundred small files is quick,
and an import within a function counts as well.

Every build looks here before it does anything else. So files go by strings and not by Path objects:
ours by their names within the package ("shop/code.py"), a book's own by their whole paths. The
folders are walked once, and each file is read once; what was found in ours is kept beside the
compiled files, and holds as long as all of them lie there as they did.
"""

import hashlib
import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pipeline

ROOT = Path(pipeline.__file__).parent

_IMPORT = re.compile(
    r"\n[ \t]*(?:from[ \t]+(pipeline[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)"
    r"|import[ \t]+(pipeline[\w.]*))",
)
_WORD = re.compile(r"\w+")
PARTS = (
    "lxml-", "markdown_it_py-", "mdit_py_plugins-", "msgspec-", "pillow-", "ruamel_yaml-",
    "pillow_heif-", "pypandoc_binary-", "pypdf-", "ruamel.yaml-", "selectolax-", "typst-",
)  # fmt: skip
"""The libraries whose versions can show in a book."""

_ENDS = (".py", ".toml", ".yaml", ".html", ".css", ".js", ".typ")
_DYNAMIC = {
    "ingest/identify.py": "ingest/readers/",
    "inspect/counters/__init__.py": "inspect/counters/",
    "model/house.py": "style/houses/",
    "export/epub.py": "export/ebook/",
    "export/pdf.py": "export/press/",
    "export/web.py": "export/site/",
}
"""Files that find others by looking into a folder, or read what is no code in it."""


class _Facts(NamedTuple):
    """What one file says."""

    digest: str
    reached: list[str]


class _Table(NamedTuple):
    """What is known of all files of ours, under the word for them as they lie there."""

    word: str
    facts: dict[str, _Facts]
    reaches: dict[str, str]  # of those that may be operations


@cache
def reach(file: Path) -> str:
    """sha256 over a file, every file of ours that it can import, and the libraries in place."""
    table = _known()
    if not file.is_relative_to(ROOT):
        return _reach(str(file), table.facts)
    name = file.relative_to(ROOT).as_posix()
    return table.reaches.get(name) or _reach(name, table.facts)


def _reach(name: str, facts: dict[str, _Facts]) -> str:
    seen: dict[str, str] = {}
    todo = [name]
    while todo:
        name = todo.pop()
        if name not in seen:
            found = facts.get(name) or _read(name)
            seen[name] = found.digest
            todo.extend(found.reached)
    return _total(seen)


@cache
def everything() -> str:
    """A word for all of the package's files as they lie there, by size, time and inode, and the
    libraries in place: every build asks for it first, and reading them takes ten times as long."""
    total = hashlib.sha256(libraries().encode())
    for name in sorted(_ours()):
        if name.endswith(_ENDS):
            facts = os.stat(os.path.join(ROOT, name))
            total.update(f"{name}\0{facts.st_size} {facts.st_mtime_ns} {facts.st_ino}\n".encode())
    return total.hexdigest()


@cache
def libraries() -> str:
    """The Python in use and the version of every library that has a hand in what is made."""
    found = {f"python-{sys.version_info[0]}.{sys.version_info[1]}"}
    for folder in sys.path:
        if os.path.basename(folder) in {"site-packages", "dist-packages"} and os.path.isdir(folder):
            names = [name for name in os.listdir(folder) if name.endswith(".dist-info")]
            found.update(name for name in names if name.lower().startswith(PARTS))
    return "\n".join(sorted(found))


def _total(seen: dict[str, str]) -> str:
    """A word for files and libraries, by the names of the files and their digests."""
    total = hashlib.sha256(libraries().encode())
    # Where a book is kept says nothing of its operations: of theirs the last name alone counts.
    for told, name in sorted([(os.path.basename(n) if os.path.isabs(n) else n, n) for n in seen]):
        total.update(f"{told}\0{seen[name]}\0".encode())
    return total.hexdigest()


def _bytes(name: str) -> bytes:
    with open(os.path.join(ROOT, name), "rb") as file:
        return file.read()


@cache
def _known() -> _Table:
    """The table as it is kept; an empty one where nothing can be kept."""
    import msgspec  # a build where nothing changed does without

    path = os.path.join(ROOT, "__pycache__", "reach.json")
    with suppress(OSError, msgspec.MsgspecError), open(path, "rb") as file:
        table = msgspec.json.decode(file.read(), type=_Table)
        if table.word == everything():
            return table
    if sys.dont_write_bytecode:
        return _Table("", {}, {})
    facts = {name: _read(name) for name in _ours() if name.endswith(_ENDS)}
    table = _Table(everything(), facts, {name: _reach(name, facts) for name in _operations()})
    writing = f"{path}.{os.getpid()}"
    with suppress(OSError):
        with open(writing, "wb") as file:
            file.write(msgspec.json.encode(table))
        os.replace(writing, path)
    return table


def _operations() -> list[str]:
    """The files of ours that may be operations: those right below a folder, as a station's are."""
    return [name for name in _ours() if name.endswith(".py") and name.count("/") == 1]


@cache
def _read(name: str) -> _Facts:
    return _Facts(hashlib.sha256(_bytes(name)).hexdigest(), _reached(name))


def _reached(name: str) -> list[str]:
    if not name.endswith(".py"):
        return []
    found: list[str] = []
    # A line's start is looked for by the end of the line before, which is several times as quick.
    for match in _IMPORT.finditer("\n" + _bytes(name).decode()):
        module, names, plain = match.groups("")
        found += _files(module or plain, _WORD.findall(names))
    folder = _DYNAMIC.get(name)
    if folder:
        found += [n for n in _ours() if n.startswith(folder) and n.endswith(_ENDS)]
    return found


def _files(module: str, names: list[str]) -> list[str]:
    """The files that `from module import names` may run."""
    base = "/".join(module.split(".")[1:])
    below = f"{base}/" if base else ""
    places = [f"{base}.py", f"{below}__init__.py"]
    for name in names:
        places += [f"{below}{name}.py", f"{below}{name}/__init__.py"]
    return [place for place in places if place in _ours()]


@cache
def _ours() -> frozenset[str]:
    """Every file of the package, by its name within it."""
    found: list[str] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name != "__pycache__"]
        below = os.path.relpath(folder, ROOT).replace(os.sep, "/")
        found += names if below == "." else [f"{below}/{name}" for name in names]
    return frozenset(found)
