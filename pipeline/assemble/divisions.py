"""assemble.divisions: lay the posts out as the parts, chapters and entries of a book."""

import hashlib
from typing import Annotated, Literal

from msgspec import Meta

from pipeline.assemble import manuscripts
from pipeline.assemble.calendar import UNDATED, Hemisphere, year_key
from pipeline.assemble.entries import Dates, Setting, chapter, entries
from pipeline.assemble.groups import By, Group, Shelf, grouped
from pipeline.assemble.phrases import phrases
from pipeline.assemble.titles import book_of
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.post import Post
from pipeline.model.text import Block, Text
from pipeline.model.walk import leaves, own_text

READS = ("recipe:book",)
_IN_ONE_YEAR = ("_bw_month", "_bw_season")


class Options(options.Options, frozen=True):
    by: Annotated[
        Literal["auto", "post", "year", "month", "season", "tag", "series", "none", "manuscript"],
        Meta(
            description="What a chapter holds. manuscript: the parts, chapters and pages that a "
            "document has already. auto: one post where most have titles and length; "
            "otherwise a year, or a month where years would be too long to be chapters."
        ),
    ] = "auto"
    parts: Annotated[
        Literal["auto", "year", "month", "tag", "series", "none"],
        Meta(
            description="What a part holds. auto: a year, where chapters are posts or months of "
            "several years; otherwise there are no parts."
        ),
    ] = "auto"
    longest: Annotated[
        int,
        Meta(
            ge=1,
            description="With by: auto, the entries of an average year past which months "
            "are the chapters.",
        ),
    ] = 150
    page: Annotated[
        int,
        Meta(
            ge=0,
            description="With by: auto, the words that half of the posts must come to for "
            "each post to be a chapter; shorter ones share a chapter.",
        ),
    ] = 120
    least: Annotated[
        int, Meta(ge=0, description="With by: auto, months with fewer entries share a chapter.")
    ] = 20
    order: Annotated[
        Literal["oldest", "newest"],
        Meta(description="Which posts come first."),
    ] = "oldest"
    dates: Annotated[
        Dates,
        Meta(description="Datelines: one for all entries of a day, one for every entry, or none."),
    ] = "day"
    breaks: Annotated[
        bool,
        Meta(description="A scene break before an entry that neither a date nor a title opens."),
    ] = True
    pages: Annotated[
        Literal["end", "among"],
        Meta(description="Where a blog's pages go: after all posts, or among them by date."),
    ] = "end"
    hemisphere: Annotated[Hemisphere, Meta(description="Whose seasons: by: season.")] = "north"
    bylines: Annotated[
        Literal["auto", "always", "never"],
        Meta(description="Who wrote each entry; auto: where it is not the book's author."),
    ] = "auto"
    tags: Annotated[bool, Meta(description="The tags of each entry after it.")] = False
    sources: Annotated[
        bool, Meta(description="Where each entry was first published, after it.")
    ] = False


def run(posts: Posts, options: Options, bench: Bench) -> Manuscript:
    """Undated posts come after all others, and a blog's pages after those. A post without a title
    or any block is set aside: there is nothing of it to print."""
    book = book_of(posts, bench.book)
    kept = _ordered([post for post in posts.posts if _holds(post, bench)], options)
    paged = options.pages == "end" and any(post.kind != "page" for post in kept)
    pages = [post for post in kept if paged and post.kind == "page"]
    rest = [post for post in kept if not paged or post.kind != "page"]
    plan = _Plan(options, rest, book)
    divisions = plan.laid_out(rest) + (plan.pages(pages) if pages else ())
    return Manuscript(book, divisions, posts.sources, posts.media)


def _holds(post: Post, bench: Bench) -> bool:
    """Whether a post has anything to print; its own words may be gone where a thread's stay."""
    if not post.title and not any(_is_of(block, post) for block in post.blocks):
        bench.set_aside(post.kind, post.id, post.source, "empty")
    return bool(post.title or post.blocks)


def _is_of(block: Block, post: Post) -> bool:
    return bool(block.origin) and block.origin[0].item == post.id


