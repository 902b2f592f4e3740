"""Films and sounds: what they are, and where to find them."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from pipeline.ingest.readers.substack.body import Desk, words_of
from pipeline.ingest.readers.substack.data import Data
from pipeline.markup.html.tree import Node, attribute

_NAME = re.compile(r"[\w-]{1,40}\Z")
_ADDRESSES = ("targetUrl", "url", "fullEmbedUrl")
_UPLOAD = "https://api.substack.com/api/v1/{}/upload/{}/src"


def embed(url: str, title: str = "", tag: str = "embed") -> str:
    """An embed, with its title."""
    said = f"<figcaption>{html.escape(title)}</figcaption>" if title else ""
    shown = f'<{tag} src="{html.escape(url)}">' + (f"</{tag}>" if tag != "embed" else "")
    return f"<figure>{shown}{said}</figure>"


def youtube(node: Node, data: Data, desk: Desk) -> str | None:
    name = data.text("videoId")
    return embed(f"https://www.youtube.com/watch?v={name}") if _NAME.match(name) else None


def vimeo(node: Node, data: Data, desk: Desk) -> str | None:
    name = data.text("videoId")
    return embed(f"https://vimeo.com/{name}") if _NAME.match(name) else None


def player(node: Node, data: Data, desk: Desk) -> str | None:
    """Somebody's player: its title, and the page for a reader rather than the player's own."""
    frame = node if node.tag == "iframe" else node.css_first("iframe")
    if frame is not None and not data.text(*_ADDRESSES):
        data = Data.of(frame)
    url = data.text(*_ADDRESSES)
    url = url or (attribute(frame, "src") if frame is not None else "")
    if not url.startswith("http"):
        return None
    parts = (data.text("title"), data.text("subtitle", "podcastTitle", "author_name", "author"))
    return embed(url, ", ".join([part for part in parts if part]))


def instagram(node: Node, data: Data, desk: Desk) -> str | None:
    name = data.text("instagram_id")
    url = f"https://www.instagram.com/p/{name}/" if _NAME.match(name) else data.text("url")
    title = data.text("title") or data.text("author_name")
    return embed(url, title) if url else None


def video(node: Node, data: Data, desk: Desk) -> str | None:
    return _uploaded(node, data, desk, "video")


def audio(node: Node, data: Data, desk: Desk) -> str | None:
    return _uploaded(node, data, desk, "audio")


def _uploaded(node: Node, data: Data, desk: Desk, kind: str) -> str | None:
    """A film or a sound that is kept at Substack: it is to be found where the letter is."""
    name = data.text("mediaUploadId")
    url = desk.address or (_UPLOAD.format(kind, quote(name)) if name else "")
    if not url:
        desk.unshown["film" if kind == "video" else "sound"] += 1
        return None
    return embed(url, data.text("label", "title") or words_of(node), kind)
