"""clean.links: link bare addresses, cut tracking tails, and choose how addresses are shown."""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from pipeline.clean.addresses import addresses, bare, shown, tidy
from pipeline.model.bench import Bench
from pipeline.model.glance import glance
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.post import Post
from pipeline.model.rewrite import declare, with_posts
from pipeline.model.text import (
    Block,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.model.walk import Leaf, map_inlines, map_leaves, map_nodes, text

Step = tuple[str, Callable[[Leaf], Leaf]]
"""A rule's name, and what it does to a leaf."""


class Options(Base, frozen=True):
    show: Annotated[
        Literal["link", "footnote", "text"],
        Meta(
            description="link: the words carry the address; footnote: a note gives it as well, for "
            "paper; text: the words stand alone."
        ),
    ] = "link"
    tracking: Annotated[
        Literal["cut", "keep"],
        Meta(description="What becomes of the tails by which sites follow their readers."),
    ] = "cut"
    bare: Annotated[
        Literal["link", "keep"],
        Meta(description="Whether an address in running text becomes a link."),
    ] = "link"
    expand: Annotated[
        dict[str, str],
        Meta(description="Short addresses, each with the full one that stands behind it."),
    ] = field(default_factory=dict)


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    steps = _steps(posts, options)
    every_link = options.show != "link" or bool(options.expand)
    changed = tuple([_post(post, steps, every_link, bench) for post in posts.posts])
    return with_posts(posts, changed)


def _steps(posts: Posts, options: Options) -> list[Step]:
    steps: list[Step] = []
    if options.bare == "link":
        steps.append(("links.bare", lambda leaf: map_inlines(leaf, _linked)))
    if options.tracking == "cut" or options.expand:
        steps.append(("links.tracking", _tidying(options)))
    if options.show == "footnote":
        steps.append(("links.footnote", _noting(_own(posts))))
    if options.show == "text":
        steps.append(("links.text", _unlinking(_own(posts))))
    return steps


def _own(posts: Posts) -> frozenset[str]:
    """The addresses of the book's own items: a link to one becomes a cross-reference later."""
    return frozenset(bare(a).rstrip("/") for p in posts.posts for a in (p.url, *p.links) if a)


def _post(post: Post, steps: list[Step], every_link: bool, bench: Bench) -> Post:
    if not _may_hold(post.blocks, every_link):
        return post

    def leaf(before: Leaf) -> Leaf:
        if not _may_concern(before, every_link):
            return before
        for rule, change in steps:
            after = change(before)
            if after is not before:
                declare(before, after, rule, bench)
                before = after
        return before

    blocks = map_leaves(post.blocks, leaf)
    return post if blocks is post.blocks else replace(post, blocks=blocks)


def _may_hold(blocks: Blocks, every_link: bool) -> bool:
    """A cheap look: most posts of most archives hold no address that anything happens to."""
    seen = glance(blocks)
    if seen.apart or "://" in seen.prose or (every_link and seen.links):
        return True
    return any("?" in link.url or "#" in link.url for link in seen.links)


def _may_concern(block: Block, every_link: bool) -> bool:
    """The same for one block; most paragraphs hold none either."""
    if isinstance(block, Paragraph | Heading):
        return _may_among(block.content, every_link)
    return not isinstance(block, CodeBlock | SceneBreak)


def _may_among(nodes: Inlines, every_link: bool) -> bool:
    for node in nodes:
        if type(node) is Text:
            if "://" in node.text:
                return True
        elif type(node) not in _INERT and _may_within(node, every_link):
            return True
    return False


def _may_within(node: Inline, every_link: bool) -> bool:
    match node:
        case Link():
            return every_link or "?" in node.url or "#" in node.url
        case Note():
            return any(_may_concern(block, every_link) for block in node.blocks)
        case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
            return _may_among(node.content, every_link)
        case _:
            return False


_INERT = frozenset({Mention, Hashtag, LineBreak, Code, Image, Math})


# -- tracking tails --------------------------------------------------------------------------------


def _tidying(options: Options) -> Callable[[Leaf], Leaf]:
    expand = {bare(short).rstrip("/"): full for short, full in options.expand.items()}

    def better(url: str) -> str:
        if expand:
            url = expand.get(bare(url).rstrip("/"), url)
        return tidy(url) if options.tracking == "cut" and ("?" in url or "#" in url) else url

    def node(old: Inline) -> Inline:
        if not isinstance(old, Link):
            return old
        new = better(old.url)
        if new == old.url:
            return old
        return replace(old, url=new, content=_following(old.content, old.url, new))

    def leaf(old: Leaf) -> Leaf:
        if isinstance(old, Embed | PostBlock) and old.url:
            new = better(old.url)
            if new != old.url:
                old = replace(old, url=new)
        return map_inlines(old, lambda run: map_nodes(run, node))

    return leaf


def _following(content: Inlines, old: str, new: str) -> Inlines:
    if len(content) != 1:
        return content
    first = content[0]
    if not isinstance(first, Text):
        return content
    visible = shown(first.text, old, new)
    return content if visible == first.text else (Text(visible),)


# -- bare addresses --------------------------------------------------------------------------------


def _outside_links(nodes: Inlines, change: Callable[[Inline], Inlines | Inline]) -> Inlines:
    """A run with each text and link passed through `change`, but nothing within a link."""
    out: list[Inline] = []
    same = True
    for node in nodes:
        changed: Inlines | Inline = node
        match node:
            case Text() | Link():
                changed = change(node)
            case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
                content = _outside_links(node.content, change)
                changed = node if content is node.content else replace(node, content=content)
            case _:
                pass
        same = same and changed is node
        out += changed if isinstance(changed, tuple) else (changed,)
    return nodes if same else tuple(out)


def _linked(nodes: Inlines) -> Inlines:
    return _outside_links(nodes, _link_text)


def _link_text(node: Inline) -> Inlines | Inline:
    if not isinstance(node, Text) or "://" not in node.text:
        return node
    out: list[Inline] = []
    last = 0
    for start, end in addresses(node.text):
        out += [Text(node.text[last:start])] if start > last else []
        address = node.text[start:end]
        out.append(Link((Text(address),), address))
        last = end
    if not out:
        return node
    return (*out, Text(node.text[last:])) if last < len(node.text) else tuple(out)


# -- how addresses are shown -----------------------------------------------------------------------


def _noting(own: frozenset[str]) -> Callable[[Leaf], Leaf]:
    def noted(node: Inline) -> Inlines | Inline:
        if not isinstance(node, Link) or not _leads_out(node, own):
            return node
        if bare(text(node.content)).rstrip("/") == bare(node.url).rstrip("/"):
            return node
        return (node, Note((Paragraph((Text(node.url),), (), "note"),)))

    def leaf(old: Leaf) -> Leaf:
        if isinstance(old, Heading | Embed):
            return old
        return map_inlines(old, lambda run: _outside_links(run, noted))

    return leaf


def _unlinking(own: frozenset[str]) -> Callable[[Leaf], Leaf]:
    def words(node: Inline) -> Inlines | Inline:
        return node.content if isinstance(node, Link) and _leads_out(node, own) else node

    return lambda leaf: map_inlines(leaf, lambda run: map_nodes(run, words))


def _leads_out(link: Link, own: frozenset[str]) -> bool:
    return (
        not link.item
        and link.url.startswith(("http://", "https://"))
        and bare(link.url).partition("#")[0].rstrip("/") not in own
    )
