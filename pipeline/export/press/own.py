"""Own fonts: those in the folder fonts/ beside the recipe, for signs that the shop's lack."""

from __future__ import annotations

import tempfile
from pathlib import Path

from msgspec import Struct

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError

FOLDER = "fonts"

_SORTS = (".ttf", ".otf")
_MOST = 32
_LARGEST = 64_000_000  # bytes: the largest fonts for Chinese have half of it


class Own(Struct, frozen=True):
    """Fonts by the names of their files, and the families that they make."""

    files: dict[str, bytes]
    families: tuple[str, ...]


def own(bench: Bench) -> Own:
    """The fonts beside the recipe. Whatever else lies there, such as their licence, is left."""
    found = {name: path for name, path in bench.paths(FOLDER).items() if _is_font(path)}
    if not found:
        return Own({}, ())
    if len(found) > _MOST:
        raise RecipeError(
            f"there are {len(found):,} fonts, and a book takes {_MOST}",
            file=FOLDER,
            todo="leave those that have the signs which the book lacks",
        )
    files: dict[str, bytes] = {}
    families: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bookworks-fonts-") as folder:
        for number, (name, path) in enumerate(sorted(found.items())):
            room = Path(folder) / str(number)
            file = f"{number}{path.suffix.lower()}"
            room.mkdir()
            (room / file).write_bytes(data := _read(name, path))
            families += _families(name, room)
            files[file] = data
    return Own(files, tuple(dict.fromkeys(families)))


def _is_font(path: Path) -> bool:
    return path.suffix.lower() in _SORTS


def _read(name: str, path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise RecipeError(
            f"the font is larger than {_LARGEST // 1_000_000} MB",
            file=name,
            todo="take a smaller one: a font of one script, or of one weight",
        )
    return path.read_bytes()


def _families(name: str, room: Path) -> list[str]:
    import typst  # heavy, and only here where there are fonts

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(room)]
    )
    found = sorted({font.family for font in fonts.fonts()})
    if not found:
        raise RecipeError(
            "this file is no font that can be opened",
            file=name,
            todo="put a whole .ttf or .otf file there, or take it away",
        )
    return found
