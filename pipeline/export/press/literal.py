"""Literals: any text as a Typst string, which no character of it can leave.

All text of a book goes to Typst as strings, never as markup: between the quotation marks only the
backslash and the quotation mark mean anything, and both are escaped here.
"""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CAPITALS = r"[A-Z0-9]*(?:[A-Z][0-9]|[0-9][A-Z])[A-Z0-9]*"
_LONG = re.compile(rf"https?://\S+|www\.\S+|[^\s]{{24,}}|{_CAPITALS}")
_CAPITALLED = re.compile(_CAPITALS)
_BESIDE = re.compile("[A-Z][0-9]|[0-9][A-Z]")
_ADDRESS = re.compile(r"https?://|www\.|[\w-]+(?:\.[\w-]+)+/")
_SPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_PIECES = re.compile(r"//|/|[=&]|[~.,\-_?#%](?=.)")

BREAK = "#z;"
"""A place where a line may end, of which nothing enters the text."""

_VAST = 5_000  # characters of a word that is none
_EVERY = 9
"""Characters between two such places in a word that no language divides."""


def literal(text: str) -> str:
    """The text as an expression of Typst's markup."""
    return f"#{quoted(text)};"


def quoted(text: str) -> str:
    """The text as an expression of Typst's code."""
    if _CONTROL.search(text):
        text = _ILLEGAL.sub("\ufffd", text)
        text = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def running(text: str) -> str:
    """Running text: a literal in which addresses and words past all measure may be divided, and
    figures beside capitals are as high as they are: else CC0 reads as the letters CCo."""
    if not _BESIDE.search(text) and (len(text) < 12 or not _LONG.search(text)):
        return literal(text) if text else ""
    out: list[str] = []
    at = 0
    for match in _LONG.finditer(text):
        if match.start() > at:
            out.append(literal(text[at : match.start()]))
        out.append(_divided(match[0]))
        at = match.end()
    if at < len(text):
        out.append(literal(text[at:]))
    return "".join(out)


def _divided(word: str) -> str:
    if len(word) < 24 and _CAPITALLED.fullmatch(word):
        return f"#lining({quoted(word)});"
    if _ADDRESS.match(word):
        return address(word)
    if _SPACED.search(word):
        return literal(word)  # a script without spaces is divided anywhere
    if any(len(part) > 24 for part in re.split(r"[-–—/\u200b]", word)):
        return parted(word, _EVERY if len(word) < _VAST else _EVERY * 4)
    return literal(word)


def parted(word: str, every: int) -> str:
    """A word that may be divided after each `every` characters, without a hyphen."""
    pieces = [word[at : at + every] for at in range(0, len(word), every)]
    return BREAK.join(literal(piece) for piece in pieces)


def address(text: str) -> str:
    """An address, divided by Chicago's rules: after a solidus or two, before other punctuation,
    before or after an equals sign or an ampersand, and never with a hyphen."""
    pieces = [""]
    at = 0
    for match in _PIECES.finditer(text):
        sign = match[0]
        pieces[-1] += text[at : match.start()]
        if sign[0] == "/":
            pieces[-1] += sign
            pieces.append("")
        elif sign in "=&":
            pieces += [sign, ""]
        else:
            pieces.append(sign)
        at = match.end()
    pieces[-1] += text[at:]
    parts = [_short(piece) for piece in _kept(pieces)]
    return f"#url[{BREAK.join(parts)}];" if parts else ""


def _kept(pieces: list[str]) -> list[str]:
    """The pieces without empty ones; the first break is the one behind the scheme."""
    return [piece for piece in pieces if piece]


def _short(piece: str) -> str:
    """A piece as it is set; a line would end behind a hyphen, which says nothing of whose it is."""
    if len(piece) > 24:
        return parted(piece, 16)
    return f"#whole({quoted(piece)});" if piece[0] == "-" and piece != "-" else literal(piece)