def _ordered(posts: list[Post], options: Options) -> list[Post]:
    """By day, and within a day as they came: some archives stamp only the day, and the reader knew
    better than a stamp which came first. Undated ones are last in either order."""
    newest = options.order == "newest"
    dated = sorted([post for post in posts if post.created], key=lambda post: post.created[:10])
    return (dated[::-1] if newest else dated) + [post for post in posts if not post.created]


class _Plan:
    """What `auto` comes to for these posts, and the divisions that follow from it."""

    def __init__(self, options: Options, posts: list[Post], book: Book) -> None:
        years = {year_key(post.created) for post in posts} - {UNDATED}
        self.book = book
        self.by = _by(options, posts, len(years))
        self.parts = _parts(options, self.by, len(years))
        self.setting = Setting(
            book.language,
            options.dates,
            options.breaks,
            _several(posts) if options.bylines == "auto" else options.bylines == "always",
            book.author if options.bylines == "auto" else "",
            options.tags,
            options.sources,
        )
        least = options.least if options.by == "auto" else 0
        self.shelf = Shelf(book.language, options.hemisphere, self.by == "season", least)

    def laid_out(self, posts: list[Post]) -> tuple[Division, ...]:
        if self.by == "manuscript":
            return manuscripts.laid_out(posts, self.setting, self.shelf)
        if self.parts is None:
            return self._chapters(posts)
        groups = grouped(posts, self.parts, self.shelf)
        return tuple([_part(group, self._chapters(group.posts, group)) for group in groups])

    def pages(self, posts: list[Post]) -> tuple[Division, ...]:
        group = Group("_bw_all_pages", phrases(self.book.language).pages, posts)
        if self.by != "post":
            return (self._chapter(group),)
        chapters = tuple([chapter(post, self.setting) for post in posts])
        return chapters if self.parts is None else (_part(group, chapters),)

    def _chapters(self, posts: list[Post], part: Group | None = None) -> tuple[Division, ...]:
        match self.by:
            case "post" | "manuscript":
                return tuple([chapter(post, self.setting) for post in posts])
            case "none":
                whole = Group("_bw_all_posts", self.book.title, posts)
                return (self._chapter(_within(part, whole)),)
            case _:
                groups = grouped(posts, self.by, self.shelf)
                return tuple([self._chapter(_within(part, group)) for group in groups])

    def _chapter(self, group: Group) -> Division:
        inner = entries(group.posts, self.setting)
        return Division("chapter", group.id, (Text(group.title),), (), inner)


def _by(
    options: Options, posts: list[Post], years: int
) -> By | Literal["post", "none", "manuscript"]:
    if options.by != "auto":
        return options.by
    titled = [post for post in posts if post.title]
    if len(titled) * 2 > len(posts) and _is_long(titled, options.page):
        return "post"
    return "year" if len(posts) <= options.longest * max(years, 1) else "month"


def _is_long(posts: list[Post], page: int) -> bool:
    """Whether at least half of the posts come to about half a page: a book whose chapters are
    mostly shorter is mostly white paper. Counts no further into a post than it must."""
    needed = (len(posts) + 1) // 2
    long = 0
    for left, post in zip(range(len(posts), 0, -1), posts, strict=True):
        if long >= needed or long + left < needed:
            break  # what is left cannot turn it
        long += _words(post, page) >= page
    return long >= needed


def _words(post: Post, enough: int) -> int:
    total = 0
    for leaf in leaves(post.blocks):
        total += len(own_text(leaf).split())
        if total >= enough:
            break
    return total


def _parts(options: Options, by: str, years: int) -> By | None:
    if options.parts == "auto":
        return "year" if by in ("post", "month") and years > 1 else None
    return None if options.parts == "none" or options.parts == by else options.parts


def _several(posts: list[Post]) -> bool:
    return len({post.author for post in posts if post.author}) > 1


def _within(part: Group | None, group: Group) -> Group:
    """A chapter whose like may stand in other parts too is named by both."""
    if part is None or (part.id.startswith("_bw_year") and group.id.startswith(_IN_ONE_YEAR)):
        return group
    both = hashlib.sha256(f"{part.id} {group.id}".encode()).hexdigest()[:20]
    return group._replace(id=f"_bw_in_{both}")


def _part(group: Group, chapters: tuple[Division, ...]) -> Division:
    return Division("part", group.id, (Text(group.title),), (), chapters)
