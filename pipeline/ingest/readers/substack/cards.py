"""Cards: other posts, letters, files and voices that a letter shows."""

from __future__ import annotations

import html
import re
from datetime import datetime

from pipeline.ingest.readers.substack.body import Desk, words_of
from pipeline.ingest.readers.substack.data import Data
from pipeline.ingest.readers.substack.films import embed
from pipeline.markup.html.tree import Node, attribute

_SHORT = re.compile(r"https?://t\.co/\w{1,40}\Z")


def pullquote(node: Node, data: Data, desk: Desk) -> str | None:
    if node.parent is not None and node.parent.tag == "blockquote":
        return None
    return f"<blockquote>{node.inner_html}</blockquote>"


def letter(node: Node, data: Data, desk: Desk) -> str | None:
    """Another letter, by its title and where it appeared; the start of its text is left out."""
    link = node.css_first("a[href]")
    url = data.text("canonical_url", "url") or (attribute(link, "href") if link is not None else "")
    title = data.text("title") or words_of(node.css_first(".embedded-post-title"))
    place = data.text("publication_name")
    place = place or words_of(node.css_first(".embedded-post-publication-name"))
    if not url or not title:
        return None
    desk.drop("substack.card", data.text("truncated_body_text", "caption") or words_of(node))
    return embed(url, f"{title}, {place}" if place else title)


def publication(node: Node, data: Data, desk: Desk) -> str | None:
    """Another publication, by its name."""
    url, name = data.text("base_url", "url"), data.text("name")
    if not url or not name:
        return None
    desk.drop("substack.card", words_of(node).removeprefix(name))
    return embed(url, name)


def file(node: Node, data: Data, desk: Desk) -> str | None:
    """A file to download, by its name."""
    link = node.css_first("a[href]")
    if link is None:
        return None
    name = words_of(node.css_first(".file-embed-details-h1")) or words_of(link)
    said = words_of(node.css_first(".file-embed-description"))
    desk.drop("substack.card", words_of(node.css_first(".file-embed-details-h2")))
    after = f"<p>{html.escape(said)}</p>" if said else ""
    shown = f'<a href="{html.escape(attribute(link, "href"))}">{html.escape(name)}</a>'
    return f'<div class="wp-block-file">{shown}</div>{after}'


# -- voices ----------------------------------------------------------------------------------------


def tweet(node: Node, data: Data, desk: Desk) -> str | None:
    """A tweet, with its pictures and the tweet that it quotes."""
    shown = _tweet(data, node)
    if shown:
        desk.drop("substack.card", words_of(node.css_first(".tweet-footer")))
    return shown or None


def _tweet(data: Data, node: Node | None) -> str:
    """The tweet of an element, or one that is quoted in another and has no element of its own."""
    words = html.unescape(data.text("full_text"))
    if not words and node is not None:
        words = words_of(node.css_first(".tweet-text"))
    photos = [photo.text("img_url") for photo in data.parts("photos") if photo.text("img_url")]
    quoted = data.part("quoted_tweet") if node is not None else Data({})
    card = data.part("expanded_url")
    if photos or quoted.text("full_text") or card.text("url") or data.text("video_url"):
        words = _without_short(words)
    if not words and not photos:
        return ""
    pictures = "".join([f'<img src="{html.escape(photo)}" alt="">' for photo in photos])
    inner = _tweet(quoted, None) if quoted.text("full_text") else ""
    linked = embed(card.text("url"), card.text("title")) if card.text("url") else ""
    date = _day(data.text("date")) or _shown_day(node)
    handle = data.text("username")
    name = f"{data.text('name')} (@{handle})" if handle else data.text("name")
    said = _paragraphs(words) + (f"<p>{pictures}</p>" if pictures else "") + inner + linked
    return _voice(said, name, date, data.text("url"))


def _without_short(words: str) -> str:
    """The words without the short addresses at their end, which stand for what is shown below."""
    words = words.rstrip()
    while found := _SHORT.search(words[-80:]):
        words = words[: -len(found[0])].rstrip()
    return words


def bluesky(node: Node, data: Data, desk: Desk) -> str | None:
    words = data.text("text")
    if not words:
        return None
    handle, post = data.text("authorHandle"), data.text("postId")
    name = f"{data.text('authorName')} (@{handle})" if handle else data.text("authorName")
    url = f"https://bsky.app/profile/{handle}/post/{post}" if handle and post else ""
    return _voice(_paragraphs(words), name.strip(), _day(data.text("createdAt")), url)


def comment(node: Node, data: Data, desk: Desk) -> str | None:
    """A comment or a note that the author shows in a letter."""
    said = data.part("comment")
    if not said.text("body"):
        return None
    name, date = said.text("name"), _day(said.text("date"))
    return _voice(_paragraphs(said.text("body")), name, date, data.text("url"))


def community_post(node: Node, data: Data, desk: Desk) -> str | None:
    said = data.part("communityPost")
    if not said.text("body"):
        return None
    name = said.text("name") or said.part("author").text("name")
    return _voice(_paragraphs(said.text("body")), name, "", data.text("url"))


def _voice(said: str, name: str, date: str, url: str) -> str:
    """What somebody said elsewhere: a quotation, with who said it and when."""
    who = ", ".join([html.escape(part) for part in (name, date) if part])
    if who and url.startswith("http"):
        who = f'<a href="{html.escape(url)}">{who}</a>'
    return f"<blockquote>{said}" + (f"<footer>{who}</footer>" if who else "") + "</blockquote>"


def _paragraphs(words: str) -> str:
    runs = [run.strip() for run in re.split(r"\n\s*\n", words) if run.strip()]
    return "".join(["<p>" + html.escape(run).replace("\n", "<br>") + "</p>" for run in runs])


def _day(stamp: str) -> str:
    """The day of a stamp, as data writes it; "" for one that cannot be read."""
    for shape in ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"):
        try:
            return datetime.strptime(stamp, shape).strftime("%Y-%m-%d")
        except ValueError:
            continue
    return ""


def _shown_day(node: Node | None) -> str:
    """The day that a page shows under a tweet, without the time."""
    words = words_of(node.css_first(".tweet-date")) if node is not None else ""
    return words.rpartition("∙")[2].strip()
