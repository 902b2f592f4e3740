"""Rewrites: change the inlines of posts or of a book by a named rule, and declare every change."""

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import TITLE, Origin
from pipeline.model.post import Post
from pipeline.model.text import Inlines
from pipeline.model.walk import (
    Leaf,
    map_divisions,
    map_inlines,
    map_leaves,
    own_text,
    targets,
    text,
)

Rewrite = Callable[[Inlines], Inlines]


def declare(before: Leaf, after: Leaf, rule: str, bench: Bench) -> None:
    """Declare what a rule did to one leaf: its text, and each URL that it changed."""
    if not before.origin:
        return
    origin = before.origin[0]
    old, new = own_text(before), own_text(after)
    if old != new:
        bench.change(origin, rule, old, new)
    was, now = targets(before), targets(after)
    if was != now:
        declare_targets(origin, rule, was, now, bench)


def declare_targets(
    origin: Origin, rule: str, was: list[str], now: list[str], bench: Bench
) -> None:
    """Declare the URLs that went, came, or were changed one for one."""
    if len(was) == len(now):
        for old, new in zip(was, now, strict=True):
            if old != new:
                bench.change(origin, rule, old, new)
        return
    for url in (Counter(was) - Counter(now)).elements():
        bench.change(origin, rule, url, "")
    for url in (Counter(now) - Counter(was)).elements():
        bench.change(origin, rule, "", url)


def rewrite_post(
    post: Post, rule: str, change: Rewrite, bench: Bench, but: tuple[type[Leaf], ...] = ()
) -> Post:
    """One post with each run of inlines, its title included, passed through `change`, save those
    of the kinds of leaf named in `but`."""

    def leaf(before: Leaf) -> Leaf:
        if isinstance(before, but):
            return before
        after = map_inlines(before, change)
        if after is not before:
            declare(before, after, rule, bench)
        return after

    blocks = map_leaves(post.blocks, leaf)
    title = change(post.title) if post.title else post.title
    if title is not post.title:
        bench.change(Origin(post.source, post.id, TITLE), rule, text(post.title), text(title))
    if blocks is post.blocks and title is post.title:
        return post
    return replace(post, blocks=blocks, title=title)


def rewrite_posts(posts: Posts, rule: str, change: Rewrite, bench: Bench) -> Posts:
    """All posts with each run of inlines passed through `change`."""
    return with_posts(posts, tuple([rewrite_post(p, rule, change, bench) for p in posts.posts]))


def with_posts(posts: Posts, changed: tuple[Post, ...]) -> Posts:
    """The handoff with other posts; the very same one where all of them are the same."""
    same = len(changed) == len(posts.posts) and all(
        a is b for a, b in zip(changed, posts.posts, strict=True)
    )
    return posts if same else replace(posts, posts=changed)


def rewrite_book(book: Manuscript, rule: str, change: Rewrite, bench: Bench) -> Manuscript:
    """A manuscript with each run of inlines, titles included, passed through `change`."""

    def leaf(before: Leaf) -> Leaf:
        after = map_inlines(before, change)
        if after is not before:
            declare(before, after, rule, bench)
        return after

    def division(before: Division) -> Division:
        blocks = map_leaves(before.blocks, leaf)
        title = change(before.title) if before.title else before.title
        if title is not before.title and before.origin:
            bench.change(before.origin[0], rule, text(before.title), text(title))
        if blocks is before.blocks and title is before.title:
            return before
        return replace(before, blocks=blocks, title=title)

    divisions = map_divisions(book.divisions, division)
    return book if divisions is book.divisions else replace(book, divisions=divisions)
