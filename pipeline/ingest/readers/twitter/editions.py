"""What only the whole archive can settle: edits, long texts, links between its own tweets."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter.addresses import status
from pipeline.model.post import Post
from pipeline.model.text import Inline, Link
from pipeline.model.walk import Leaf, map_inlines, map_leaves, map_nodes

EDITED = "edited: a later version stands"


def latest(posts: dict[str, Post], versions: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """For each version that was edited away, the id of the last one that the archive holds."""
    found: dict[str, str] = {}
    for item, chain in versions.items():
        held = [
            one for one in chain if one in posts and posts[one].visibility == posts[item].visibility
        ]
        if held and held[-1] != item:
            found[item] = held[-1]
    return _settled(found) if found.keys() & set(found.values()) else found


def _settled(later: dict[str, str]) -> dict[str, str]:
    """The last versions, where archives name as last what they say was edited away itself: that
    one's last version, and of versions that go round in a circle the newest."""
    for item in list(later):
        path = [item]
        while (last := later.get(path[-1], "")) and last not in path:
            path.append(last)
        if last:
            del later[max(path, key=lambda one: (len(one), one))]
    for item in later:
        while later[item] in later:
            later[item] = later[later[item]]
    return later


def fold(posts: dict[str, Post], later: dict[str, str], intake: Intake) -> None:
    """Take earlier versions out; the last one is known by their addresses too."""
    for old, last in later.items():
        gone = posts.pop(old)
        intake.bench.merge(gone.kind, old, gone.source, last, EDITED)
        stays = posts[last]
        posts[last] = replace(stays, links=(*stays.links, gone.url))


def answer(posts: dict[str, Post], later: dict[str, str]) -> None:
    """Replies to an earlier version answer the last one, and replies to the archive's own tweets
    answer no one else."""
    for item, post in posts.items():
        to = later.get(post.reply_to, post.reply_to)
        author = "" if to in posts and posts[to].kind != "retweet" else post.reply_author
        if to != post.reply_to or author != post.reply_author:
            posts[item] = replace(post, reply_to=to, reply_author=author)


def point(posts: dict[str, Post], linked: dict[str, list[str]], later: dict[str, str]) -> None:
    """Links to tweets of this archive name the item that they lead to."""
    for item, ids in linked.items():
        targets = {one: later.get(one, one) for one in ids}
        own = {one: to for one, to in targets.items() if to in posts and to != item}
        if own and item in posts:
            posts[item] = _pointed(posts[item], own)


def _pointed(post: Post, own: dict[str, str]) -> Post:
    def node(inline: Inline) -> Inline:
        if not isinstance(inline, Link):
            return inline
        item = own.get(status(inline.url), "")
        return replace(inline, item=item) if item else inline

    def leaf(block: Leaf) -> Leaf:
        return map_inlines(block, lambda nodes: map_nodes(nodes, node))

    return replace(post, blocks=map_leaves(post.blocks, leaf))
