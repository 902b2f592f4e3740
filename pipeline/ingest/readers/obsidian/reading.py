"""Reading: all notes of a vault, one after the other, and what a person should know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.obsidian.notes import Note, note_of
from pipeline.ingest.readers.obsidian.posts import kind_of, post_of
from pipeline.ingest.readers.obsidian.vault import Vault
from pipeline.ingest.readers.obsidian.writing import Allowance, Book
from pipeline.model.bench import Bench
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Profile

_KINDS = {"a template for notes": "template", "a drawing of a plugin": "drawing"}


def posts(intake: Intake) -> Iterator[Post]:
    """The notes of a vault as posts, in the order of their paths."""
    vault = Vault(intake)
    notes = dict(_notes(vault, intake))
    for note in notes.values():
        for alias in note.front.all("aliases", "alias"):
            vault.aliases.setdefault(alias.strip().lower(), note.member)
    characters = sum(len(note.front.body) for note in notes.values())
    book = Book(vault, intake, notes, Allowance(characters), Counter(), set())
    intake.profile = _profile(vault, notes)
    for note in notes.values():
        post = _safely(note, book)
        if post is not None:
            yield post
    _tell(book, intake.bench)


def _notes(vault: Vault, intake: Intake) -> Iterator[tuple[str, Note]]:
    """The notes by member; what is none, or cannot be read, is set aside."""
    for member in vault.notes:
        found = note_of(member, vault, intake)
        if isinstance(found, Note):
            yield member, found
        else:
            kind = _KINDS.get(found, "note")
            intake.bench.set_aside(kind, vault.ids[member], intake.source(member), found)


def _safely(note: Note, book: Book) -> Post | None:
    """The post of a note; None where it was set aside. One bad note never stops a reader."""
    try:
        return post_of(note, book)
    except Exception as error:
        bench, source = book.intake.bench, book.intake.source(note.member)
        bench.set_aside(kind_of(note), note.id, source, "its text could not be converted")
        bench.find(
            "obsidian.item",
            "error",
            f"A note could not be converted ({type(error).__name__}) and was set aside.",
            Origin(source, note.id, 0),
        )
        return None


def _profile(vault: Vault, notes: dict[str, Note]) -> Profile:
    """A vault is called by its folder; its author is the one whom all its notes name."""
    archive = vault.intake.archive
    name = vault.root.strip("/").rpartition("/")[2]
    public = [note for note in notes.values() if note.visibility in PUBLIC]
    authors = {note.front.text("author", "authors") for note in public} - {""}
    languages = {note.front.text("lang", "language") for note in public}
    return Profile(
        title=name or archive.name.removesuffix(".zip").removesuffix(".md"),
        author=authors.pop() if len(authors) == 1 else "",
        language=languages.pop() if len(languages) == 1 else "",
    )


_TOLD = {
    "queries": (
        "In {} the vault would list or count its own notes; a book has no such lists.",
        "write down what should be printed of them",
    ),
    "circles": ("In {} notes show themselves, or each other in a circle; a link stands there.", ""),
    "endless": (
        "In {} notes would show more of others than a book can hold; a link stands there.",
        "show less, or link instead",
    ),
    "nothing-to-show": (
        "In {} notes show a note, a heading or a block that the vault does not have.",
        "mend or remove these embeds; the list of changes has them",
    ),
    "not-public": ("In {} notes show one that is not public; nothing stands there.", ""),
    "file": ("In {} notes show a sound, a film or another file that no page can hold.", ""),
    "comments": ("In {} notes hold a comment between %%, which is left out.", ""),
}
_MINOR = ("not-public", "file", "comments")


def _tell(book: Book, bench: Bench) -> None:
    for what, (sentence, todo) in _TOLD.items():
        count = book.told[what]
        if count:
            places = "1 place" if count == 1 else f"{count:,} places"
            bench.find(
                f"obsidian.{what}",
                "note" if what in _MINOR else "warning",
                sentence.format(places),
                place=book.intake.archive.name,
                todo=todo,
            )
    if book.twice:
        many = "1 note stands" if len(book.twice) == 1 else f"{len(book.twice):,} notes stand"
        bench.find(
            "obsidian.twice",
            "note",
            f"{many} in the book by itself and again where another note shows it whole.",
            place=book.intake.archive.name,
            todo="clean.selection can leave out the one that you do not want: without_items",
        )
