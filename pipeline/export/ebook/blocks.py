"""Blocks: as on the web, with no heading in a note and no link that a validator refuses."""

from pipeline.export.ebook.inlines import Run
from pipeline.export.site import blocks
from pipeline.export.site.marks import direction
from pipeline.model.text import Cell, Heading, Inlines


class Body(blocks.Body):
    """Writes the blocks of one file."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        run.body = self.blocks

    def _heading(self, block: Heading) -> str:
        if not (self._run.within and block.content):
            return super()._heading(block)
        html = self.run.html(block.content)  # a note has no headings
        return f'<p class="heading"{self.ids.mark(block.origin)}{direction(html)}>{html}</p>\n'

    def _linked(self, role: str, content: Inlines, url: str, mark: str) -> str:
        return super()._linked(role, content, self._run.address(url) if url else "", mark)

    def _cell(self, cell: Cell, tag: str) -> str:
        return super()._cell(cell, tag if cell.content else "td")
