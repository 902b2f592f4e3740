"""Furniture: what senders of newsletters put above and below every letter.

Told from the letter by what it says, and only at the two ends; all of it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from pipeline.model.text import (
    Block,
    Blocks,
    Embed,
    Figure,
    Heading,
    Link,
    Paragraph,
    SceneBreak,
)
from pipeline.model.walk import inlines, plain, text

Declared = Callable[[Block, str], None]

_DEEPEST = 40
"""Blocks at the end that are looked at."""

_HIGHEST = 14
"""Blocks at the start that are looked at."""

_LONG = 45
"""Words of a block that no longer is furniture for being short."""

_ON_THE_WEB = (
    r"(?:can'?t|trouble|problems?|difficulty|unable|not)\b.{0,40}\b(?:see|view|read|display)\w*"
    r"|(?:view|read|open|see|show)\b.{0,40}\b(?:browser|online|web(?: ?site| ?page)?)\b"
    r"|web version|online version|(?:in (?:your|the) )?browser (?:version|view)"
    r"|im browser (?:ansehen|anzeigen|öffnen|lesen)|online ansehen|webversion"
    r"|(?:voir|lire|afficher)\b.{0,40}\b(?:navigateur|en ligne)|version en ligne"
    r"|ver\b.{0,40}\b(?:navegador|en línea)|(?:visualizza|leggi)\b.{0,30}\b(?:browser|online)"
    r"|bekijk\b.{0,30}\b(?:browser|online)"
)
_ABOVE = (
    r"(?:was )?(?:this|email) (?:email )?forwarded|forwarded this|sign up here|subscribe here"
    r"|add (?:us|me|this address) to your (?:address book|contacts|safe)|(?:read|open) in app"
)
_BELOW = (
    r"unsubscribe|opt[ -]?out|manage (?:your |my )?(?:email )?(?:subscription|preference)s?"
    r"|(?:update|change|edit) (?:your )?(?:email )?(?:preferences|profile|subscription|settings)"
    r"|(?:email|notification|subscription) preferences"
    r"|you(?:'|’)?(?:re| are) (?:receiving|getting|subscribed|currently)|you received this"
    r"|this (?:e-?mail|message|newsletter) was sent (?:to|by|from)|sent to\b.{0,60}(?:@|withheld)"
    r"|our mailing address|all rights reserved|(?:copyright|©|\(c\)).{0,20}\b(?:19|20)\d\d"
    r"|powered by|(?:sent|published|created|made|delivered)\b.{0,12}\b(?:with|via|by|using|on|from)"
    r" (?:mailchimp|tinyletter|substack|buttondown|beehiiv|convertkit|kit|revue|ghost|mailerlite"
    r"|campaign monitor|constant contact|sendgrid|drip|aweber|mailgun|sendinblue|brevo|my i ?phone)"
    r"|forward (?:this )?(?:e-?mail |newsletter )?to a friend|tell a friend|refer a friend"
    r"|add us to your address book|why did i get this|report (?:abuse|spam)|no longer wish"
    r"|privacy policy|terms of (?:service|use)|upgrade (?:your subscription|to paid)|start writing"
    r"|get the app|mailing list|to post to this group|visit this group"
    r"|abmelden|abbestellen|austragen|désabonner|désinscri|darse de baja|cancelar.{0,12}suscripci"
    r"|disiscriv|cancella(?:re)? l'iscrizione|afmelden|uitschrijven|avmeld|avregistrer"
    r"|отписаться|退订|配信停止"
)
_BUTTONS = frozenset(
    """twitter x facebook instagram linkedin youtube mastodon bluesky threads tiktok website rss
    email e mail tweet share forward like comment comments restack save reply pin and on us me
    follow this post to invite your friends read in app listen web site pinterest medium subscribe
    """.split()  # noqa: SIM905
)
"""The words of buttons."""


class Sign(Struct, frozen=True):
    """What a letter may say again above its text: its title, its writer, its newsletter."""

    title: str
    names: tuple[str, ...]


def without(blocks: Blocks, sign: Sign, declared: Declared) -> tuple[Blocks, str]:
    """The blocks without what stands above and below every letter, and the address at which the
    letter can be read on the web, where the furniture tells it. Of a letter that is nothing but
    furniture all stays."""
    head, url = _head(blocks, sign)
    start = len(head)
    end = _tail(blocks, start)
    kept = [block for block, rule in zip(blocks, head, strict=False) if not rule]
    if not kept and start >= end:
        return blocks, url
    for block, rule in zip(blocks, head, strict=False):
        if rule:
            declared(block, rule)
    for block in blocks[max(start, end) :]:
        declared(block, "mail.footer")
    return (*kept, *blocks[start:end]), url


def _head(blocks: Blocks, sign: Sign) -> tuple[list[str], str]:
    """For each block above the text, the rule by which it is left out, or "" where it stays; and
    the letter's address."""
    rules: list[str] = []
    url, titled = "", False
    for block in blocks[:_HIGHEST]:
        said = _said(block)
        on_the_web = _on_the_web().search(said) is not None and len(said.split()) <= _LONG
        if isinstance(block, Heading) and not titled and _is_title(said, sign.title):
            rules.append("mail.repeated-title")
            url, titled = url or _address(block), True
        elif isinstance(block, Figure | SceneBreak | Heading) or not said:
            rules.append("mail.header" if _is_sign(block, sign) else "")
        elif isinstance(block, Paragraph) and (on_the_web or _is_above(block, said)):
            rules.append("mail.header")
            url = url or (_address(block, _on_the_web()) if on_the_web else "")
        elif titled and (_is_day(said) or _is_one_of(said, sign.names)):
            rules.append("mail.header")
        else:
            break
    while rules and not rules[-1]:
        rules.pop()
    return rules, url


