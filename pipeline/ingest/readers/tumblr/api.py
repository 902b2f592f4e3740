"""Posts as the second API gives them: the older types of posts, or the newer blocks."""

from __future__ import annotations

import html
from collections.abc import Iterator

from pipeline.ingest.readers.tumblr import npf, raw
from pipeline.ingest.readers.tumblr.body import chat, cited, player
from pipeline.ingest.readers.tumblr.dates import of_seconds, of_stamp
from pipeline.ingest.readers.tumblr.first_api import figure
from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.ingest.readers.tumblr.states import visibility_of
from pipeline.ingest.readers.tumblr.submissions import hand_over
from pipeline.ingest.readers.tumblr.trail import name_of
from pipeline.markup.plain import clean_text


def posts_in(value: object) -> Iterator[object]:
    """The posts of an answer of the API, of several answers, or of a list of posts."""
    todo = [value]
    while todo:
        found = todo.pop()
        if isinstance(found, list):
            todo += reversed(found)
        elif isinstance(found, dict) and ("response" in found or "posts" in found):
            inner = found.get("posts") or found.get("response")
            todo += [inner] if isinstance(inner, dict | list) else []
        else:
            yield found


def blog_in(value: object) -> raw.Json:
    """What an answer of the API says of the blog."""
    first = value[0] if isinstance(value, list) and value else value
    answer = raw.part(first, "response") or first
    return raw.part(answer, "blog", "tumblelog") or raw.part(first, "tumblelog")


def item_of(post: raw.Json, source: int) -> Item:
    """The item that a post is."""
    item = Item(clean_text(raw.words(post, "id_string", "id")), source)
    item.created = of_seconds(raw.words(post, "timestamp")) or of_stamp(raw.words(post, "date"))
    urls = [raw.words(post, key) for key in ("post_url", "short_url")]
    item.links = tuple(dict.fromkeys([clean_text(url) for url in urls if "://" in url]))
    item.url = item.links[0] if item.links else ""
    tags = [clean_text(tag).strip() for tag in raw.texts(post, "tags")]
    item.tags = tuple(dict.fromkeys([tag for tag in tags if tag]))
    item.visibility = visibility_of(raw.words(post, "state"))
    item.root = raw.words(post, "reblogged_root_url", "reblogged_from_url", "parent_post_url")
    name = raw.words(post, "reblogged_root_name", "reblogged_from_name")
    item.root_name = name_of(clean_text(name))
    item.author = clean_text(raw.words(post, "post_author"))
    passed_on = raw.words(post, "reblogged_from_id", "reblogged_root_id")
    item.reblogged = bool(item.root or name or passed_on)
    if isinstance(post.get("content"), list):
        _blocks(post, item)
    else:
        _typed(post, item)
    if raw.is_true(post, "is_submission") and item.asked is None:
        hand_over(item, raw.words(post, "post_author", "anonymous_name"))
    return item


# -- blocks ----------------------------------------------------------------------------------------


def _blocks(post: raw.Json, item: Item) -> None:
    """The trail of others' posts, each under its blog's name, and the blog's own words below."""
    trail = raw.rows(post, "trail")
    said = [voice for row in trail for voice in _voices(row, _blog(row), _url(row))]
    own = raw.rows(post, "content")
    if not trail and (heading := npf.title(own)):
        item.title, own = heading, own[1:]
    asked, rest = _asked(post, own)
    item.asked = asked
    item.sort = "answer" if asked is not None else "text"
    item.voices = (*said, Voice(npf.markup(rest)))
    if any(raw.words(block, "type") == "paywall" for block in own):
        item.visibility = "paid" if item.visibility == "public" else item.visibility


def _voices(row: raw.Json, name: str, url: str) -> list[Voice]:
    """What one blog of the trail said; a question that it answered comes first."""
    asked, rest = _asked(row, raw.rows(row, "content"))
    answer = Voice(npf.markup(rest), name, url, other=True)
    return [answer] if asked is None else [asked, answer]


