"""The chapter: one page's divisions as HTML."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from pipeline.export.site.blocks import Body
from pipeline.export.site.inlines import Run
from pipeline.export.site.marks import attribute, escape, spoken
from pipeline.export.site.origins import Origins
from pipeline.export.site.pictures import Pictures
from pipeline.export.site.plan import Page
from pipeline.export.site.shelfmarks import beginning, marked
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Division
from pipeline.model.text import Heading, Paragraph
from pipeline.model.walk import every


class Told(Struct):
    """What a whole site notes while it is written."""

    illegal: int = 0
    missing: int = 0


class Chapter:
    """Writes the text of pages."""

    def __init__(
        self, pictures: Pictures, origins: Origins, words: Words, place: Callable[[str], str]
    ) -> None:
        self._pictures = pictures
        self._origins = origins
        self._words = words
        self._place = place
        self.told = Told()
        self.about = ""  # how the page's text begins
        self.noted = False  # whether there are notes on it

    def html(self, page: Page) -> str:
        """The text of a page."""
        run = Run(self._pictures, self._words, self._place)
        body = Body(run)
        out: list[str] = []
        sections = marked(page, body.ids)
        ids = iter([id for _, id in sections])
        for division in page.divisions:
            self._division(division, page, body, out, ids)
        about = (beginning(division) for division, _ in sections if page.kind != "home")
        self.about = next(filter(None, about), "")
        self.noted = run.notes > 0
        self.told.illegal += run.illegal
        self.told.missing += run.missing
        return "".join(out)

    def _division(
        self,
        division: Division,
        page: Page,
        body: Body,
        out: list[str],
        ids: Iterator[str],
        level: int = 1,
    ) -> None:
        tag = "article" if page.kind != "home" and level == 1 else "section"
        id = next(ids)
        said = spoken(division.language) if division.language else ""
        out.append(f'<{tag} class="{division.kind}" id="{attribute(id)}" data-division=""{said}>\n')
        out.append(self._title(division, page, body, level))
        if division.blocks:
            body.top = level + 1 - _highest(division)
            out.append(body.blocks(division.blocks))
        out.append(self._origins.html(division))
        for inner in division.divisions:
            if inner.kind == "entry":
                self._division(inner, page, body, out, ids, level + 1)
        out.append(f"</{tag}>\n")

    def _title(self, division: Division, page: Page, body: Body, level: int) -> str:
        if not division.title:
            bare = level == 1 and page.kind != "home"
            title = escape(page.title or self._words.untitled)
            return f'<h1 class="unseen" data-shop="">{title}</h1>\n' if bare else ""
        return body.title(level, division.title, body.ids.mark(division.origin))


def _highest(division: Division) -> int:
    """The level of the highest heading inside a division's own blocks, as its item counts."""
    others = tuple([block for block in division.blocks if type(block) is not Paragraph])
    return max(1, min([b.level for b in every(others) if isinstance(b, Heading)], default=1))
