"""Blocks: as on the web, with headings in order and no link that a validator refuses."""

from pipeline.export.ebook.inlines import Run
from pipeline.export.site import blocks
from pipeline.export.site.marks import direction
from pipeline.model.text import Cell, Heading, Inlines

_LOWEST = 6


class Body(blocks.Body):
    """Writes the blocks of one file."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        self._above = 1  # the level of the heading before
        run.body = self.blocks

    def title(self, level: int, title: Inlines, mark: str) -> str:
        """The title of a division."""
        level = min(level, _LOWEST)
        self._above = level
        html = self.run.html(title)
        return f"<h{level}{mark}{direction(html)}>{html}</h{level}>\n"

    def _heading(self, block: Heading) -> str:
        """Authors skip levels, for the looks; who is led through a book by its headings takes a
        level that is missing for a text that is."""
        if not block.content:
            return ""
        html = self.run.html(block.content)
        mark = self.ids.mark(block.origin)
        if self._run.within:  # a note has no headings
            return f'<p class="heading"{mark}{direction(html)}>{html}</p>\n'
        level = max(2, min(self.top + max(1, block.level), self._above + 1, _LOWEST))
        self._above = level
        return f"<h{level}{mark}{direction(html)}>{html}</h{level}>\n"

    def _linked(self, role: str, content: Inlines, url: str, mark: str) -> str:
        return super()._linked(role, content, self._run.address(url) if url else "", mark)

    def _cell(self, cell: Cell, tag: str) -> str:
        return super()._cell(cell, tag if cell.content else "td")
