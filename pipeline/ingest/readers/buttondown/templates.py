"""Templates: what Buttondown fills into an e-mail for each reader, read as its web archive shows
it, where there is no reader. What stands in code is code, and stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.markup.context import counted

_TAG = re.compile(r"\{%-?\s*(\w+)([^%\n]{0,300}?)-?%\}")
_VARIABLE = re.compile(r"[ \xa0]?\{\{-?\s*([^{}\n]{1,300}?)\s*-?\}\}")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_INLINE = re.compile(r"(`[^`\n]+`)")
_PAYING = re.compile(r"premium|paid", re.IGNORECASE)
_LITERAL = ("raw", "verbatim")

Dropped = Callable[[str, str], None]


class Filled:
    """A text without its templates."""

    def __init__(self, text: str, dropped: Dropped, known: dict[str, str]) -> None:
        self.withheld = 0  # passages that only some readers see
        self._dropped = dropped
        self._known = known
        self._open: list[_If] = []
        self._hidden: _If | None = None  # the outermost branch that is not for everybody
        self._private = 0  # branches, within one another, that only some readers see
        self._literal = ""
        if "{%" not in text and "{{" not in text:
            self.text = text
            return
        self.text = "".join([self._part(part, code) for part, code in _parts(text)])

    def _part(self, part: str, code: bool) -> str:
        if code and not self._literal:
            return part if self._hidden is None else ""
        out: list[str] = []
        done = 0
        for found in _TAG.finditer(part):
            out.append(self._words(part[done : found.start()]))
            out.append(self._tag(found))
            done = found.end()
        out.append(self._words(part[done:]))
        return "".join(out)

    def _words(self, words: str) -> str:
        if self._hidden is not None:
            self._hide(words, self._hidden)
            return ""
        return words if self._literal or "{{" not in words else _VARIABLE.sub(self._value, words)

    def _hide(self, words: str, branch: _If) -> None:
        """Tell of words that are not for everybody, unless they are private; of a comment, how
        many they are."""
        if not words.strip():
            return
        if branch.is_comment:
            if not self._private:
                self._dropped("buttondown.comment", counted(words))
        elif not self._private:
            self._dropped("buttondown.template", " ".join(words.split()))
        elif not branch.counted:
            self.withheld += 1
            branch.counted = True

    def _value(self, found: re.Match[str]) -> str:
        value = self._known.get(found[1])
        if value:
            return (" " if found[0][0] in " \xa0" else "") + value
        self._dropped("buttondown.template", found[0].strip())
        return ""

    def _tag(self, found: re.Match[str]) -> str:
        name, rest = found[1], found[2].strip()
        if self._literal:
            if name != f"end{self._literal}":
                return found[0]
            self._literal = ""
        elif name in _LITERAL:
            self._literal = name
        elif name in ("if", "unless"):
            self._push(_If(rest, negated=name == "unless"))
        elif name == "comment":
            self._push(_If("", negated=True, is_comment=True))
        elif name in ("elif", "elsif", "else") and self._open:
            branch = self._pop()
            branch.turn(rest)
            self._push(branch)
        elif name in ("endif", "endunless", "endcomment") and self._open:
            self._pop()
        else:
            self._dropped("buttondown.template", found[0])
        return ""

    def _push(self, branch: _If) -> None:
        self._open.append(branch)
        self._private += branch.private
        if not branch.shows and self._hidden is None:
            self._hidden = branch

    def _pop(self) -> _If:
        branch = self._open.pop()
        self._private -= branch.private
        if branch is self._hidden:  # those within it are closed
            self._hidden = None
        return branch


class _If:
    """A condition, and whether what stands in its present branch is for everybody."""

    def __init__(self, condition: str, *, negated: bool, is_comment: bool = False) -> None:
        self.is_comment = is_comment
        self.private = False
        self.counted = False
        self.shows = _holds(condition) != negated
        self._met = self.shows
        self._judge(condition)

    def turn(self, condition: str) -> None:
        """The next branch."""
        self.shows = not self._met and (not condition or _holds(condition))
        self._met = self._met or self.shows
        self._judge(condition)

    def _judge(self, condition: str) -> None:
        self.private = not self.shows and _PAYING.search(condition) is not None


def _holds(condition: str) -> bool:
    """Whether a condition holds in the web archive, where nobody is known to read."""
    condition = condition.strip().replace('"', "'")
    if condition.startswith("not "):
        return not _holds(condition[4:])
    if condition.startswith("medium"):
        return ("email" not in condition) != ("!=" in condition)
    return not condition.startswith("subscriber") or "!=" in condition


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is code."""
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
            yield line, True
        elif fence:
            yield line, True
        else:
            for at, piece in enumerate(_INLINE.split(line)):
                if piece:
                    yield piece, at % 2 == 1