def _is_title(said: str, title: str) -> bool:
    """Whether a heading is the letter's title, which a list may have put a tag before."""
    return _is_same(said, title) or _is_same(said, re.sub(r"\A\[[^\[\]]*\]", "", title))


def _is_above(block: Block, said: str) -> bool:
    short = len(said.split()) <= _LONG
    return (short and _above().search(said) is not None) or _is_furniture(block, said)


def _is_sign(block: Block, sign: Sign) -> bool:
    """Whether a picture or a break is no more than the newsletter's own head."""
    if isinstance(block, SceneBreak):
        return False
    if not isinstance(block, Figure):
        return False
    said = " ".join([image.alt for image in block.images]).strip()
    return bool(said) and (_is_one_of(said, sign.names) or _is_furniture(block, said))


def _is_one_of(said: str, names: tuple[str, ...]) -> bool:
    """Whether a line is a name, with or without a word for what it is the sign of."""
    bare = re.sub(
        r"\b(?:by|from|the|logo|header|banner|newsletter)\b", " ", said, flags=re.IGNORECASE
    )
    return any(_is_same(bare, re.sub(r"\b(?:the|newsletter)\b", " ", name, flags=re.IGNORECASE))
               for name in names)  # fmt: skip


def _is_same(one: str, other: str) -> bool:
    letters = ["".join(re.findall(r"\w+", said.casefold())) for said in (one[:400], other[:400])]
    return letters[0] == letters[1] != ""


def _is_day(said: str) -> bool:
    """Whether a line is a day, such as "Jan 5" or "5 January 2021"."""
    day = r"(?:\w{3,9}\.?,? )?(?:\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}\.? \w{3,9}\.?)"
    return re.fullmatch(rf"{day}(?:,? \d{{4}})?", said) is not None


def _tail(blocks: Blocks, start: int) -> int:
    """Where the furniture below the letter begins."""
    end = at = len(blocks)
    while at > max(start, len(blocks) - _DEEPEST):
        block = blocks[at - 1]
        said = _said(block)
        if _is_below(said):
            end = at - 1
        elif len(said.split()) > _LONG or isinstance(block, Embed):
            break
        at -= 1
    while start < end < len(blocks) and _is_furniture(blocks[end - 1], _said(blocks[end - 1])):
        end -= 1
    return end


def _is_below(said: str) -> bool:
    """Whether a block says what only footers say. A long one has to say it twice."""
    found = _below().findall(said)
    return bool(found) and (len(said.split()) <= _LONG * 2 if len(found) > 1 else
                            len(said.split()) <= _LONG)  # fmt: skip


def _is_furniture(block: Block, said: str) -> bool:
    """Whether a block is a row of buttons, or a line between such rows."""
    if isinstance(block, SceneBreak):
        return True
    if isinstance(block, Figure):
        alts = " ".join([image.alt for image in block.images])
        return bool(alts.strip()) and _is_buttons(alts)
    if not isinstance(block, Paragraph) or len(said.split()) > 15:
        return False
    linked = any(isinstance(node, Link) for node in inlines(block))
    return _is_buttons(said) and (linked or not re.search(r"\w{2,}", said))


def _is_buttons(said: str) -> bool:
    words = re.findall(r"[^\W\d_]+", said.lower())
    return all(word in _BUTTONS for word in words)


def _said(block: Block) -> str:
    return " ".join(plain(block).split())


def _address(block: Block, saying: re.Pattern[str] | None = None) -> str:
    """The page on which the letter can be read, if its address is one for every reader."""
    for node in inlines(block):
        if isinstance(node, Link) and (saying is None or saying.search(text(node.content))):
            url = node.url.split("?", 1)[0].split("#", 1)[0]
            counted = re.search(r"track|click|/ls/|/ss/|redirect|list-manage|sendgrid|\.ct\.", url)
            return "" if counted or "://" not in url or len(url) > 200 else url
    return ""


@cache
def _on_the_web() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_ON_THE_WEB})", re.IGNORECASE)


@cache
def _above() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_ABOVE})", re.IGNORECASE)


@cache
def _below() -> re.Pattern[str]:
    return re.compile(_BELOW, re.IGNORECASE)
