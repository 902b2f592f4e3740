"""Spoils: one item of a sound archive broken, in each way that its format can break."""

from __future__ import annotations

from tests.hostile.carriers import Carrier, Given

MUDDLE = "muddled"
"""A word of the item that is spoilt, and of no other."""

Change = tuple[bytes, bytes]
"""What in the item is replaced, and by what."""

CONTROLS = (MUDDLE.encode(), b"mud\x00\x1b[2J\x07dled")
BYTES = (MUDDLE.encode(), b"mud\xff\xfe\xc3dled")
NO_DAY = b"the 40th of May"

BEGINS = {
    "twitter 2022": b'{"tweet": ', "twitter 2012": b'{"id": 31', "wordpress": b"<item>",
    "blogger": b"<entry>", "ghost html": b'{"id": "0', "ghost lexical": b'{"id": "0',
    "mastodon": b'{"id": "https://light.example/users/ada/statuses/', "beehiiv": b'"post_',
    "tumblr api": b'{"id": ', "tumblr xml": b"<post ", "feeds rss": b"<item>",
    "feeds atom": b"<entry>", "feeds json": b'{"id": "', "mail text": b"From ", "mail html": b"From ",
}  # fmt: skip
"""What every item of a file of many begins with."""

_JSON: dict[str, Change] = {
    "half a value": (b'"id', b'"x": tru, "id'),
    "a comma too many": (b'"id', b'"x": [,1], "id'),
    "control characters": CONTROLS,
    "bytes that are no text": BYTES,
}
_XML: dict[str, Change] = {
    "a tag that another closes": (b"</title>", b"</titel>"),
    "an ampersand alone": (b"<title", b"<a>& &bogus; </a><title"),
    "control characters": CONTROLS,
    "bytes that are no text": BYTES,
}
_PAGE: dict[str, Change] = {"control characters": CONTROLS, "bytes that are no text": BYTES}
_FRONT: dict[str, Change] = {
    **_PAGE,
    "front matter that is no YAML": (b"title: ", b"title: [{:\ntitle: "),
    "front matter that nothing closes": (b"---\n\n", b"\n\n"),
}
_MAIL: dict[str, Change] = {
    **_PAGE,
    "a day that is none": (b"Date: ", b"Date: " + NO_DAY + b"\nX-Date: "),
    "parts without a bound": (b"Content-Type: text/", b"Content-Type: multipart/mixed; X: "),
    "a code that does not hold": (b"8bit", b"base64"),
    "a character set that nobody knows": (b"utf-8", b"x-none"),
    "no head at all": (b"Message-ID: ", b"\n\nMessage-ID: "),
}
TYPED = b'{"a": [1, null]}'

SPOILS: dict[str, dict[str, Change]] = {
    "twitter 2022": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b"Mon Mar 04 21:15:00 +0000 2019", NO_DAY),
        "no object": (b'{"tweet": {', b'7, {"twit": {'),
    },
    "twitter 2012": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b"2013-02-05 21:15:00 +0000", NO_DAY),
    },
    "wordpress": _XML | {"a day that is none": (b"2020-05-01 10:00:00", NO_DAY),
                         "a section that nothing closes": (b"]]></content", b"</content")},
    "blogger": _XML | {"a day that is none": (b"2010-05-01T12:00:00.001-07:00", NO_DAY)},
    "ghost html": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b"2021-05-02T10:00:00.000Z", NO_DAY),
    },
    "ghost lexical": _JSON | {
        "cards that are no JSON": (b'"{\\"root\\"', b'"{{\\"root\\"'),
        "a day that is none": (b"2021-05-02T10:00:00.000Z", NO_DAY),
    },
    "medium": _PAGE | {"a day that is none": (b"2018-05-01T10:00:00.000Z", NO_DAY)},
    "mastodon": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b'"published": "', b'"published": "' + NO_DAY),
    },
    "bluesky": {"a block that is not its name's": (MUDDLE.encode(), b"muddied")},
    "substack": _PAGE,
    "beehiiv": {**_PAGE, "a row cut short": (b'"confirmed",', b""),
                "a day that is none": (b'"2023-01-18 21:25:27"', NO_DAY)},
    "buttondown": _PAGE | {
        "front matter that is no YAML": (b"subject: ", b"subject: [{:\nsubject: "),
        "front matter that nothing closes": (b"---\n\n", b"\n\n"), "a day that is none": (b"publish_date: ", b"publish_date: x"),
    },
    "tumblr api": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b"1351085455", b'"' + NO_DAY + b'"'),
    },
    "tumblr pages": _PAGE | {"a day that is none": (b"2012-10-24T13:30:55Z", b'"' + NO_DAY + b'"')},
    "tumblr official": _PAGE | {"a day that is none": (b"October 3rd, 2012 3:20am", NO_DAY)},
    "tumblr xml": _XML | {"a tag that another closes": (b"</regular-body>", b"</body>"),
                          "an ampersand alone": (b"<tag>", b"& &bogus; <tag>"),
                          "a day that is none": (b"2012-10-24 13:30:55 GMT", NO_DAY)},
    "feeds rss": _XML | {"a day that is none": (b"Wed, 01 May 2013 09:30:00 GMT", NO_DAY)},
    "feeds atom": _XML | {"a day that is none": (b"2020-05-01T10:00:00Z", NO_DAY)},
    "feeds json": _JSON | {
        "a text that is a map": (b'"' + MUDDLE.encode() + b'"', TYPED),
        "a day that is none": (b'"date_published": "', b'"date_published": "' + NO_DAY),
    },
    "markdown": _FRONT, "markdown jekyll": _FRONT, "markdown mdx": _FRONT,
    "obsidian": _PAGE,
    "mail text": _MAIL, "mail html": _MAIL,
}  # fmt: skip


def spoilt(carrier: Carrier, given: Given, change: Change) -> Given:
    """An archive in which the muddled item is changed, and nothing else."""
    if isinstance(given, bytes):
        return _spoilt(given, BEGINS.get(carrier.name, b""), change)
    name = next(name for name, data in given.items() if MUDDLE.encode() in data)
    return {**given, name: _spoilt(given[name], BEGINS.get(carrier.name, b""), change)}


def _spoilt(data: bytes, begins: bytes, change: Change) -> bytes:
    at = data.index(MUDDLE.encode())
    start = data.rfind(begins, 0, at) if begins else 0
    end = data.find(begins, at) if begins else -1
    end = len(data) if end < 0 else end
    item = data[start:end]
    assert change[0] in item, change
    return data[:start] + item.replace(*change, 1) + data[end:]
