"""The recipe that a survey suggests: a routing, what the title page says, and of what the archive
holds those things that a writer will want to decide."""

from __future__ import annotations

import os
import shlex
import textwrap
from importlib import resources
from pathlib import Path
from string import Template

from msgspec import Struct

from pipeline.commands.survey.facts import Survey
from pipeline.commands.survey.hints import hints
from pipeline.commands.survey.tongues import commonest
from pipeline.commands.survey.veil import WITHHELD
from pipeline.ingest.member import shown
from pipeline.ingest.versions import EARLIER, TWICE
from pipeline.markup import paper
from pipeline.model.finding import counted
from pipeline.shop.places import Places

MIXED = "timeline"
PLAIN = "blog"

_WIDE = 98
_TRANSMIT = """
transmit:  # bookworks transmit sends it there
  to: {}
  # by: http  # or folder, or zip; without it, whichever of them you share with this peer
"""


def routing(found: Survey, places: Places) -> tuple[str, str]:
    """The routing, and what it does."""
    wanted = {which.routing for which in found.which}
    name = MIXED if len(wanted) > 1 else found.which[0].routing
    path = places.routing(name)
    if path is None:
        name, path = PLAIN, places.routing(PLAIN)
    told = paper.read(path).value if path else {}
    return name, str(told.get("about", "")) if isinstance(told, dict) else ""


class For(Struct, frozen=True):
    """The publisher that a book is for, and the house of theirs that its styles come from."""

    peer: str = ""
    house: str = "generic"


def recipe(found: Survey, places: Places, whom: For | None = None) -> str:
    """The text of recipe.yaml."""
    whom = whom or For()
    name, about = routing(found, places)
    paths = [Path(which.path) for which in found.which]
    language, spoken = _language(found)
    title, titled = _title(found, paths)
    author, authored = _author(found)
    return _template().substitute(
        head=_head(found),
        title=quoted(title),
        title_why=titled,
        author=quoted(author),
        author_why=authored,
        language=language,
        language_why=spoken,
        sources=", ".join([quoted(_from_root(path, places.root)) for path in paths]),
        routing=name,
        about=_comment(about),
        house=whom.house,
        transmit=_TRANSMIT.format(whom.peer) if whom.peer else "",
        hints="#\n".join([_hint(said, lines) for said, lines in hints(found, name)]),
    )


def command(found: Survey) -> str:
    """How to have it written."""
    paths = " ".join([shlex.quote(which.path) for which in found.which])
    return f"bookworks new NAME --from {paths}"


def _template() -> Template:
    file = resources.files("pipeline.commands").joinpath("floor", "recipe.yaml")
    return Template(file.read_text("utf-8"))


# -- its head --------------------------------------------------------------------------------------


def _head(found: Survey) -> str:
    lines = ["Suggested by bookworks from what the archives hold; change whatever you like."]
    for which in found.which:
        era = f" ({which.era})" if which.era else ""
        lines.append(f"{Path(which.path).name}: {which.title}{era}, because {which.why}.")
    items, words = counted(found.public, "public item"), counted(found.words.taken, "word")
    lines.append(
        f"{items}{found.span}; by this recipe {found.taken:,} of them make a book of {words}, "
        f"about {counted(found.words.pages, 'printed page')} of text alone."
    )
    twice = sum([found.merged.get(why, 0) for why in (TWICE, EARLIER)])
    if twice and len(found.which) > 1:
        lines.append(
            f"{counted(twice, 'item')} came more than once. Where two archives of one account "
            "have an item, "
            "the one that is named last under `sources` has the last word."
        )
    return "\n".join(_comment(line) for line in lines)


def _title(found: Survey, paths: list[Path]) -> tuple[str, str]:
    if found.says.title and WITHHELD not in found.says.title:
        return found.says.title, "as the archive calls itself"
    return paths[0].stem, "the archive's file name: it says no title"


def _author(found: Survey) -> tuple[str, str]:
    if found.says.author and WITHHELD not in found.says.author:
        return found.says.author, "as the archive says"
    return "the author's name", "the archive does not say it"


def _language(found: Survey) -> tuple[str, str]:
    spoken = found.languages
    language = commonest(spoken, found.says.language)
    for counts, said in ((spoken.stated, "say so"), (spoken.guessed, "read like it")):
        if language in counts:
            others = [f"{n:,} are {other}" for other, n in counts.items() if other != language]
            rest = f"; {', '.join(others[:3])}" if others else ""
            return language, f"{counts[language]:,} of {found.taken:,} items {said}{rest}"
    return (language, "as the archive says") if language else ("en", "nobody says it: look!")


# -- YAML ------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A text as YAML's double quotes hold it, on one line."""
    out = []
    for sign in " ".join(text.split()):
        if sign in '"\\':
            out.append(f"\\{sign}")
        elif sign.isprintable():
            out.append(sign)
        else:
            out.append(f"\\U{ord(sign):08x}")
    return f'"{"".join(out)}"'


def _comment(text: str, sign: str = "# ") -> str:
    flat = shown(" ".join(text.split()))
    return "\n".join(
        textwrap.wrap(flat, _WIDE, initial_indent=sign, subsequent_indent=sign,
                      break_long_words=False, break_on_hyphens=False)
    )  # fmt: skip


def _hint(said: str, lines: list[str]) -> str:
    return "\n".join([_comment(said, "#  "), *[f"#  {line}" for line in lines], ""])


def _from_root(archive: Path, root: Path) -> str:
    resolved = archive.resolve()
    try:
        near = os.path.relpath(resolved, root)
    except ValueError:
        return resolved.as_posix()
    return Path(near).as_posix() if not near.startswith("..") else resolved.as_posix()
