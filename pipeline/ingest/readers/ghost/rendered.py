"""A text as Ghost rendered it: its cards, which are made for a screen, as a book prints them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from pipeline.ingest.readers.ghost import written
from pipeline.markup.context import Context
from pipeline.markup.html.tree import Node, attribute, parse, text_of

Handler = Callable[[Node, Context], str]

_GATE = "<!--kg-gated-block:begin"
_GATE_END = "<!--kg-gated-block:end-->"
_CARD = "<!--kg-card-begin: html-->"
_CARD_END = "<!--kg-card-end: html-->"
_SHOWN = re.compile(r"<(?:img|iframe|embed|object|video|audio|svg|hr|canvas)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def arranged(html: str, context: Context) -> str:
    """The HTML with its cards made plain. Mostly the very same object."""
    if "kg-" not in html and "footnotes-sep" not in html:
        return html
    body = parse(html)
    _tell_footnotes_apart(body)
    for rule in body.css("hr.footnotes-sep"):
        rule.decompose()  # it parts the text from notes that will stand elsewhere
    # Inner cards come before those around them, whose insides are then taken as they are by now.
    for node in reversed([node for node in body.traverse() if _handler(node)]):
        handler = _handler(node)
        made = handler(node, context) if handler is not None else ""
        if made:
            node.inner_html = made
            node.unwrap()
        else:
            node.decompose()
    return body.inner_html or ""


def _handler(node: Node) -> Handler | None:
    names = attribute(node, "class") if node.is_element_node else ""
    if "kg-" not in names:
        return None
    return next((_CARDS[name] for name in names.split() if name in _CARDS), None)


# -- what only some readers see --------------------------------------------------------------------


def open_to(html: str, *, public: bool) -> tuple[str, int]:
    """The HTML without the passages that are not for its readers, and how many they were: in a
    public post those for members alone, in another those for everybody else."""
    if _GATE not in html:
        return html, 0
    parts = html.split(_GATE)
    out, gone = [parts[0]], 0
    for part in parts[1:]:
        said, _, rest = part.partition("-->")
        inside, end, after = rest.partition(_GATE_END)
        members = re.search(r'memberSegment:"[^"]', said) is not None
        seen = "nonMember:true" in said if public else members
        out += [inside if seen else "", after] if end else [rest if seen else ""]
        gone += not seen
    return "".join(out), gone


def unscripted(html: str, context: Context) -> str:
    """The HTML without cards that are nothing but a script: what they show is in no export."""
    if _CARD not in html or "<script" not in html:
        return html
    parts = html.split(_CARD)
    out = [parts[0]]
    for part in parts[1:]:
        inside, end, after = part.partition(_CARD_END)
        if end and "<script" in inside and "gist.github.com" not in inside and _is_blank(inside):
            context.dropped("ghost.script", "a card that a script fills")
            inside = ""
        out += [inside, after]
    return "".join(out)


def _is_blank(card: str) -> bool:
    """Whether a card shows nothing by itself."""
    return _SHOWN.search(card) is None and not _words(card).strip()


def _words(html: str) -> str:
    """The words of HTML without its scripts."""
    out = []
    for at, part in enumerate(re.split(r"<script\b", html)):
        out.append(part if at == 0 else part.partition("</script")[2].partition(">")[2])
    return _TAG.sub("", "".join(out))


# -- footnotes -------------------------------------------------------------------------------------


def _tell_footnotes_apart(body: Node) -> None:
    """Every Markdown card counts its footnotes from one: those of the second card and on get names
    of their own."""
    marks: list[Node] = []
    card = 0
    for node in body.traverse():
        if not node.is_element_node:
            continue
        names = attribute(node, "class").split()
        if "footnote-ref" in names:
            marks.append(node)
        elif "footnotes-list" in names:
            if card:
                _rename(marks, node, f"card{card}-")
            marks, card = [], card + 1


def _rename(marks: list[Node], notes: Node, lead: str) -> None:
    for link in [link for mark in marks for link in mark.css("a[href]")]:
        link.attrs["href"] = "#" + lead + attribute(link, "href").removeprefix("#")
        if attribute(link, "id"):
            link.attrs["id"] = lead + attribute(link, "id")
    for item in notes.css("li[id]"):
        item.attrs["id"] = lead + attribute(item, "id")
    for back in notes.css("a[href]"):
        if attribute(back, "href").startswith("#"):
            back.attrs["href"] = "#" + lead + attribute(back, "href").removeprefix("#")


# -- the cards -------------------------------------------------------------------------------------


def _inside(node: Node, selector: str) -> str:
    """The HTML within the first such element."""
    found = node.css_first(selector)
    return (found.inner_html or "").strip() if found is not None else ""


def _said(node: Node, selector: str) -> str:
    found = node.css_first(selector)
    return " ".join(text_of(found).split()) if found is not None else ""


def _leads(node: Node, selector: str = "a[href]") -> str:
    found = node.css_first(selector)
    return attribute(found, "href").strip() if found is not None else ""


def _source(node: Node, tag: str) -> str:
    found = node.css_first(f"{tag}[src], {tag} source[src]")
    return attribute(found, "src").strip() if found is not None else ""


def _drop(node: Node, selector: str, rule: str, context: Context) -> None:
    """Tell of what a card says besides."""
    said = " ".join(part for part in (_all(one) for one in node.css(selector)) if part)
    if said:
        context.dropped(rule, said)


def _all(node: Node) -> str:
    return " ".join(node.text(separator=" ").split())


def _bookmark(node: Node, context: Context) -> str:
    _drop(node, ".kg-bookmark-description, .kg-bookmark-metadata", "ghost.bookmark", context)
    caption = _inside(node, "figcaption")
    return written.link(_leads(node), _said(node, ".kg-bookmark-title"), caption, context)


def _callout(node: Node, context: Context) -> str:
    words = _inside(node, ".kg-callout-text")
    return written.callout(_said(node, ".kg-callout-emoji"), words) if words else ""


def _toggle(node: Node, context: Context) -> str:
    heading = _inside(node, ".kg-toggle-heading-text")
    return written.toggle(heading, _inside(node, ".kg-toggle-content"))


def _button(node: Node, context: Context) -> str:
    return written.button(_all(node), _leads(node), context)


def _file(node: Node, context: Context) -> str:
    title = _said(node, ".kg-file-card-title") or _said(node, ".kg-file-card-filename")
    _drop(node, ".kg-file-card-metadata", "ghost.file", context)
    return written.file(_leads(node), title, _said(node, ".kg-file-card-caption"))


def _audio(node: Node, context: Context) -> str:
    _drop(node, ".kg-audio-player", "ghost.player", context)
    url, title = _source(node, "audio"), escape(_said(node, ".kg-audio-title"))
    return written.player("audio", url, title) if url else f"<p>{title}</p>"


def _video(node: Node, context: Context) -> str:
    _drop(node, ".kg-video-player", "ghost.player", context)
    url, caption = _source(node, "video"), _inside(node, "figcaption")
    return written.player("video", url, caption) if url else f"<p>{caption}</p>"


def _image(node: Node, selector: str) -> str:
    found = node.css_first(selector)
    return (found.html or "") if found is not None else ""


def _product(node: Node, context: Context) -> str:
    link = node.css_first("a.kg-product-card-button")
    more = written.button(_all(link), attribute(link, "href"), context) if link is not None else ""
    return written.product(
        _image(node, "img.kg-product-card-image"),
        _inside(node, ".kg-product-card-title"),
        len(node.css(".kg-product-card-rating-active")),
        _inside(node, ".kg-product-card-description"),
        more,
    )


def _header(node: Node, context: Context) -> str:
    link = node.css_first("a.kg-header-card-button")
    more = written.button(_all(link), attribute(link, "href"), context) if link is not None else ""
    return written.header(
        _image(node, "img.kg-header-card-image"),
        _inside(node, ".kg-header-card-heading, .kg-header-card-header"),
        _inside(node, ".kg-header-card-subheading, .kg-header-card-subheader"),
        more,
    )


def _call(node: Node, context: Context) -> str:
    """A call to do something; one to subscribe goes as a whole."""
    link = node.css_first("a.kg-cta-button")
    if link is not None and written.is_portal(attribute(link, "href")):
        context.dropped("ghost.call-to-action", _all(node))
        return ""
    image, words = _image(node, ".kg-cta-image-container img"), _inside(node, ".kg-cta-text")
    label = _inside(node, ".kg-cta-sponsor-label")
    more = written.button(_all(link), attribute(link, "href"), context) if link is not None else ""
    parts = [f"<div>{part}</div>" for part in (label, image, words) if part]
    return "".join([*parts, more])


def _signup(node: Node, context: Context) -> str:
    context.dropped("ghost.signup", _all(node))
    return ""


_CARDS: dict[str, Handler] = {
    "kg-bookmark-card": _bookmark,
    "kg-callout-card": _callout,
    "kg-toggle-card": _toggle,
    "kg-button-card": _button,
    "kg-file-card": _file,
    "kg-audio-card": _audio,
    "kg-video-card": _video,
    "kg-product-card": _product,
    "kg-header-card": _header,
    "kg-cta-card": _call,
    "kg-signup-card": _signup,
}
