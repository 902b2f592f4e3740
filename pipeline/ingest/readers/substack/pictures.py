"""Pictures: out of the nest of frames, scalers and buttons that the web wants around them."""

from __future__ import annotations

import html
from urllib.parse import unquote, urlsplit

from pipeline.ingest.readers.substack.body import Desk
from pipeline.ingest.readers.substack.data import Data
from pipeline.markup.html.tree import Node, attribute

_SCALER = "/image/fetch/"


def original(url: str) -> str:
    """The address of a picture itself, where `url` is that of a scaler that fetches it."""
    for _ in range(3):
        try:
            parts = urlsplit(url)
        except ValueError:
            return url
        host = parts.hostname or ""
        if not host.endswith(("substackcdn.com", "substack.com")) or _SCALER not in parts.path:
            return url
        inner = unquote(url.partition(_SCALER)[2].partition("/")[2])
        if not inner.startswith("http"):
            return url
        url = inner
    return url


def picture(node: Node, data: Data, desk: Desk) -> str | None:
    """A picture with its caption, and where it leads if that is not to itself."""
    shown = node.css_first("img")
    about = Data.of(shown) if shown is not None else data
    source = about.text("src") or (_source(shown) if shown is not None else "")
    if not source or len(node.css("img")) > 1:
        return None
    alt = about.text("alt") or (attribute(shown, "alt") if shown is not None else "")
    title = about.text("title") or (attribute(shown, "title") if shown is not None else "")
    tag = _image(source, alt)
    link = about.text("href") or _link(node)
    if link and original(link) != original(source):
        desk.drop("substack.picture-link", link)
    if node.tag == "a" and "href" in node.attributes:
        del node.attrs["href"]
    return _figure(tag, _caption(node) or _said(title, alt))


def gallery(node: Node, data: Data, desk: Desk) -> str | None:
    """A gallery that the editor keeps as data; else the one picture that it was made into."""
    made = data.part("gallery")
    tags = [
        _image(source, part.text("alt"))
        for part in made.parts("images")
        if (source := part.text("src"))
    ]
    whole = made.part("staticGalleryImage").text("src")
    if not tags and whole:
        tags = [_image(whole, made.text("alt"))]
    if not tags:
        return None
    return _figure("".join(tags), _caption(node) or _said(made.text("caption"), ""))


def chart(node: Node, data: Data, desk: Desk) -> str | None:
    """A chart as the picture of it, with its title."""
    source = data.text("thumbnail_url_full", "thumbnail_url")
    if not source:
        return None
    title, said = data.text("title"), data.text("description")
    caption = html.escape(". ".join([part for part in (title.rstrip("."), said) if part]))
    return _figure(_image(source, ""), caption)


def _source(shown: Node) -> str:
    """The address that a picture has, or the largest of those that it may have."""
    largest = attribute(shown, "srcset").rpartition(", ")[2]
    return attribute(shown, "src") or largest.partition(" ")[0]


def _image(source: str, alt: str) -> str:
    return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}">'


def _figure(pictures: str, caption: str) -> str:
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{pictures}{said}</figure>"


def _caption(node: Node) -> str:
    found = node.css_first("figcaption")
    return (found.inner_html or "").strip() if found is not None else ""


def _said(title: str, alt: str) -> str:
    """A title as a caption, as the editor once kept them; not where it only repeats the alt."""
    return html.escape(title) if title.casefold() != alt.casefold() else ""


def _link(node: Node) -> str:
    link = node if node.tag == "a" else node.css_first("a.image-link[href]")
    return attribute(link, "href") if link is not None else ""
