"""The census: one look at the heads of all letters, to tell whose letters they are."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from pipeline.ingest.readers.mail import members
from pipeline.ingest.readers.mail.boxes import letters
from pipeline.ingest.readers.mail.head import Head, tag_of
from pipeline.ingest.readers.mail.members import Form
from pipeline.ingest.unpack import Unpacked

_ROBOTS = ("mailer-daemon@", "postmaster@", "noreply@google", "no-reply@accounts")
_FEW = 3
"""Senders of one list, up to which it is a newsletter and not a conversation."""


class Owner(Struct, frozen=True):
    """Whose letters go in, and how the rest of the box is to be understood."""

    name: str = ""
    addresses: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()  # the names of the lists, the largest first
    address_of_list: str = ""  # its place on the web
    tags: frozenset[str] = frozenset()  # that lists put before subjects
    bulk_only: bool = False  # whether a letter to no list was to one person
    answers: int = 0  # how many of the owner's letters answer one
    wrote: frozenset[str] = frozenset()  # the names of the owner's letters

    def is_author(self, head: Head) -> bool:
        """Whether a letter is the owner's."""
        _, address = head.sender()
        return bool(address) and (address in self.addresses or head.list_id()[1] in self.lists)


class _Sender(Struct):
    letters: int = 0
    bulk: int = 0
    sent: int = 0
    answers: int = 0
    names: Counter[str] = Counter()
    lists: Counter[tuple[str, str]] = Counter()
    tags: Counter[str] = Counter()
    places: Counter[str] = Counter()


class Census:
    """What the heads of all letters say together."""

    def __init__(self) -> None:
        self.senders: dict[str, _Sender] = {}
        self._of_list: dict[str, set[str]] = {}

    def take(self, archive: Unpacked, member: str, form: Form) -> None:
        """Count the letters of a member."""
        sent = members.is_sent(member)
        bin_ = members.is_bin(member)
        for raw in letters(archive, member, form, heads=True):
            head = Head(raw.data)
            labels = head.labels()
            if not bin_ and not labels & {"trash", "spam"}:
                self._count(head, sent or bool(labels & {"sent", "gesendet", "envoyés"}))

    def _count(self, head: Head, sent: bool) -> None:
        name, address = head.sender()
        if not address or address.startswith(_ROBOTS) or head.is_automatic():
            return
        row = self.senders.setdefault(
            address, _Sender(names=Counter(), lists=Counter(), tags=Counter(), places=Counter())
        )
        row.letters += 1
        row.bulk += head.is_bulk()
        row.sent += sent
        row.answers += head.has("in-reply-to", "references")
        row.names[name] += 1
        title, list_id = head.list_id()
        if list_id:
            row.lists[title, list_id] += 1
            self._of_list.setdefault(list_id, set()).add(address)
        row.tags[tag_of(head.text("subject"))] += 1
        place = head.raw("list-archive").strip("<> ")
        row.places[place if place.startswith("http") and "@" not in place else ""] += 1

    def owner(self) -> Owner:
        """Who sent most, or most of what a box of sent mail holds; and under whatever addresses
        the same name, or the same newsletter, wrote."""
        if not self.senders:
            return Owner()
        mailbox = any(row.sent for row in self.senders.values())
        first = min(
            self.senders.items(),
            key=lambda pair: (-pair[1].sent, -pair[1].letters, -pair[1].bulk, pair[0]),
        )[0]
        name = _most(self.senders[first].names)
        lists = {
            key for _, key in self.senders[first].lists if len(self._of_list.get(key, ())) <= _FEW
        }
        own = [
            (address, row)
            for address, row in self.senders.items()
            if address == first
            or (name and _most(row.names).casefold() == name.casefold())
            or (lists and {key for _, key in row.lists} & lists)
        ]
        letters = sum(row.letters for _, row in own)
        bulk = sum(row.bulk for _, row in own)
        tags = sum((row.tags for _, row in own), Counter[str]())
        titles = sum((row.lists for _, row in own), Counter[tuple[str, str]]())
        named = [title for (title, _), _ in titles.most_common() if title]
        return Owner(
            name,
            frozenset([address for address, _ in own]),
            frozenset(lists),
            tuple(dict.fromkeys(named)),
            _most(sum((row.places for _, row in own), Counter[str]())),
            frozenset([tag for tag, count in tags.items() if tag and count * 2 >= letters])
            | frozenset([title.lower() for title in named]),
            mailbox or bulk * 2 > letters,
            sum(row.answers for _, row in own),
        )


def _most(counts: Counter[str]) -> str:
    """The commonest that says anything."""
    said = [(word, count) for word, count in counts.items() if word]
    return min(said, key=lambda pair: (-pair[1], pair[0]))[0] if said else ""
