"""The page: what stands around the text of every page, the same on each."""

from pipeline.export.site.marks import attribute, escape, is_from_right, spoken
from pipeline.export.site.plan import HOME, Page
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Book

CARD = "card.png"
_DESCRIBED = 200


class Frame:
    """Writes pages around their text. `address` is where the site will stand; "" when unknown."""

    def __init__(self, book: Book, words: Words, address: str, feeds: bool) -> None:
        self._book = book
        self._words = words
        self.address = address
        self._title = escape(book.title)
        language = spoken(book.language) or ' lang="und"'
        self._start = f"<!DOCTYPE html>\n<html{language}>\n<head>\n" + _HEAD
        self._card = self._picture() + self._feeds(feeds)
        self._right = is_from_right(book.language)
        self._bar = _BAR.format(
            skip=words.skip, home=HOME, title=self._title, contents=words.contents,
            search=words.search, light=words.light, nothing=words.nothing,
        )  # fmt: skip

    def html(
        self,
        page: Page,
        main: str,
        around: tuple[Page | None, Page | None],
        about: str = "",
        noted: bool = False,
    ) -> str:
        """A whole page. `main` is what stands between its bar and its foot; it is `noted` where
        there are notes in it."""
        before, after = around
        full = self._title if page.path == HOME else f"{escape(page.title)} · {self._title}"
        about = attribute(about[:_DESCRIBED] or self._book.description or self._book.subtitle)
        sort = "book" if page.path == HOME else "article"
        marks = ' class="noted"' if noted else ""
        marks += spoken(page.language) if page.language else ""
        own = f"{self.address}{page.path}" if self.address else ""
        return "".join((
            self._start,
            f"<title>{full}</title>\n",
            f'<meta name="description" content="{about}"/>\n' if about else "",
            f'<link rel="canonical" href="{attribute(own)}"/>\n' if own else "",
            f'<link rel="prev" href="{before.path}"/>\n' if before else "",
            f'<link rel="next" href="{after.path}"/>\n' if after else "",
            f'<meta property="og:type" content="{sort}"/>\n',
            f'<meta property="og:title" content="{attribute(page.title)}"/>\n',
            f'<meta property="og:description" content="{about}"/>\n' if about else "",
            f'<meta property="og:url" content="{attribute(own)}"/>\n' if own else "",
            self._card,
            f'</head>\n<body data-kind="{page.kind}">\n',
            self._bar,
            f'<main id="text" tabindex="-1"{marks}>\n',
            main,
            "</main>\n",
            self._turn(before, after),
            "</body>\n</html>\n",
        ))  # fmt: skip

    def _picture(self) -> str:
        book = self._book
        alt = ", ".join(part for part in (book.title, book.author) if part)
        return (
            (f'<meta name="author" content="{attribute(book.author)}"/>\n' if book.author else "")
            + f'<meta property="og:site_name" content="{attribute(book.title)}"/>\n'
            f'<meta property="og:image" content="{attribute(self.address)}{CARD}"/>\n'
            '<meta property="og:image:width" content="1200"/>\n'
            '<meta property="og:image:height" content="630"/>\n'
            f'<meta property="og:image:alt" content="{attribute(alt)}"/>\n'
            '<meta name="twitter:card" content="summary_large_image"/>\n'
        )

    def _feeds(self, there: bool) -> str:
        if not there:
            return ""
        title = attribute(self._book.title)
        return (
            f'<link rel="alternate" type="application/atom+xml" title="{title}" href="feed.xml"/>\n'
            f'<link rel="alternate" type="application/feed+json" title="{title}" '
            'href="feed.json"/>\n'
        )

    def _turn(self, before: Page | None, after: Page | None) -> str:
        left = self._way(before, "prev", self._words.previous) if before else "<span></span>"
        right = self._way(after, "next", self._words.next) if after else ""
        around = f"{self._words.previous}, {self._words.next}"
        return f'<nav class="turn" aria-label="{around}">{left}{right}</nav>\n'

    def _way(self, page: Page, rel: str, word: str) -> str:
        title = escape(page.title) or escape(page.path)
        return f'<a rel="{rel}" href="{page.path}"><small>{word}</small> <b>{title}</b></a>'


_HEAD = """<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="Bookworks"/>
<meta name="color-scheme" content="light dark"/>
<link rel="stylesheet" href="book.css"/>
<script src="book.js"></script>
<link rel="icon" href="icon.svg" type="image/svg+xml"/>
<link rel="manifest" href="book.webmanifest"/>
"""
_BAR = """<a class="skip" href="#text">{skip}</a>
<header class="bar"><a class="home" href="{home}">{title}</a>
<nav aria-label="{contents}"><a href="{home}#contents">{contents}</a>
<button type="button" id="find" hidden="" aria-keyshortcuts="/"
 data-none="{nothing}">{search}</button>
<button type="button" id="light" hidden="" aria-label="{light}" title="{light}">◐</button></nav>
</header>
"""
