"""Titles: what stands on the title page, from the recipe first and the archive second."""

from collections import Counter

from msgspec.structs import replace

from pipeline.assemble.calendar import span
from pipeline.assemble.phrases import phrases
from pipeline.assemble.tongue import tongue
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Book
from pipeline.model.post import Post
from pipeline.model.walk import plain

_SILENT = Book("", "", "")


def book_of(posts: Posts, said: Book | None) -> Book:
    """The recipe's book, its empty fields filled from the archive: nothing of it is ever empty
    that stands on a title page, save the author where no one knows one."""
    said = said or _SILENT
    dates = sorted([post.created for post in posts.posts if post.created])
    first, last = (dates[0], dates[-1]) if dates else ("", "")
    author = said.author or posts.profile.author or posts.profile.handle
    language = said.language or posts.profile.language or _language(posts.posts)
    return replace(
        said,
        title=said.title or posts.profile.title or _title(author, posts, language),
        author=author,
        language=language,
        subtitle=said.subtitle or span(first, last),
        date=said.date or last[:10],
    )


def _title(author: str, posts: Posts, language: str) -> str:
    words = phrases(language)
    if author:
        return words.posts_of.format(author=author)
    name = posts.sources[0].name if posts.sources else ""
    return name.rsplit(".", 1)[0] or words.posts


def _language(posts: tuple[Post, ...]) -> str:
    """The language that most posts say they are in; or the one that they seem to be in; English
    where nothing tells."""
    counts = Counter([post.language.split("-")[0] for post in posts])
    language, _ = max(counts.items(), key=lambda row: row[1], default=("", 0))
    if _is_language(language):
        return language
    return tongue(plain(block) for post in posts for block in post.blocks[:4]) or "en"


def _is_language(tag: str) -> bool:
    """Platforms say "und" and "qme" where they mean that there is no language."""
    return len(tag) in (2, 3) and tag not in ("und", "zxx", "mul") and tag[0] != "q"
