"""Furniture: what senders of newsletters put above and below every letter.

Told from the letter by what it says, and only at the two ends; all of it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from pipeline.model.text import Block, Blocks, Embed, Figure, Link, Paragraph, SceneBreak
from pipeline.model.walk import inlines, plain, text

Declared = Callable[[Block, str], None]

_DEEPEST = 40
"""Blocks at the end that are looked at."""

_LONG = 45
"""Words of a block that no longer is furniture for being short."""

_ABOVE = (
    r"(?:can'?t|trouble|problems?|difficulty|unable|not)\b.{0,40}\b(?:see|view|read|display)\w*"
    r"|(?:view|read|open|see|show)\b.{0,40}\b(?:browser|online|web(?: ?site| ?page)?|app)\b"
    r"|web version|online version|(?:in (?:your|the) )?browser (?:version|view)"
    r"|(?:was )?(?:this|email) (?:email )?forwarded|forwarded this|sign up here|subscribe here"
    r"|add (?:us|me|this address) to your (?:address book|contacts|safe)"
    r"|im browser (?:ansehen|anzeigen|öffnen|lesen)|online ansehen|webversion"
    r"|(?:voir|lire|afficher)\b.{0,40}\b(?:navigateur|en ligne)|version en ligne"
    r"|ver\b.{0,40}\b(?:navegador|en línea)|(?:visualizza|leggi)\b.{0,30}\b(?:browser|online)"
    r"|bekijk\b.{0,30}\b(?:browser|online)"
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


def without(blocks: Blocks, declared: Declared) -> tuple[Blocks, str]:
    """The blocks without what stands above and below every letter, and the address at which the
    letter can be read on the web, where the furniture tells it. Of a letter that is nothing but
    furniture all stays."""
    start, url = _head(blocks)
    end = _tail(blocks, start)
    if start >= end:
        return blocks, url
    for block in blocks[:start]:
        declared(block, "mail.header")
    for block in blocks[end:]:
        declared(block, "mail.footer")
    return blocks[start:end], url


def _head(blocks: Blocks) -> tuple[int, str]:
    """How many blocks are above the letter."""
    count, url = 0, ""
    for at, block in enumerate(blocks[:10]):
        said = _said(block)
        if not said and isinstance(block, SceneBreak):
            continue
        if not isinstance(block, Paragraph) or len(said.split()) > _LONG:
            break
        above = _above().search(said) is not None
        if not (above or _is_furniture(block, said)):
            break
        count = at + 1
        url = url or (_address(block) if above else "")
    return count, url


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


def _address(block: Block) -> str:
    """The page on which the letter can be read, if its address is one for every reader."""
    for node in inlines(block):
        if isinstance(node, Link) and _above().search(text(node.content)):
            url = node.url.split("?", 1)[0].split("#", 1)[0]
            counted = re.search(r"track|click|/ls/|/ss/|redirect|list-manage|sendgrid|\.ct\.", url)
            return "" if counted or "://" not in url or len(url) > 200 else url
    return ""


@cache
def _above() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_ABOVE})", re.IGNORECASE)


@cache
def _below() -> re.Pattern[str]:
    return re.compile(_BELOW, re.IGNORECASE)
