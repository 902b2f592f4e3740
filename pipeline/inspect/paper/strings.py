"""Strings as a PDF writes them, in parentheses or in hexadecimal."""

import codecs
import re

_PLAIN = rb"[^()\\]++|\\."
STRING = rb"\((?:" + _PLAIN + rb")*+\)"
for _ in range(6):  # parentheses that balance may stand in a string as they are
    STRING = rb"\((?:" + _PLAIN + rb"|" + STRING + rb")*+\)"
STRING = rb"(?:" + STRING + rb"|<[0-9A-Fa-f]*>)"
"""The pattern of one."""

ARRAY = rb"\[(?:" + STRING + rb"|[^\]()]++)*+\]"
"""The pattern of several, with numbers between them."""

_EACH = re.compile(rb"(" + STRING + rb")", re.DOTALL)
_INNER = re.compile(rb"\([^()]*\(")

_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_ODD = re.compile(rb"\\[^nrtbf0-7\n]|\\[4-7][0-7][0-7]")
"""An escape that Python reads otherwise than a PDF, once the signs of strings are figures."""

_NOTHING = b"\\\n"  # an escape that says nothing, between strings, so that no two figures meet


def read(shown: bytes) -> tuple[bytes, float]:
    """What a string or an array of them says, and the sum of the numbers between."""
    inner = shown[1:-1] if shown[:1] == b"[" else shown
    signs = _figures(inner)
    parts = signs.replace(b")", b"(").split(b"(")
    numbers = b" ".join(parts[::2])
    if b"<" in numbers or _INNER.search(signs) or _ODD.search(signs):
        parts = _EACH.split(inner)
        return b"".join(map(_one, parts[1::2])), sum(map(float, b" ".join(parts[::2]).split()))
    said = codecs.escape_decode(_NOTHING.join(parts[1::2]))[0]
    return said, sum(map(float, numbers.split()))


def _figures(string: bytes) -> bytes:
    """A string with its backslashes and parentheses, where they are text, as their figures."""
    return string.replace(b"\\\\", b"\\134").replace(b"\\(", b"\\050").replace(b"\\)", b"\\051")


def plain(string: bytes) -> bytes:
    """What the inside of a string says, without its escapes."""
    return _ESCAPE.sub(_unescaped, string) if b"\\" in string else string


def _one(string: bytes) -> bytes:
    inner = string[1:-1]
    return bytes.fromhex(inner.decode()) if string[:1] == b"<" else plain(inner)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign.isdigit():
        return bytes([int(sign, 8) & 255])
    return _NAMED.get(sign, sign)
