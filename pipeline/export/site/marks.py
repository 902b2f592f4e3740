"""Marks: text, attributes and addresses as HTML that is well-formed XML too.

A page in both syntaxes can be read back strictly by any XML parser, which is how a mistake in it
is found; a lenient parser would mend it in silence.
"""

import re
from functools import lru_cache
from urllib.parse import quote

_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SCHEME = re.compile(r"(?i:(?:https?|ftps?|gopher|gemini)://[^/\s]|(?:mailto|tel|sms|xmpp|geo):.)")
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+[A-Za-z0-9/._~%+=?@:,;!*()-]*\Z")
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NEAR = bytes(byte for byte in range(256) if not (0xD6 <= byte <= 0xE0 or byte >= 0xEF))
"""Bytes of UTF-8 with which no letter from the right begins."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")
_RIGHT = {"ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"}
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_SAFE = "/?:@!$&'()*+,;=-._~%"
_AUTHORITY = re.compile(r"[A-Za-z]+://[^/?#]*")
LONGEST = 2_000
"""Characters of an address that every browser follows."""


def escape(text: str) -> str:
    """Text as the content of an element; what no page can hold is marked."""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text  # most text by far, and told more quickly than by an expression
    if not _SPECIAL.search(text):
        return text
    text = _ILLEGAL.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def illegal(text: str) -> int:
    """How many of a text's characters no page can hold."""
    return len(_ILLEGAL.findall(text))


def attribute(text: str) -> str:
    """Any text as the value of an attribute in double quotes."""
    text = escape(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


@lru_cache(maxsize=4096)
def address(url: str) -> str:
    """An address that may stand in a link, ready for an attribute; "" for one that may not: a
    script, a file of somebody's disk, or what is no address at all."""
    url = url.strip()
    if _PLAIN.match(url) and len(url) <= LONGEST and not _BARE_PERCENT.search(url):
        return url
    if not _SCHEME.match(url) or len(url) > LONGEST:
        return ""
    found = _AUTHORITY.match(url)
    host = found[0] if found else ""  # an address of IPv6 has brackets that nothing else may have
    rest, mark, part = url[len(host) :].partition("#")
    host = quote(host.encode("utf-8", "replace"), safe=_SAFE + "[]")
    return attribute(f"{host}{quoted(rest)}{mark}{quoted(part)}")


def quoted(text: str) -> str:
    """A path, a question or a fragment with nothing in it that an address may not hold."""
    return quote(_BARE_PERCENT.sub("%25", text).encode("utf-8", "replace"), safe=_SAFE)


def fragment(id: str) -> str:
    """What leads to an id within a page."""
    return "#" + quote(id, safe="_-.~:")


def direction(html: str) -> str:
    """What an element says of its direction: where some letters are written from the right, the
    first letter decides."""
    if html.isascii() or not html.encode("utf-8", "replace").translate(None, _NEAR):
        return ""
    return ' dir="auto"' if _RTL.search(html) else ""


def is_from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.replace("_", "-").split("-")[0].lower() in _RIGHT


def spoken(language: str) -> str:
    """The attributes that name a language; "" for what is no language."""
    tag = language.replace("_", "-")
    if not _LANGUAGE.match(tag):
        return ""
    return f' lang="{tag}" dir="{"rtl" if is_from_right(tag) else "ltr"}"'
