"""README.html: the page for whoever opens the folder. It decides nothing: transmittal.json does."""

from __future__ import annotations

from html import escape

from pipeline.transmit.contract import Item, Transmittal

_STYLE = """
body{font:17px/1.5 Georgia,serif;max-width:42rem;margin:2.5rem auto;padding:0 1.2rem;color:#222;
background:#fdfcf9}a{color:inherit;text-decoration-color:#a99}
h1{font-size:1.9rem;line-height:1.2;margin:0}h2{font-size:1.1rem;margin:2rem 0
.5rem}p{margin:.4rem 0}.by{color:#555}table{border-collapse:collapse;width:100%;font-size:.95rem}
td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-top:1px solid #ddd8cc;
font-weight:normal}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;
padding-right:0}td.p{overflow-wrap:anywhere}code{font:.88em/1.4 ui-monospace,monospace}
pre{background:#f3f0e8;padding:.7rem .9rem;white-space:pre-wrap;
font:.85rem/1.5 ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{background:#191817;color:#ddd}.by{color:#aaa}td,th
{border-color:#3a3835}pre{background:#242220}}
"""

_SORTS = {
    "manuscript": "The manuscript",
    "art": "Art",
    "log": "Logs",
    "record": "Records of how it was made",
}


def write(sent: Transmittal) -> bytes:
    work = sent.work
    authors = ", ".join(one.name for one in work.contributors)
    edition = f"edition {work.edition}" if work.edition > 1 else ""
    by = " · ".join(part for part in (authors, edition, work.publisher) if part)
    parts = [
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(work.title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(work.title)}</h1>",
        f"<p>{escape(work.subtitle)}</p>" if work.subtitle else "",
        f'<p class="by">{escape(by)}</p>',
        _parties(sent),
        _extent(sent),
        *[_files(title, sort, sent.items) for sort, title in _SORTS.items()],
        _issues(sent),
        _verify(sent),
    ]
    return ("\n".join(part for part in parts if part) + "\n").encode()


def _parties(sent: Transmittal) -> str:
    if sent.sender is None or sent.recipient is None:
        return "<p>A draft, made by the shop and not sent to anyone yet.</p>"
    said = f"{sent.id}, version {sent.version}: from {sent.sender.name} to {sent.recipient.name}"
    before = f", in place of version {sent.supersedes.version}" if sent.supersedes else ""
    return f"<p>{escape(said + before)}.</p>"


def _extent(sent: Transmittal) -> str:
    extent = sent.extent
    rows = [
        ("words, notes included", extent.words),
        ("of these in notes", extent.words_in_notes),
        ("chapters", extent.chapters),
        ("figures", extent.figures),
        ("tables", extent.tables),
        ("notes", extent.notes),
        ("special characters", extent.special_characters),
    ]
    cells = "".join(f'<tr><td>{name}<td class="n">{count:,}' for name, count in rows)
    return f"<h2>Extent</h2><table>{cells}</table>"


def _files(title: str, sort: str, items: tuple[Item, ...]) -> str:
    cells = "".join(
        f'<tr><td class="p"><a href="{escape(item.path)}">{escape(item.path[5:])}</a>'
        f'<td class="n">{_size(item.bytes)}'
        for item in items
        if item.type == sort
    )
    return f"<h2>{title}</h2><table>{cells}</table>" if cells else ""


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _issues(sent: Transmittal) -> str:
    cells = "".join(
        f'<tr><td>{escape(one.message)}<td class="n">{_times(one.times)}'
        for one in sent.known_issues
    )
    return f"<h2>Known issues</h2><table>{cells}</table>" if cells else ""


def _times(times: int) -> str:
    return f"× {times:,}" if times > 1 else ""


def _verify(sent: Transmittal) -> str:
    if sent.sender is None:
        return ""
    folder = f"{sent.id}_v{sent.version}"
    command = f"bookworks verify {folder} --peer {sent.sender.peer_id}"
    return (
        "<h2>Is this what was sent?</h2><p>One command tells, without a network. It needs the "
        "sender’s key, once compared with the sender in person or by telephone. This page proves "
        f"nothing by itself.</p><pre>{escape(command)}</pre>"
    )
