"""Acceptance: what a request is held to, looked up in the docx as anybody could, and in the two
manuscripts where the author's text is compared."""

from __future__ import annotations

import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from pipeline.commands.change.plan import Plan, Sight
from pipeline.inspect.acceptance.reading import Docx
from pipeline.inspect.acceptance.reading import read as read_docx
from pipeline.transmit.change import Request, Result, Rule, Tally
from pipeline.transmit.change_scope import Difference, changed, changed_outside, reached

_SHOWN = 60
_SPEAKS = re.compile(r"word/(document|footnotes|endnotes)\.xml")
_TABLE = re.compile(rb"<w:tbl>")
_OUTWARD = re.compile(rb"<w:hyperlink\b[^>]*\br:id=")


def results(request: Request, plan: Plan, before: Sight, after: Sight) -> tuple[Result, ...]:
    """Every check that the publisher asked for, then those that the shop makes of itself."""
    own = [rule for rule in plan.rules if rule not in request.acceptance]
    found = [_held(rule, request, before, after, asked=True) for rule in request.acceptance]
    found += [_held(rule, request, before, after, asked=False) for rule in own]
    proofs = [check(before, after) for check in plan.checks]
    found += [Result(check={one.name: True}, passed=one.passed, asked=False, found=one.found)
              for one in proofs]  # fmt: skip
    return tuple(found)


def _held(rule: Rule, request: Request, before: Sight, after: Sight, *, asked: bool) -> Result:
    passed, found = _outcome(rule, request, before, after)
    plain: dict[str, Any] = msgspec.to_builtins(rule)
    return Result(check=plain, passed=passed, asked=asked, found=found)


def _outcome(rule: Rule, request: Request, before: Sight, after: Sight) -> tuple[bool, str]:
    value: Any = getattr(rule, rule.name)
    match rule.name:
        case "style_used_only":
            strange = sorted(styles_of(after) - {*value})
            return not strange, f"others: {', '.join(strange)}" if strange else "no others"
        case "style_used":
            times = styles_of(after, count=True).get(value, 0)
            return bool(times), f"{times:,} paragraphs"
        case "max_heading":
            deepest = max((para.outline for para in _paragraphs(after)), default=0)
            return deepest <= value, f"the deepest is {deepest}"
        case "absent" | "present":
            times = sum(para.text.count(value) for para in _paragraphs(after))
            return (times > 0) == (rule.name == "present"), f"it stands {times:,} times"
        case "count":
            return _counted(value, after)
        case "text_unchanged":
            return _unchanged(changed(before.book, after.book), len(before.passages))
        case _:
            outside = len(before.passages) - len(reached(before.passages, request.scope))
            found = changed_outside(before.book, after.book, request.scope)
            return _unchanged(found, outside)


def _unchanged(found: list[Difference], of: int) -> tuple[bool, str]:
    if not found:
        return True, f"{of:,} passages compared, all the same"
    one = found[0]
    return False, (
        f"{len(found):,} of {of:,} passages are others, first block {one.block} of item "
        f"{one.item}: “{_cut(one.before)}” was, “{_cut(one.after)}” is"
    )


def _cut(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


# -- the docx --------------------------------------------------------------------------------------


def styles_of(sight: Sight, *, count: bool = False) -> Any:
    """The styles of all paragraphs, notes' too: a set of names, or how many wear each."""
    found: dict[str, int] = {}
    for para in _paragraphs(sight):
        found[para.style] = found.get(para.style, 0) + 1
    return found if count else {*found}


def _paragraphs(sight: Sight) -> list[Any]:
    return [para for docx in _docx(sight) for para in (*docx.body, *docx.notes)]


def _docx(sight: Sight) -> list[Docx]:
    return [_read(str(path), sight.record.files[path.name]) for path in _paths(sight)]


@lru_cache(maxsize=16)
def _read(path: str, digest: str) -> Docx:
    """A file, once for all that is asked of it; the digest tells one making from another."""
    with open(path, "rb") as file:
        return read_docx(path, file.read())


def _counted(tally: Tally, after: Sight) -> tuple[bool, str]:
    times = counts(after)[tally.of]
    most = times if tally.max is UNSET else tally.max
    return tally.min <= times <= most, f"{times:,} of {tally.of}"


def counts(sight: Sight) -> dict[str, int]:
    """What there is to count in the docx of a book."""
    paragraphs = _paragraphs(sight)
    marks = [mark for para in paragraphs for mark in para.marks]
    return {
        "footnote": marks.count("footnote"),
        "endnote": marks.count("endnote"),
        "table": sum(_parts(sight, _TABLE)),
        "picture": sum(para.pictures for para in paragraphs),
        "link": sum(_parts(sight, _OUTWARD)),
        "heading": sum(para.outline > 0 for para in paragraphs),
        "word": sum(len(para.text.split()) for para in paragraphs),
        "file": len(_paths(sight)),
        "paragraph": len(paragraphs),
    }


def _parts(sight: Sight, wanted: re.Pattern[bytes]) -> list[int]:
    """How often something stands in each docx, notes included."""
    return [_times(str(path), sight.record.files[path.name], wanted) for path in _paths(sight)]


@lru_cache(maxsize=32)
def _times(path: str, digest: str, wanted: re.Pattern[bytes]) -> int:
    with zipfile.ZipFile(path) as package:
        parts = [part for part in package.namelist() if _SPEAKS.fullmatch(part)]
        return sum(len(wanted.findall(package.read(part))) for part in parts)


def _paths(sight: Sight) -> list[Path]:
    """The manuscript's files; captions that stand in a document of their own are not one."""
    return [path for path in sight.paths(".docx") if not path.name.endswith("-captions.docx")]
