"""Houses: what a publisher wants of a file, as data. One TOML file of `style/houses/` is one house.

A house maps each role to the name of a Word style, once; every output reads the same map, so that
the outputs cannot drift apart. All measures are points.
"""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

import pipeline
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.fit import Misfit, fit
from pipeline.model.manuscript import Kind, Matter
from pipeline.model.role import ROLES
from pipeline.model.tables import line
from pipeline.model.vocabulary import STEP, merged, renamed

Part = Literal[Kind, Matter]
"""What a division is, or where it stands."""

Look = Literal["part", "chapter", "entry", "section", "subsection"]
"""What a heading is the title of. Which of Word's Heading 1 to 9 wears it hangs on the book."""

STRUCTURE: tuple[str, ...] = (
    "list-bullet", "list-number", "list-more", "message-head", "dateline-chapter",
    "dateline-entry", "figure-captioned", "table-caption", "table-end", "volume", "header",
    "footer",
)  # fmt: skip
"""Roles that no block carries and a file has all the same."""

EXTRA: tuple[str, ...] = (
    "count", "end", "callout", "art-label", "alt", "list-bullet-more", "list-number-more",
    "subtitle-more",
)  # fmt: skip
"""Roles that only some houses have: what they put into a file besides the manuscript's own."""

_NEAR = 0.85
_NAMED = {"figure", "author", "surname", "title", "page"}
_LISTS = ("bullet", "number", "more", "bullet-more", "number-more")

CHARACTERS: tuple[str, ...] = (
    "emphasis", "strong", "strike", "small-caps", "superscript", "subscript", "code", "math",
    "mention", "hashtag", "link", "note-reference", "note-mark", "picture", "isbn",
)  # fmt: skip
"""What a run of characters can be; `picture` is what stands in a picture's place in a line. A house
may do without the last two."""

OPENING = "-opening"
"""What a role has behind its name on the first line of a page that nothing else begins."""

DEEPEST = 9
"""Word has nine levels of headings and of lists."""


Images = Literal["embedded", "placed", "named", "callouts"]
"""Where pictures are: in the file; beside it with "[name: words]" in their places; beside it with
the name alone, as a typesetting program reads it; or beside it with a callout in their places and
their captions in a document of their own."""

