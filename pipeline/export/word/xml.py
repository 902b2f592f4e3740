"""XML as strings: what may stand in it, and how."""

import re

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STORY = (
    f"{W} {R} "
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
"""The namespaces of a part that holds paragraphs."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARK = "\ufffd"
"""What stands in a file where a character cannot."""


def legal(text: str) -> tuple[str, int]:
    """The text with each character that XML cannot hold marked, and how many there were."""
    return _ILLEGAL.subn(MARK, text)


def escape(text: str) -> str:
    """Legal text as the content of an element."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def attribute(text: str) -> str:
    """Any text as the value of an attribute in double quotes."""
    text = escape(legal(text)[0]).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def twips(points: float) -> int:
    """Points as Word counts lengths: twentieths."""
    return round(points * 20)
