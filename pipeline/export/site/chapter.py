"""The chapter: one page's divisions as HTML, and what the index and the feeds take of them."""

from collections.abc import Callable

from msgspec import Struct

from pipeline.export.site.blocks import Body
from pipeline.export.site.feeds import Entry
from pipeline.export.site.inlines import Run
from pipeline.export.site.marks import attribute, direction, escape, fragment, spoken
from pipeline.export.site.origins import Origins
from pipeline.export.site.pictures import Pictures
from pipeline.export.site.plan import Page, cut, label
from pipeline.export.site.search import Index
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Division
from pipeline.model.text import Heading, Paragraph
from pipeline.model.walk import every, plain, text

_SUMMARY = 280


class Told(Struct):
    """What a whole site notes while it is written."""

    illegal: int = 0
    missing: int = 0
    entries: list[Entry] = []


class Chapter:
    """Writes the text of pages."""

    def __init__(
        self, pictures: Pictures, origins: Origins, words: Words, place: Callable[[str], str]
    ) -> None:
        self._pictures = pictures
        self._origins = origins
        self._words = words
        self._place = place
        self.index = Index()
        self.told = Told()
        self.about = ""  # how the page's text begins
        self.noted = False  # whether there are notes on it
        self._page = 0

    def html(self, page: Page, number: int) -> str:
        """The text of a page, the `number`th of the book."""
        run = Run(self._pictures, self._words, self._place)
        self._page, self.about = number, ""
        body = Body(run)
        out: list[str] = []
        for division in page.divisions:
            self._division(division, page, body, out, 1)
        self.noted = run.notes > 0
        self.told.illegal += run.illegal
        self.told.missing += run.missing
        return "".join(out)

    def _division(
        self, division: Division, page: Page, body: Body, out: list[str], level: int
    ) -> None:
        tag = "article" if page.kind != "home" and level == 1 else "section"
        id = body.ids.take(division.id) if division.id else body.ids.take("text-of")
        said = spoken(division.language) if division.language else ""
        out.append(f'<{tag} class="{division.kind}" id="{attribute(id)}" data-division=""{said}>\n')
        out.append(self._title(division, page, body, level))
        if division.blocks:
            body.top = level + 1 - _highest(division)
            out.append(body.blocks(division.blocks))
        self._note(division, page, id)
        out.append(self._origins.html(division))
        for inner in division.divisions:
            if inner.kind == "entry":
                self._division(inner, page, body, out, level + 1)
        out.append(f"</{tag}>\n")

    def _title(self, division: Division, page: Page, body: Body, level: int) -> str:
        if not division.title:
            bare = level == 1 and page.kind != "home"
            title = escape(page.title or self._words.untitled)
            return f'<h1 class="unseen" data-shop="">{title}</h1>\n' if bare else ""
        html = body.run.html(division.title)
        mark = body.ids.mark(division.origin) if division.origin else ""
        rank = min(level, 6)
        return f"<h{rank}{mark}{direction(html)}>{html}</h{rank}>\n"

    def _note(self, division: Division, page: Page, id: str) -> None:
        """What the index and the feeds hold of a division."""
        if not (division.blocks or division.title) or page.kind == "home":
            return
        said = " ".join([plain(block) for block in division.blocks])
        self.about = self.about or cut(said, _SUMMARY)
        title = " ".join(text(division.title).split()) or label(division) or page.title
        top = division is page.divisions[0]
        date = division.created[:10]
        self.index.add(self._page, "" if top else id, cut(title, 90), date, said)
        if division.created:
            to = page.path if top else f"{page.path}{fragment(id)}"
            self.told.entries.append(
                Entry(division.id, cut(title, 120), to, division.created, cut(said, _SUMMARY))
            )


def _highest(division: Division) -> int:
    """The level of the highest heading inside a division's own blocks, as its item counts."""
    others = tuple([block for block in division.blocks if type(block) is not Paragraph])
    return max(1, min([b.level for b in every(others) if isinstance(b, Heading)], default=1))
