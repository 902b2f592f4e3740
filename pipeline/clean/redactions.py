"""clean.redactions: withhold e-mail addresses, and the words that a recipe names."""

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Literal, assert_never

from msgspec import Meta, Struct
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.glance import Glance, glance
from pipeline.model.handoff import Posts
from pipeline.model.options import Options as Base
from pipeline.model.origin import TITLE, Origin
from pipeline.model.post import Post
from pipeline.model.rewrite import declare, with_posts
from pipeline.model.runs import OBJECT, Edit, Rule, edit, edited, outer
from pipeline.model.text import (
    Block,
    BlockQuote,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
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
    Table,
    Text,
    Verse,
)
from pipeline.model.walk import Leaf, map_inlines, map_leaves, map_nodes, targets, text

WITHHELD = "[e-mail address withheld]"

_EMAIL = re.compile(
    r"(?<![\w.%+@/-])[\w.%+-]{1,64}(?<!\.)@(?!\.)[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}"
    r"(?![\w@]|:[\w~.-]+/)"  # git@host:path/ names a place where code lies
)


class Word(Struct, frozen=True, forbid_unknown_fields=True):
    """A word, a phrase or a pattern that is not to be read in the book."""

    find: Annotated[str, Meta(min_length=1, description="What to look for; as a word of its own.")]
    replace: Annotated[str, Meta(description="What stands in its place.")] = "[withheld]"
    regex: Annotated[bool, Meta(description="Whether `find` is a regular expression.")] = False
    why: Annotated[str, Meta(description="Why, for those who read the recipe.")] = ""

    def __post_init__(self) -> None:
        try:
            self.pattern()
        except re.error as error:
            raise ValueError(f"'{self.find}' is no regular expression: {error}") from error

    def pattern(self) -> re.Pattern[str]:
        if self.regex:
            return re.compile(self.find)
        return re.compile(rf"(?<!\w){re.escape(self.find)}(?!\w)")


class Options(Base, frozen=True):
    emails: Annotated[
        bool | Literal["mask", "keep"],
        Meta(
            description="Withhold e-mail addresses, and links to them; mask is another word for "
            "true, and keep for false."
        ),
    ] = True
    words: Annotated[tuple[Word, ...], Meta(description="Words to withhold or to replace.")] = ()
    code: Annotated[bool, Meta(description="Whether all this holds for code as well.")] = False


class _Rule(Struct, frozen=True):
    """One thing to withhold."""

    name: str
    pattern: re.Pattern[str]
    new: str
    sign: str = ""  # what a text must hold for the pattern to be worth a try
    whole: bool = False  # `new` is to be taken as it is, and not as a template

    def edits(self, run: str) -> list[Edit]:
        if self.sign not in run:
            return []
        return [
            (*found.span(), self.new if self.whole else found.expand(self.new))
            for found in self.pattern.finditer(run)
            if found[0] and OBJECT not in found[0]
        ]

    def clean(self, said: str) -> str:
        return edited(said, self.edits(said))


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    rules = _rules(options)
    if not rules:
        return posts
    return with_posts(posts, tuple([_post(p, rules, options.code, bench) for p in posts.posts]))


def _rules(options: Options) -> list[_Rule]:
    emails = options.emails in (True, "mask")
    rules = [_Rule("redaction.email", _EMAIL, WITHHELD, "@", True)] if emails else []
    for word in options.words:
        sign = "" if word.regex else word.find
        name = "redaction.word"
        rules.append(_Rule(name, word.pattern(), word.replace, sign, not word.regex))
    return rules


def _post(post: Post, rules: list[_Rule], code: bool, bench: Bench) -> Post:
    for rule in rules:
        if _concerns(post, rule):
            post = _redacted(post, rule, code, bench)
    return post


def _concerns(post: Post, rule: _Rule) -> bool:
    """A cheap look at everything that could be read, and at addresses."""
    if rule.sign in text(post.title):
        return True
    seen = glance(post.blocks)
    if rule.sign == "@" and not seen.apart:
        return "@" in seen.prose or any("@" in place for place in _places(seen))
    if len(rule.sign) != 1 and rule.sign in seen.prose:
        return True  # the markup may run through a longer one
    return any(_stands_in(block, rule.sign) for block in post.blocks)


def _places(seen: Glance) -> Iterable[str]:
    """What is said of links and pictures besides what prose says."""
    if not seen.links and not seen.images:
        return ()
    images = [said for row in seen.images for said in (row.alt, row.title, row.media)]
    return [link.url for link in seen.links] + images


