"""Bodies: what the platform's editors and players leave in HTML, put in the shapes of a text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from pipeline.markup.html.tree import TEXT, Node, attribute, has_class, parse, text_of
from pipeline.markup.plain import clean_text

PLAYERS = ("iframe", "embed", "video", "audio", "object")

_MORE = r"(?:<p>\s*)?\[\[MORE\]\](?:\s*</p>)?"
_OWN_PLAYER = (
    r"assets\.tumblr\.com/swf|tumblr\.com/(?:audio_file|video_file|video/)"
    r"|//[\w.-]*\.tumblr\.com/[^?#]*\.(?:mp4|mov|webm|mp3|m4a)"
)
_ENLARGED = (
    r"<a\s[^<>]*href=[\"']?[^<>\"'\s]+\.(?:jpe?g|png|gif|webp)\b[^<>]*>\s*(<img\b[^<>]*>)\s*</a>"
)
"""A picture that leads to itself; the one in the text is the one that backups hold."""

_ODD = r"npf_(?:chat|quote)|media-button|<(?:iframe|embed|video|audio|object)\b"
_OPEN, _SHUT = "\ue000", "\ue001"  # around the number of what is put in once the tree is HTML again


def cited(said: str, source: str) -> str:
    """A quotation, and who is said to have said it."""
    footer = f"<footer>{source}</footer>" if re.sub(r"<[^<>]*>|\s", "", source) else ""
    return f"<blockquote><div>{said}</div>{footer}</blockquote>"


def chat(lines: list[tuple[str, str]]) -> str:
    """A conversation as lines of its own; who speaks stands out. Both sides are HTML."""
    shown = [f"<b>{who}</b> {said}".strip() if who else said for who, said in lines]
    return f'<pre class="wp-block-verse">{chr(10).join(shown)}</pre>' if shown else ""


def speaker(line: str) -> tuple[str, str]:
    """A line of HTML in two: who speaks, with the colon, and what; or "", and the line."""
    found = re.match(r"([^<>:]{1,60}:)(?=\s|\Z)(.*)\Z", line, re.DOTALL)
    return (found[1], found[2].strip()) if found else ("", line)


def player(sort: str, url: str = "", words: str = "") -> str:
    """What stands where a film or a sound is: its address, and what is said of it."""
    tag = "audio" if sort == "audio" else "video"
    shown = f'<{tag} src="{html.escape(url)}"></{tag}>'
    return f"<figure>{shown}<figcaption>{words}</figcaption></figure>" if words else shown


def mended(text: str, page: str, dropped: Callable[[str, str], None]) -> str:
    """A text as it is to be read: lines of a chat as lines, quotations as quotations, and the page
    of the post where only the platform's own player could play a thing."""
    if "<img" in text and "<a" in text:
        text = re.sub(_ENLARGED, r"\1", text, flags=re.IGNORECASE)
    if "[[MORE]]" in text:
        text = re.sub(_MORE, "", text)
        dropped("tumblr.read-more", "[[MORE]]")
    return _Mending(page).run(text) if re.search(_ODD, text) else text


class _Mending:
    """One text, some of its elements put anew."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.anew: list[str] = []

    def run(self, text: str) -> str:
        """What is taken out of the tree is no more: so the last goes first, the inner before the
        outer."""
        body = parse(clean_text(text))
        for button in reversed(body.css(".media-button, .media-killer")):
            button.decompose()
        for node in reversed(body.css(", ".join(PLAYERS))):
            self._player(node)
        for node in reversed(body.css("p.npf_quote")):
            self._put([node], f"<blockquote><p>{node.inner_html}</p></blockquote>")
        lines: list[Node] = []
        for node in reversed(body.css("p.npf_chat")):
            lines.insert(0, node)
            if not _goes_on(node):
                said = [" ".join((line.inner_html or "").split()) for line in lines]
                self._put(lines, chat([("", line) for line in said]))
                lines = []
        inner = body.inner_html or ""
        return re.sub(f"{_OPEN}(\\d{{1,9}}){_SHUT}", self._again, inner)

    def _again(self, found: re.Match[str]) -> str:
        number = int(found[1])
        return self.anew[number] if number < len(self.anew) else ""

    def _put(self, nodes: list[Node], anew: str) -> None:
        """Something in the place of nodes."""
        nodes[0].insert_before(f"{_OPEN}{len(self.anew)}{_SHUT}")
        self.anew.append(anew)
        for node in reversed(nodes):
            node.decompose()

    def _player(self, node: Node) -> None:
        """A player whose address a reader can use; where there is none, the post's own page."""
        url = _source(node)
        if not url and node.tag not in ("video", "audio"):
            return
        inside = re.search(r"/embed/inline/(https?%3A%2F%2F[^?#\s]+)", url, re.IGNORECASE)
        if inside:
            self._put([node], f'<iframe src="{html.escape(unquote(inside[1]))}"></iframe>')
        elif not ("://" in url or url.startswith("//")) or re.search(_OWN_PLAYER, url):
            sound = node.tag == "audio" or "audio" in url or url.endswith((".mp3", ".m4a"))
            self._put([node], player("audio" if sound else "video", self.page))


def _source(node: Node) -> str:
    places = [node, *node.css("source")]
    urls = [attribute(place, name) for place in places for name in ("src", "data")]
    return next((url for url in urls if url), "")


def _goes_on(node: Node) -> bool:
    """Whether a line of a chat belongs to one right before it."""
    other = node.prev
    while other is not None and other.tag == TEXT and not text_of(other).strip():
        other = other.prev
    return other is not None and other.tag == "p" and has_class(other, "npf_chat")
