"""Characters: what a run is, as one character style. Two kinds at once make a third style of
their own ("Strong Emphasis"), so that no run is ever formatted by hand."""

from pipeline.export.word.scripts import languages, script_language
from pipeline.model.house import CHARACTERS, House, style_id

BIT = {kind: 1 << number for number, kind in enumerate(CHARACTERS)}
"""The kinds of runs as bits; a run that is several things has the sum of them."""

_WEIGHTIEST = (
    "note-reference", "note-mark", "picture", "isbn", "superscript", "subscript", "code", "math",
    "strike", "small-caps", "emphasis", "strong", "link", "mention", "hashtag",
)  # fmt: skip
"""What a run is first of all, for a house that has no style for both things at once."""


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
            known = self._names[marks] = own or self._joined(kinds)
        return known

    def _joined(self, kinds: list[str]) -> str:
        """The name for several kinds; "" where the house has no style for any."""
        names = self._house.characters
        said = [kind for kind in kinds if names.get(kind)]
        if not self._house.closed or len(said) < 2:
            return " ".join(names[kind] for kind in said)
        pairs = {frozenset(key.split("+")): name for key, name in names.items() if "+" in key}
        within = [pair for pair in pairs if pair <= {*said}]
        if within:
            return pairs[max(within, key=lambda pair: (len(pair), sorted(pair)))]
        return names[min(said, key=_WEIGHTIEST.index)]

    def used(self) -> dict[str, tuple[str, ...]]:
        """Each style in use, and the styles that it joins where it is a joined one."""
        out: dict[str, tuple[str, ...]] = {}
        for marks, name in sorted(self._names.items()):
            known = self._house.characters
            kinds = [known[kind] for kind, bit in BIT.items() if marks & bit and known.get(kind)]
            if name:
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
        name = self._characters.name(marks) if marks else ""
        return f'<w:rStyle w:val="{style_id(name)}"/>' if name else ""
