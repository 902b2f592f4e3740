"""Tables in CSV that are ragged, quoted wrongly, encoded otherwise, or programs of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.carriers import CARRIERS, Given, Item
from tests.hostile.case import Case, Read, Refused
from tests.specimens import substack

BY_NAME = {carrier.name: carrier for carrier in CARRIERS}
FIRST, LAST = "The first of them.", "The last of them."
KEPT = Read(3, says=(FIRST, LAST))
Change = Callable[[bytes], bytes]


def beehiiv(change: Change) -> Given:
    said = (FIRST, "The middle of them.", LAST)
    made = BY_NAME["beehiiv"].pack(
        [Item(at, f"<p>{words}</p>") for at, words in enumerate(said, 1)]
    )
    assert isinstance(made, bytes)
    return change(made)


def substack_with(change: Change) -> Given:
    rows = [substack.row(f"{at}.light", f"Light {at}") for at in (1, 2, 3)]
    pages = {
        f"posts/{at}.light.html": f"<p>{words}</p>".encode()
        for at, words in ((1, FIRST), (2, "The middle of them."), (3, LAST))
    }
    return {"posts.csv": change(substack.table(*rows)), **pages}


def middle(put: bytes) -> Change:
    return lambda data: data.replace(b"The middle of them.", put)


def line(data: bytes, number: int) -> bytes:
    return data.split(b"\r\n")[number]


def ragged(data: bytes) -> bytes:
    return data.replace(line(data, 2), line(data, 2) + b",,,,more,cells,than,columns")


def short(data: bytes) -> bytes:
    return data.replace(line(data, 2), b'"post_2"' if b"post_2" in data else b"2.light")


TABLES: dict[str, tuple[Change, Read | Refused]] = {
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, KEPT),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), KEPT),
    "a semicolon between cells": (lambda data: data.replace(b'","', b'";"').replace(
        b"id,web_title", b"id;web_title").replace(b",", b";", 11), KEPT),
    "lines that end as on old machines": (lambda data: data.replace(b"\r\n", b"\r"), KEPT),
    "Latin-1": (middle("The middle of Averleyé.".encode("latin-1")), KEPT),
    "NUL in a cell": (middle(b"The mid\0dle of them."), KEPT),
    "a row with more cells than columns": (ragged, KEPT),
    "a cell of a megabyte": (middle(b"x" * 1_000_000), KEPT),
    "a cell of a hundred thousand lines": (middle(b"x\r\n" * 100_000), KEPT),
    "ten thousand empty rows": (lambda data: data + b",,,,,,,,,,,\r\n" * 10_000, KEPT),
    "a thousand columns more": (
        lambda data: data.replace(b"\r\n", b"".join(b",x%d" % n for n in range(1000)) + b"\r\n", 1),
        KEPT),
    "formulas in every cell": (middle(b"=HYPERLINK(1) +1 -1 @SUM(1)"), KEPT),
}  # fmt: skip

CASES = (
    *[Case(f"{name} in a table of letters", "posts.csv", lambda change=change: beehiiv(change), answer)
      for name, (change, answer) in TABLES.items()],
    Case("a row with a single cell in a table of letters", "posts.csv", lambda: beehiiv(short),
         Read(2, {"nothing in it": 1}, says=(FIRST, LAST))),
    Case("a quotation mark that nothing closes in a table of letters", "posts.csv",
         lambda: beehiiv(lambda data: data.replace(b'"post_2"', b'"post_2')),
         Read(2, {"not public: draft": 1}, says=(FIRST, LAST), codes=("beehiiv.table",))),
    Case("a table without rows", "posts.csv",
         lambda: beehiiv(lambda data: line(data, 0) + b"\r\n"), Read(0)),
    Case("a table without names of columns", "posts.csv",
         lambda: beehiiv(lambda data: data[len(line(data, 0)) + 2 :]),
         Refused("no reader knows this archive")),
    Case("a table of pages with a row too many", "lights",
         lambda: substack_with(lambda data: data + substack.table(substack.row("9.gone")).split(
             b"\r\n", 1)[1]),
         Read(3, {"the archive does not hold its page": 1}, says=(FIRST, LAST))),
    Case("a table of pages with rows of paths", "lights",
         lambda: substack_with(lambda data: data.replace(b"2.light", b"../../../etc/passwd")),
         Read(2, {"not public: draft": 1, "the archive does not hold its page": 1},
              says=(FIRST, LAST), hides=("root:x:0",))),
    Case("a table of pages with one id for all", "lights",
         lambda: substack_with(lambda data: data.replace(b"2.light", b"1.light").replace(
             b"3.light", b"1.light")), Read(3, {"not public: draft": 2}, codes=("ingest.id-twice",))),
    Case("a table of pages that was cut off", "lights",
         lambda: substack_with(lambda data: data[: data.rindex(b"3.light") + 3]),
         Read(2, {"not public: draft": 1}, says=(FIRST,))),
)  # fmt: skip
