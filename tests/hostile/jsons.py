"""JSON that is broken, odd or endless, as whole files of the formats that are written in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.hostile.carriers import CARRIERS, Carrier, Item
from tests.hostile.case import Case, Read, Refused

BY_NAME = {carrier.name: carrier for carrier in CARRIERS}
FIRST, LAST = "The first of them.", "The last of them."


def whole(carrier: Carrier) -> tuple[str, bytes]:
    """The JSON of an archive of three items, and the member that it lies in; "" for a file."""
    mark = "<p>{}</p>" if carrier.speaks == "html" else "{}"
    said = (FIRST, "The middle of them.", LAST)
    given = carrier.pack([Item(at, mark.format(words)) for at, words in enumerate(said, 1)])
    if isinstance(given, bytes):
        return "", given
    name = next(name for name in given if b"The middle" in given[name])
    return name, given[name]


def case(name: str, carrier: Carrier, change: Callable[[bytes], bytes],
         expected: Read | Refused) -> Case:  # fmt: skip
    member, data = whole(carrier)
    file = carrier.file or "lights"
    changed = change(data)
    given = {member: changed} if member else changed
    return Case(f"{name}, by {carrier.name}", file, lambda: given, expected)


def _beside(put: bytes) -> Callable[[bytes], bytes]:
    """Another field behind the words of the middle item."""
    return lambda data: re.sub(
        rb'(The middle of them\.[^"]*")', lambda found: found[1] + b", " + put, data, count=1
    )


def _middle(put: bytes) -> Callable[[bytes], bytes]:
    """The words of the middle item replaced by bytes that break it."""
    return lambda data: data.replace(b"The middle of them.", put)


KEPT = Read(3, says=(FIRST, LAST))
ONE_LESS = Read(2, {"broken JSON": 1}, says=(FIRST, LAST))
FORMS = ("twitter 2022", "twitter 2012", "mastodon", "ghost html", "tumblr api", "feeds json")
STRICT = ("twitter 2022", "twitter 2012", "mastodon")
"""Those whose readers take an odd item for a broken one; also, of a file that was cut off they keep
what came before, since a service may cut the one file and fill the next."""

HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "NaN and infinities": _beside(b'"x": NaN, "y": -Infinity'),
    "a key that stands twice": _beside(b'"zz": 1, "zz": 1'),
    "white space by the megabyte": lambda data: data + b" \n" * 500_000,
    "half a surrogate pair": _middle(b"The middle \\ud800 of them."),
    "bytes that are no text": _middle(b"The middle \xff\xfe of them."),
    "an escape of nothing": _middle(b"The middle \\u0000 of them."),
}
ODD: dict[str, tuple[Callable[[bytes], bytes], tuple[str, ...]]] = {
    "a number of five thousand digits": (_beside(b'"x": ' + b"9" * 5000), ("mastodon",)),
    "a control character": (_middle(b"The middle \x01 of them."), STRICT),
}
"""What most readers take as it is meant, and these for a broken item."""

BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "a quotation mark that nothing escapes": _middle(b'The "middle" of them.'),
    "an escape that is none": _middle(b"The middle \\q of them."),
    "brackets a hundred thousand deep": _beside(b'"deep": ' + b"[" * 100_000 + b"]" * 100_000),
    "a value that is missing": _beside(b'"more": '),
    "a bracket that nothing closes": _beside(b'"more": [1, {"a": 2'),
}
ENDLESS: dict[str, bytes] = {
    "nothing at all": b"",
    "a list that nothing closes": b"[" * 100_000,
    "objects that nothing closes": b'{"a":' * 100_000,
    "a word": b"true",
    "an empty object": b"{}",
    "an empty list": b"[]",
    "a page that asks to log in": b"<!DOCTYPE html><html><title>Log in</title></html>",
    "a line of NUL": b"\0" * 10_000,
}


def _cut(data: bytes) -> bytes:
    """A file that ends within the last item."""
    return data[: data.rindex(b"The last of") + 5]


CASES = (
    *[case(f"{name} in JSON", BY_NAME[form], change, KEPT)
      for form in FORMS for name, change in HARMLESS.items()],
    *[case(f"{name} in JSON", BY_NAME[form], change, ONE_LESS if form in takers else KEPT)
      for form in FORMS for name, (change, takers) in ODD.items()],
    *[case(f"{name} in one item of JSON", BY_NAME[form], change, ONE_LESS)
      for form in FORMS for name, change in BROKEN.items()],
    *[case("JSON that was cut off", BY_NAME[form], _cut,
           Read(2, {"broken JSON": 1}, says=(FIRST, "The middle of")) if form in STRICT
           else Refused())
      for form in FORMS],
    *[Case(f"{name} called an export", "posts.json", lambda data=data: data,
           Refused("no reader knows this archive")) for name, data in ENDLESS.items()],
    Case("rubbish behind the JSON of a table", "ghost.json",
         lambda: whole(BY_NAME["ghost html"])[1] + b"}}} rubbish", Read(3, says=(FIRST, LAST))),
)  # fmt: skip
