"""Fonts: those that come with Typst and with the shop's own parts, and never the machine's, so
that a book is the same wherever it is made. All are under the SIL Open Font License."""

import io
import struct
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.export.press.literal import quoted

_PACKAGES = {
    "justmytype_intl_cjk": (),
    "justmytype_intl_rtl": ("Noto Sans Hebrew", "Noto Sans Arabic"),
    "justmytype_intl_south_asia": (
        "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu",
    ),
    "justmytype_intl_sea": (
        "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Myanmar",
    ),
    "justmytype_intl_africa": ("Noto Sans Ethiopic",),
    "justmytype_western_core": ("Noto Sans Symbols 2",),
}  # fmt: skip
"""Packages of fonts, and the families of each that every book may use. Those after the first two
are taken where they are installed."""

_ASIAN = {
    "zh": ("Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR"),
    "zh-hant": ("Noto Sans TC", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
    "ja": ("Noto Sans JP", "Noto Sans SC", "Noto Sans TC", "Noto Sans KR"),
    "ko": ("Noto Sans KR", "Noto Sans SC", "Noto Sans TC", "Noto Sans JP"),
}
_HANT = {"zh-tw", "zh-hk", "zh-mo"}
_SERIF, _MONO, _MATH = "Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"
_RIGHT = _PACKAGES["justmytype_intl_rtl"]


@cache
def folders() -> tuple[str, ...]:
    """The folders of fonts that are installed with the shop."""
    found = []
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec and spec.origin:
            found.append(str(Path(spec.origin).parent / "fonts"))
    return tuple(found)


def serif(language: str, own: tuple[str, ...] = ()) -> str:
    """The fonts of running text, the first that has a sign shows it; as a Typst array. Those that
    are the book's `own` come last: they are there for what no other has."""
    rest = (*_asian(language), _MONO, _MATH, *_others(), *own)
    return _array((_SERIF, *_RIGHT, *rest))


def signs(language: str, own: tuple[str, ...] = ()) -> str:
    """The fonts of a sign that only the last of those of running text have: asked first, for else
    the first font that has one part of a compound sign would show that part alone."""
    return _array((*own, *_others(), _SERIF, *_RIGHT, *_asian(language), _MONO, _MATH))


def mono(language: str, own: tuple[str, ...] = ()) -> str:
    """The fonts of code, as a Typst array."""
    return _array((_MONO, _SERIF, *_RIGHT, *_asian(language), _MATH, *_others(), *own))


@cache
def _others() -> tuple[str, ...]:
    return tuple(
        family
        for name, families in _PACKAGES.items()
        if families != _RIGHT and find_spec(name)
        for family in families
    )


def _asian(language: str) -> tuple[str, ...]:
    tag = language.replace("_", "-").lower()
    if tag in _HANT or tag.startswith("zh-hant"):
        return _ASIAN["zh-hant"]
    return _ASIAN.get(tag.split("-")[0], _ASIAN["ja"])


def drawn(own: dict[str, bytes]) -> set[int]:
    """What is drawn by the book's own fonts, and by those that not every shop has installed."""
    found: set[int] = set()
    for data in (*own.values(), *_further()):
        found |= _signs(data)
    return found


def _signs(data: bytes) -> set[int]:
    from fontTools.ttLib import TTFont, TTLibError  # for a book that has such signs

    try:
        return set(TTFont(io.BytesIO(data), lazy=True).getBestCmap() or ())
    except (TTLibError, KeyError, ValueError, struct.error):
        return set()  # Typst could open it: at worst a sign is left out that it could draw


def _further() -> Iterator[bytes]:
    wanted = {family.replace(" ", "") for family in _others()}
    for folder in folders():
        for path in sorted(Path(folder).rglob("*.ttf")):
            if path.stem.split("-")[0].split("[")[0] in wanted:
                yield path.read_bytes()


def _array(names: tuple[str, ...]) -> str:
    return f"({', '.join(quoted(name) for name in names)},)"
