"""clean.repair: mend what only machines see: stray spaces, hidden signs, half-undone escapes."""

from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from pipeline.clean import characters
from pipeline.model.bench import Bench
from pipeline.model.glance import glance
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.rewrite import rewrite_post, with_posts
from pipeline.model.runs import BREAK, Rule, edit, prose
from pipeline.model.text import Inlines, Paragraph, Text, Verse
from pipeline.model.walk import Leaf

MARK = "\N{REPLACEMENT CHARACTER}"


class Options(Base, frozen=True):
    spaces: Annotated[
        bool, Meta(description="Even out doubled spaces, and spaces at the ends of lines.")
    ] = True
    characters: Annotated[
        bool,
        Meta(
            description="Take out soft hyphens and other hidden signs, and join letters with the "
            "accents that were stored apart from them."
        ),
    ] = True
    entities: Annotated[
        bool,
        Meta(description="Turn what was escaped twice (`don&rsquo;t`) into the sign it means."),
    ] = True
    mojibake: Annotated[
        bool, Meta(description="Turn UTF-8 that was once read as Windows-1252 (`donâ€™t`) back.")
    ] = False
    directions: Annotated[
        bool, Meta(description="Close a change of writing direction where its paragraph ends.")
    ] = True


class _Mend(Struct, frozen=True):
    """One rule: whether a text could need it, and what it does to a run."""

    name: str
    suspects: Callable[[str], bool]
    edits: Rule
    but: tuple[type[Leaf], ...] = ()


_MENDS = (
    _Mend("repair.mojibake", characters.may_be_mojibake, characters.mojibake),
    _Mend("repair.entities", characters.may_hold_entities, characters.entities),
    _Mend("repair.characters", characters.may_hide, characters.hidden),
    _Mend("repair.spaces", characters.may_be_loose, characters.spaces, (Verse,)),
)


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    mends = tuple(mend for mend in _MENDS if getattr(options, mend.name.partition(".")[2]))
    made = tuple([_post(post, mends, options, bench) for post in posts.posts])
    _tell_marks([post for post in made if _is_marked(post)], bench)
    return with_posts(posts, made)


def _tell_marks(posts: list[Post], bench: Bench) -> None:
    """Tell where a mark stands for what no book can hold, or for what was lost long before."""
    if posts:
        first = posts[0]
        hold = "1 item holds" if len(posts) == 1 else f"{len(posts):,} items hold"
        bench.find(
            "repair.marks",
            "warning",
            f"{hold} the mark {MARK}, which stands for a character that is lost; the first is "
            f"'{first.id}'.",
            Origin(first.source, first.id, 0),
            todo="look at them in the finished book, and mend them by an edit",
        )


def _post(post: Post, mends: tuple[_Mend, ...], options: Options, bench: Bench) -> Post:
    text = _text(post)
    if options.directions and characters.may_turn(text):
        post = _directed(post, bench)
        text = _text(post)
    for mend in mends:
        # What goes can bring together what belongs together, so each rule has its way to the end.
        while mend.suspects(text):
            mended = rewrite_post(post, mend.name, _rewrite(mend.edits), bench, mend.but)
            if mended is post:
                break
            post, text = mended, _text(mended)
    return post


def _rewrite(edits: Rule) -> Callable[[Inlines], Inlines]:
    return lambda run: edit(run, edits)


def _text(post: Post) -> str:
    """All that could need mending, each run a line of its own."""
    return glance(post.blocks).prose + _title(post)


def _title(post: Post) -> str:
    """The run of a post's title, as `runs.prose` would give it; "" where there is none."""
    if len(post.title) == 1 and type(post.title[0]) is Text:
        return post.title[0].text + BREAK
    return prose((Paragraph(post.title, ()),)) if post.title else ""


def _is_marked(post: Post) -> bool:
    return MARK in glance(post.blocks).prose or MARK in _title(post)


def _directed(post: Post, bench: Bench) -> Post:
    balanced = rewrite_post(post, "repair.directions", _balanced, bench)
    if balanced is not post:
        bench.find(
            "repair.directions",
            "warning",
            "A change of writing direction was left open; it ends with its paragraph now.",
            Origin(post.source, post.id, 0),
            todo="look at this item: such signs can make a line read as what it does not say",
        )
    return balanced


def _balanced(run: Inlines) -> Inlines:
    run = edit(run, characters.unopened)
    missing = characters.unclosed(run)
    return (*run, Text(missing)) if missing else run
