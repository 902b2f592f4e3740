"""Entries: a post as a division, with its date where a reader wants it."""

from typing import Literal, NamedTuple

from pipeline.assemble.calendar import day
from pipeline.assemble.phrases import phrases
from pipeline.model.glance import opened
from pipeline.model.manuscript import Division
from pipeline.model.origin import TITLE, Origin, anchor
from pipeline.model.post import Post
from pipeline.model.text import Block, Inlines, Link, Paragraph, SceneBreak, Text
from pipeline.model.walk import plain

Dates = Literal["day", "entry", "none"]

_BREAK = SceneBreak(())
_TITLE_WORDS = 6
"""How much of a post stands for its title where it has neither title nor date."""


class Setting(NamedTuple):
    """How every entry of a book is set."""

    language: str
    dates: Dates = "day"
    breaks: bool = True
    bylines: bool = False
    author: str = ""  # whose posts need no byline
    tags: bool = False
    sources: bool = False


def entries(posts: list[Post], setting: Setting) -> tuple[Division, ...]:
    """The entries of one chapter. With dates by "day" the entries of a day share one dateline;
    where neither a dateline nor a title opens an entry, a scene break does."""
    made: list[Division] = []
    lines: dict[str, tuple[Block, ...]] = {"": ()}
    last = ""
    for post in posts:
        date = post.created[:10] if setting.dates != "none" else ""
        if date not in lines:
            lines[date] = _dateline(day(date, setting.language))
        opening = lines[date] if date != last or setting.dates == "entry" else ()
        if not opening and setting.breaks and made and not post.title:
            opening = (_BREAK,)
        last = date
        made.append(_division("entry", post, post.title, opening, setting))
    return tuple(made)


def chapter(post: Post, setting: Setting) -> Division:
    """A post as a chapter of its own, its date under the title; or as the title."""
    date = day(post.created, setting.language)
    if not post.title:
        title: Inlines = (Text(date or _first_words(post, setting)),)
        return _division("chapter", post, title, (), setting)
    dated = setting.dates != "none" and post.kind != "page"
    opening = _dateline(date) if dated else ()
    return _division("chapter", post, post.title, opening, setting)


def _division(
    kind: Literal["entry", "chapter"],
    post: Post,
    title: Inlines,
    opening: tuple[Block, ...],
    setting: Setting,
) -> Division:
    if setting.bylines and post.author and post.author != setting.author:
        opening = (*opening, Paragraph((Text(post.author),), (), "byline"))
    blocks = opened(opening, post.blocks) if opening else post.blocks
    if setting.tags or setting.sources:
        blocks += _closing(post, setting)
    return Division(
        kind,
        anchor(post.id),
        title,
        blocks,
        (),
        (Origin(post.source, post.id, TITLE),) if post.title else (),
        "body",
        post.created,
        _language(post, setting),
    )


def _closing(post: Post, setting: Setting) -> tuple[Block, ...]:
    closing: list[Block] = []
    if setting.tags and post.tags:
        closing.append(Paragraph((Text(", ".join(post.tags)),), (), "tags"))
    if setting.sources and post.url:
        closing.append(Paragraph((Link((Text(post.url),), post.url),), (), "source"))
    return tuple(closing)


def _dateline(date: str) -> tuple[Block, ...]:
    return (Paragraph((Text(date),), (), "dateline"),) if date else ()


def _first_words(post: Post, setting: Setting) -> str:
    words = plain(post.blocks[0]).split() if post.blocks else []
    if not words:
        return phrases(setting.language).undated
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def _language(post: Post, setting: Setting) -> str:
    """A post's own language, where it is another than the book's."""
    own = post.language
    return own if own and own.split("-")[0] != setting.language.split("-")[0] else ""
