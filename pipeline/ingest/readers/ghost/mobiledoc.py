"""A text as the editors of versions 1 to 4 store it: sections of marked text, and cards."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from pipeline.ingest.readers.ghost.cards import Segment, card
from pipeline.ingest.readers.ghost.export import text
from pipeline.markup.context import Context

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_ATOM = 1
_INLINE = frozenset(("a", "b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "code"))
_BLOCK = {"aside": "blockquote", "pull-quote": "blockquote"} | {
    tag: tag for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
}


def segments(document: Any, context: Context) -> Iterator[Segment]:
    """The text of a document, in order."""
    doc = document if isinstance(document, dict) else {}
    cards = _rows(doc.get("cards"))
    writer = _Writer(_rows(doc.get("markups")), _rows(doc.get("atoms")))
    out: list[str] = []
    for section in _rows(doc.get("sections")):
        if section and section[0] == _CARD and len(section) > 1:
            name, payload = _pair(_at(cards, section[1]))
            made = card(name, payload, context)
            if made.markup == "html":
                out.append(made.text)
                continue
            yield Segment("html", "".join(out))
            yield made
            out = []
        elif section:
            out.append(writer.section(section))
    yield Segment("html", "".join(out))


class _Writer:
    """Sections as HTML, by the tables of markups and atoms that they refer to."""

    def __init__(self, markups: list[list[Any]], atoms: list[list[Any]]) -> None:
        self.markups = markups
        self.atoms = atoms

    def section(self, section: list[Any]) -> str:
        kind, first = section[0], section[1] if len(section) > 1 else None
        rest = section[2] if len(section) > 2 else None
        if kind == _MARKUP:
            tag = _BLOCK.get(text(first).lower(), "p")
            return f"<{tag}>{self._line(rest)}</{tag}>"
        if kind == _LIST:
            tag = "ol" if text(first).lower() == "ol" else "ul"
            items = "".join([f"<li>{self._line(item)}</li>" for item in _rows(rest)])
            return f"<{tag}>{items}</{tag}>"
        return f'<figure><img src="{escape(text(first))}"></figure>' if kind == _IMAGE else ""

    def _line(self, markers: Any) -> str:
        out: list[str] = []
        open_: list[str] = []
        for marker in _rows(markers):
            if len(marker) < 4:
                continue
            kind, opening, closing, value = marker[:4]
            for index in opening if isinstance(opening, list) else ():
                start, end = self._tags(index)
                out.append(start)
                open_.append(end)
            atom = kind == _ATOM
            out.append(_atom(_at(self.atoms, value)) if atom else escape(text(value), quote=False))
            count = min(max(closing, 0), len(open_)) if isinstance(closing, int) else 0
            out += reversed(open_[len(open_) - count :])
            del open_[len(open_) - count :]
        return "".join(out) + "".join(reversed(open_))

    def _tags(self, index: Any) -> tuple[str, str]:
        markup = _at(self.markups, index)
        tag = text(markup[0]).lower() if markup else ""
        if tag not in _INLINE:
            return "", ""
        given = markup[1] if markup and len(markup) > 1 and isinstance(markup[1], list) else []
        pairs = dict(zip(map(text, given[::2]), map(text, given[1::2]), strict=False))
        href = f' href="{escape(pairs["href"])}"' if tag == "a" and "href" in pairs else ""
        return f"<{tag}{href}>", f"</{tag}>"


def _atom(atom: list[Any] | None) -> str:
    """A soft return, or the words of anything else."""
    if not atom or atom[0] == "soft-return":
        return "<br>" if atom else ""
    return escape(text(atom[1]), quote=False) if len(atom) > 1 else ""


def _rows(value: Any) -> list[list[Any]]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _at(rows: list[list[Any]], index: Any) -> list[Any] | None:
    known = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(rows)
    return rows[index] if known else None


def _pair(row: list[Any] | None) -> tuple[Any, Any]:
    return (row[0], row[1] if len(row) > 1 else None) if row else (None, None)
