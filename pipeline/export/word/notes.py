"""Notes: Word's own footnotes, or endnotes, which number themselves."""

from pipeline.export.word.body import Body, Place
from pipeline.export.word.characters import BIT
from pipeline.export.word.draft import Draft
from pipeline.export.word.relations import Relations
from pipeline.export.word.xml import HEAD, STORY
from pipeline.model.house import style_id
from pipeline.model.text import Blocks

_RULES = (("separator", -1), ("continuationSeparator", 0))
"""The lines that Word draws above notes; a file must hold them."""


class NotePart:
    """The part that holds all notes of one file."""

    def __init__(self, draft: Draft) -> None:
        self.kind = draft.house.notes  # "footnote" or "endnote", which is also Word's own word
        self.relations = Relations()
        self._body = Body(draft, self.relations, None)
        self._notes: list[str] = []
        self._style = draft.style(draft.house.style("note"))
        characters = draft.characters
        self._reference = style_id(characters.name(BIT["note-reference"]))
        self._mark = style_id(characters.name(BIT["note-mark"]))

    def add(self, blocks: Blocks, language: str) -> str:
        """Write a note of these blocks; the run that refers to it."""
        number = len(self._notes) + 1
        body = self._body
        body.runs.speak(language)
        body.lead = f'<w:r><w:rPr><w:rStyle w:val="{self._mark}"/></w:rPr><w:{self.kind}Ref/></w:r>'
        body.blocks(blocks, Place("note"))
        body.close()
        self._notes.append(f'<w:{self.kind} w:id="{number}">{"".join(body.out)}</w:{self.kind}>')
        body.out.clear()
        return (
            f'<w:r><w:rPr><w:rStyle w:val="{self._reference}"/></w:rPr>'
            f'<w:{self.kind}Reference w:id="{number}"/></w:r>'
        )

    def xml(self) -> str:
        rules = "".join(
            f'<w:{self.kind} w:type="{rule}" w:id="{id}"><w:p><w:pPr>'
            f'<w:pStyle w:val="{self._style}"/></w:pPr><w:r><w:{rule}/></w:r></w:p></w:{self.kind}>'
            for rule, id in _RULES
        )
        notes = "".join(self._notes)
        return f"{HEAD}<w:{self.kind}s {STORY}>{rules}{notes}</w:{self.kind}s>"
