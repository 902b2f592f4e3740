"""assemble.pictures: say where a picture is missing or cannot be shown, or leave the gap out."""

import re
from itertools import chain
from operator import is_
from posixpath import basename
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble.phrases import Gap, Phrases, phrases
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.glance import glance
from pipeline.model.handoff import Posts
from pipeline.model.post import Post
from pipeline.model.presence import found
from pipeline.model.rewrite import declare, with_posts
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Figure,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import Leaf, map_inlines, map_nodes

READS = ("recipe:book",)
RULE = "assemble.pictures"

_WORDS = re.compile(r"[-_ .+()]+")
_WORD = re.compile(r"(?:\w?[^\W\dA-Z]*|\d{1,8})\Z")

Row = tuple[Blocks, list[tuple[Leaf, Leaf]]]
"""What stands in place of one block, and each leaf that was changed for it."""


class Options(options.Options, frozen=True):
    missing: Annotated[
        Literal["say", "drop"],
        Meta(
            description="What stands where the archive holds no picture, or one that cannot be "
            "read: a line in brackets with its description or file name, or nothing. A post that "
            "is nothing else always says it."
        ),
    ] = "say"


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    """A figure without any picture becomes one paragraph: the line in brackets, then the caption.
    A gallery keeps the pictures that there are and says the rest at the end of its caption."""
    language = (bench.book.language if bench.book else "") or posts.profile.language
    gaps = _Gaps(posts, options.missing == "say", phrases(language), bench)
    changed = with_posts(posts, tuple([gaps.fill(post) for post in posts.posts]))
    _tell(gaps, bench)
    return changed


def _tell(gaps: "_Gaps", bench: Bench) -> None:
    if gaps.absent:
        bench.find(
            "assemble.pictures",
            "warning",
            f"{counted(gaps.absent, 'picture')} missing from the archive, in "
            f"{counted(gaps.lacking, 'post')}.",
            todo="add them to the archive under the names that `bookworks changes` lists, or set "
            "assemble.pictures to missing: drop",
        )
    if gaps.unshown:
        bench.find(
            "assemble.unshown",
            "warning",
            f"{counted(gaps.unshown, 'picture')} of the archive cannot be shown, in "
            f"{counted(gaps.unshowing, 'post')}.",
            todo="put sound JPEGs or PNGs of them into the archive, or set assemble.pictures to "
            "missing: drop",
        )


