"""Recipes: what a book is, which routing it takes, and where it leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from pipeline.markup import paper
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.fit import Misfit, fit
from pipeline.model.house import is_own, names, read_own
from pipeline.model.manuscript import Book
from pipeline.shop.places import NAME
from pipeline.shop.routing import FORMATS, Override


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """The title page and the file's properties; what is left out is taken from the archive."""

    title: Annotated[str, Meta(description="the book's title")] = ""
    subtitle: str = ""
    author: Annotated[str, Meta(description="as it stands on the title page")] = ""
    language: Annotated[
        str,
        Meta(
            pattern=r"^([A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*)?\Z",
            title="the tag of a language",
            examples=["en"],
            description="a language tag: en, fr, pt-BR",
        ),
    ] = ""
    publisher: str = ""
    isbn: str = ""
    rights: Annotated[
        str, Meta(description="the copyright line; made from the author and year if empty")
    ] = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    date: Annotated[
        str,
        Meta(description="the day of publication; the newest post's if empty"),
    ] = ""


Why = Annotated[str, Meta(min_length=3, description="the reason, for whoever reads this next")]
Format = Annotated[str, Meta(extra_json_schema={"enum": list(FORMATS)})]
Options_ = Annotated[dict[str, Any], Meta(description="bookworks schema OPERATION lists them")]


class Set(Struct, frozen=True, forbid_unknown_fields=True):
    """Set options of a step."""

    set: str
    options: Options_
    why: str = ""


class Replace(Struct, frozen=True, forbid_unknown_fields=True):
    """Run another operation in a step's place."""

    replace: str
    run: str
    why: Why
    options: Options_ = {}


class Before(Struct, frozen=True, forbid_unknown_fields=True):
    """Run an operation before a step."""

    before: str
    run: str
    why: Why
    options: Options_ = {}


class After(Struct, frozen=True, forbid_unknown_fields=True):
    """Run an operation after a step."""

    after: str
    run: str
    why: Why
    options: Options_ = {}


class Skip(Struct, frozen=True, forbid_unknown_fields=True):
    """Leave a step out."""

    skip: str
    why: Why


Verb = Set | Replace | Before | After | Skip
VERBS: dict[str, type[Verb]] = {
    "set": Set,
    "replace": Replace,
    "before": Before,
    "after": After,
    "skip": Skip,
}


