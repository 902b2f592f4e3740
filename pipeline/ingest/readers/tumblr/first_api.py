"""Posts as the first API gave them, in XML or JSON; the export's `posts.xml` has the same form."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from pipeline.ingest.intake import Intake
from pipeline.ingest.mend import fields
from pipeline.ingest.readers.tumblr import raw
from pipeline.ingest.readers.tumblr.body import chat, cited, player
from pipeline.ingest.readers.tumblr.dates import of_seconds, of_stamp
from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.ingest.readers.tumblr.states import visibility_of
from pipeline.ingest.readers.tumblr.submissions import hand_over
from pipeline.ingest.xml import Document, elements, local
from pipeline.markup.plain import clean_text

_NAMES = (
    "regular-title|regular-body|link-text|link-url|link-description|quote-text|quote-source"
    "|photo-caption|photo-link-url|photo-url|photoset|conversation-title|conversation-text"
    "|conversation|video-caption|video-source|video-player|audio-caption|audio-player|id3-artist"
    "|id3-title|question|answer|tag"
)
"""The elements of a post."""

_SAID = re.compile(r"(?<![\w-])([\w-]+)\s*=\s*\"([^\"]*)\"")
"""An attribute; of a word that goes on and on, only its start can be one's."""

_SORTS = {"regular": "text", "conversation": "chat"}
_SIZES = ("1280", "500", "400", "250", "100", "75")


class Fields(Struct):
    """One post: what its element says, whatever the notation."""

    about: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    photos: list[tuple[str, str]] = field(default_factory=list)  # address, caption
    lines: list[tuple[str, str]] = field(default_factory=list)  # label, words
    tags: list[str] = field(default_factory=list)


# -- XML -------------------------------------------------------------------------------------------


class Export(Document[Fields]):
    """One file of XML: the blog's name and title, and its posts."""

    item = "post"
    id = r"<post\s[^>]*?\bid=\"(\d{1,25})\""

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        super().__init__(data, member, intake)
        self.name = self.title = ""

    def parsed(self, text: str) -> Iterator[Fields]:
        for element in elements(text, "post", "tumblelog"):
            if local(element) == "post":
                yield _of_element(element)
                element.clear()
            else:
                self.name = self.name or element.get("name") or ""
                self.title = self.title or element.get("title") or ""

    def loose(self, text: str) -> Fields:
        """What is not public stays so: the attributes say who may read a post."""
        found = re.search(r"<post\s([^<>]*)", text)
        made = _of_element(fields(text, _NAMES))
        said = _SAID.findall(found[1]) if found else []
        made.about = {key: html.unescape(value) for key, value in said}
        if "state" not in made.about and "state" in text[:2000]:
            made.about["state"] = "unknown"
        return made


def _of_element(element: etree._Element) -> Fields:
    made = Fields({str(key): str(value) for key, value in element.attrib.items()})
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name == "tag":
            made.tags.append(child.text or "")
        elif name == "photoset":
            made.photos = [(_largest(photo), photo.get("caption", "")) for photo in child]
        elif name == "conversation":
            made.lines = [(line.get("label", ""), line.text or "") for line in child]
        else:
            made.texts.setdefault(name, "".join(map(str, child.itertext())))
    if not made.photos and (url := _largest(element)):
        made.photos = [(url, "")]
    return made


def _largest(element: etree._Element) -> str:
    sizes = [(raw.number({"": url.get("max-width", "")}, "", 0), (url.text or "").strip())
             for url in element.iterfind("{*}photo-url")]  # fmt: skip
    return max(sizes, key=lambda size: size[0], default=(0, ""))[1]


# -- JSON ------------------------------------------------------------------------------------------


