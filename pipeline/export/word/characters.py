"""Characters: what a run is, as one character style. Two kinds at once make a third style of
their own ("Strong Emphasis"), so that no run is ever formatted by hand."""

from pipeline.export.word.scripts import languages, script_language
from pipeline.model.house import CHARACTERS, House, style_id

BIT = {kind: 1 << number for number, kind in enumerate(CHARACTERS)}
"""The kinds of runs as bits; a run that is several things has the sum of them."""


class Characters:
    """The character styles that one file uses."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._names: dict[int, str] = {}

    def name(self, marks: int) -> str:
        """The name of the style for one or several kinds. A house may name a pair itself, as
        "emphasis+strong"."""
        known = self._names.get(marks)
        if known is None:
            kinds = [kind for kind, bit in BIT.items() if marks & bit]
            own = self._house.characters.get("+".join(kinds))
            known = own or " ".join(self._house.characters[kind] for kind in kinds)
            self._names[marks] = known
        return known

    def used(self) -> dict[str, tuple[str, ...]]:
        """Each style in use, and the styles that it joins where it is a joined one."""
        out: dict[str, tuple[str, ...]] = {}
        for marks, name in sorted(self._names.items()):
            kinds = [self._house.characters[kind] for kind, bit in BIT.items() if marks & bit]
            out[name] = tuple(kinds) if name not in self._house.styles else ()
        return out


class Properties(dict[int, str]):
    """The `w:rPr` of runs by their marks, in one language. `language` is "" in the book's own."""

    def __init__(self, characters: Characters, language: str) -> None:
        super().__init__()
        self._characters = characters
        self.language = language
        named = languages(language)
        self._tail = "".join(f'<w:lang w:{key}="{name}"/>' for key, name in named.items())

    def __missing__(self, marks: int) -> str:
        inner = self._style(marks) + self._tail
        self[marks] = f"<w:rPr>{inner}</w:rPr>" if inner else ""
        return self[marks]

    def foreign(self, marks: int, sort: str, text: str, near: str) -> str:
        """The properties of a stretch of right-to-left or East Asian text."""
        language = script_language(sort, text, self.language or near)
        if sort == "rtl":
            return f'<w:rPr>{self._style(marks)}<w:rtl/><w:lang w:bidi="{language}"/></w:rPr>'
        hint = '<w:rFonts w:hint="eastAsia"/>'
        return f'<w:rPr>{self._style(marks)}{hint}<w:lang w:eastAsia="{language}"/></w:rPr>'

    def _style(self, marks: int) -> str:
        return f'<w:rStyle w:val="{style_id(self._characters.name(marks))}"/>' if marks else ""