class Handover(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the book is for, and how it gets there. Where a peer's folder or desk is stands in
    peers.toml beside its key: a recipe may come from others, and names no address."""

    to: Annotated[
        str,
        Meta(
            pattern=r"^([a-z0-9][a-z0-9.-]{0,62})?\Z",
            title="a peer that bookworks keys knows",
            examples=["press.example"],
            description="the peer, as bookworks keys knows it",
        ),
    ] = ""
    by: Annotated[
        Literal["any", "folder", "http", "zip"],
        Meta(description="the folder you share, its desk, or a file to send yourself; "
             "any: the first of them that there is"),
    ] = "any"  # fmt: skip


class Past(Struct, frozen=True, forbid_unknown_fields=True):
    """An edition that is sealed: all it was made by lies in editions/<edition>/."""

    edition: Annotated[int, Meta(ge=1)]
    sources: tuple[str, ...]


class Recipe(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A book's recipe: recipes/<book>/recipe.yaml."""

    book: About = About()
    edition: Annotated[int, Meta(ge=1)] = 1
    sources: Annotated[
        tuple[str, ...], Meta(min_length=1, description="archives, from the floor's root")
    ]
    routing: Annotated[
        str, Meta(description="tweets, blog or newsletter, or a routing of your own")
    ]
    house: Annotated[
        str, Meta(description="whose styles the docx carries: a house, or a .toml of this folder")
    ] = "generic"
    overrides: Annotated[
        tuple[dict[str, Any], ...],  # each is one of VERBS: its first key says which
        Meta(description="what this book does its own way"),
    ] = ()
    formats: Annotated[tuple[Format, ...], Meta(min_length=1)] = ("docx",)
    refuse: Annotated[
        tuple[str, ...],
        Meta(description="codes of findings that stop the job besides the inspections' errors"),
    ] = ()
    transmit: Handover = Handover()
    history: Annotated[
        tuple[Past, ...], Meta(description="earlier editions, as `bookworks edition` notes them")
    ] = ()


class Job(Struct, frozen=True, kw_only=True):
    """A recipe with the name and folder that it was found under."""

    name: str
    folder: Path | None
    recipe: Recipe
    overrides: tuple[Verb, ...] = ()
    places: tuple[str, ...] = ()  # file:line of each override
    sealed: bool = False  # an earlier edition, as it was when the next was begun


def read(path: Path, book: str = "") -> Job:
    """The recipe of a book; of a sealed edition, which lies elsewhere, with the book's name.

    Raises RecipeError with file, line, key and the nearest valid word.
    """
    name = book or path.parent.name
    if not NAME.match(name):
        raise RecipeError(
            f"'{name}' cannot be a book's name",
            file=str(path),
            todo="use small letters, digits, - and _ for the folder",
        )
    page = paper.read(path)
    if not isinstance(page.value, dict):
        raise RecipeError("a recipe is a list of keys", file=str(path), todo="see bookworks new")
    verbs = _verbs(page)
    try:
        recipe = fit(page.value, Recipe)
    except Misfit as misfit:
        raise _unfit(page, misfit) from misfit
    _check_formats(page, recipe)
    lines = tuple([page.at(("overrides", n)) for n in range(len(verbs))])
    return Job(name=name, folder=path.parent, recipe=recipe, overrides=verbs, places=lines,
               sealed=bool(book))  # fmt: skip


@contextmanager
def said(job: Job, key: str) -> Iterator[None]:
    """What is wrong with what a key names is told with the line where the recipe names it."""
    try:
        yield
    except RecipeError as error:
        if job.folder and not error.file:
            error.file = paper.read(job.folder / "recipe.yaml").at((key,))
        raise


def house(job: Job) -> str:
    """The house's name, or the path of the book's own. Raises RecipeError when it is not there."""
    name = job.recipe.house
    if not is_own(name):
        with said(job, "house"):
            known = names()
            if name not in known:
                raise RecipeError(f"there is no house '{name}'", todo=nearest(name, known))
        return name
    if job.folder is None:
        raise RecipeError(f"'{name}' needs a recipe's folder", todo=nearest(name, names()))
    path = job.folder / name
    try:
        read_own(path, job.folder)
    except RecipeError as error:
        error.file, error.place = str(job.folder / "recipe.yaml"), "house"
        raise
    return str(path)


def _verbs(page: paper.Page) -> tuple[Verb, ...]:
    """The overrides. Each names exactly one verb: if not, it is said here."""
    overrides = page.value.get("overrides")
    if not isinstance(overrides, list):
        return ()  # the recipe as a whole will not fit
    return tuple([_verb(page, number, one) for number, one in enumerate(overrides)])


def _verb(page: paper.Page, number: int, one: Any) -> Verb:
    verbs = [key for key in one if key in VERBS] if isinstance(one, dict) else []
    if len(verbs) != 1:
        found = next(iter(one), "") if isinstance(one, dict) else str(one)
        raise RecipeError(
            f"override {number + 1} needs one verb, and '{found}' is none"
            if not verbs
            else f"override {number + 1} has the verbs {' and '.join(verbs)}: one is allowed",
            file=page.at(("overrides", number)),
            todo=nearest(str(found), VERBS),
        )
    try:
        return fit(one, VERBS[verbs[0]])
    except Misfit as misfit:
        raise _unfit(page, misfit, ("overrides", number)) from misfit


def _check_formats(page: paper.Page, recipe: Recipe) -> None:
    for number, name in enumerate(recipe.formats):
        if name not in FORMATS:
            raise RecipeError(
                f"there is no output '{name}'",
                file=page.at(("formats", number)),
                todo=nearest(name, FORMATS),
            )


def _unfit(page: paper.Page, misfit: Misfit, under: tuple[str | int, ...] = ()) -> RecipeError:
    place = page.at((*under, *misfit.keys))
    match misfit.kind:
        case "unknown":
            return RecipeError(misfit.message, file=place, todo=nearest(misfit.key, misfit.known))
        case "missing":
            return RecipeError(
                misfit.message,
                file=place,
                cause="every override but 'set' says why" if misfit.key == "why" else "",
                todo=f"add '{misfit.key}:'",
            )
        case _:
            the = "the key " if isinstance(misfit.keys[-1], str) else ""  # or an entry
            return RecipeError(
                f"{the}{misfit.where} does not fit",
                file=place,
                cause=misfit.message,
                todo="bookworks schema recipe shows what each key takes",
            )


def bare(name: str, archive: Path, routing: str) -> Job:
    """The recipe for an archive that has none: what the archive says of itself, a generic house."""
    return Job(
        name=name, folder=None, recipe=Recipe(sources=(str(archive.resolve()),), routing=routing)
    )


def overrides(job: Job) -> list[Override]:
    """The overrides as the routing takes them, in the order written."""
    found = []
    for place, one in zip(job.places, job.overrides, strict=True):
        verb = next(name for name, model in VERBS.items() if isinstance(one, model))
        found.append(
            Override(
                verb,
                getattr(one, verb),
                getattr(one, "run", ""),
                dict(getattr(one, "options", {})),
                getattr(one, "why", ""),
                place,
            )
        )
    return found


def book(job: Job) -> Book:
    """What the recipe says of the book; empty where it is silent."""
    about = job.recipe.book
    return Book(
        title=about.title,
        author=about.author,
        language=about.language,
        subtitle=about.subtitle,
        publisher=about.publisher,
        edition=job.recipe.edition,
        date=about.date,
        isbn=about.isbn,
        rights=about.rights,
        description=about.description,
        subjects=about.subjects,
    )
