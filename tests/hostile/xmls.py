"""XML that names files, swells, nests, or is none, as the exports and feeds that are written in it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from tests.hostile.carriers import CARRIERS, Item
from tests.hostile.case import Case, Read, Refused

BY_NAME = {carrier.name: carrier for carrier in CARRIERS}
FORMS = ("wordpress", "blogger", "feeds rss", "feeds atom", "tumblr xml")
FIRST, LAST = "The first of them.", "The last of them."
KEPT = Read(3, says=(FIRST, LAST))
Change = Callable[[bytes], bytes]


def whole(form: str) -> bytes:
    said = (FIRST, "The middle of them.", LAST)
    given = BY_NAME[form].pack([Item(at, f"<p>{words}</p>") for at, words in enumerate(said, 1)])
    assert isinstance(given, bytes)
    return given


def before(put: bytes) -> Change:
    """Bytes put behind the declaration, before the first element."""

    def change(data: bytes) -> bytes:
        at = data.index(b"?>") + 2
        return data[:at] + b"\n" + put + data[at:]

    return change


def middle(put: bytes) -> Change:
    return lambda data: data.replace(b"The middle of them.", put)


def around(put: bytes) -> Change:
    """Bytes put into the middle item, among its elements."""

    def change(data: bytes) -> bytes:
        at = data.index(b"The middle of them.")
        start = max(data.rfind(tag, 0, at) for tag in (b"<item", b"<entry", b"<post "))
        end = data.index(b">", start) + 1
        return data[:end] + put + data[end:]

    return change


_ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in pairwise("abcdefghijk")
)
BOMB = f'<!DOCTYPE rss [<!ENTITY a "boom">{_ENTITIES}]>'.encode()
REFUSED: dict[str, Change] = {
    "an entity that stands for ten thousand million words": lambda data: middle(b"&k;")(
        before(BOMB)(data)),
    "an entity that names a file": lambda data: middle(b"&e;")(
        before(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')(data)),
    "an entity that names an address": lambda data: middle(b"&e;")(
        before(b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>')(data)),
    "entities of parameters": before(b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>'),
    "a document type of another machine": before(b'<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1/x">'),
    "a document type in small letters behind a comment": before(b"<!-- x --><!doctype rss [ ]>"),
}  # fmt: skip
HARMLESS: dict[str, Change] = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "an encoding that nobody knows": lambda data: data.replace(b"UTF-8", b"klingon", 1),
    "Latin-1 that calls itself UTF-8": middle(b"The middl\xe9 of them."),
    "NUL and other controls": middle(b"The mid\x00\x0b\x1f\x05dle of them."),
    "references to controls": middle(b"The mid&#0;&#11;&#xFFFE;&#xD800;dle."),
    "bare ampersands": around(b"<x>a & b && c &d; AT&T</x>"),
    "prefixes that nothing declares": around(b"<zz:a zz:b='1'>x</zz:a>"),
    "instructions and comments": around(b"<?php echo 1 ?><!-- a --><?xml-stylesheet x?>"),
    "an element of an unknown name": around(b"<unknown a='1'><b/>x</unknown>"),
    "an attribute of a megabyte": around(b"<x a='" + b"y" * 1_000_000 + b"'/>"),
    "elements two hundred deep": around(b"<x>" * 200 + b"</x>" * 200),
    "ten thousand elements": around(b"<x>y</x>" * 10_000),
    "white space by the megabyte": around(b" \n" * 500_000),
}
BROKEN: dict[str, Change] = {
    "an element that nothing closes": around(b"<x>"),
    "elements that cross": around(b"<x><y></x></y>"),
    "elements a hundred thousand deep": around(b"<x>" * 100_000 + b"</x>" * 100_000),
    "an attribute without quotes": around(b"<x a=b>c</x>"),
    "an attribute that stands twice": around(b"<x a='1' a='2'/>"),
    "angles in the words": around(b"<x>1 < 2 << 3</x>"),
    "a comment with dashes": around(b"<!-- a -- b --- -->"),
    "a name that is none": around(b"<1x/><:/>"),
}


def case(name: str, form: str, change: Change, expected: Read | Refused) -> Case:
    file = BY_NAME[form].file
    return Case(f"{name} in XML, by {form}", file, lambda: change(whole(form)), expected)


def _cut(data: bytes) -> bytes:
    return data[: data.rindex(b"The last of") + 5]


def _far_down(data: bytes) -> bytes:
    return before(b"<!-- " + b"x" * 100_000 + b" -->")(before(BOMB)(data))


CASES = (
    *[case(name, form, change, Refused("document type"))
      for form in FORMS for name, change in REFUSED.items()],
    *[case("a document type behind a hundred kilobytes of comments", form, _far_down, Refused())
      for form in FORMS],
    *[case(name, form, change, KEPT) for form in FORMS for name, change in HARMLESS.items()],
    *[case(name, form, change, KEPT) for form in FORMS for name, change in BROKEN.items()],
    *[case("a file that was cut off", form, _cut, Read(2, {"broken XML": 1}, says=(FIRST,)))
      for form in FORMS],
    Case("a page that asks to log in, called an export", "lights.xml",
         lambda: b"<!DOCTYPE html><html><title>Log in</title></html>",
         Refused("no reader knows this archive")),
    Case("a feed that is empty", "feed.xml", lambda: b'<rss version="2.0"></rss>', Read(0)),
    Case("brackets in a document type that never ends", "feed.xml",
         lambda: b"<!x[" + b"]" * 60_000, Refused("no reader knows this archive")),
)  # fmt: skip