def in_json(post: raw.Json) -> Fields:
    """One post of the first API's JSON, whose keys are the names of the elements."""
    made = Fields(
        {key: "true" if post[key] is True else raw.words(post, key) for key in post},
        {key: raw.words(post, key) for key in post},
        tags=raw.texts(post, "tags"),
    )
    made.lines = [
        (raw.words(line, "label", "name"), raw.words(line, "phrase"))
        for line in raw.rows(post, "conversation")
    ]
    photos = raw.rows(post, "photos") or [post]
    found = [(_widest(photo), raw.words(photo, "caption")) for photo in photos]
    made.photos = [(url, caption) for url, caption in found if url]
    return made


def _widest(photo: raw.Json) -> str:
    return raw.words(photo, *[f"photo-url-{size}" for size in _SIZES])


# -- items -----------------------------------------------------------------------------------------


def item_of(made: Fields, source: int) -> Item:
    """The item in the fields of a post."""
    about = made.about
    sort = _SORTS.get(about.get("type", ""), about.get("type", "") or "text")
    item = Item(clean_text(about.get("id", "")), source, sort)
    item.created = of_stamp(about.get("date-gmt", "")) or of_seconds(
        about.get("unix-timestamp", "")
    )
    urls = [about.get(key, "") for key in ("url-with-slug", "url")]
    item.links = tuple(dict.fromkeys([clean_text(url) for url in urls if "://" in url]))
    item.url = item.links[0] if item.links else ""
    item.tags = tuple(dict.fromkeys([clean_text(tag).strip() for tag in made.tags if tag.strip()]))
    item.visibility = visibility_of(about.get("state", ""))
    if about.get("private") == "true" and item.visibility == "public":
        item.visibility = "private"
    item.root = about.get("reblogged-root-url", "") or about.get("reblogged-from-url", "")
    name = about.get("reblogged-root-name", "") or about.get("reblogged-from-name", "")
    item.reblogged = about.get("is_reblog", "") == "true" or bool(item.root or name)
    item.root_name = clean_text(name)
    _content(made, item)
    if about.get("is-submission") == "true" and item.asked is None:
        hand_over(item, about.get("submitter", ""))
    return item


def _content(made: Fields, item: Item) -> None:
    texts = made.texts
    match item.sort:
        case "text":
            item.title, item.text = texts.get("regular-title", ""), texts.get("regular-body", "")
        case "link":
            item.title, item.link = texts.get("link-text", ""), texts.get("link-url", "").strip()
            item.text = texts.get("link-description", "")
        case "quote":
            item.media = cited(texts.get("quote-text", ""), texts.get("quote-source", ""))
        case "photo":
            item.media = "".join([figure(url, caption) for url, caption in made.photos])
            item.text = texts.get("photo-caption", "")
        case "video" | "audio":
            item.media = _player(texts, item)
            item.text = texts.get(f"{item.sort}-caption", "")
        case "answer":
            item.asked = Voice(texts.get("question", ""), other=True)
            item.text = texts.get("answer", "")
        case "chat":
            _chat(made, item)
        case _:
            item.text = "\n".join([text for text in texts.values() if text.strip()])


def figure(url: str, caption: str = "", alt: str = "") -> str:
    """A picture and its caption."""
    shown = f'<img src="{html.escape(url)}" alt="{html.escape(alt)}">'
    words = f"<figcaption>{caption}</figcaption>" if caption.strip() else ""
    return f"<figure>{shown}{words}</figure>"


def _player(texts: dict[str, str], item: Item) -> str:
    """What plays it, and the name of the piece."""
    words = " – ".join([texts[key] for key in ("id3-artist", "id3-title") if texts.get(key)])
    named = html.escape(words, quote=False)
    for key in (f"{item.sort}-player", f"{item.sort}-source"):
        said = texts.get(key, "").strip()
        if "<" in said:
            return said + (f"<p>{named}</p>" if named else "")
        if "://" in said:
            return player(item.sort, said, named)
    return player(item.sort, "", named)


def _chat(made: Fields, item: Item) -> None:
    item.title = made.texts.get("conversation-title", "")
    escaped = [(html.escape(who), html.escape(said, quote=False)) for who, said in made.lines]
    item.text = chat(escaped) or html.escape(made.texts.get("conversation-text", ""), quote=False)