def _stands_in(block: Block, sign: str) -> bool:
    """Whether a sign stands in a block, or in one within it."""
    match block:
        case Paragraph() | Heading():
            return _stands_among(block.content, sign)
        case CodeBlock():
            return sign in block.text
        case Figure():
            return _stands_among((*block.images, *block.caption), sign)
        case Embed():
            return sign in block.url or _stands_among(block.content, sign)
        case PostBlock():
            own = sign in block.author or sign in block.url
            return own or any(_stands_in(inner, sign) for inner in block.blocks)
        case BlockQuote():
            return any(_stands_in(inner, sign) for inner in block.blocks)
        case List():
            return any(_stands_in(inner, sign) for item in block.items for inner in item)
        case Verse() | Table() | SceneBreak():
            return any(_stands_among(run, sign) for run in outer(block))
        case _:
            assert_never(block)


def _stands_among(nodes: Inlines, sign: str) -> bool:
    for node in nodes:
        if type(node) is Text:
            if sign in node.text:
                return True
        elif _stands_at(node, sign):
            return True
    return False


def _stands_at(node: Inline, sign: str) -> bool:
    """Whether a sign stands in a node that is no text. A handle's own `@` is no sign of an e-mail
    address."""
    match node:
        case Mention() | Hashtag() | Code() | Math():
            return sign in node.text and sign != "@"
        case Link():
            return sign in node.url or _stands_among(node.content, sign)
        case Image():
            return sign in node.alt or sign in node.title or sign in node.media
        case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
            return _stands_among(node.content, sign)
        case Note():
            return any(_stands_in(block, sign) for block in node.blocks)
        case Text() | LineBreak():
            return False
        case _:
            assert_never(node)


def _redacted(post: Post, rule: _Rule, code: bool, bench: Bench) -> Post:
    rewrite = _rewrite(rule, code)

    def leaf(before: Leaf) -> Leaf:
        after = map_inlines(_own(before, rule, code), rewrite)
        if after is not before:
            declare(before, after, rule.name, bench)
        _report(after, rule, post, bench)
        return after

    blocks = map_leaves(post.blocks, leaf)
    title = rewrite(post.title) if post.title else post.title
    if title is not post.title:
        origin = (Origin(post.source, post.id, TITLE),)
        declare(Paragraph(post.title, origin), Paragraph(title, origin), rule.name, bench)
    if blocks is post.blocks and title is post.title:
        return post
    return replace(post, blocks=blocks, title=title)


def _own(leaf: Leaf, rule: _Rule, code: bool) -> Leaf:
    """A leaf with what it says outside its runs passed through the rule."""
    match leaf:
        case CodeBlock() if code and rule.clean(leaf.text) != leaf.text:
            return replace(leaf, text=rule.clean(leaf.text))
        case PostBlock() if rule.clean(leaf.author) != leaf.author:
            return replace(leaf, author=rule.clean(leaf.author))
        case Figure():
            images = tuple([_image(image, rule) for image in leaf.images])
            same = all(a is b for a, b in zip(images, leaf.images, strict=True))
            return leaf if same else replace(leaf, images=images)
        case Embed() if _is_mail(leaf.url, rule):
            return replace(leaf, url="")
        case _:
            return leaf


def _image(image: Image, rule: _Rule) -> Image:
    alt = rule.clean(image.alt)
    title = rule.clean(image.title)
    same = alt == image.alt and title == image.title
    return image if same else replace(image, alt=alt, title=title)


def _rewrite(rule: _Rule, code: bool) -> Callable[[Inlines], Inlines]:
    def node(old: Inline) -> Inline | Inlines:
        match old:
            case Image():
                return _image(old, rule)
            case Mention() | Hashtag():
                new = rule.clean(old.text)
                return old if new == old.text else Text(new)
            case Code() | Math() if code:
                new = rule.clean(old.text)
                return old if new == old.text else replace(old, text=new)
            case Link() if _is_mail(old.url, rule):
                return old.content
            case _:
                return old

    edits: Rule = rule.edits
    return lambda run: edit(map_nodes(run, node), edits)


def _is_mail(url: str, rule: _Rule) -> bool:
    return rule.name == "redaction.email" and url[:7].lower() == "mailto:"


def _report(leaf: Leaf, rule: _Rule, post: Post, bench: Bench) -> None:
    if any(map(rule.edits, targets(leaf))):
        bench.find(
            "redactions.in-address",
            "warning",
            "What is to be withheld stands in the address of a link or picture as well.",
            Origin(post.source, post.id, 0),
            todo="look at this item: take the link out by an edit, or leave the item out",
        )
