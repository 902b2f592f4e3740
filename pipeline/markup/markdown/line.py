"""One run of inlines in the making, with a stack of what is open in it, so that no depth of
nesting costs recursion."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.model.text import Inline, Inlines, Text
from pipeline.model.walk import text as plain

if TYPE_CHECKING:
    from pipeline.markup.markdown.run import Run

DEEPEST = 24
"""Inlines within inlines; marks that lie deeper melt away, and their text stays."""


Close = Callable[[Inlines], Inlines]


_SPACES = re.compile(r"[ \t\n]{2,}|[\t\n]")


def collapse(text: str) -> str:
    """Each stretch of spaces, tabs and newlines as one space; no-break spaces are kept."""
    return _SPACES.sub(" ", text) if "  " in text or "\n" in text or "\t" in text else text


class Open:
    """An inline that is open: what closes it, what it makes of its nodes, the nodes around it."""

    __slots__ = ("close", "key", "outer")

    def __init__(self, key: str, close: Close, outer: list[Inline]) -> None:
        self.key = key
        self.close = close
        self.outer = outer


class Line:
    """One run of inlines in the making."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.nodes: list[Inline] = []
        self.words: list[str] = []  # text not yet made a node
        self.stack: list[Open] = []
        self.noting = False
        self.melted: list[str] = []  # the keys of what was opened too deep

    def add(self, node: Inline) -> None:
        if self.words:
            self.flush()
        self.nodes.append(node)

    def flush(self) -> None:
        if self.words:
            words = "".join(self.words)
            if words:
                self.nodes.append(Text(collapse(words)))
            self.words = []

    def open(self, key: str, close: Close) -> None:
        if len(self.stack) >= DEEPEST:
            self.melted.append(key)
            return
        self.flush()
        self.stack.append(Open(key, close, self.nodes))
        self.nodes = []

    def close(self, key: str) -> None:
        """Close the nearest open inline of that key, and with it all that was opened within."""
        if self.melted and self.melted[-1] == key:
            self.melted.pop()
            return
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].key == key:
                while len(self.stack) > depth + 1:
                    self._close_last(forced=True)
                self._close_last()
                return

    def _close_last(self, forced: bool = False) -> None:
        self.flush()
        frame = self.stack.pop()
        # What hides its text must have an end, or it would hide the rest of the paragraph.
        close = melt if forced and frame.close is hide else frame.close
        made = close(tuple(self.nodes))
        self.nodes = frame.outer
        self.nodes.extend(made)

    def done(self) -> Inlines:
        while self.stack:
            self._close_last(forced=True)
        self.flush()
        return tuple(self.nodes)

    def is_open(self, *keys: str) -> bool:
        return any(frame.key in keys for frame in self.stack)


def melt(nodes: Inlines) -> Inlines:
    return nodes


def hide(nodes: Inlines) -> Inlines:
    """The sign on a side note's switch is no text; anything longer is."""
    return () if len(plain(nodes).strip()) <= 2 else nodes
