"""What a page cannot hold: films, sounds, framed pages, files; and what no reader sees."""

import re
from collections.abc import Callable

from pipeline.markup.html.flow import Flow, handles
from pipeline.markup.html.inline import outward
from pipeline.markup.html.tree import Node, attribute, children, text_of
from pipeline.model.text import Embed, Inlines

_PLAYERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), url)
    for pattern, url in (
        (r"//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/([\w-]{6,})",
         "https://www.youtube.com/watch?v={}"),
        (r"//player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
        (r"//vimeo\.com/moogaloop\.swf\?.*clip_id=(\d+)", "https://vimeo.com/{}"),
        (r"//(?:www\.)?dailymotion\.com/(?:embed/video|swf(?:/video)?)/([\w-]+)",
         "https://www.dailymotion.com/video/{}"),
    )
)  # fmt: skip
"""Addresses of players, and the address of the page that a reader can open instead."""

_VIDEO = re.compile(
    r"//(?:[\w-]+\.)*(?:youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|ted\.com"
    r"|videopress\.com|twitch\.tv|wordpress\.tv|tiktok\.com|peertube\.\w+|metacafe\.com|hulu\.com)"
    r"|video\.google|blogger\.com/video\.g\?|\.(?:mp4|m4v|webm|ogv|mov|avi|wmv|flv|swf)(?:[?#]|\Z)",
    re.IGNORECASE,
)
_AUDIO = re.compile(
    r"//(?:[\w-]+\.)*(?:soundcloud\.com|spotify\.com|bandcamp\.com|mixcloud\.com|deezer\.com"
    r"|reverbnation\.com|podcasts\.apple\.com)|\.(?:mp3|m4a|ogg|oga|opus|wav|flac|aac)(?:[?#]|\Z)",
    re.IGNORECASE,
)


def kind_of(url: str) -> str:
    """What an address leads to, as `Embed.kind` says it."""
    if _VIDEO.search(url):
        return "video"
    return "audio" if _AUDIO.search(url) else "link"


def readable(url: str) -> str:
    """The page for a reader, where `url` is that of a player."""
    for pattern, page in _PLAYERS:
        match = pattern.search(url)
        if match:
            return page.format(match[1])
    return "https:" + url if url.startswith("//") else url


def embed(flow: Flow, url: str, kind: str = "", content: Inlines = ()) -> bool:
    """Puts an embed into the flow, if the address is one that a book may print."""
    url = readable(outward(url))
    if "." in url and url != "about:blank":
        flow.flush()
        flow.block(Embed(url, content, flow.origin(), kind or kind_of(url)))
        return True
    return False


@handles("iframe", "embed", "frame", "portal")
def _framed(flow: Flow, node: Node) -> None:
    names = ("src", "data-src", "data-lazy-src")
    any(embed(flow, attribute(node, name)) for name in names if attribute(node, name))


def _player(kind: str) -> Callable[[Flow, Node], None]:
    """A tag with an address of its own, or with sources inside. Browsers do not show its text."""

    def handler(flow: Flow, node: Node) -> None:
        places = [node, *(child for child in children(node) if child.tag == "source")]
        any(embed(flow, attribute(place, "src"), kind) for place in places)

    return handler


handles("video")(_player("video"))
handles("audio", "bgsound")(_player("audio"))


@handles("object")
def _object(flow: Flow, node: Node) -> None:
    """The object's own address, or one of its parameters'; else what it holds for old browsers."""
    urls = [attribute(node, "data")]
    urls += [attribute(child, "value") for child in children(node) if child.tag == "param"
             and attribute(child, "name").lower() in ("movie", "src", "url")]  # fmt: skip
    if not any(embed(flow, url) for url in urls):
        flow.children(node)


@handles("script")
def _script(flow: Flow, node: Node) -> None:
    """A script shows nothing that the page holds; but of a gist it is known where its text is."""
    url = attribute(node, "src").split("?")[0]
    if url.startswith(("https://gist.github.com/", "//gist.github.com/")) and url.endswith(".js"):
        embed(flow, url.removesuffix(".js"))


# -- what is left out ------------------------------------------------------------------------------


@handles(
    "style", "template", "head", "title", "meta", "link", "base", "param", "source",
    "track", "col", "colgroup", "area", "noembed", "noframes", "datalist",
)  # fmt: skip
def _unseen(flow: Flow, node: Node) -> None:
    """No browser shows it."""


@handles("noscript")
def _noscript(flow: Flow, node: Node) -> None:
    flow.page.drop("html.noscript", node.text())


@handles("select", "textarea", "svg", "canvas")
def _unprintable(flow: Flow, node: Node) -> None:
    flow.page.drop(f"html.{node.tag}", text_of(node))


@handles("input")
def _input(flow: Flow, node: Node) -> None:
    """A box to tick is part of the text; other fields are not."""
    if attribute(node, "type").lower() == "checkbox":
        flow.text("☑ " if "checked" in node.attributes else "☐ ")
