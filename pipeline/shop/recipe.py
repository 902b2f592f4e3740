"""Recipes: what a book is, which routing it takes, and where it leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.model.errors import RecipeError, nearest
from pipeline.model.manuscript import Book
from pipeline.shop import paper
from pipeline.shop.places import NAME
from pipeline.shop.routing import FORMATS, Override


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(Strict):
    """What stands on the title page and in the file's properties. What is left out is taken from
    the archive."""

    title: str = Field(default="", description="the book's title")
    subtitle: str = ""
    author: str = Field(default="", description="as it stands on the title page")
    language: str = Field(default="", description="a language tag: en, fr, pt-BR")
    publisher: str = ""
    isbn: str = ""
    rights: str = Field(
        default="", description="the copyright line; made from the author and year if empty"
    )
    description: str = ""
    subjects: tuple[str, ...] = ()
    date: str = Field(default="", description="the day of publication; the newest post's if empty")


Why = Annotated[str, Field(min_length=3, description="the reason, for whoever reads this next")]
Options_ = Annotated[dict[str, Any], Field(description="bookworks schema OPERATION lists them")]


class Set(Strict):
    """Set options of a step."""

    set: str
    options: Options_
    why: str = ""


class Replace(Strict):
    """Run another operation in a step's place."""

    replace: str
    run: str
    why: Why
    options: Options_ = {}


class Before(Strict):
    """Run an operation before a step."""

    before: str
    run: str
    why: Why
    options: Options_ = {}


class After(Strict):
    """Run an operation after a step."""

    after: str
    run: str
    why: Why
    options: Options_ = {}


class Skip(Strict):
    """Leave a step out."""

    skip: str
    why: Why


VERBS: dict[str, type[Strict]] = {
    "set": Set,
    "replace": Replace,
    "before": Before,
    "after": After,
    "skip": Skip,
}
Verb = Set | Replace | Before | After | Skip


class Recipe(Strict):
    """A book's recipe: recipes/<book>/recipe.yaml."""

    book: About = About()
    edition: int = Field(default=1, ge=1)
    sources: tuple[str, ...] = Field(min_length=1, description="archives, from the floor's root")
    routing: str = Field(description="tweets or blog, or a routing of your own")
    house: str = Field(default="generic", description="whose styles the docx carries")
    overrides: tuple[Verb, ...] = ()
    formats: tuple[str, ...] = Field(default=("docx",), min_length=1)
    refuse: tuple[str, ...] = Field(
        default=(),
        description="codes of findings that stop the job besides the inspections' errors",
    )

    @field_validator("formats")
    @classmethod
    def _known_formats(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for name in formats:
            if name not in FORMATS:
                raise ValueError(f"'{name}' cannot be made yet; {nearest(name, FORMATS)}")
        return formats


class Job(Strict):
    """A recipe with the name and folder that it was found under."""

    name: str
    folder: Path | None
    recipe: Recipe
    places: tuple[str, ...] = ()  # file:line of each override


def read(path: Path) -> Job:
    """The recipe of a book. Raises RecipeError with file, line, key and the nearest valid word."""
    name = path.parent.name
    if not NAME.match(name):
        raise RecipeError(
            f"'{name}' cannot be a book's name",
            file=str(path),
            todo="use small letters, digits, - and _ for the folder",
        )
    page = paper.read(path)
    if not isinstance(page.value, dict):
        raise RecipeError("a recipe is a list of keys", file=str(path), todo="see bookworks new")
    _check_verbs(page)
    try:
        recipe = Recipe.model_validate(page.value)
    except ValidationError as error:
        raise _unfit(page, error) from error
    lines = tuple(page.at(("overrides", n)) for n in range(len(recipe.overrides)))
    return Job(name=name, folder=path.parent, recipe=recipe, places=lines)


def _check_verbs(page: paper.Page) -> None:
    """Each override names exactly one verb: said here, in words a union's error cannot find."""
    overrides = page.value.get("overrides")
    if not isinstance(overrides, list):
        return
    for number, one in enumerate(overrides):
        place = page.at(("overrides", number))
        verbs = [key for key in one if key in VERBS] if isinstance(one, dict) else []
        if len(verbs) != 1:
            found = next(iter(one), "") if isinstance(one, dict) else str(one)
            raise RecipeError(
                f"override {number + 1} needs one verb, and '{found}' is none"
                if not verbs
                else f"override {number + 1} has the verbs {' and '.join(verbs)}: one is allowed",
                file=place,
                todo=nearest(str(found), VERBS),
            )
        try:
            VERBS[verbs[0]].model_validate(one)
        except ValidationError as error:
            raise _unfit(page, error, ("overrides", number), VERBS[verbs[0]]) from error


def _unfit(
    page: paper.Page,
    error: ValidationError,
    under: tuple[str | int, ...] = (),
    model: type[Strict] | None = None,
) -> RecipeError:
    # A key that is misspelt is missing as well: the misspelling says more.
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    keys = (*under, *first["loc"])
    key = str(first["loc"][-1]) if first["loc"] else ""
    place = page.at(keys)
    match first["type"]:
        case "extra_forbidden":
            known = (
                model or (About if keys[0] == "book" and len(keys) > 1 else Recipe)
            ).model_fields
            return RecipeError(f"the key '{key}' is unknown", file=place, todo=nearest(key, known))
        case "missing":
            return RecipeError(
                f"the key '{key}' is missing",
                file=place,
                cause="every override but 'set' says why" if key == "why" else "",
                todo=f"add '{key}:'",
            )
        case _:
            return RecipeError(
                f"the key '{'.'.join(map(str, first['loc']))}' does not fit"
                if key
                else "this does not fit",
                file=place,
                cause=first["msg"].removeprefix("Value error, "),
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
    for place, one in zip(job.places, job.recipe.overrides, strict=True):
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
