"""clean.hashtags: keep hashtags, cut the runs of them that end a post, or print them as words."""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.post import Post
from pipeline.model.rewrite import declare, rewrite_post, with_posts
from pipeline.model.text import Hashtag, Inline, Inlines, LineBreak, Paragraph, Text
from pipeline.model.walk import map_nodes


class Options(Base, frozen=True):
    show: Annotated[
        Literal["keep", "strip-trailing", "plain"],
        Meta(
            description="keep: as they were written; strip-trailing: without the hashtags that end "
            "a post, which stay among its tags; plain: without their sign, as words."
        ),
    ] = "keep"


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    match options.show:
        case "keep":
            return posts
        case "strip-trailing":
            return with_posts(posts, tuple([_stripped(post, bench) for post in posts.posts]))
        case "plain":
            return with_posts(posts, tuple([_plain(post, bench) for post in posts.posts]))


def _plain(post: Post, bench: Bench) -> Post:
    return rewrite_post(post, "hashtags.plain", lambda run: map_nodes(run, _word), bench)


def _word(node: Inline) -> Inline:
    if isinstance(node, Hashtag) and node.text[:1] in "#＃":
        return Text(node.text[1:])
    return node


def _stripped(post: Post, bench: Bench) -> Post:
    """The post without the hashtags at the end of its last paragraph, unless it is nothing else."""
    last = _last_paragraph(post)
    if last < 0:
        return post
    before = post.blocks[last]
    assert isinstance(before, Paragraph)
    content, tags = _without_last_tags(before.content)
    if not tags or not (content or last):
        return post
    after = replace(before, content=content)
    declare(before, after, "hashtags.trailing", bench)
    blocks = (*post.blocks[:last], *((after,) if content else ()), *post.blocks[last + 1 :])
    return replace(post, blocks=blocks, tags=tuple(dict.fromkeys((*post.tags, *tags))))


def _last_paragraph(post: Post) -> int:
    """The place of the last paragraph, if nothing but pictures and the like come after it."""
    for at in range(len(post.blocks) - 1, -1, -1):
        if isinstance(post.blocks[at], Paragraph):
            return at
    return -1


def _without_last_tags(content: Inlines) -> tuple[Inlines, list[str]]:
    end, tags = len(content), []
    for at in range(len(content) - 1, -1, -1):
        node = content[at]
        if isinstance(node, Hashtag) and node.text[:1] in "#＃":
            tags.append(node.text[1:])
            end = at
        elif not isinstance(node, LineBreak) and not _is_space(node):
            break
    return (_trimmed(content[:end]), tags[::-1]) if tags else (content, [])


def _trimmed(content: Inlines) -> Inlines:
    """Inlines without the spaces and breaks at their end."""
    end = len(content)
    while end and (isinstance(content[end - 1], LineBreak) or _is_space(content[end - 1])):
        end -= 1
    last = content[end - 1] if end else None
    if not isinstance(last, Text) or last.text == last.text.rstrip():
        return content[:end]
    return (*content[: end - 1], Text(last.text.rstrip()))


def _is_space(node: Inline) -> bool:
    return isinstance(node, Text) and (not node.text or node.text.isspace())
