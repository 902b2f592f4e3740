"""operations.lighthouse_names: call the lights what the List calls them now."""

import re
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, field

from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.rewrite import rewrite_post, with_posts
from pipeline.model.text import Inline, Inlines, Text
from pipeline.model.walk import map_nodes

RULE = "lighthouse-names"


class Options(options.Options, frozen=True):
    names: Annotated[
        dict[str, str], Meta(description="Lights: the old name, and the one in the List.")
    ] = field(default_factory=dict)
    but: Annotated[
        tuple[str, ...],
        Meta(description="Ids of tweets about the names themselves, which stay as they were."),
    ] = ()


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    """Every old name in running text becomes the new one. Hashtags and handles keep theirs: they
    are other people's way to find a tweet."""
    if not options.names:
        return posts
    _report_unknown(options.but, {post.id for post in posts.posts}, bench)
    old = re.compile("|".join(_spellings(name) for name in options.names))

    def renamed(node: Inline) -> Inline:
        if not isinstance(node, Text) or not old.search(node.text):
            return node
        return Text(old.sub(lambda found: options.names[_plain(found[0])], node.text))

    def change(run: Inlines) -> Inlines:
        return map_nodes(run, renamed)

    return with_posts(
        posts,
        tuple(
            post if post.id in options.but else rewrite_post(post, RULE, change, bench)
            for post in posts.posts
        ),
    )


def _spellings(name: str) -> str:
    """The name as a whole word, with either kind of apostrophe."""
    return r"\b" + re.escape(name).replace("'", "['’]") + r"\b"


def _plain(name: str) -> str:
    return name.replace("’", "'")


def _report_unknown(ids: Iterable[str], known: set[str], bench: Bench) -> None:
    for item in ids:
        if item not in known:
            bench.find(
                f"{RULE}.unknown-item",
                "warning",
                f"the recipe spares the tweet {item}, which is not in the book",
                todo="take the id out of the recipe, or mend it",
            )
