"""Signs that no font of a book draws, emoji above all: Typst sets a box for each, and where one
part of a compound sign has a glyph it sets that part alone, so that a shrug becomes “♂”.

Here a compound sign becomes one box, and a title loses the sign to the eye. What is not drawn stays
in the text of the PDF, where a search and a voice find it, and the inspection tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.export.press import fonts
from pipeline.export.press.literal import literal

_LACKING = (
    "\u2630-\u2637\u268c-\u268f\u269d-\u269f\u26a8\u26a9\u26b3-\u26bc\u26bf-\u2700\u2705\u270a\u270b"
    "\u2728\u274c\u274e\u2753-\u2755\u2757\u275f\u2760\u2795-\u2797\u27b0"
    "\U0001f000-\U0001f10f\U0001f16d-\U0001f16f\U0001f1ad-\U0001f1ff\U0001f252-\U0001f6d0"
    "\U0001f6d2-\U0001f77f"
    "\U0001f7f0-\U0001f7ff\U0001f8b2-\U0001faff"
)
"""What neither Typst's own fonts nor those that are always installed have of such signs."""

_ANY = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_PART = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_SIGN = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}"  # a flag
    f"|{_ANY}{_PART}*(?:\u200d{_ANY}{_PART}*)*"
)
LACKING = re.compile(f"[{_LACKING}]")
_CHOICES = ("\ufe0e", "\ufe0f")  # of a sign in black or in colours


class Signs:
    """The signs that a book's fonts draw, beyond those that every book has."""

    def __init__(self, own: dict[str, bytes]) -> None:
        self._own = own
        self._drawn: set[int] | None = None

    def told(self, text: str, apart: bool = False) -> Iterator[tuple[bool, str]]:
        """The text in pieces: what is written as ever, and, marked, what already is Typst's.
        `apart` is for a title, in which no box is shown."""
        at, seen = 0, False
        for match in self._found(text):
            kept, sign, end = text[at : match.start()], match[0], match.end()
            lacking = self._lacks(sign)
            if lacking and apart:  # with the space that would stand there for nothing
                bare = kept.rstrip(" ")
                kept, sign = bare, kept[len(bare) :] + sign
                seen = seen or bool(bare)
                while not seen and text[end : end + 1] == " ":
                    sign, end = sign + " ", end + 1
            if kept:
                yield False, kept
            head = 0 if apart else 1 + (sign[1:2] in _CHOICES)
            yield (
                True,
                _written(sign[:head], sign[head:]) if lacking else f"#drawn[{literal(sign)}];",
            )
            at = end
        if at < len(text):
            yield False, text[at:]

    def shown(self, text: str) -> str:
        """A title as it is seen: without what cannot be drawn, unless that is all of it."""
        found = [match for match in self._found(text) if self._lacks(match[0])]
        if not found:
            return text
        rest = text
        for match in reversed(found):
            rest = rest[: match.start()] + rest[match.end() :]
        return " ".join(rest.split()) or text

    def _found(self, text: str) -> list[re.Match[str]]:
        if text.isascii() or not LACKING.search(text):
            return []
        return [match for match in _SIGN.finditer(text) if LACKING.search(match[0])]

    def _lacks(self, sign: str) -> bool:
        """Whether some part of a sign is drawn by no font of the book."""
        if self._drawn is None:
            self._drawn = fonts.drawn(self._own)
        return any(ord(one) not in self._drawn for one in LACKING.findall(sign))


def _written(head: str, rest: str) -> str:
    return (literal(head) if head else "") + (f"#unseen[{literal(rest)}];" if rest else "")
