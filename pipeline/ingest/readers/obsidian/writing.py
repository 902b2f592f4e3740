"""Writing: one note as blocks, with what it shows of other notes and of pictures."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.obsidian.marks import Object, marked, named
from pipeline.ingest.readers.obsidian.masking import Masked, masked
from pipeline.ingest.readers.obsidian.members import is_picture
from pipeline.ingest.readers.obsidian.notes import Note
from pipeline.ingest.readers.obsidian.parts import part
from pipeline.ingest.readers.obsidian.settle import Settler
from pipeline.ingest.readers.obsidian.vault import Vault
from pipeline.markup import markdown
from pipeline.markup.context import Context
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC
from pipeline.model.text import Blocks, Figure, Image, Link, Paragraph, Text

DEEPEST = 5
"""How deep notes are shown within notes; the program itself goes no further."""

LONGEST = 1_000_000
"""Characters of other notes that one note shows."""

_SPARE = 500_000
_HELD = 32


class Allowance:
    """How much all notes of the vault together may show of each other: a few times what they are
    long, so that no net of notes grows without end."""

    def __init__(self, characters: int) -> None:
        self.left = 4 * characters + _SPARE


class Book(Struct, frozen=True):
    """What all notes share while they are written."""

    vault: Vault
    intake: Intake
    notes: dict[str, Note]  # by member
    allowance: Allowance
    told: Counter[str]  # what a person should know of the whole vault
    twice: set[str]  # notes that others show whole


class Writing:
    """One post under way."""

    def __init__(self, book: Book, note: Note, source: int) -> None:
        self.book = book
        self.note = note
        self.source = source
        self.tags: list[str] = []
        self.left = LONGEST
        self._mask = lru_cache(_HELD)(_masked)

    def context(self) -> Context:
        """The context of the post; what is left out of a public note is on record."""

        def dropped(rule: str, gone: str) -> None:
            if self.note.visibility in PUBLIC:
                origin = Origin(self.source, self.note.id, max(context.next - 1, 0))
                self.book.intake.bench.change(origin, rule, gone, "")

        context = Context(self.source, self.note.id, dropped=dropped)
        return context

    def whole(self, context: Context) -> Blocks:
        mask = _masked(self.note.front.body)
        for query in mask.queries:
            context.dropped("obsidian.query", query)
        for comment in mask.comments:
            context.withheld("obsidian.comment", comment.strip("%"))
        if self.note.visibility in PUBLIC:
            self.book.told["queries"] += len(mask.queries)
            self.book.told["comments"] += len(mask.comments)
        return self.blocks(self.note, mask.text, mask, context, (f"{self.note.member}#",))

    def blocks(
        self, note: Note, text: str, mask: Masked, outer: Context, path: tuple[str, ...]
    ) -> Blocks:
        """The blocks of a text of `note`, which is shown by way of the notes on `path`."""
        held = marked(text, mask, outer.dropped, breaks=self.book.vault.breaks)
        shows = _Shows(self, note, held.objects, path)
        context = Context(
            outer.source,
            outer.item,
            picture=lambda address: shows.picture(held.object(address), address, context),
            resolve=lambda address: self._resolve(held.object(address), address, note),
            dropped=outer.dropped,
            first=outer.next,
        )
        settler = Settler(held, shows, context)
        made = settler.settled(markdown.blocks(held.text, context))
        outer.next = context.next
        if len(path) == 1:
            self.tags += settler.tags
        return made

    def may_show(self, note: Note) -> bool:
        """Whether a note is as public as the one under way."""
        return note.visibility in PUBLIC or note.visibility == self.note.visibility

    def _resolve(self, one: Object | None, address: str, note: Note) -> tuple[str, str]:
        """What a link leads to: an item of the vault, or the world outside."""
        vault = self.book.vault
        if one is not None:
            target = vault.note(one.text, note.member)
        else:
            target = vault.addressed(address, note.member)
            outside = "://" in address or ":" in address.split("/", 1)[0]
            if target is None and outside:
                return address, ""
        found = self.book.notes.get(target) if target else None
        if found is None or found.id == self.note.id or not self.may_show(found):
            return "", ""
        return "", found.id


class _Shows:
    """What the embeds of one text show."""

    def __init__(
        self, writing: Writing, note: Note, objects: tuple[Object, ...], path: tuple[str, ...]
    ) -> None:
        self.writing = writing
        self.book = writing.book
        self.note = note
        self.objects = objects
        self.path = path
        self._made: dict[str, Blocks] = {}

    def blocks(self, address: str) -> Blocks | None:
        return self._made.pop(address, None)

    def picture(self, one: Object | None, address: str, context: Context) -> str:
        """The key of a picture; for the embed of a note, which is converted now so that its
        blocks are numbered in reading order, the address itself."""
        if one is None:
            return self._key(address)
        if one.kind == "embed":
            self._made[address] = self._embed(one, context)
        return address

    def _key(self, address: str) -> str:
        intake = self.book.intake
        if address.startswith("data:"):
            return intake.absent(address[:40], "it lies within the text, not in a file")
        if "://" in address or address.startswith("//"):
            return intake.absent(address, "on the web, not in the archive")
        found = self.book.vault.picture(address, self.note.member)
        if found is not None:
            return intake.picture(found)
        return intake.absent(address, f"the vault does not hold {address}")

    def _embed(self, one: Object, context: Context) -> Blocks:
        target = one.text
        picture = self.book.vault.picture(target, self.note.member)
        if picture is not None or _is_file(target):
            return self._picture(one, picture, context)
        member = self.book.vault.note(target, self.note.member)
        note = self.book.notes.get(member) if member else None
        if note is None:
            return self._gone("nothing-to-show", one, context)
        if not self.writing.may_show(note):
            return self._gone("not-public", one, context)
        return self._note(note, one, context)

    def _picture(self, one: Object, member: str | None, context: Context) -> Blocks:
        """A picture; what is behind the bar describes it, unless it is its size."""
        intake = self.book.intake
        name = one.text.split("#", 1)[0].strip()
        if member is None and not is_picture(name):
            return self._gone("file", one, context)  # a sound, a film, a PDF
        words = [word for word in one.label.split("|") if not _is_size(word)]
        key = (
            intake.picture(member)
            if member is not None
            else intake.absent(name, f"the vault does not hold {name}")
        )
        return (Figure((Image(key, "|".join(words).strip()),), (), context.origin()),)

    def _note(self, note: Note, one: Object, context: Context) -> Blocks:
        """A note, or a part of it, as the one around it shows it."""
        _, _, anchor = one.text.partition("#")
        mask = self.writing._mask(note.front.body)
        text = part(mask.text, anchor) if anchor.strip() else mask.text
        if text is None:
            return self._gone("nothing-to-show", one, context)
        step = f"{note.member}#{anchor}"
        if step in self.path or len(self.path) > DEEPEST:
            return self._instead(note, one, "circles", context)
        if len(text) > min(self.writing.left, self.book.allowance.left):
            return self._instead(note, one, "endless", context)
        self.writing.left -= len(text)
        self.book.allowance.left -= len(text)
        if not anchor.strip() and self.writing.note.visibility in PUBLIC:
            self.book.twice.add(note.id)
        return self.writing.blocks(note, text, mask, context, (*self.path, step))

    def _instead(self, note: Note, one: Object, why: str, context: Context) -> Blocks:
        """Where a note would show itself, or go on without end, a link to it."""
        self.book.told[why] += 1
        label = one.label or named(one.text)
        item = note.id if note.id != self.writing.note.id else ""
        shown = Link((Text(label),), "", "", item) if item else Text(label)
        return (Paragraph((shown,), context.origin()),)

    def _gone(self, why: str, one: Object, context: Context) -> Blocks:
        context.dropped(f"obsidian.{why}", one.source)
        if self.writing.note.visibility in PUBLIC:
            self.book.told[why] += 1
        return ()


def _masked(body: str) -> Masked:
    return masked(body)


def _is_size(word: str) -> bool:
    """Whether what stands behind a bar is how large a picture is shown, or where."""
    return all(side.strip().isdigit() for side in word.split("x")) or word.strip().lower() in (
        "left", "right", "center", "centre", "small", "medium", "large", "wsmall", "wmed",
    )  # fmt: skip


_ENDINGS = (
    "pdf mp3 m4a ogg 3gp wav flac mp4 m4v mov ogv webm avi mkv canvas base excalidraw html htm csv "
    "txt docx doc xlsx pptx zip json jpg jpeg png gif webp avif heic bmp tif tiff svg"
)


def _is_file(target: str) -> bool:
    """Whether the target of an embed is a file that is no note, by its ending."""
    name = target.split("#", 1)[0].strip().lower()
    return "." in name and name.rpartition(".")[2] in _ENDINGS.split()
