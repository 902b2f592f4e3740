"""Cards as plain HTML: what a book can print of each, whichever form an export has it in."""

from __future__ import annotations

import re
from html import escape

from pipeline.markup.context import Context

_PORTAL = re.compile(r"(?:__GHOST_URL__)?/?#/(?:portal|share|search)|#subscribe\Z|#signup\Z")
_FIRST = re.compile(r"\A\s*<p\b[^>]*>")
_WRAPPED = re.compile(r"\A\s*<p\b[^>]*>(.*)</p>\s*\Z", re.DOTALL)


def link(url: str, title: str, caption: str, context: Context) -> str:
    """The card of a link: its title, and the author's own words under it. One that leads to a post
    of the same book is a line with a link."""
    if not url:
        return f"<p>{caption or escape(title)}</p>"
    if context.resolve(url)[1]:
        more = f"<p>{caption}</p>" if caption else ""
        return f'<p><a href="{escape(url)}">{escape(title) or caption or escape(url)}</a></p>{more}'
    words = "<br>".join(part for part in (escape(title), caption) if part)
    return _figure(f'<embed src="{escape(url)}">', words)


def callout(emoji: str, words: str) -> str:
    """Words in a box, with the sign before them."""
    if not emoji:
        return f"<blockquote>{words}</blockquote>"
    first = _FIRST.match(words)
    start = first[0] if first else ""
    return f"<blockquote>{start}{escape(emoji)} {words[len(start) :]}</blockquote>"


def toggle(heading: str, content: str) -> str:
    """What unfolds on a screen lies open in a book."""
    return f"<details><summary>{unwrapped(heading)}</summary>{content}</details>"


def button(words: str, url: str, context: Context) -> str:
    """A button as a link on a line of its own; one that only signs readers up goes."""
    if not words or not url or is_portal(url):
        if words:
            context.dropped("ghost.button", words)
        return ""
    return f'<p><a href="{escape(url)}">{escape(words)}</a></p>'


def is_portal(url: str) -> bool:
    """Whether an address opens the window in which readers sign up."""
    return _PORTAL.match(url) is not None


def file(url: str, title: str, caption: str) -> str:
    """A file to download, by its title."""
    named = f'<div class="wp-block-file"><a href="{escape(url)}">{escape(title or url)}</a></div>'
    return named + (f"<p>{escape(caption)}</p>" if caption else "")


def player(kind: str, url: str, caption: str) -> str:
    """A sound or a film."""
    return _figure(f'<{kind} src="{escape(url)}"></{kind}>', caption)


def picture(url: str, alt: str, title: str) -> str:
    named = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(url)}" alt="{escape(alt)}"{named}>'


def pictures(shown: list[str], caption: str) -> str:
    """One picture or several, under one caption."""
    return _figure("".join(shown), caption) if shown else ""


def product(image: str, title: str, stars: int, about: str, more: str) -> str:
    """A thing that the author recommends: what it is, how good, and where to have it."""
    good = min(max(stars, 0), 5)
    rated = "★" * good + "☆" * (5 - good) if stars else ""
    rows = [f"<figure>{image}</figure>" if image else "",
            f"<p><strong>{unwrapped(title)}</strong></p>" if title else "",
            f"<p>{rated}</p>" if rated else ""]  # fmt: skip
    return "".join([*rows, f"<div>{about}</div>", more])


def header(image: str, title: str, below: str, more: str) -> str:
    """A heading over a picture."""
    rows = [f"<figure>{image}</figure>" if image else "",
            f"<h2>{unwrapped(title)}</h2>" if title else "",
            f"<p>{unwrapped(below)}</p>" if below else ""]  # fmt: skip
    return "".join([*rows, more])


def code(words: str, language: str, caption: str) -> str:
    mark = f' class="language-{escape(language)}"' if language else ""
    block = f"<pre><code{mark}>{escape(words, quote=False)}</code></pre>"
    return _figure(block, caption) if caption else block


def unwrapped(html: str) -> str:
    """HTML without the one paragraph around it."""
    found = _WRAPPED.match(html)
    return found[1] if found and "<p" not in found[1] else html


def _figure(shown: str, caption: str) -> str:
    return f"<figure>{shown}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"