class _Gaps:
    """The places where pictures are missing, and what fills them."""

    def __init__(self, posts: Posts, say: bool, words: Phrases, bench: Bench) -> None:
        self.found = {row.key for row in posts.media if row.digest and not row.missing}
        self.held = {row.key for row in posts.media if row.member}
        self.say = say
        self.words = words
        self.bench = bench
        self.absent = self.unshown = 0  # pictures
        self.lacking = self.unshowing = 0  # posts
        self._saying = say
        self._filled: list[tuple[Leaf, Leaf]] = []

    def fill(self, post: Post) -> Post:
        if not any(image.media not in self.found for image in glance(post.blocks).images):
            return post
        rows = [self._top(block, self.say) for block in post.blocks]
        if not self.say:
            self._keep_items(post, rows)
        self._report([leaves for _, filled in rows for leaves in filled])
        return replace(post, blocks=tuple(chain.from_iterable([blocks for blocks, _ in rows])))

    def _top(self, block: Block, say: bool) -> Row:
        self._saying, self._filled = say, []
        return self._block(block), self._filled

    def _keep_items(self, post: Post, rows: list[Row]) -> None:
        """A post, or one post of a thread, never loses its last block: it says what is missing."""
        left = {_item(block) for blocks, _ in rows for block in blocks}
        if post.title:
            left.add(post.id)
        for number, block in enumerate(post.blocks):
            if not rows[number][0] and _item(block) not in left:
                rows[number] = self._top(block, True)
                left.add(_item(block))

    def _report(self, filled: list[tuple[Leaf, Leaf]]) -> None:
        gone: list[Image] = []
        for before, after in filled:
            declare(before, after, RULE, self.bench)
            gone += [image for image in found((before,), Image) if image.media not in self.found]
        unshown = sum([image.media in self.held for image in gone])
        self.absent += len(gone) - unshown
        self.unshown += unshown
        self.lacking += len(gone) > unshown
        self.unshowing += unshown > 0

    def _blocks(self, blocks: Blocks) -> Blocks:
        filled = tuple(chain.from_iterable([self._block(block) for block in blocks]))
        same = len(filled) == len(blocks) and all(map(is_, filled, blocks))
        return blocks if same else filled

    def _block(self, block: Block) -> Blocks:
        match block:
            case BlockQuote() | PostBlock():
                inner = self._blocks(block.blocks)
                if inner is block.blocks:
                    return (block,)
                return (replace(block, blocks=inner),) if inner else ()
            case List():
                items = tuple([self._blocks(item) for item in block.items])
                if all(map(is_, items, block.items)):
                    return (block,)
                items = tuple([item for item in items if item])
                return (replace(block, items=items),) if items else ()
            case _:
                return self._leaves(block)

    def _leaves(self, leaf: Leaf) -> Blocks:
        if not any(image.media not in self.found for image in found((leaf,), Image)):
            return (leaf,)
        after = self._figure(leaf) if isinstance(leaf, Figure) else self._leaf(leaf)
        self._filled.append((leaf, after))
        return () if isinstance(after, Paragraph | Heading) and not after.content else (after,)

    def _leaf(self, leaf: Leaf) -> Leaf:
        def fill(inline: Inline) -> Inline | Inlines:
            if isinstance(inline, Image):
                return inline if inline.media in self.found else self._words([inline])
            return () if isinstance(inline, Link) and not inline.content else inline

        def change(run: Inlines) -> Inlines:
            return map_nodes(run, fill)

        return map_inlines(leaf, change)

    def _figure(self, figure: Figure) -> Paragraph | Figure:
        kept = tuple([image for image in figure.images if image.media in self.found])
        words = self._words([image for image in figure.images if image.media not in self.found])
        inner = self._leaf(figure)
        caption = inner.caption if isinstance(inner, Figure) else figure.caption
        both = caption and words
        if kept:
            rest = (*caption, Text(" "), *words) if both else caption or words
            return replace(figure, images=kept, caption=rest)
        role = "missing-picture" if words else "caption"
        content = (*words, LineBreak(), *caption) if both else caption or words
        return Paragraph(content, figure.origin, role)

    def _words(self, images: list[Image]) -> Inlines:
        if not self._saying:
            return ()
        unshown = [image for image in images if image.media in self.held]
        absent = [image for image in images if image.media not in self.held]
        said = [_said(absent, self.words.absent), _said(unshown, self.words.unshown)]
        line = " ".join(filter(None, said))
        return (Text(line),) if line else ()


def _said(images: list[Image], words: Gap) -> str:
    """The line in brackets for pictures that are gone for the same reason."""
    names = [name for name in map(_name, images) if name]
    if not names and len(images) > 1:
        return words.counted.format(number=len(images))
    if not names:
        return words.unnamed if images else ""
    return (words.named if len(images) == 1 else words.several).format(names="; ".join(names))


def _item(block: Block) -> str:
    return block.origin[0].item if block.origin else ""


def _name(image: Image) -> str:
    """What tells a reader anything of a picture that is not there: its description, or a file
    name that a person gave it; "" where a platform or a camera did."""
    if image.alt.strip():
        return " ".join(image.alt.split())
    try:
        path = urlsplit(image.media).path
    except ValueError:  # a bracket in what looks like a host
        path = image.media
    name = basename(unquote(path).rstrip("/"))
    words = _WORDS.split(name.rpartition(".")[0] or name)
    told = any(len(word) > 3 and word.isalpha() for word in words)
    return name if told and all(map(_WORD.match, words)) else ""
