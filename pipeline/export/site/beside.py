"""Beside the pages: what a host, a robot, a reader of feeds or a telephone looks for."""

import json

from pipeline.export.site.marks import attribute, escape, spoken
from pipeline.export.site.origins import Origins
from pipeline.export.site.plan import Page
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Book, Manuscript
from pipeline.model.walk import every_division


def sitemap(pages: list[Page], address: str) -> str:
    rows = "".join([f"<url><loc>{attribute(address + page.path)}</loc></url>\n" for page in pages])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def robots(address: str) -> str:
    told = f"Sitemap: {address}sitemap.xml\n" if address else ""
    return f"User-agent: *\nAllow: /\n{told}"


def manifest(book: Book) -> str:
    whole = {
        "name": book.title,
        "short_name": book.title[:30],
        "description": book.description or book.subtitle,
        "lang": book.language,
        "start_url": "index.html",
        "display": "minimal-ui",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    kept = {key: value for key, value in whole.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


_LOST = (
    "html{color-scheme:light dark;background:#fbf9f4;color:#23201b;"
    'font:1.15rem/1.6 Palatino,Georgia,"Noto Serif",serif}'
    "body{max-width:30rem;margin:25vh auto;padding:0 1.5rem;text-align:center}"
    "h1{font-weight:normal;line-height:1.22}a{color:#7d2f1b}"
    "@media(prefers-color-scheme:dark){html{background:#171614;color:#dcd5c8}a{color:#e5a582}}"
)
"""The look of the site in a few lines: the page stands at any depth, and brings it along."""


def lost(book: Book, words: Words, address: str) -> str:
    """The page for what is not there. A host shows it at any depth, so nothing in it is relative
    where the site's address is known."""
    home, title = attribute(f"{address or ''}index.html"), escape(book.title)
    return (
        f"<!DOCTYPE html>\n<html{spoken(book.language) or ' lang=' + chr(34) + 'und' + chr(34)}>\n"
        '<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>404 · {title}</title>\n"
        f"<style>{_LOST}</style>\n</head>\n"
        f'<body>\n<main>\n<section data-shop="">\n<h1>{title}</h1>\n<p>{words.lost}</p>\n'
        f'<p><a href="{home}">{words.contents}</a></p>\n</section>\n</main>\n</body>\n</html>\n'
    )


def making(book: Manuscript, words: Words, feeds: bool) -> str:
    """What the book was made from, for its colophon."""
    counts: dict[int, set[str]] = {}
    for division in every_division(book.divisions):
        for row in Origins.rows(division):
            counts.setdefault(row.source, set()).add(row.item)
    used: dict[str, list[int]] = {}
    for number, source in enumerate(book.sources):
        if number in counts and source.digest:  # the recipe's own pages have none
            used.setdefault(source.name, []).append(number)
    rows = "".join([_source(name, book, held, counts, words) for name, held in used.items()])
    edition = words.edition.format(number=book.book.edition)
    ways = '<a href="feed.xml">Atom</a>, <a href="feed.json">JSON Feed</a>'
    return (
        f'<section class="made" data-shop=""><h2>{words.made_from}</h2>\n'
        f'<dl class="facts">{rows}</dl>\n'
        f"<p>{escape(edition)}{' · ' + escape(book.book.date) if book.book.date else ''} · "
        "Bookworks</p>\n"
        + (f"<p>{words.feeds}: {ways}</p>\n" if feeds else "")
        + f"<p>{words.keys}: {words.keys_said}</p>\n</section>\n"
    )


def _source(
    name: str, book: Manuscript, rows: list[int], counts: dict[int, set[str]], words: Words
) -> str:
    """One archive; where many of its files were read, they are folded away."""
    number = sum([len(counts[row]) for row in rows])
    files = [
        f"{escape(book.sources[row].member)} <code>sha256 {book.sources[row].digest}</code>"
        for row in rows
    ]
    if len(rows) == 1:
        held = f"<dd>{files[0]}</dd>"
    else:
        listed = "".join([f"<li>{file}</li>" for file in files])
        said = words.files.format(number=f"{len(rows):,}")
        held = f"<dd><details><summary>{said}</summary><ul>{listed}</ul></details></dd>"
    return f"<dt>{escape(name)}</dt><dd>{words.items.format(number=f'{number:,}')}</dd>{held}"