def _asked(post: raw.Json, blocks: list[npf.Block]) -> tuple[Voice | None, list[npf.Block]]:
    """The question among blocks, and the others."""
    for layout in raw.rows(post, "layout"):
        if raw.words(layout, "type") == "ask":
            places = {place for place in raw.numbers(layout, "blocks") if place >= 0}
            shift = len(raw.rows(post, "content")) - len(blocks)
            asked = [block for at, block in enumerate(blocks) if at + shift in places]
            rest = [block for at, block in enumerate(blocks) if at + shift not in places]
            blog = raw.part(raw.part(layout, "attribution"), "blog")
            who = clean_text(raw.words(blog, "name")) or "Anonymous"
            return Voice(npf.markup(asked), who, raw.words(blog, "url"), other=True), rest
    return None, blocks


def _blog(row: raw.Json) -> str:
    name = raw.words(raw.part(row, "blog"), "name") or raw.words(row, "broken_blog_name")
    return name_of(clean_text(name))


def _url(row: raw.Json) -> str:
    """The address of a post in a trail."""
    blog, number = raw.part(row, "blog"), raw.words(raw.part(row, "post"), "id")
    url = raw.words(blog, "url").rstrip("/")
    return f"{url}/post/{number}" if "://" in url and number else url


# -- types -----------------------------------------------------------------------------------------


def _typed(post: raw.Json, item: Item) -> None:
    item.sort = raw.words(post, "type") or "text"
    item.text = raw.words(post, "body", "caption", "description", "answer")
    match item.sort:
        case "text":
            item.title = _escaped(raw.words(post, "title"))
        case "link":
            item.title, item.link = _escaped(raw.words(post, "title")), raw.words(post, "url")
        case "quote":
            said, by = raw.words(post, "text"), raw.words(post, "source")
            item.media, item.text = cited(said, by), ""
        case "photo":
            item.media = "".join([_photo(photo) for photo in raw.rows(post, "photos")])
        case "audio" | "video":
            item.media = _player(post, item)
        case "answer":
            who = clean_text(raw.words(post, "asking_name")) or "Anonymous"
            asked = raw.words(post, "question")
            item.asked = Voice(asked, who, raw.words(post, "asking_url"), other=True)
        case "chat":
            item.title = _escaped(raw.words(post, "title"))
            item.text = chat([_line(line) for line in raw.rows(post, "dialogue")]) or item.text
        case _:
            pass
    if item.reblogged:
        _unrolled(post, item)


def _line(line: raw.Json) -> tuple[str, str]:
    """A line of a chat: who speaks, and what."""
    return _escaped(raw.words(line, "label", "name")), _escaped(raw.words(line, "phrase"))


def _unrolled(post: raw.Json, item: Item) -> None:
    """Who said what, where the answer of the API tells it apart."""
    trail = raw.rows(post, "trail")
    if not trail or item.sort in ("quote", "chat", "answer"):
        return
    voices = []
    for row in trail:
        said = raw.words(row, "content_raw", "content")
        own = raw.is_true(row, "is_current_item")
        voices.append(Voice(said) if own else Voice(said, _blog(row), _url(row), other=True))
    if any(voice.other for voice in voices):
        item.voices, item.text = tuple(voices), ""


def _photo(photo: raw.Json) -> str:
    sizes = raw.rows(photo, "alt_sizes")
    best = raw.part(photo, "original_size") or (sizes[0] if sizes else {})
    url = raw.words(best, "url")
    return figure(url, raw.words(photo, "caption"), raw.words(photo, "alt_text")) if url else ""


def _player(post: raw.Json, item: Item) -> str:
    """The address of what plays, in preference to a player's own markup."""
    names = [raw.words(post, key) for key in ("artist", "track_name")]
    named = _escaped(" – ".join([name for name in names if name]))
    page = raw.words(post, "permalink_url", "audio_source_url", "source_url")
    if page:
        return player(item.sort, page, named)
    rows = raw.rows(post, "player")
    code = raw.words(rows[-1], "embed_code") if rows else raw.words(post, "player", "embed")
    if code:
        return code + (f"<p>{named}</p>" if named else "")
    return player(item.sort, raw.words(post, "video_url", "audio_url"), named)


def _escaped(said: str) -> str:
    return html.escape(html.unescape(said), quote=False)
