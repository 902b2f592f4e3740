"""clean.selection: choose what goes into the book, and set the rest aside with its reason."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from pipeline.model.bench import Bench
from pipeline.model.errors import nearest
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.post import Post
from pipeline.model.rewrite import with_posts
from pipeline.model.runs import prose
from pipeline.model.text import Inline, Mention, Paragraph
from pipeline.model.words import words

Day = Annotated[
    Annotated[int, Meta(ge=1000, le=9999)]
    | Annotated[str, Meta(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?\Z")],
    Meta(title="a year, a month or a day", examples=[2014, "2014-03", "2014-03-09"]),
]
"""A year, a month or a day; YAML hands over years as numbers."""

RETWEETS = frozenset({"retweet", "boost", "repost", "reblog"})
SUBMISSION = "submission"
"""The kind of an item that a reader wrote, and the author published."""

_ADDRESSED = frozenset({"tweet", "toot"})
"""Kinds that begin with the handle of whomever they speak to."""

RESPONSE = "response"
"""The kind of an item that answers somebody, of whom its archive says no more than that."""


class Options(Base, frozen=True):
    retweets: Annotated[
        Literal["set-aside", "keep"],
        Meta(
            description="What becomes of other people's posts that were passed on, or sent in and "
            "published."
        ),
    ] = "set-aside"
    replies: Annotated[
        Literal["own", "all", "none"],
        Meta(
            description="own: replies stay within the author's own threads, and replies to others "
            "are set aside, as are responses to others; all: every reply stays; none: no reply "
            "does, not even to oneself."
        ),
    ] = "own"
    kinds: Annotated[
        tuple[str, ...], Meta(description="Only these kinds of items, if any are named.")
    ] = ()
    without_kinds: Annotated[tuple[str, ...], Meta(description="Kinds of items to leave out.")] = ()
    tags: Annotated[
        tuple[str, ...], Meta(description="Only items with one of these tags, if any.")
    ] = ()
    without_tags: Annotated[
        tuple[str, ...], Meta(description="Leave out items with one of these tags.")
    ] = ()
    since: Annotated[Day, Meta(description="The first year, month or day that goes in.")] = ""
    until: Annotated[Day, Meta(description="The last year, month or day that goes in.")] = ""
    least_words: Annotated[
        int, Meta(ge=0, description="Leave out items of fewer words that are in no thread.")
    ] = 0
    keep_items: Annotated[
        tuple[str, ...], Meta(description="Ids of items that go in, whatever else is said here.")
    ] = ()
    without_items: Annotated[tuple[str, ...], Meta(description="Ids of items to leave out.")] = ()


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    choice = _Choice(posts, options)
    kept = []
    for post in posts.posts:
        reason = choice.reason(post)
        if reason:
            bench.set_aside(post.kind, post.id, post.source, reason)
        else:
            kept.append(post)
    _report_unknown(choice.ids, (*options.keep_items, *options.without_items), bench)
    return with_posts(posts, tuple(kept))


def _report_unknown(ids: Iterable[str], named: tuple[str, ...], bench: Bench) -> None:
    for item in sorted(set(named).difference(ids)):
        bench.find(
            "selection.unknown-item",
            "warning",
            f"The recipe names the item '{item}', which no archive holds.",
            todo=nearest(item, ids) if len(named) < 50 else "mend the id in the recipe",
        )


class _Choice:
    """What the recipe says, and which items stand in whose threads."""

    def __init__(self, posts: Posts, options: Options) -> None:
        self.options = options
        self.ids = {post.id: post for post in posts.posts}
        self.answered = {post.reply_to for post in posts.posts if post.reply_to}
        self.since, self.until = str(options.since), str(options.until)
        self.own = {name.lower().lstrip("@") for name in (posts.profile.handle,) if name}
        self.tags = _folded(options.tags)
        self.without_tags = _folded(options.without_tags)
        self._elsewhere: dict[str, bool] = {}

    def reason(self, post: Post) -> str:
        """Why a post is not in the book; "" when it is."""
        options = self.options
        if post.id in options.keep_items:
            return ""
        if post.id in options.without_items:
            return "chosen out by the recipe"
        if options.retweets == "set-aside" and post.kind in RETWEETS:
            return post.kind
        if options.retweets == "set-aside" and post.kind == SUBMISSION:
            return "sent in by somebody else"
        if options.kinds and post.kind not in options.kinds:
            return "kind not chosen"
        if post.kind in options.without_kinds:
            return "kind chosen out"
        return self._reply(post) or self._by_date(post) or self._by_tag(post) or self._short(post)

    def _reply(self, post: Post) -> str:
        if self.options.replies == "all":
            return ""
        if self.answers_another(post):
            return "response to another" if post.kind == RESPONSE else "reply to another"
        if self.options.replies == "none" and post.reply_to:
            return "reply to oneself"
        return ""

    def answers_another(self, post: Post) -> bool:
        """Whether a post stands in someone else's thread: it answers another person, or answers
        an own post that does."""
        path = []
        while post.id not in self._elsewhere:
            self._elsewhere[post.id] = False  # an answer that is found again answers in a circle
            path.append(post.id)
            parent = self.ids.get(post.reply_to) if post.reply_to else None
            if parent is None or self._is_of_another(post):
                found = self._starts_elsewhere(post)
                break
            post = parent
        else:
            found = self._elsewhere[post.id]
        self._elsewhere.update(dict.fromkeys(path, found))
        return found

    def _is_of_another(self, post: Post) -> bool:
        author = post.reply_author.lower().lstrip("@")
        return bool(author) and author not in self.own

    def _starts_elsewhere(self, post: Post) -> bool:
        """Whether a post without an own post before it answers somebody. A tweet or a toot that
        starts with a handle speaks to that person, not to the author's readers; but one that
        answers nothing, and from which the author went on, is the head of an own thread."""
        if not post.reply_to and post.id in self.answered:
            return False
        if self._is_of_another(post) or post.kind == RESPONSE:
            return True
        if post.kind not in _ADDRESSED or not post.blocks:
            return False
        first = post.blocks[0]
        handle = _handle(first.content) if isinstance(first, Paragraph) else ""
        return bool(handle) and handle not in self.own

    def _by_date(self, post: Post) -> str:
        since, until = self.since, self.until
        if not post.created:
            return ""
        early = bool(since) and post.created[: len(since)] < since
        late = bool(until) and post.created[: len(until)] > until
        return "outside the dates" if early or late else ""

    def _by_tag(self, post: Post) -> str:
        if not self.tags and not self.without_tags:
            return ""
        tags = _folded(post.tags)
        if self.tags and not tags & self.tags:
            return "tag not chosen"
        return "tag chosen out" if tags & self.without_tags else ""

    def _short(self, post: Post) -> str:
        least = self.options.least_words
        if not least or post.reply_to in self.ids or post.id in self.answered:
            return ""
        return "too few words" if words(prose(post.blocks)) < least else ""


def _folded(tags: tuple[str, ...]) -> frozenset[str]:
    return frozenset(tag.casefold().lstrip("#") for tag in tags)


def _handle(content: tuple[Inline, ...]) -> str:
    """The handle that a run starts with, without its sign."""
    first = content[0] if content else None
    return first.text.lower().lstrip("@＠") if isinstance(first, Mention) else ""
