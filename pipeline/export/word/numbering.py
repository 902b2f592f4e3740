"""Numbering: the lists of a file. Each ordered list counts for itself, from its own start."""

from pipeline.export.word.xml import HEAD, W, twips
from pipeline.model.house import DEEPEST

_BULLETS = ("•", "–", "◦")
_BULLET, _ORDERED = 1, 2
_LARGEST = 32_767  # what Word can count to


class Numbering:
    def __init__(self, step: float) -> None:
        self._step = step
        self._lists: list[tuple[int, int]] = []  # of each ordered list: its level and its start

    def bullets(self) -> int:
        """The id of the one list that all bulleted lists share: there is nothing to count."""
        return 1

    def ordered(self, depth: int, start: int) -> int:
        """The id of a new list that counts from `start`, `depth` lists and quotations deep."""
        self._lists.append((depth, max(0, min(start, _LARGEST))))
        return len(self._lists) + 1

    def xml(self) -> str:
        kinds = self._kind(_BULLET) + self._kind(_ORDERED)
        lists = [_list(number, *row) for number, row in enumerate(self._lists, 2)]
        first = f'<w:num w:numId="1"><w:abstractNumId w:val="{_BULLET}"/></w:num>'
        return f"{HEAD}<w:numbering {W}>{kinds}{first}{''.join(lists)}</w:numbering>"

    def _kind(self, kind: int) -> str:
        levels = "".join(self._level(kind, level) for level in range(DEEPEST))
        return (
            f'<w:abstractNum w:abstractNumId="{kind}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        )

    def _level(self, kind: int, level: int) -> str:
        form = "bullet" if kind == _BULLET else "decimal"
        text = _BULLETS[level % 3] if kind == _BULLET else f"%{level + 1}."
        left, hanging = twips(self._step * (level + 1)), twips(self._step)
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        )


def _list(number: int, depth: int, start: int) -> str:
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_ORDERED}"/>'
        f'<w:lvlOverride w:ilvl="{depth - 1}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        "</w:num>"
    )
