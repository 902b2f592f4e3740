"""Hostile words: what a value may be that nobody expects there."""

from __future__ import annotations

from random import Random
from typing import Any

SIGNS = (
    "\0", "\x0b", "\x1b[2J", "\x1f", "\x7f", "\x85", "\u2028", "\ufffe", "\ufeff", "\u202e", "\u2066",
    "\u200d", "\u0301" * 40, "\U000e0001", "\r", "\r\n\r\n", "\t" * 20, " " * 50, "\u00a0", "🏴‍☠️", "İ", "ß",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1e999", "NaN", "-Infinity", "9" * 30, "9" * 5000, "0.1e-400", "2147483648",
    "18446744073709551616", "1_000", "٣", "²", "0x10",
)  # fmt: skip
DAYS = (
    "2020-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "0001-01-01T00:00:00+14:00", "1970-01-01", "-5",
    "99999-01-01T00:00:00Z", "2020-05-01T25:61:61+99:99", "Mon Feb 30 25:00:00 +0000 2024", "yesterday",
    "Thu, 01 Jan 1970 00:00:00 -0000", "2024-05-01T12:00:00.123456789Z", "253402300800", "-62135596801",
    "31 Dec 9999 23:59:59 -1200", "1 Jan 0001 00:00:00 +1200",
)  # fmt: skip
ADDRESSES = (
    "https://[::1", "https://x.example:99999999/", "javascript:alert(1)", "data:text/html;base64,//", "//",
    "http://", "../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "C:\\x\\y", "https://é.example/%zz",
    "at://did:plc:x/", "mailto:", "#", "?", "https://x.example/" + "a" * 3000, "https://a@b@c:d:e/", "%00", "http://[",
)  # fmt: skip
MARKUP = (
    "<", ">", "&", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "&nosuch;", "&amp;amp;", "<!--", "-->",
    "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?xml version='9'?>", "</p>", "<p", "<b><i></b></i>",
    "<table><tr><td rowspan=0 colspan=99999>", "<ol start=99999999999999999999><li value=-1>", "<svg><p>",
    "<math><mi>", "<pre>\n\n", "<script>", "<style>", "<template>", "<li>", "<td>", "<ul><ul><li>", "</div>" * 20,
    "<img src=x>", "<a href=>", "<iframe src='https://www.youtube.com/embed/'>", "<h7>", "<figure><figcaption>",
    "<blockquote>", "<sup><a href='#fn1'>1</a></sup>", "<plaintext>", "<select><option>", "<noscript>", "<details>",
    "<p xml:lang=''>", "<x:y>", "</", "<br/>" * 30, "<ruby><rt>", "<a id='fn1' name='fn1'>", "<dl><dd>", "<hr>",
)  # fmt: skip
LINES = (
    "---", "---\n---", "+++", "```", "~~~", "$$", "[^1]", "[^1]: [^1]", "[[", "]]", "![[x]]", "[[#^x|]]", "> ",
    "* * *", "|a|b|\n|-|-|", "|-", "# ", "#######", "    ", "{% raw %}", "{{< x", "{{ x }}", "[a]: <", "![](", "***a",
    "%%", "- [ ] ", "1. ", "999999999999. ", ":::", "<!-- more -->", "> [!note]-", "\\", "`", "=====", "[caption id=",
    "[/caption]", "[gallery ids=\"\"]", "<!-- wp:image {\"id\": -->", "<!-- /wp:x -->", "<!--more-->", "<!--nextpage-->",
    "\\begin{", "\\end{document}", "\\input{x}", ".. include:: x", "#+INCLUDE: x", "{-", "From ", "\nFrom x\n\n",
)  # fmt: skip
HEADS = (
    "=?utf-8?B?//?=", "=?x?Q?=FF?=", "=?utf-8?q?=?=", "charset=nosuch", "charset=utf-7", "charset=\"", "boundary=\"\"",
    "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: uuencode", "Content-Type: multipart/mixed",
    "Content-Type: message/rfc822", "Content-Type: /", "Date: ", "From: <", "To: a@b, ;,:@", "Message-ID: <<>>",
    "Content-Type: text/html; charset*=x''%FF; name*0*=x; name*1=", "--x", "--x--", "=3D=", "=\n", "=ZZ",
)  # fmt: skip
FRONT = (
    "title: [", "title: {a: b}", "date: 2020-02-30", "tags: {a}", "tags: [1, null, [x]]", "&a [*a]", "*a", "!!python/x y",
    "!!binary x", "? [a]: b", "<<: *a", "a: &a [&b [*a, *b]]", "draft: maybe", "date: [2020]", "title: 0o7", "\t- x",
    "categories: ~", "- - - - - x", "permalink: ../../x", "aliases: [x, x]", "title: |2", "{a: {b: {c:",
)  # fmt: skip
PLAIN = (
    "",
    " ",
    "x",
    "a" * 20_000,
    "null",
    "true",
    "[]",
    "{}",
    '"',
    "'",
    ",",
    ";",
    "\\ud800",
    "\\u0000",
    "\\",
    "@",
    ":x:",
)
LISTS = (SIGNS, NUMBERS, DAYS, ADDRESSES, MARKUP, LINES, HEADS, FRONT, PLAIN)


def word(random: Random) -> str:
    """A hostile word."""
    return random.choice(random.choice(LISTS))


def raw(random: Random) -> bytes:
    """A hostile word as bytes, which may be no text at all."""
    if random.random() < 0.2:
        return random.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\x80", b"PK\x03\x04"))  # fmt: skip
    return word(random).encode()


def value(random: Random) -> Any:
    """A hostile value: of any type."""
    match random.randrange(8):
        case 0 | 1 | 2:
            return word(random)
        case 3:
            return random.choice(
                (None, True, False, 0, -1, 7, 1.5, 2**31, 2**53, 2**63 - 1, -(2**63), -0.0)
            )
        case 4:
            return random.choice(
                ([], {}, [[]], [None], [{}], {"": ""}, {"type": None}, {"$type": 3})
            )
        case 5:
            return [value(random) for _ in range(random.randrange(4))]
        case 6:
            return {word(random)[:200]: value(random) for _ in range(random.randrange(3))}
        case _:
            return nest(random.choice((5, 60, 300)), random)


def nest(depth: int, random: Random) -> Any:
    made: Any = word(random)[:50]
    key = random.choice(("children", "content", "items", "a"))
    lists = random.random() < 0.5
    for _ in range(depth):
        made = [made] if lists else {key: made}
    return made
