"""Houses: what a publisher wants of a file, as data. One TOML file of `style/houses/` is one house.

A house maps each role to the name of a Word style, once; every output reads the same map, so that
the outputs cannot drift apart. All measures are points.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from pipeline.model.errors import RecipeError, nearest
from pipeline.model.fit import Misfit, fit
from pipeline.model.manuscript import Kind
from pipeline.model.role import ROLES

Look = Literal["part", "chapter", "entry", "section", "subsection"]
"""What a heading is the title of. Which of Word's Heading 1 to 9 wears it hangs on the book."""

STRUCTURE: tuple[str, ...] = (
    "list-bullet", "list-number", "list-more", "message-head", "dateline-chapter",
    "dateline-entry", "figure-captioned", "table-caption", "table-end", "volume", "header",
    "footer",
)  # fmt: skip
"""Roles that no block carries and a file has all the same."""

CHARACTERS: tuple[str, ...] = (
    "emphasis", "strong", "strike", "small-caps", "superscript", "subscript", "code", "math",
    "mention", "hashtag", "link", "note-reference", "note-mark",
)  # fmt: skip
"""What a run of characters can be."""

DEEPEST = 9
"""Word has nine levels of headings and of lists."""


Color = Annotated[
    str, Meta(pattern=r"^([0-9A-F]{6})?$", title="a colour in capitals", examples=["1F3864"])
]


class Style(Struct, frozen=True, forbid_unknown_fields=True):
    """How one style looks. What is None is as in the style that it is based on."""

    based: str = ""
    next: str = ""
    font: str = ""  # a key of the house's fonts
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    strike: bool | None = None
    underline: bool | None = None
    raised: Literal["superscript", "subscript"] | None = None
    color: Color = ""
    tracking: float | None = None  # space between letters
    align: Literal["left", "center", "right", "justify"] | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None  # in lines; 1.5 is one and a half
    exactly: float | None = None  # the height of a line in points
    indent: float | None = None
    right: float | None = None
    first: float | None = None  # of the first line; negative hangs it out
    keep_next: bool | None = None
    keep_lines: bool | None = None
    new_page: bool | None = None
    contextual: bool | None = None  # no space between paragraphs of this same style
    shade: Color = ""
    rule: Literal["", "left", "top", "bottom"] = ""  # a thin line on that side


class Fonts(Struct, frozen=True, forbid_unknown_fields=True):
    """The fonts of one family by script."""

    latin: str
    asian: str
    complex: str
    family: Literal["roman", "swiss", "modern"] = "roman"


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float = 36
    footer: float = 36


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    words: int = 200_000  # in one volume
    blocks: int = 5_000  # with a bookmark each in one docx; past them each post has one


class House(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publisher's profile."""

    name: str
    title: str
    about: str
    headings: Literal["nested", "flat"] = "nested"  # flat: Heading 1 for each element
    scene_break: str = "* * *"
    images: Literal["embedded", "placed"] = "embedded"
    links: Literal["hyperlink", "text"] = "hyperlink"
    notes: Literal["footnote", "endnote"] = "footnote"
    furniture: bool = True  # running heads and page numbers
    left_out: tuple[Kind, ...] = ()  # divisions that the house makes itself
    step: float = 21.6  # how far a list or a quotation goes in
    limits: Limits = Limits()
    page: Page
    fonts: dict[str, Fonts]
    roles: dict[str, str]  # role -> name of a paragraph style
    characters: dict[str, str]  # what a run is -> name of a character style
    styles: dict[str, Style]
    looks: dict[Look, Style]

    def __post_init__(self) -> None:
        for part, needed in (("roles", {*ROLES, *STRUCTURE}), ("characters", {*CHARACTERS})):
            lacking = sorted(needed - set(getattr(self, part)))
            if lacking:
                raise ValueError(f"{part} lacks {', '.join(lacking)}")
        named = [*self.roles.values(), *self.characters.values()]
        unknown = sorted({n for n in named if n not in self.styles} - {self.roles["heading"]})
        if unknown:
            raise ValueError(f"styles lacks {', '.join(unknown)}")

    def style(self, role: str, depth: int = 1) -> str:
        """The name of a role's paragraph style, `depth` lists and quotations deep. A role that
        the house has not heard of looks like running text."""
        name = self.roles.get(role) or self.roles["body"]
        return name if depth <= 1 else f"{name} {min(depth, DEEPEST)}"

    def heading(self, level: int) -> str:
        """The name of the style of a heading, levels from 1."""
        return f"{self.roles['heading']} {max(1, min(level, DEEPEST))}"

    def definition(self, name: str) -> Style:
        """How a style looks; `List Bullet 3` and `Table Text Right` follow from their plain
        forms. Raises KeyError for a name that is not the house's."""
        if name in self.styles:
            return self.styles[name]
        base, _, last = name.rpartition(" ")
        plain = self.styles[base]
        if last.isdigit():
            return Style(based=base, indent=self.step * int(last), first=plain.first)
        if last in ("Right", "Center"):
            return Style(based=base, align="right" if last == "Right" else "center")
        raise KeyError(name)


def style_id(name: str) -> str:
    """The id that a style's name has inside a docx: `Chap Title (ct)` is ChapTitlect."""
    return re.sub(r"[^A-Za-z0-9-]", "", name)


def names() -> list[str]:
    """The houses there are."""
    return sorted(
        path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name[-5:] == ".toml"
    )


@cache
def load(name: str) -> House:
    """The house of that name. Raises RecipeError with the nearest name, or the data's fault."""
    data = {"name": name, **_data(name)}
    try:
        return fit(data, House)
    except Misfit as misfit:
        shown = "bookworks schema house shows what each key takes"
        raise RecipeError(
            f"the house '{name}' is not right",
            file=f"style/houses/{name}.toml",
            place=".".join(str(key) for key in misfit.keys),
            cause=misfit.message,
            todo=nearest(misfit.key, misfit.known) if misfit.kind == "unknown" else shown,
        ) from misfit


def _data(name: str) -> dict[str, Any]:
    known = names()
    if name not in known:
        raise RecipeError(f"there is no house '{name}'", todo=nearest(name, known))
    file = _folder() / f"{name}.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(
            f"the house '{name}' is not TOML", file=file.name, cause=str(error)
        ) from error
    base = data.pop("extends", "")
    return _merged(_data(base), data) if base else data


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The base with what `over` says laid upon it, table by table."""
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        out[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return out


def _folder() -> Traversable:
    return resources.files("pipeline.style.houses")
