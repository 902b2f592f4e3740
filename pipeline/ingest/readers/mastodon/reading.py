"""One archive read: its activities, and what only all of them together tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.mastodon.acts import Act, kind_of
from pipeline.ingest.readers.mastodon.fields import Fields, address, text
from pipeline.ingest.readers.mastodon.members import actor_beside, outboxes
from pipeline.ingest.readers.mastodon.names import item_of
from pipeline.ingest.readers.mastodon.outbox import Item, outbox_of
from pipeline.ingest.readers.mastodon.owner import Owner, owner_of
from pipeline.ingest.readers.mastodon.toots import Converter
from pipeline.ingest.unpack import Unpacked
from pipeline.markup.plain import clean_text
from pipeline.model.finding import counted
from pipeline.model.post import PUBLIC, Post, Profile


class Reading:
    def __init__(self, archive: Unpacked, intake: Intake) -> None:
        self._archive = archive
        self._intake = intake
        self._bench = intake.bench
        self._acts: dict[str, Act] = {}  # by id
        self._spoken: Counter[str] = Counter()

    def posts(self) -> Iterator[Post]:
        found = outboxes(self._archive)
        for member in found:
            yield from self._member(member, first=member == found[0])

    def _member(self, member: str, *, first: bool) -> Iterator[Post]:
        source = self._intake.source(member)
        outbox = outbox_of(self._archive.read(member))
        items = self._sound(outbox.items, member, source)
        beside = actor_beside(self._archive, member)
        owner = owner_of(
            self._archive.read(beside) if beside else None, [fields for _, fields in items]
        )
        acts = [act for at, fields in items if (act := self._act(at, fields, owner, source))]
        converter = Converter(self._intake, owner, _by_address(acts))
        if first:
            self._intake.profile = Profile("", owner.name, owner.handle, owner.url, "")
        for act in acts:
            if self._acts.get(act.id) is act and (post := self._safely(act, converter)):
                if post.visibility in PUBLIC and post.kind != "boost":
                    self._spoken[post.language.partition("-")[0]] += 1
                yield post
        if first:
            self._intake.profile = self._profile(owner)
        self._tell(outbox.total, len(outbox.items), converter, member)

    # -- activities --------------------------------------------------------------------------------

    def _sound(self, items: list[Item], member: str, source: int) -> list[tuple[str, Fields]]:
        """The items that could be read, each with its place; the others are set aside."""
        found: list[tuple[str, Fields]] = []
        broken = [item for item in items if item.fault]
        for item in items:
            place = f"{member}#{item.at}"
            if isinstance(item.value, dict):
                found.append((place, item.value))
            elif item.whole:
                kind = "toot" if item.fault else "activity"
                reason = "broken JSON" if item.fault else "not in the form of an activity"
                self._bench.set_aside(kind, place, source, reason, item.fault)
        if broken:
            lost = sum(item.whole for item in broken)
            self._bench.find(
                "mastodon.broken-json",
                "error",
                f"{member} is damaged at item {broken[0].at}: {broken[0].fault}. Of its "
                f"{counted(sum(item.whole for item in items), 'item')}, {lost} cannot be read.",
                place=f"{member}, item {broken[0].at}",
                todo="ask the server for a new archive, or allow this finding to accept the loss",
            )
        return found

    def _act(self, place: str, fields: Fields, owner: Owner, source: int) -> Act | None:
        """The act of sending a toot out or passing one on; None, after setting it aside, where
        there is neither."""
        item = fields.get("object")
        match text(fields, "type"):
            case "Announce":
                act = Act(item_of(text(fields, "id")) or place, "boost", fields, source)
                act.uri = text(fields, "id")
                return (
                    self._placed(act)
                    if address(fields, "object")
                    else self._aside(place, source, "a boost of nothing", "boost")
                )
            case "Create" if isinstance(item, dict):
                return self._created(place, fields, item, owner, source)
            case "Create":
                return self._aside(place, source, "its text is not in the archive", "toot")
            case _:
                return self._aside(place, source, "an activity without words")

    def _created(
        self, place: str, fields: Fields, item: Fields, owner: Owner, source: int
    ) -> Act | None:
        kind = kind_of(item)
        uri = text(item, "id") or text(item, "url")
        id = clean_text(item_of(uri)) if uri else place
        writer, actor = address(item, "attributedTo"), address(fields, "actor")
        if item.get("type") == "Tombstone":
            return self._aside(id, source, "deleted", kind)
        if writer and actor and writer != actor and writer != owner.id:
            return self._aside(id, source, "another's words", kind)
        return self._placed(Act(id, kind, fields, source, uri))

    def _placed(self, act: Act) -> Act | None:
        """The act under an id of its own; one that stands twice is merged with the first."""
        before = self._acts.setdefault(act.id, act)
        if before is act:
            return act
        if before.uri != act.uri:
            act.id = clean_text(act.uri)
            if act.id not in self._acts:
                self._acts[act.id] = act
                return act
        why = "the same activity stands in the archive twice"
        self._bench.merge(act.kind, act.id, act.source, act.id, why)
        if text(act.item, "updated") > text(self._acts[act.id].item, "updated"):
            self._acts[act.id].fields = act.fields
        return None

    def _aside(self, id: str, source: int, reason: str, kind: str = "activity") -> Act | None:
        """No act: what there is of it is set aside."""
        self._bench.set_aside(kind, id, source, reason)
        return None

    def _safely(self, act: Act, converter: Converter) -> Post | None:
        """The post of an act; None, after setting it aside, where there is none in it."""
        try:
            post = converter.boost(act) if act.kind == "boost" else converter.toot(act)
        except Exception as error:  # one bad item never stops a reader
            self._bench.set_aside(act.kind, act.id, act.source, "its text could not be converted")
            self._bench.find(
                "mastodon.item",
                "error",
                f"Item {act.id} could not be converted ({type(error).__name__}) and was set aside.",
                place=f"item {act.id}",
            )
            return None
        if not post.blocks and not post.title:
            self._bench.set_aside(act.kind, act.id, act.source, "nothing in it")
            return None
        return post

    # -- the archive -------------------------------------------------------------------------------

    def _profile(self, owner: Owner) -> Profile:
        votes = [(count, tag) for tag, count in self._spoken.items() if tag]
        most = min(votes, key=lambda vote: (-vote[0], vote[1]), default=(0, ""))
        return Profile("", owner.name, owner.handle, owner.url, most[1])

    def _tell(self, total: int | None, held: int, converter: Converter, member: str) -> None:
        if total is not None and total != held:
            self._bench.find(
                "mastodon.count",
                "note",
                f"{member} says that it holds {counted(total, 'item')}, and holds {held:,}; "
                "servers count "
                "toots in another way than they export them.",
                place=member,
            )
        if converter.edited:
            count = converter.edited
            self._bench.find(
                "mastodon.edited",
                "note",
                f"{count:,} toot{'s were' if count > 1 else ' was'} edited after being sent; the "
                "archive holds the last version of each.",
                place=member,
            )
        if converter.emoji:
            self._bench.find(
                "mastodon.emoji",
                "note",
                f"The server's own emoji, which no font holds, were left out or became words: "
                f"{converter.emoji:,}.",
                place=member,
                todo="bookworks changes shows each",
            )


def _by_address(acts: list[Act]) -> dict[str, Act]:
    """Toots by every address that an answer may give."""
    found: dict[str, Act] = {}
    for act in acts:
        if act.kind != "boost":
            for known in (act.uri, address(act.item, "url"), text(act.item, "atomUri")):
                if known:
                    found.setdefault(known, act)
    return found
