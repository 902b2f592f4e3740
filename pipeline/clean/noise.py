"""clean.noise: take out what machines left: empty posts, short-link stubs, pixels, feed tails."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.clean import leftovers
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.post import Post
from pipeline.model.rewrite import declare, with_posts
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Figure,
    Heading,
    Inline,
    List,
    Mention,
    Paragraph,
    Text,
    Verse,
)
from pipeline.model.walk import Leaf, leaves, map_inlines, map_leaves, own_text, targets, text


class Options(Base, frozen=True):
    empty: Annotated[
        bool, Meta(description="Set posts aside that hold nothing, and take out empty paragraphs.")
    ] = True
    mentions: Annotated[
        bool, Meta(description="Cut the handles with which a platform starts an answer to oneself.")
    ] = True
    stubs: Annotated[
        bool,
        Meta(description="Cut a short link at the end of a post that the archive cannot expand."),
    ] = True
    pixels: Annotated[bool, Meta(description="Cut pictures that only count who reads.")] = True
    boilerplate: Annotated[
        bool,
        Meta(description="Cut the last lines that feeds add ('The post … appeared first on …')."),
    ] = True
    repeated_titles: Annotated[
        bool, Meta(description="Cut a first line that only says a post's title again.")
    ] = True


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    sweep = _Sweep(posts, options, bench)
    kept = []
    for post in posts.posts:
        declared = len(bench.changes)
        swept = sweep.post(post)
        if options.empty and _is_empty(swept):
            del bench.changes[declared:]  # they are of a post that is not in the book
            bench.set_aside(post.kind, post.id, post.source, "no text and no picture")
        else:
            kept.append(swept)
    return with_posts(posts, tuple(kept))


def _is_empty(post: Post) -> bool:
    return not post.title and not any(map(_says, leaves(post.blocks)))


def _is_full(blocks: Blocks) -> bool:
    """Whether it is plain that every block says something, and every one within it."""
    for block in blocks:
        if type(block) is Paragraph or type(block) is Heading:
            if not _says(block):
                return False
        elif type(block) is BlockQuote:
            if not block.blocks or not _is_full(block.blocks):
                return False
        elif type(block) is List:
            if not block.items or not all(item and _is_full(item) for item in block.items):
                return False
        else:
            return False
    return True


def _says(leaf: Leaf) -> bool:
    """Whether there is anything in a leaf to read or to look at."""
    if type(leaf) is Paragraph and leaf.content:
        first = leaf.content[0]
        if type(first) is Text and (first.text[:1].isalnum() or first.text.strip(leftovers.BLANK)):
            return True
    return bool(own_text(leaf).strip(leftovers.BLANK) or targets(leaf))


class _Sweep:
    """What is noise in one handoff, and where to declare it."""

    def __init__(self, posts: Posts, options: Options, bench: Bench) -> None:
        self.options = options
        self.bench = bench
        self.handle = posts.profile.handle.lower().lstrip("@")
        self.ids = {post.id: post for post in posts.posts}
        self.pixels = {
            media.key
            for media in posts.media
            if leftovers.is_pixel(media.key) or 0 < media.width * media.height <= 4
        }

    def post(self, post: Post) -> Post:
        blocks = post.blocks
        if self.options.mentions and post.kind in ("tweet", "toot"):
            blocks = self._answering(post, blocks)
        if self.options.stubs and post.kind in ("tweet", "retweet"):
            blocks = self._stub(blocks)
        if post.kind not in ("tweet", "retweet"):
            blocks = self._article(post, blocks)
        if self.options.empty:
            blocks = self._without_empty(blocks)
        return post if blocks is post.blocks else replace(post, blocks=blocks)

    def _article(self, post: Post, blocks: Blocks) -> Blocks:
        if self.options.repeated_titles and post.title:
            blocks = self._title(post, blocks)
        if self.options.boilerplate:
            blocks = self._tail(blocks)
        if self.options.pixels:
            blocks = self._without_pixels(blocks)
        return blocks

    # -- tweets ------------------------------------------------------------------------------------

    def _answering(self, post: Post, blocks: Blocks) -> Blocks:
        """Without the handles that the platform set before an answer within an own thread, or an
        own handle before anything."""
        first = blocks[0] if blocks else None
        if not isinstance(first, Paragraph) or not isinstance(_first(first), Mention):
            return blocks
        found, at = leftovers.handles(first.content)
        if self.handle not in found and not self._inherited(post, found):
            return blocks
        if post.reply_to not in self.ids and set(found) != {self.handle}:
            return blocks  # it speaks to others, too
        content = leftovers.after(first.content, at)
        if not content or text(content).startswith(":"):
            return blocks  # nothing else, or a name before what its owner says
        return self._replaced(blocks, 0, replace(first, content=content), "noise.answering")

    def _inherited(self, post: Post, found: list[str]) -> bool:
        """Whether the post that this one answers starts with the same handles."""
        parent = self.ids.get(post.reply_to)
        first = parent.blocks[0] if parent and parent.blocks else None
        if not isinstance(first, Paragraph):
            return False
        return set(found) <= set(leftovers.handles(first.content)[0])

    def _stub(self, blocks: Blocks) -> Blocks:
        at = len(blocks) - 1
        while at > 0 and isinstance(blocks[at], Figure):
            at -= 1
        last = blocks[at] if blocks else None
        if not isinstance(last, Paragraph):
            return blocks
        content = leftovers.without_stub(last.content)
        if content is last.content:
            return blocks
        return self._replaced(blocks, at, replace(last, content=content), "noise.short-link")

    # -- articles ----------------------------------------------------------------------------------

    def _title(self, post: Post, blocks: Blocks) -> Blocks:
        """Without a first heading or line that is the title once more."""
        first = blocks[0] if len(blocks) > 1 else None
        if not isinstance(first, Heading | Paragraph):
            return blocks
        if not leftovers.is_same(text(first.content), text(post.title)) or targets(first):
            return blocks
        return self._cut(blocks, 0, "noise.repeated-title")

    def _tail(self, blocks: Blocks) -> Blocks:
        while len(blocks) > 1:
            last = blocks[-1]
            if not isinstance(last, Paragraph) or not leftovers.is_boilerplate(last):
                break
            blocks = self._cut(blocks, len(blocks) - 1, "noise.feed-tail")
        return blocks

    def _without_pixels(self, blocks: Blocks) -> Blocks:
        if not self.pixels:
            return blocks

        def clean(before: Leaf) -> Leaf:
            if self.pixels.isdisjoint(targets(before)):
                return before
            after = map_inlines(before, lambda run: leftovers.without_pictures(run, self.pixels))
            if isinstance(after, Figure):
                images = tuple([i for i in after.images if i.media not in self.pixels])
                after = replace(after, images=images)
            declare(before, after, "noise.pixel", self.bench)
            return after

        return map_leaves(blocks, clean)

    # -- anything ----------------------------------------------------------------------------------

    def _without_empty(self, blocks: Blocks) -> Blocks:
        """Without paragraphs, headings and figures that hold nothing, wherever they stand."""
        return blocks if _is_full(blocks) else leftovers.filter_blocks(blocks, self._stays)

    def _stays(self, block: Block) -> bool:
        match block:
            case Paragraph() | Heading() | Figure() | Verse():
                if _says(block):
                    return True
                self._gone(block, "noise.empty")
                return False
            case BlockQuote():
                return bool(block.blocks)
            case List():
                return bool(block.items)
            case _:
                return True

    def _cut(self, blocks: Blocks, at: int, rule: str) -> Blocks:
        block = blocks[at]
        assert isinstance(block, Paragraph | Heading)
        self._gone(block, rule)
        return (*blocks[:at], *blocks[at + 1 :])

    def _gone(self, leaf: Leaf, rule: str) -> None:
        declare(leaf, Paragraph((), leaf.origin), rule, self.bench)

    def _replaced(self, blocks: Blocks, at: int, block: Paragraph, rule: str) -> Blocks:
        before = blocks[at]
        assert isinstance(before, Paragraph)
        declare(before, block, rule, self.bench)
        return (*blocks[:at], block, *blocks[at + 1 :])


def _first(paragraph: Paragraph) -> Inline | None:
    return paragraph.content[0] if paragraph.content else None
