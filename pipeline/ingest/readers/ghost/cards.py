"""Cards as the editors store them, by their names of all versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any, Literal, NamedTuple

from pipeline.ingest.readers.ghost import written
from pipeline.ingest.readers.ghost.export import is_true, text
from pipeline.markup.context import Context

Payload = dict[str, Any]
Writer = Callable[[Payload, Context], str]


class Segment(NamedTuple):
    """A stretch of a text in one markup."""

    markup: Literal["html", "markdown"]
    text: str


def card(name: Any, payload: Any, context: Context) -> Segment:
    """What a card holds."""
    known = text(name).lower().removeprefix("card-").removesuffix("-card")
    given = payload if isinstance(payload, dict) else {}
    if known == "markdown":
        return Segment("markdown", text(given.get("markdown")))
    writer = _WRITERS.get(known, _unknown)
    return Segment("html", writer(given, context))


def _get(given: Payload, name: str) -> str:
    return text(given.get(name)).strip()


def _part(given: Payload, name: str) -> Payload:
    found = given.get(name)
    return found if isinstance(found, dict) else {}


def _html(given: Payload, context: Context) -> str:
    return _get(given, "html")


def _image(given: Payload, context: Context) -> str:
    caption = _get(given, "caption")
    shown = _picture(given)
    return written.pictures([shown], caption) if shown else f"<p>{caption}</p>" * bool(caption)


def _picture(given: Payload) -> str:
    url = _get(given, "src") or _get(given, "url")
    return written.picture(url, _get(given, "alt"), _get(given, "title")) if url else ""


def _gallery(given: Payload, context: Context) -> str:
    listed = given.get("images")
    images = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    shown = [picture for picture in map(_picture, images) if picture]
    return written.pictures(shown, _get(given, "caption"))


def _embed(given: Payload, context: Context) -> str:
    """What another service gave to show, or else its address alone."""
    shown, url = _get(given, "html"), _get(given, "url")
    if "<iframe" not in shown and "<blockquote" not in shown and url:
        shown = f'<embed src="{escape(url)}">'
    caption = _get(given, "caption")
    return f"<figure>{shown}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _code(given: Payload, context: Context) -> str:
    return written.code(text(given.get("code")), _get(given, "language"), _get(given, "caption"))


def _bookmark(given: Payload, context: Context) -> str:
    said = _part(given, "metadata")
    url = _get(given, "url") or _get(said, "url")
    title = _get(said, "title") or _get(given, "title")
    more = " ".join(_get(said, name) for name in ("description", "publisher", "author"))
    if more.strip():
        context.dropped("ghost.bookmark", more.strip())
    return written.link(url, title, _get(given, "caption"), context)


def _callout(given: Payload, context: Context) -> str:
    return written.callout(_get(given, "calloutEmoji"), _get(given, "calloutText"))


def _toggle(given: Payload, context: Context) -> str:
    return written.toggle(_get(given, "heading"), _get(given, "content"))


def _button(given: Payload, context: Context) -> str:
    return written.button(_get(given, "buttonText"), _get(given, "buttonUrl"), context)


def _file(given: Payload, context: Context) -> str:
    title = _get(given, "fileTitle") or _get(given, "fileName")
    return written.file(_get(given, "src"), title, _get(given, "fileCaption"))


def _audio(given: Payload, context: Context) -> str:
    url, title = _get(given, "src"), escape(_get(given, "title"))
    return written.player("audio", url, title) if url else ""


def _video(given: Payload, context: Context) -> str:
    url = _get(given, "src")
    return written.player("video", url, _get(given, "caption")) if url else ""


def _product(given: Payload, context: Context) -> str:
    image, stars = _get(given, "productImageSrc"), _get(given, "productStarRating")
    button = _get(given, "productButton") if is_true(given.get("productButtonEnabled")) else ""
    rated = is_true(given.get("productRatingEnabled")) and stars.isdecimal() and len(stars) == 1
    return written.product(
        written.picture(image, "", "") if image else "",
        _get(given, "productTitle"),
        int(stars) if rated else 0,
        _get(given, "productDescription"),
        written.button(button, _get(given, "productUrl"), context),
    )


def _header(given: Payload, context: Context) -> str:
    image = _get(given, "backgroundImageSrc")
    button = _get(given, "buttonText") if is_true(given.get("buttonEnabled")) else ""
    return written.header(
        written.picture(image, "", "") if image else "",
        _get(given, "header"),
        _get(given, "subheader"),
        written.button(button, _get(given, "buttonUrl"), context),
    )


def _call(given: Payload, context: Context) -> str:
    url = _get(given, "buttonUrl") if is_true(given.get("showButton")) else ""
    words = _get(given, "textValue")
    if url and written.is_portal(url):
        context.dropped("ghost.call-to-action", _bare(words))
        return ""
    label = _get(given, "sponsorLabel") if is_true(given.get("hasSponsorLabel")) else ""
    image = _get(given, "imageUrl")
    parts = (label, written.picture(image, "", "") if image else "", words)
    more = written.button(_get(given, "buttonText"), url, context) if url else ""
    return "".join([*(f"<div>{part}</div>" for part in parts if part), more])


def _bare(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


def _rule(given: Payload, context: Context) -> str:
    return "<hr>"


def _signup(given: Payload, context: Context) -> str:
    words = " ".join(_get(given, name) for name in ("header", "subheader", "disclaimer"))
    context.dropped("ghost.signup", _bare(words) or "a form")
    return ""


def _unseen(given: Payload, context: Context) -> str:
    """What the site itself does not show: words for e-mails alone, the end of what is free."""
    return ""


def _unknown(given: Payload, context: Context) -> str:
    """A card of a kind that came later: what it has that can be shown."""
    if _get(given, "html"):
        return _html(given, context)
    url = _get(given, "url") or _get(given, "src")
    return written.link(url, _get(given, "title"), _get(given, "caption"), context) if url else ""


_WRITERS: dict[str, Writer] = {
    "html": _html,
    "image": _image,
    "gallery": _gallery,
    "embed": _embed,
    "code": _code,
    "codeblock": _code,
    "bookmark": _bookmark,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "file": _file,
    "audio": _audio,
    "video": _video,
    "product": _product,
    "header": _header,
    "call-to-action": _call,
    "hr": _rule,
    "divider": _rule,
    "horizontalrule": _rule,
    "signup": _signup,
    "email": _unseen,
    "email-cta": _unseen,
    "paywall": _unseen,
}
