"""Tables of numbers, as a page has them: they scroll by themselves where the page is too narrow."""

from __future__ import annotations

from html import escape

from pipeline.commands.survey.sums import Row


def table(name: str, head: list[str], rows: list[Row], *, sums: bool = False) -> str:
    """A table of numbers; its last row may be the sums of the others."""
    heads = "".join([f'<th scope="col">{escape(cell)}</th>' for cell in head])
    body = "".join([
        _row(cells, sums and at == len(rows) - 1) for at, cells in enumerate(rows)
    ])  # fmt: skip
    return (
        f'<div class="across" role="region" aria-label="{escape(name)}" tabindex="0">'
        f'<table class="figures"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(cells: Row, is_sum: bool) -> str:
    kind = ' class="sum"' if is_sum else ""
    numbers = "".join([
        f"<td{'' if n else ' class=none'}>{n:,}</td>" for n in cells[1:] if isinstance(n, int)
    ])  # fmt: skip
    return f'<tr{kind}><th scope="row">{escape(str(cells[0]))}</th>{numbers}</tr>'
