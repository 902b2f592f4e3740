"""assemble.threads: join the posts of a thread, so that it reads as one piece of prose."""

from itertools import chain
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble.marks import without_marks
from pipeline.assemble.trees import trees
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Posts
from pipeline.model.post import Post


class Options(options.Options, frozen=True):
    join: Annotated[bool, Meta(description="Join the posts of a thread into one.")] = True
    least: Annotated[int, Meta(ge=2, description="The fewest posts that make a thread.")] = 2
    numbers: Annotated[
        Literal["cut", "keep"],
        Meta(description="Cut or keep the marks that count a thread's posts, such as 2/12."),
    ] = "cut"
    signs: Annotated[
        Literal["cut", "keep"],
        Meta(description="Cut or keep the signs that announce more, such as 👇 and 🧵."),
    ] = "keep"


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    """A thread stands where its first post stood, under that post's id and date. Each block keeps
    the origin of its own post. See `trees` for the order of a thread that branches."""
    if not options.join:
        return posts
    found = [tree for tree in trees(_parents(posts.posts)) if len(tree) >= options.least]
    if not found:
        return posts
    _report(found, bench)
    threads = {tree[0]: [posts.posts[index] for index in tree] for tree in found}
    within = {index for tree in found for index in tree[1:]}
    joined = [
        _joined(threads[index], options, bench) if index in threads else post
        for index, post in enumerate(posts.posts)
        if index not in within
    ]
    return replace(posts, posts=tuple(joined))


def _parents(posts: tuple[Post, ...]) -> list[int]:
    """For each post the index of the one that it answers, or -1. A post with a title of its own
    stands by itself: a thread has nowhere to show the title."""
    where: dict[str, int] = {}
    for index, post in enumerate(posts):
        where.setdefault(post.id, index)
    return [
        where.get(post.reply_to, -1)
        if post.reply_to and not post.title and where[post.id] == index
        else -1
        for index, post in enumerate(posts)
    ]


def _joined(thread: list[Post], options: Options, bench: Bench) -> Post:
    root = thread[0]
    for post in thread[1:]:
        bench.merge(post.kind, post.id, post.source, root.id, "a thread")
    parts = without_marks(thread, options.numbers == "cut", options.signs == "cut", bench)
    addresses = [root.links, *[(post.url, *post.links) for post in thread[1:]]]
    links = dict.fromkeys(url for url in chain.from_iterable(addresses) if url)
    return replace(
        root,
        blocks=tuple(chain.from_iterable(parts)),
        links=tuple(links),
        tags=tuple(dict.fromkeys(chain.from_iterable([post.tags for post in thread]))),
    )


def _report(threads: list[list[int]], bench: Bench) -> None:
    longest = max(len(thread) for thread in threads)
    count = counted(len(threads), "thread")
    bench.find("assemble.threads", "note", f"{count} joined, the longest of {longest} posts.")
