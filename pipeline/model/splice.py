"""Splicing: other words in the place of some characters of a run, the markup around them kept."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.text import (
    Emph,
    Image,
    Inline,
    Inlines,
    Link,
    Note,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.model.walk import text

_Held = Emph | Strong | Strike | SmallCaps | Superscript | Subscript | Link


def seen(nodes: Inlines) -> str:
    """The characters of a run as a reader sees them: as `walk.text`, but without notes and the
    alternative texts of pictures, which take up no place between its words."""
    return "".join([_seen(node) for node in nodes])


def _seen(node: Inline) -> str:
    match node:
        case Note() | Image():
            return ""
        case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript() | Link():
            return seen(node.content)
        case _:
            return text((node,))


def spliced(nodes: Inlines, start: int, end: int, new: str) -> Inlines:
    """The run with `new` in the place of the characters from start to end, as `seen` counts them.

    The new words stand in the markup that the first of the old ones stood in. Notes and pictures
    among the old words stay, behind the new ones.
    """
    knife = _Knife(start, end, [new] if new else [])
    cut = knife.run(nodes)
    return (*cut, Text("".join(knife.new))) if knife.new else cut


class _Knife(Struct):
    start: int
    end: int
    new: list[str]  # until they are put in their place
    at: int = 0

    def run(self, nodes: Inlines) -> Inlines:
        out: list[Inline] = []
        for node in nodes:
            out += self.node(node)
        return tuple(out)

    def node(self, node: Inline) -> list[Inline]:
        begin = self.at
        if isinstance(node, _Held):
            content = self.run(node.content)
            return [replace(node, content=content)] if content else []
        said = _seen(node)
        self.at = begin + len(said)
        if not said or self.at <= self.start or begin >= self.end:
            return [*self._put(), node] if begin >= self.start and said else [node]
        if not isinstance(node, Text):
            return self._put()
        kept = said[: max(self.start - begin, 0)], said[max(self.end - begin, 0) :]
        words = kept[0] + "".join(self.new) + kept[1]
        self.new = []
        return [Text(words)] if words else []

    def _put(self) -> list[Inline]:
        """The new words, if they have found no place yet and it is here."""
        words, self.new = "".join(self.new), []
        return [Text(words)] if words else []
