"""Places: where blocks begin in a finished PDF, written into it as named destinations.

A name is the one by which every edition knows the block, so that `book.pdf#_bw_…` leads to its page
and an e-book can tell its readers the printed page. One name for each page is enough for both: that
of the first block which begins there. Typst names the places of headings only, so the names follow
its file as an update, which is how PDF adds to a file; every byte of Typst's stays.
"""

import re

_END = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_SIZE = re.compile(rb"/Size (\d+)")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids ?\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+\Z")
_ROW = 20
"""Bytes of a row of a PDF's table of objects."""

Places = list[tuple[str, int]]
"""The first block of each page: its name, and the page's number from 1."""

SOURCE = """
#context [#metadata({
  let (seen, found, last) = ((:), (), 0)
  for one in query(metadata) {
    if type(one.value) == str and one.value not in seen {
      seen.insert(one.value, true)
      let at = one.location().page()
      if at > last { found.push((one.value, at)) }
      last = calc.max(last, at)
    }
  }
  found
})<places>]
"""
"""Typst that tells them, behind the last page."""


def mark(name: str) -> str:
    """Typst that leaves a block's name at the place where it begins; nothing of it is printed."""
    return f'#metadata("{name}");' if _PLAIN.match(name) else ""


def named(made: bytes, places: Places) -> bytes:
    """A PDF of Typst's, with these places named; as it was where its form is not the known one."""
    end = _END.search(made, made.rfind(b"trailer"))
    root = _ROOT.search(end[1]) if end else None
    size = _SIZE.search(end[1]) if end else None
    if not places or not end or not root or not size:
        return made
    table = int(end[2])
    catalogue = _object(made, table, int(root[1]))
    top = _PAGES.search(catalogue)
    pages = _pages(made, table, int(top[1])) if top else []
    if b"/Names" in catalogue or len(pages) < places[-1][1]:
        return made
    closing = catalogue.rfind(b">>")
    new = int(size[1])
    whole = catalogue[:closing] + b"/Names<</Dests %d 0 R>>" % new + catalogue[closing:]
    rows = b"".join(
        [b"(%s)[%d 0 R/Fit]" % (name.encode(), pages[at - 1]) for name, at in sorted(places)]
    )
    names = b"%d 0 obj\n<</Names[%s]>>\nendobj\n" % (new, rows)
    trailer = _SIZE.sub(b"/Size %d" % (new + 1), end[1]) + b"/Prev %d" % table
    return made + _update(len(made), [(int(root[1]), whole), (new, names)], trailer)


def _update(at: int, objects: list[tuple[int, bytes]], trailer: bytes) -> bytes:
    """Objects that follow a file which is so long, and the table and the trailer of them."""
    out, table = b"\n", b"0 1\n0000000000 65535 f\r\n"
    for number, content in objects:
        table += b"%d 1\n%010d 00000 n\r\n" % (number, at + len(out))
        out += content
    start = at + len(out)
    return out + b"xref\n%strailer\n<<%s>>\nstartxref\n%d\n%%%%EOF" % (table, trailer, start)


def _object(made: bytes, table: int, number: int) -> bytes:
    """An object by its number, whole."""
    row = made.index(b"\n", made.index(b"\n", table) + 1) + 1 + number * _ROW
    at = int(made[row : row + 10])
    return made[at : made.index(b"endobj", at)] + b"endobj\n"


def _pages(made: bytes, table: int, number: int) -> list[int]:
    """The numbers of the pages' objects, in order."""
    kids = _KIDS.search(_object(made, table, number))
    if kids is None:
        return [number]
    return [page for kid in _REFERENCE.findall(kids[1]) for page in _pages(made, table, int(kid))]
