"""Acts: what an account did, as its outbox tells it, and the plain facts of each."""

from __future__ import annotations

from msgspec import Struct

from pipeline.ingest.language import spoken
from pipeline.ingest.readers.mastodon.fields import Fields, inner, objects, text
from pipeline.markup.plain import clean_text
from pipeline.model import walk
from pipeline.model.text import Blocks, Hashtag

_TITLED = frozenset({"Article", "Page", "Event", "Video", "Audio"})


class Act(Struct):
    """An activity, and where it stands among the others."""

    id: str
    kind: str  # toot, poll, article, boost
    fields: Fields
    source: int
    uri: str = ""

    @property
    def item(self) -> Fields:
        return inner(self.fields, "object")


def kind_of(item: Fields) -> str:
    if text(item, "type") == "Question":
        return "poll"
    return "article" if text(item, "type") in _TITLED else "toot"


def content_of(item: Fields) -> str:
    """The HTML of an item, as it stands or by language."""
    said = text(item, "content")
    return said or next((v for v in inner(item, "contentMap").values() if isinstance(v, str)), "")


def language_of(item: Fields, said: str) -> str:
    """The language whose text is the one that is shown. An archive gives one for every toot, also
    where its server only guessed."""
    named = inner(item, "contentMap")
    shown = text(item, "content")
    tags = [tag for tag, words in named.items() if words == shown] or list(named)
    tag = tags[0] if tags else text(item, "language")
    return spoken(tag, said) if tag else ""


def tags_of(item: Fields, blocks: Blocks) -> tuple[str, ...]:
    """The hashtags, spelled as the toot spells them where it does: servers keep small letters."""
    spelled = [
        node.text.lstrip("#＃")
        for leaf in walk.leaves(blocks)
        for node in walk.inlines(leaf)
        if isinstance(node, Hashtag)
    ]
    found = {word.casefold(): word for word in reversed(spelled)}
    named = [
        clean_text(text(tag, "name")).lstrip("#＃")
        for tag in objects(item, "tag")
        if tag.get("type") == "Hashtag"
    ]
    words = [*spelled, *named]
    return tuple(dict.fromkeys([found.get(word.casefold(), word) for word in words if word]))
