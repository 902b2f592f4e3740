"""The page of a proof: each passage in every output side by side, then the contact sheets."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import NamedTuple

from pipeline.commands.proof.outputs import FORMATS
from pipeline.commands.proof.passages import Passage
from pipeline.commands.proof.style import SCRIPT, STYLE
from pipeline.shop import page as pages

_TOLD = {
    "docx": "the docx, as LibreOffice sets it",
    "pdf": "the print PDF",
    "epub": "the EPUB’s chapter",
    "web": "the web book’s page",
}


class Panel(NamedTuple):
    """A passage in one output: a picture, or a document, or why there is neither."""

    format: str
    where: str = ""
    picture: str = ""
    document: str = ""
    why: str = ""

    @property
    def shows(self) -> bool:
        return bool(self.picture or self.document)


class Seen(NamedTuple):
    passage: Passage
    panels: tuple[Panel, ...]


class Sheet(NamedTuple):
    """A contact sheet; its pages count from 1."""

    format: str
    file: str
    path: str
    span: tuple[int, int]
    total: int


def page(
    title: str,
    edition: int,
    files: list[tuple[str, str]],
    notes: list[str],
    seen: list[Seen],
    sheets: list[Sheet],
) -> str:
    """The page, which needs nothing besides the pictures that lie with it."""
    parts = [
        "".join(f'<p class="warning">{escape(note)}</p>' for note in notes),
        _contents(seen, bool(sheets)),
        "\n".join(_seen(nth, one) for nth, one in enumerate(seen, 1)),
        _sheets(sheets),
        _files(files),
        f"<script>{SCRIPT}</script>",
    ]
    under = f"Proof of edition {edition}: the same passages in every output, then all the pages"
    return pages.page(title, "proof", under, "\n".join(parts), STYLE, _policy())


def _policy() -> str:
    """Nothing is fetched and nothing runs but the page's own few lines."""
    mark = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'


def _contents(seen: list[Seen], has_sheets: bool) -> str:
    links = [f'<a href="#p{nth}">{escape(one.passage.sort)}</a>' for nth, one in enumerate(seen, 1)]
    links += ['<a href="#pages">All the pages</a>'] if has_sheets else []
    return (
        f'<nav class="ways" aria-label="Passages">{"".join(links)}</nav>\n'
        '<p class="tools"><label><input type="checkbox" id="narrow"> EPUB and web as wide as a '
        "phone</label> <span class=keys><kbd>j</kbd> <kbd>k</kbd> next and last passage, "
        "<kbd>n</kbd> narrow</span></p>"
    )


def _seen(nth: int, one: Seen) -> str:
    passage = one.passage
    where = f"in {escape(passage.chapter)} · " if passage.chapter else ""
    panels = "\n".join(_panel(passage, panel) for panel in one.panels)
    return (
        f'<section class="passage" id="p{nth}" tabindex="-1"><h2>{escape(passage.sort)}</h2>'
        f'<p class="about">{where}item {escape(passage.item)} · <code>'
        f"{escape(passage.anchors[0] if passage.anchors else '')}</code></p>\n"
        f'<div class="panels">\n{panels}\n</div></section>'
    )


def _panel(passage: Passage, panel: Panel) -> str:
    about = f"{passage.sort} in {_TOLD[panel.format]}"
    where = f" <small>{escape(panel.where)}</small>" if panel.where else ""
    head = f"<figcaption>{FORMATS[panel.format]}{where}</figcaption>"
    if panel.picture:
        body = (
            f'<a href="{panel.picture}"><img src="{panel.picture}" alt="{escape(about)}" '
            'loading="lazy"></a>'
        )
    elif panel.document:
        body = (
            f'<iframe title="{escape(about)}" sandbox="allow-same-origin" loading="lazy" '
            f'srcdoc="{escape(panel.document)}"></iframe>'
        )
    else:
        body = f'<p class="absent">{escape(panel.why)}</p>'
    return f'<figure class="{panel.format}">{head}{body}</figure>'


def _sheets(sheets: list[Sheet]) -> str:
    if not sheets:
        return ""
    parts = ['<h2 id="pages" tabindex="-1">All the pages</h2>']
    for file in dict.fromkeys(sheet.file for sheet in sheets):
        some = [sheet for sheet in sheets if sheet.file == file]
        said = "as LibreOffice sets it" if some[0].format == "docx" else "left and right together"
        body = "".join(_sheet(sheet) for sheet in some)
        head = f"<b>{escape(file)}</b> <small>{some[0].total:,} pages, {said}</small>"
        parts.append(f"<h3>{head}</h3>{body}")
    return "\n".join(parts)


def _sheet(sheet: Sheet) -> str:
    about = f"Pages {sheet.span[0]} to {sheet.span[1]} of {sheet.file}"
    return (
        f'<a class="sheet" href="{sheet.path}"><img src="{sheet.path}" alt="{escape(about)}" '
        'loading="lazy"></a>'
    )


def _files(files: list[tuple[str, str]]) -> str:
    rows = "".join(f"<li>{escape(name)} <code>{digest[:16]}…</code></li>" for name, digest in files)
    return (
        f"<h2>Of which files</h2><ul>{rows}</ul><p class=about>A later build may have made others; "
        'what it did is in <a href="../traveler.html">the traveler</a>.</p>'
    )
