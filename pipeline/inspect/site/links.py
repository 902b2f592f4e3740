"""Links: whether all that a site's pages name is there, and lies in the site itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.inspect.site.sheet import Sheet
from pipeline.model.finding import counted

Fault = tuple[str, str, str]
"""Code, sentence, place."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_LOADED = {"script", "img", "source", "iframe", "video", "audio", "object", "embed"}
_REL = re.compile(r'\srel="([^"]*)"')
_LOADING_RELS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "prefetch"}
_FAR = re.compile(r'\s(?:src|href|data|poster)="((?:[a-z]+:)?//[^"]*)"', re.IGNORECASE)
_MAY_LOAD = re.compile(r"(?i)<(?!a\b|blockquote\b|meta\b)[a-z]+\b[^<>]*=\"(?:[a-z]+:)?//")
_ALT = re.compile(r'\salt="([^"]*)"')


def faults(sheets: dict[str, Sheet], files: set[str]) -> Iterator[Fault]:
    """What the pages name and is not there. `files` are the names of all that was delivered."""
    ids = {name: set(sheet.ids) for name, sheet in sheets.items()}
    for sheet in sheets.values():
        yield from _twice(sheet)
        yield from _targets(sheet, ids, files)
        yield from _pictures(sheet, files)
        yield from _remote(sheet)


def _twice(sheet: Sheet) -> Iterator[Fault]:
    if len(sheet.ids) == len(set(sheet.ids)):
        return
    twice = min(id for id, times in Counter(sheet.ids).items() if times > 1)
    yield "id-twice", f"The id {twice} stands twice on the page.", sheet.name


def _targets(sheet: Sheet, ids: dict[str, set[str]], files: set[str]) -> Iterator[Fault]:
    for to in sorted({to for to in sheet.values("href") if not _ELSEWHERE.match(to)}):
        path, _, anchor = to.partition("#")
        path, anchor = unquote(path) or sheet.name, unquote(anchor)
        if path not in files:
            yield "link-lost", f"A link leads to {path}, which is not there.", sheet.name
        elif anchor and anchor not in ids.get(path, set()):
            yield "link-lost", f"A link leads to {to}, where there is no such place.", sheet.name
    for to in sorted(set(sheet.values("popovertarget")) - ids[sheet.name]):
        yield "note-lost", f"The mark of a note leads to {to}, which is not there.", sheet.name


def _pictures(sheet: Sheet, files: set[str]) -> Iterator[Fault]:
    named = [unquote(path) for path in sheet.values("src")]
    for row in sheet.values("srcset"):
        named += [unquote(form.split()[0]) for form in row.split(",") if form.strip()]
    for path in sorted({path for path in named if path not in files}):
        yield "file-lost", f"The page shows {path}, which is not there.", sheet.name
    silent = [said for said in sheet.of("img") if not _ALT.search(said)]
    if silent:
        yield (
            "picture-without-alt",
            f"{counted(len(silent), 'picture has', 'pictures have')} no alt text.",
            sheet.name,
        )


def _remote(sheet: Sheet) -> Iterator[Fault]:
    """What a browser would load from elsewhere. A link is only followed; a resource is loaded."""
    if not _MAY_LOAD.search(sheet.source):
        return
    for tag, said in sheet.tags:
        rel = _REL.search(said) if tag == "link" else None
        loads = tag in _LOADED or (rel and _LOADING_RELS & set(rel[1].split()))
        far = _FAR.search(said) if loads else None
        if far:
            yield "remote", f"The page loads {far[1]}.", sheet.name


def index_faults(script: str, sheets: dict[str, Sheet]) -> Iterator[Fault]:
    """What the index of the search leads to and is not there."""
    name = "search/index.js"
    try:
        index = json.loads(script.removeprefix("bookIndex(").rstrip().removesuffix(");"))
    except ValueError as error:
        yield "index", f"The index of the search cannot be read: {error}.", name
        return
    pages = [path for path, _ in index["pages"]]
    ids = {path: set(sheets[path].ids) for path in pages if path in sheets}
    lost = [path for path in pages if path not in sheets]
    lost += [f"{pages[page]}#{anchor}" for page, anchor, *_ in index["posts"]
             if anchor and anchor not in ids.get(pages[page], set())]  # fmt: skip
    for to in lost[:5]:
        yield "index", f"The search leads to {to}, which is not there.", name
