"""Reading: all documents of an archive, two at a time, in the order of their paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.documents import ast, pandoc, sources
from pipeline.ingest.readers.documents.facts import Facts
from pipeline.ingest.readers.documents.formats import format_of
from pipeline.ingest.readers.documents.members import document_names
from pipeline.ingest.readers.documents.opening import OLD, Opened, opened
from pipeline.ingest.readers.documents.places import Places
from pipeline.ingest.readers.documents.posts import Document, Making
from pipeline.ingest.readers.documents.skipped import skipped
from pipeline.ingest.readers.documents.telling import Tally, tell
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Profile

_WORKERS = 2
_AHEAD = 3


def posts(intake: Intake) -> Iterator[Post]:
    """The documents of an archive as posts. Raises ArchiveError for one that is a file of Word
    from before 2007 and nothing else."""
    pandoc.program()
    archive = intake.archive
    members = document_names(archive)
    within = sources.included(archive, _texts(intake, members))
    members = [member for member in members if member not in within]
    making = Making(intake, Places(intake, [*members, *within]), alone=len(members) == 1)
    tally = Tally()
    items: dict[str, str] = {}
    heads: list[Facts] = []
    for member, found in _in_order(intake, members):
        _refuse_old(intake, members, found)
        for post in _posts(making, member, found, tally, heads):
            items.setdefault(member, post.id)
            yield post
    for member, top in within.items():
        _merge(making, member, items.get(_top(top, within)))
    intake.profile = _profile(intake, heads)
    tell(tally, intake)


def _texts(intake: Intake, members: list[str]) -> dict[str, str]:
    found = ((member, format_of(intake.archive, member)) for member in members)
    return {member: format.name for member, format in found if format and not format.packed}


def _top(member: str, within: dict[str, str]) -> str:
    seen = set()
    while member in within and member not in seen:
        seen.add(member)
        member = within[member]
    return member


def _in_order(intake: Intake, members: list[str]) -> Iterator[tuple[str, Opened]]:
    """Each document as it was read, in order, a few under way at a time."""
    waiting: deque[tuple[str, Future[Opened]]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        try:
            for member in members:
                waiting.append((member, pool.submit(opened, intake.archive, member)))
                if len(waiting) >= _AHEAD:
                    first, result = waiting.popleft()
                    yield first, result.result()
            while waiting:
                first, result = waiting.popleft()
                yield first, result.result()
        finally:
            for _, result in waiting:
                result.cancel()


def _refuse_old(intake: Intake, members: list[str], found: Opened) -> None:
    if found.reason == OLD and len(members) == 1:
        raise refused(
            intake.archive.path,
            members[0],
            "this is a file of Word from before 2007, which is not read here",
            cause="such files end in .doc and are made in a way that only Word itself knows well",
            todo="open it in Word or LibreOffice and save it as .docx",
        )


def _posts(
    making: Making, member: str, found: Opened, tally: Tally, heads: list[Facts]
) -> list[Post]:
    """The posts of one document; where there are none, it is set aside. One bad document never
    stops a reader."""
    bench, item = making.intake.bench, making.places.ids[member]
    source = making.intake.source(member)
    if found.tree is None:
        _unread(making, member, found)
        return []
    try:
        document = making.document(member, found)
        made = list(making.posts(document))
    except Exception as error:
        deep = isinstance(error, RecursionError)
        reason = "it is nested too deep to be read" if deep else "its text could not be converted"
        bench.set_aside("document", item, source, reason)
        bench.find("documents.item", "error",
                   f"A document could not be converted ({type(error).__name__}) and was set aside.",
                   Origin(source, item, 0))  # fmt: skip
        return []
    if not made:
        bench.set_aside("document", item, source, "nothing in it")
        return []
    heads.append(document.facts)
    if document.facts.visibility in PUBLIC:
        _take_skipped(document, made[0].id)
        for origin, rule, gone in document.gone:
            bench.change(origin, rule, gone, "")
        tally.take(member, document)
    if made[0].id != item:
        bench.merge("document", item, source, made[0].id, "divided into its chapters")
    return made


def _unread(making: Making, member: str, found: Opened) -> None:
    bench, source = making.intake.bench, making.intake.source(member)
    bench.set_aside("document", making.places.ids[member], source, found.reason, found.detail)
    old = found.reason == OLD
    bench.find(
        "documents.unread",
        "warning" if old else "error",
        f"A document was set aside: {found.reason}"
        + (f" ({found.detail})." if found.detail else "."),
        place=member,
        todo="save it as .docx" if old else "see whether it opens elsewhere, and save it anew",
    )


def _take_skipped(document: Document, item: str) -> None:
    """Take note of what pandoc left out of a text in LaTeX, with the words in it."""
    made = document.opened.made
    if document.opened.format.name == "latex":
        for gone in skipped(document.opened.log, made.first_line):
            document.gone.append((Origin(document.source, item, 0), "documents.skipped", gone))
            made.told["skipped"] += 1


def _merge(making: Making, member: str, into: str | None) -> None:
    bench, source = making.intake.bench, making.intake.source(member)
    item = making.places.ids[member]
    if into is None:
        bench.set_aside("document", item, source, "it stands within a document that was not read")
    else:
        bench.merge("document", item, source, into, "it stands within another document")


def _profile(intake: Intake, heads: list[Facts]) -> Profile:
    """A lone document's own title, or the folder's name; the author whom all of them name."""
    public = [head for head in heads if head.visibility in PUBLIC]
    authors = {", ".join(head.authors or head.writers) for head in public}
    languages = {head.language for head in public}
    title = ""
    if len(heads) == len(public) == 1:
        title = ast.words(public[0].title) or public[0].described
    return Profile(
        title=title or _name(intake),
        author=authors.pop() if len(authors) == 1 else "",
        language=languages.pop() if len(languages) == 1 else "",
    )


def _name(intake: Intake) -> str:
    """What the archive is called, without an ending."""
    name = intake.archive.name
    return name.rpartition(".")[0] or name
