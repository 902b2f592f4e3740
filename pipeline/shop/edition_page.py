"""The report of an edition, as a page: what is new in it, item by item."""

from __future__ import annotations

from html import escape

from pipeline.model.finding import Finding
from pipeline.shop import page as pages
from pipeline.shop.comparison import STATES, Comparison, Item, State
from pipeline.shop.difference import marked

MOST = 500
"""Items of one state that the page shows; the JSON beside it has them all."""


def page(found: Comparison, title: str) -> str:
    """One HTML page that needs nothing besides itself."""
    parts = [_sums(found), _paragraphs(found)]
    if found.edits:
        parts.append(f"<h2>Edits</h2>{_edits(found.edits)}")
    parts.append("<h2>Items</h2>")
    for state in STATES:
        items = [item for item in found.items if item.state == state]
        if items:
            parts.append(_state(state, items))
    if not found.items:
        parts.append("<p>Every item is as it was.</p>")
    under = f"Edition {found.edition} compared with edition {found.last}"
    return pages.page(title, f"edition {found.edition}", under, "\n".join(parts))


def _sums(found: Comparison) -> str:
    cells = [
        f"<li><b>{sum(kinds.values()):,}</b>{state}</li>"
        for state, kinds in found.counts.items()
        if kinds
    ]
    return f'<ul class="sums">{"".join(cells)}</ul>'


def _paragraphs(found: Comparison) -> str:
    one = found.paragraphs
    return (
        f"<p>{one.kept:,} paragraphs stand as they stood, by the same marks; {one.reworded:,} were "
        f"reworded, {one.new:,} are new and {one.gone:,} are gone.</p>"
    )


def _edits(findings: tuple[Finding, ...]) -> str:
    lines = []
    for finding in findings:
        todo = f'<br><span class="todo">{escape(finding.todo)}</span>' if finding.todo else ""
        place = f" <small>{escape(finding.place)}</small>" if finding.place else ""
        lines.append(
            f'<li><span class="{finding.severity}">{escape(finding.code)}</span> '
            f"{escape(finding.message)}{place}{todo}</li>"
        )
    return f"<ul>{''.join(lines)}</ul>"


def _state(state: State, items: list[Item]) -> str:
    shown = "".join(f"<li>{_item(item)}</li>" for item in items[:MOST])
    more = f"<li>and {len(items) - MOST:,} more</li>" if len(items) > MOST else ""
    head = f"<b>{state}</b> {STATES[state]}"
    return pages.details(
        head, f"<ul>{shown}{more}</ul>", len(items), is_open=state != "new" and len(items) < 40
    )


def _item(item: Item) -> str:
    day = f"{item.created[:10]} " if item.created else ""
    why = f" <small>not in the book: {escape(item.reason)}</small>" if item.reason else ""
    head = f"<small>{day}{escape(item.kind)} {escape(item.item)}</small> {escape(item.words)}{why}"
    if not (item.was or item.now):
        return head
    said = "".join(_words(sign, words) for sign, words in marked(item.was, item.now))
    return f'{head}<p class="said">{said}</p>'


def _words(sign: str, words: str) -> str:
    match sign:
        case "-":
            return f"<del>{escape(words)}</del> "
        case "+":
            return f"<ins>{escape(words)}</ins> "
        case _:
            short = words if len(words) < 300 else f"{words[:140]} … {words[-140:]}"
            return f"{escape(short)} "
