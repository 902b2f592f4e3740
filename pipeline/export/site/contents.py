"""Contents: the first page, and the list of what is inside a part or a volume."""

from pipeline.export.site.marks import escape
from pipeline.export.site.plan import Page
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Book, Division


def contents(pages: list[Page], words: Words) -> str:
    """All pages but the first, as a list within lists."""
    return (
        f'<nav class="contents" id="contents" data-shop=""><h2>{words.contents}</h2>\n'
        f"{tree(pages)}</nav>\n"
    )


def tree(pages: list[Page]) -> str:
    """Pages in reading order as a list; what is deeper stands in a list of its own."""
    out: list[str] = []
    open_: list[int] = []
    for page in pages:
        while open_ and page.depth < open_[-1]:
            out.append("</li></ol>\n")
            open_.pop()
        if open_ and page.depth == open_[-1]:
            out.append("</li>\n")
        elif not open_ or page.depth > open_[-1]:
            out.append("<ol>")
            open_.append(page.depth)
        sort = page.kind if page.kind in ("volume", "part", "chapter") else "apart"
        out.append(
            f'<li class="{sort}"><a href="{page.path}">{escape(page.title) or page.path}</a>'
        )
    return "".join(out) + "</li></ol>\n" * len(open_)


def inside(pages: list[Page], page: Page) -> str:
    """The list of the pages that are inside of one."""
    if page.kind not in ("volume", "part"):
        return ""
    start = pages.index(page) + 1
    held = []
    for other in pages[start:]:
        if other.depth <= page.depth:
            break
        held.append(other)
    return f'<nav class="contents" data-shop="">{tree(held)}</nav>\n' if held else ""


def title_page(book: Book, divisions: list[Division]) -> str:
    """The book's title, author and description, where the manuscript has no title page."""
    if any(division.kind == "titlepage" for division in divisions):
        return ""
    lines = (("subtitle", book.subtitle), ("author", book.author), ("publisher", book.publisher))
    rest = "".join([f'<p class="{role}">{escape(line)}</p>' for role, line in lines if line])
    return (
        f'<header class="titlepage" data-shop=""><h1 class="title">{escape(book.title)}</h1>'
        f"{rest}</header>\n"
    )
