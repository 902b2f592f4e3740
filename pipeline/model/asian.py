"""Han, kana and Hangul: told to be absent at a glance, as they are from most books.

An expression for so many signs takes longer to make than a short book, and longer to search with
than it takes to look for the bytes with which their UTF-8 begins.
"""

_FIRST = bytes(range(0xE3, 0xEE))
"""The first bytes in UTF-8 of all that stands from U+3000 to U+DFFF."""


def may_hold(text: str) -> bool:
    """Whether any of them may stand in a text. Yi, and half of a surrogate pair, count too."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _FIRST)) < len(data)
