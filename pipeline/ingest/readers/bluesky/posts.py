"""Posts and reposts -> posts of the shop."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.language import spoken
from pipeline.ingest.readers.bluesky import addresses, dates
from pipeline.ingest.readers.bluesky.embeds import Embeds, shown_at
from pipeline.ingest.readers.bluesky.handles import handles_in
from pipeline.ingest.readers.bluesky.pictures import Pictures
from pipeline.ingest.readers.bluesky.repository import Record, Repository
from pipeline.ingest.readers.bluesky.richtext import Rich
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model import walk
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Block, Link, Paragraph, Text

POST, REPOST, PROFILE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile"


def item_of(collection: str, key: str) -> str:
    """The id of a record: a post's is its key, which nothing else of the account has."""
    if collection == POST:
        return key
    return f"repost/{key}" if collection == REPOST else f"{collection}/{key}"


class Tally(Struct):
    """What a person should know of the whole repository."""

    redated: int = 0
    undated: int = 0
    astray: int = 0
    labelled: int = 0
    unknown: dict[str, int] = {}

    def note_unknown(self, kinds: list[str]) -> None:
        for kind in kinds:
            self.unknown[kind] = self.unknown.get(kind, 0) + 1


class Converter:
    """Turns the records of one repository into posts."""

    def __init__(self, intake: Intake, repository: Repository, source: int) -> None:
        self.tally = Tally()
        self.pictures = Pictures(intake)
        self.did = repository.did
        self.keys = frozenset(key for kind, key, _ in repository.entries if kind == POST)
        self._handles = handles_in(repository, POST)
        self._intake = intake
        self._revision = repository.rev
        self._source = source

    def created(self, record: Record, field: str = "createdAt") -> str:
        said = record.value.get(field)
        stamp, believed = dates.created(
            said if isinstance(said, str) else "", record.key, self._revision
        )
        self.tally.redated += bool(stamp and not believed)
        self.tally.undated += not stamp
        return stamp

    def context(self, item: str) -> Context:
        return Context(self._source, item, dropped=lambda rule, gone: self.change(item, rule, gone))

    def change(self, item: str, rule: str, gone: str) -> None:
        """Declare that a text of a public item was left out."""
        if gone:
            self._intake.bench.change(Origin(self._source, item, 0), rule, gone, "")

    def own(self, url: str) -> str:
        """The id of the own post that a page shows; people are named by handle or by DID there,
        and a key is hardly given twice."""
        who, key = addresses.post_at(url)
        other = who.startswith("did:") and who != self.did
        return key if key in self.keys and not other else ""

    # -- reposts -----------------------------------------------------------------------------------

    def repost(self, record: Record) -> Post:
        uri = _inner(record.value, "subject").get("uri")
        uri = clean_text(uri) if isinstance(uri, str) else ""
        did = addresses.parts(uri)[0]
        item = item_of(REPOST, record.key)
        origin = (Origin(self._source, item, 0),)
        block = shown_at(addresses.page(uri), did, self._handles, origin, "post")
        author = "" if did == self.did else self._handles.get(did, did)
        blocks: tuple[Block, ...] = (block,) if uri else ()
        return Post(item, self._source, "repost", self.created(record), blocks, author=author)

    # -- posts -------------------------------------------------------------------------------------

    def post(self, record: Record) -> Post:
        value, item = record.value, item_of(POST, record.key)
        context, rich = self.context(item), Rich(self.own)
        uri = f"at://{self.did}/{POST}/{record.key}"
        page = addresses.page(uri)
        said = value.get("text")
        runs = rich.paragraphs(said if isinstance(said, str) else "", value.get("facets"))
        blocks: list[Block] = [Paragraph(run, context.origin()) for run in runs]
        embeds = Embeds(self.pictures, self.did, self.keys, page, self._handles)
        blocks += embeds.blocks(value.get("embed"), rich.links, context)
        self._note(item, rich, embeds, value)
        reply_to, reply_author = self._answers(_inner(value, "reply"))
        return Post(
            item,
            self._source,
            "skeet",
            self.created(record),
            tuple(blocks),
            url=page,
            language=_language(value.get("langs"), blocks),
            tags=tags_of(value.get("tags"), rich.tags),
            reply_to=reply_to,
            reply_author=reply_author,
            links=(uri,),
        )

    def _answers(self, reply: dict[str, Any]) -> tuple[str, str]:
        """The post that this one answers, and whose it was. Where an own one is gone that stood
        in someone else's thread, that thread is what is answered."""
        uri = _inner(reply, "parent").get("uri")
        did, _, key = addresses.parts(uri if isinstance(uri, str) else "")
        if not did:
            return "", ""
        if did != self.did:
            return clean_text(str(uri)), clean_text(did)
        root = _inner(reply, "root").get("uri")
        owner = addresses.parts(root if isinstance(root, str) else "")[0]
        elsewhere = key not in self.keys and owner and owner != self.did
        return key, clean_text(owner) if elsewhere else ""

    def _note(self, item: str, rich: Rich, embeds: Embeds, value: dict[str, Any]) -> None:
        self.tally.astray += bool(rich.astray)
        labels = _inner(value, "labels").get("values")
        self.tally.labelled += bool(labels) and isinstance(labels, list)
        self.tally.note_unknown(embeds.unknown)
        if rich.bad:
            self._intake.bench.find(
                "text.control-character",
                "warning",
                f"{rich.bad} character{'s' * (rich.bad > 1)} that no book can hold became �.",
                Origin(self._source, item, 0),
            )


def _inner(fields: dict[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _language(langs: Any, blocks: list[Block]) -> str:
    """The first language that a post says it is in, if its own words bear it out."""
    first = langs[0] if isinstance(langs, list) and langs else ""
    return spoken(first, prose(blocks)) if isinstance(first, str) and first else ""


def prose(blocks: list[Block]) -> str:
    """The words of paragraphs without those of their links, whose letters tell no language."""
    said: list[str] = []
    for leaf in walk.leaves(tuple(blocks)):
        nodes = list(walk.inlines(leaf))
        linked = {id(part) for node in nodes if isinstance(node, Link) for part in node.content}
        said += [n.text for n in nodes if isinstance(n, Text) and id(n) not in linked]
    return " ".join(said)


def tags_of(stated: Any, written: list[str]) -> tuple[str, ...]:
    more = (
        [clean_text(t).lstrip("#＃") for t in stated if isinstance(t, str)]
        if isinstance(stated, list)
        else []
    )
    return tuple(dict.fromkeys(word for word in (*written, *more) if word))
