"""Nesting: which style an item of a list may wear, for a house that reads lists by their styles.

Such a house takes an item of the second level only behind one of the first, and further text of an
item only behind the item. What stands otherwise in a book takes the nearest style that is allowed.
"""

from pipeline.export.word.draft import Draft
from pipeline.model.house import style_id

_KINDS = ("list-bullet", "list-number")


class Nesting:
    """The lists of one part, as far as it is written."""

    def __init__(self, draft: Draft) -> None:
        house = draft.house
        self._draft = draft
        self._names = {kind: house.levels[kind] for kind in _KINDS}
        self._more = {kind: house.levels[f"{kind}-more"] for kind in _KINDS}
        self._places = {
            style_id(name): (kind, level)
            for kind, names in self._names.items()
            for level, name in enumerate(names, 1)
        }
        self._further = {style_id(n): i for i, n in enumerate(house.levels["list-more"], 1)}
        self._loose = house.roles["list"]
        self._open: dict[int, str] = {}  # level -> the kind of list that stands open there

    def fitting(self, style: str) -> str:
        """The id of the style that a paragraph may wear which should wear `style`."""
        if style in self._places:
            return self._item(*self._places[style])
        level = self._further.get(style)
        if level is None:
            self._open.clear()
            return style
        if level != max(self._open, default=0):
            self._open.clear()
            return self._draft.style(self._loose)
        names = self._more[self._open[level]]
        return self._draft.style(names[level - 1])

    def end(self) -> None:
        """Something stands here that no list goes on behind."""
        self._open.clear()

    def _item(self, kind: str, level: int) -> str:
        while level > 1 and not (self._open.get(level) == kind or self._begins(level)):
            level -= 1
        self._open = {above: k for above, k in self._open.items() if above < level}
        self._open[level] = kind
        return self._draft.style(self._names[kind][level - 1])

    def _begins(self, level: int) -> bool:
        """Whether a list of this level may begin here: right behind an item of the one above."""
        return level not in self._open and max(self._open, default=0) == level - 1