Color = Annotated[
    str, Meta(pattern=r"^([0-9A-F]{6})?\Z", title="a colour in capitals", examples=["1F3864"])
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
    chapter: int = 0  # words in one chapter; 0 is any number
    megabytes: int = 0  # of one file; 0 is any size
    blocks: int = 5_000  # with a bookmark each in one docx; past them each post has one


class House(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publisher's profile."""

    name: str
    title: str
    about: str
    headings: Literal["nested", "flat"] = "nested"  # flat: Heading 1 for each element
    scene_break: str = "* * *"
    images: Images = "embedded"
    links: Literal["hyperlink", "text"] = "hyperlink"
    notes: Literal["footnote", "endnote"] = "footnote"
    furniture: bool = True  # running heads and page numbers
    header: str = "{author} · {title}"  # also {surname} and {page}
    footer: str = "{page}"
    left_out: tuple[Kind, ...] = ()  # divisions that the house makes itself
    gate: Literal["", "own", "rsuite"] = ""  # what inspect.house holds each file to:
    # what stands here, or that and the rules that Macmillan publishes
    template: str = ""  # the version of the house's template, where a gate asks for it
    closed: bool = False  # no style but those named here: none by depth, alignment or joining
    known: tuple[str, ...] = ()  # the house's further styles, which our files do not use
    opening: str = ""  # the style of a first paragraph that says what book this is
    sections: dict[Part, str] = {}  # kind or matter -> the style of a paragraph before it
    marker: Literal["title", "break"] = "title"  # what such a paragraph holds
    section_breaks: Literal["matter", "chapters", "none"] = "matter"
    titles: dict[
        Part, str
    ] = {}  # kind or matter -> the style of its title; Word's headings if none
    heads: tuple[str, ...] = ()  # the styles of the headings below, from the outside in
    levels: dict[str, tuple[str, ...]] = {}  # role -> its styles by depth
    blanks: bool = True  # an empty paragraph may stand behind a table
    callout: str = "<insert {figure} near here>"
    word_count: int = 0  # on the title page, rounded to this; 0 is none
    ending: str = ""  # what stands below the last line
    step: float = STEP  # how far a list or a quotation goes in
    limits: Limits = Limits()
    page: Page
    fonts: dict[str, Fonts]
    roles: dict[str, str]  # role -> name of a paragraph style
    characters: dict[str, str]  # what a run is -> name of a character style
    styles: dict[str, Style]
    looks: dict[Look, Style]

    def __post_init__(self) -> None:
        needs = (("roles", {*ROLES, *STRUCTURE}), ("characters", {*CHARACTERS[:-2]}))
        for part, needed in needs:
            lacking = sorted(needed - set(getattr(self, part)))
            if lacking:
                raise ValueError(f"{part} lacks {', '.join(lacking)}")
        for said, part, key in self._besides():
            if not getattr(self, part).get(key):
                raise ValueError(f"{part} lacks {key}, which {said} needs")
        for said in (self.callout, self.header, self.footer):
            strange = {*re.findall(r"{([^}]*)}", said)} - _NAMED
            if strange:
                raise ValueError(f"there is no {{{min(strange)}}} to put into '{said}'")
        named = {*self.roles.values(), *self.characters.values(), *self.heads, self.opening}
        named |= {*self.sections.values(), *self.titles.values()}
        named |= {name for names in self.levels.values() for name in names}
        unknown = sorted(named - {*self.styles, "", self.roles["heading"]})
        if unknown:
            raise ValueError(f"styles lacks {', '.join(unknown)}")

    def _besides(self) -> list[tuple[str, str, str]]:
        """What asks for a name that not every house has: the part and the key of that."""
        found = [("ending", "roles", "end")] * bool(self.ending)
        found += [("word_count", "roles", "count")] * bool(self.word_count)
        if self.images in ("named", "callouts"):
            found.append((f"images = '{self.images}'", "characters", "picture"))
        if self.images == "callouts":
            found += [("images = 'callouts'", "roles", key) for key in ("callout", "art-label")]
        if self.gate == "rsuite":
            found += [("gate = 'rsuite'", "levels", f"list-{key}") for key in _LISTS]
        return found

    def style(self, role: str, depth: int = 1) -> str:
        """The name of a role's paragraph style, `depth` lists and quotations deep. A role that
        the house has not heard of looks like running text."""
        if role in self.levels:
            names = self.levels[role]
            return names[min(depth, len(names)) - 1]
        if role.endswith(OPENING):
            return f"{self.style(role.removesuffix(OPENING))} Opening"
        name = self.roles.get(role) or self.roles["body"]
        return name if depth <= 1 or self.closed else f"{name} {min(depth, DEEPEST)}"

    def section(self, kind: Part, matter: Part) -> str:
        """The style of the paragraph before a division; "" where there is none."""
        return self.sections.get(kind) or (self.sections.get(matter, "") if kind != "entry" else "")

    def title_of(self, kind: Part, matter: Part) -> str:
        """The style of a division's title; "" where it is one of Word's headings."""
        return self.titles.get(kind) or self.titles.get(matter, "")

    def said_besides(self) -> set[str]:
        """The styles of paragraphs and runs that say nothing of the manuscript's: the house's own
        marks between its parts, callouts, counts."""
        names = {*self.sections.values(), self.opening}
        names |= {self.roles.get(role, "") for role in ("count", "end", "callout", "art-label")}
        if self.images in ("named", "callouts"):
            names.add(self.characters.get("picture", ""))
        if self.images == "named":
            names |= {self.roles["figure"], self.roles["figure-captioned"]}
        return names - {""}

    def heading(self, level: int) -> str:
        """The name of the style of a heading, levels from 1."""
        if self.heads:
            return self.heads[max(0, min(level - 2, len(self.heads) - 1))]
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
        if last == "Opening":
            return Style(based=base, new_page=True)
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


def load(name: str) -> House:
    """The house of that name, or of the file of a book's own at that path. Raises RecipeError with
    the nearest name, or the data's fault."""
    if not is_own(name):
        return _load(name)
    path = Path(name)
    return _read(name, read_own(path, path.parent))


def is_own(name: str) -> bool:
    """Whether a house is a book's own file."""
    return name.endswith(".toml")


def read_own(path: Path, folder: Path) -> bytes:
    """A book's own house as bytes. Raises RecipeError when there is none in the folder."""
    inside = path.resolve().is_relative_to(folder.resolve())
    if inside and path.is_file():
        return path.read_bytes()
    near = [own.relative_to(folder).as_posix() for own in folder.rglob("*.toml")]
    told = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    raise RecipeError(
        f"there is no house '{told}' in the recipe's folder", todo=nearest(told, near or names())
    )


@cache
def _load(name: str) -> House:
    known = names()
    if name not in known:
        raise RecipeError(f"there is no house '{name}'", todo=nearest(name, known))
    return _read(name, (_folder() / f"{name}.toml").read_bytes())


@cache
def _read(name: str, text: bytes) -> House:
    place = name if is_own(name) else f"style/houses/{name}.toml"
    shown = Path(name).stem if is_own(name) else name
    try:
        data = {"name": shown, **_whole(shown, place, text)}
        _spelt(data)
        return fit(data, House)
    except Misfit as misfit:
        at = line(text.decode(), misfit.keys)
        todo = "bookworks schema house shows what each key takes"
        raise RecipeError(
            f"the house '{shown}' is not right",
            file=f"{place}:{at}" if at else place,
            place=".".join(str(key) for key in misfit.keys),
            cause=misfit.message,
            todo=nearest(misfit.key, misfit.known) if misfit.kind == "unknown" else todo,
        ) from misfit


def _spelt(data: dict[str, Any]) -> None:
    """Hold the words to those that we know. A role may be of a book's own making, unless it is
    nearly one of ours: then it is that one, misspelt. Raises Misfit."""
    roles = (*ROLES, *STRUCTURE, *EXTRA)
    for part, known in (("roles", roles), ("levels", roles), ("characters", CHARACTERS)):
        table = data.get(part)
        for key in table if isinstance(table, dict) else ():
            strange = [word for word in key.split("+") if word not in known]
            if strange and (part == "characters" or _is_near(key, roles)):
                raise Misfit((part, key), "unknown", f"the key '{key}' is unknown", known)


def _is_near(word: str, known: tuple[str, ...]) -> bool:
    import difflib  # for those who err

    return bool(difflib.get_close_matches(word, known, 1, _NEAR))


def _whole(name: str, place: str, text: bytes) -> dict[str, Any]:
    """A house's data with those of the house that it extends below them."""
    import tomllib  # not for a build's start

    try:
        data = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(
            f"the house '{name}' is not TOML", file=place, cause=str(error)
        ) from error
    base = data.pop("extends", "")
    if not base:
        return data
    if base not in names():
        raise RecipeError(
            f"the house '{name}' extends '{base}', which is none",
            file=place, place="extends", todo=nearest(str(base), names()),
        )  # fmt: skip
    below = _whole(base, f"style/houses/{base}.toml", (_folder() / f"{base}.toml").read_bytes())
    closed = data.get("closed") and not below.get("closed")
    return renamed(below, data) if closed else merged(below, data)


def _folder() -> Path:
    return Path(pipeline.__file__).parent / "style" / "houses"
