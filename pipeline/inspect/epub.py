"""inspect.epub: package, pages, links, notes and pictures of each EPUB, and every word of it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from pipeline.inspect.ebook import DC, OPF, XHTML, Ebook, Page, lines
from pipeline.inspect.script import script
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables, File
from pipeline.model.house import House, load
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import Paragraph
from pipeline.model.walk import every_division, leaves, own_text, text

Fault = tuple[str, str]
"""Code and sentence."""

MOST = 20
"""Differences told one by one."""

_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
_SCHEME = re.compile(r"(https?|ftp|mailto|tel):", re.IGNORECASE)
_NEEDED = ("schema:accessMode", "schema:accessModeSufficient", "schema:accessibilityFeature",
           "schema:accessibilityHazard", "schema:accessibilitySummary")  # fmt: skip
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BRACKETS = str.maketrans("⟦⟧", "[]")  # a note within a note stands in plain ones
_REPORT = "the export wrote something that no reader should be given: report this with the file"


def run(files: Deliverables, book: Manuscript, bench: Bench) -> Deliverables:
    for file in files.files:
        if file.format != "epub" or not file.name.endswith(".epub"):
            continue
        ebook = Ebook(file.name, bench.blobs.get(file.digest))
        pages = [ebook.page(row.path) for row in ebook.manifest if row.mime == XHTML]
        for code, message in inspect(ebook, pages):
            bench.find(f"epub.{code}", "error", message, place=file.name, todo=_REPORT)
        _tell_undescribed(pages, file, bench)
        characters = _compare(ebook, pages, _volume(book, file), book, bench)
        bench.find(
            "epub.inspected",
            "note",
            f"{counted(characters, 'character')} on {counted(len(ebook.spine), 'page')} compared; "
            f"{counted(sum(len(page.links) for page in pages), 'link')}, "
            f"{counted(sum(len(page.notes) for page in pages), 'note')}.",
            place=file.name,
        )
    return files


def inspect(ebook: Ebook, pages: list[Page]) -> Iterator[Fault]:
    """The faults of one EPUB."""
    yield from _container(ebook)
    yield from _package(ebook)
    yield from _manifest(ebook)
    yield from _nav(ebook, pages)
    known = {page.part: frozenset(page.ids) for page in pages}
    for page in pages:
        yield from _page(ebook, page, known)


def _container(ebook: Ebook) -> Iterator[Fault]:
    first = ebook.members[0]
    if (first.filename, first.compress_type) != ("mimetype", 0) or first.extra:
        yield "mimetype", "The file does not begin with its own type, as it must."
    elif ebook.read("mimetype") != b"application/epub+zip":
        yield "mimetype", "The file says that it is something else than an EPUB."
    twice = [name for name, times in Counter(ebook.parts).items() if times > 1]
    if twice:
        yield "part-twice", f"A part stands twice in the file: {twice[0]}."


def _package(ebook: Ebook) -> Iterator[Fault]:
    package = ebook.package
    ids = {row.get("id"): row.text for row in package.iter(f"{DC}identifier")}
    if not ids.get(package.get("unique-identifier")):
        yield "identifier", "The file has no name of its own."
    for tag in ("title", "language"):
        if not any((row.text or "").strip() for row in package.iter(f"{DC}{tag}")):
            yield "metadata", f"The file does not say its {tag}."
    for property in ("dcterms:modified", *_NEEDED):
        if not any(ebook.said(property)):
            yield "metadata", f"The file does not say its {property}."
    if not ebook.spine or "" in ebook.spine or len(set(ebook.spine)) != len(ebook.spine):
        yield "spine", "The reading order names a page that is not there, or one twice."
    covers = [row for row in ebook.manifest if "cover-image" in row.properties]
    if len(covers) > 1:
        yield "cover", "The file has more than one cover."
    toc = next(iter(package.iter(f"{OPF}spine")), package).get("toc")
    if toc not in {row.id for row in ebook.manifest if row.mime == "application/x-dtbncx+xml"}:
        yield "ncx", "The file has no contents that old readers know."


def _manifest(ebook: Ebook) -> Iterator[Fault]:
    rows, parts = ebook.manifest, set(ebook.parts)
    if len({row.id for row in rows}) != len(rows) or len({row.path for row in rows}) != len(rows):
        yield "manifest", "The manifest names a part twice."
    for row in rows:
        if row.path not in parts:
            yield "part-lost", f"The manifest names {row.path}, which is not there."
        if row.mime == XHTML and row.path not in ebook.spine:
            yield "page-lost", f"The page {row.path} is not in the reading order."
        if row.mime.startswith("image/") and row.mime not in _SHOWN:
            yield "picture-kind", f"The picture {row.path} is of a kind that readers do not show."
    named = {row.path for row in rows} | {"mimetype", ebook.opf}
    for part in sorted(parts - named):
        if not part.startswith("META-INF/"):
            yield "part-unnamed", f"The part {part} is not in the manifest."


def _nav(ebook: Ebook, pages: list[Page]) -> Iterator[Fault]:
    navs = [row.path for row in ebook.manifest if "nav" in row.properties]
    page = next((page for page in pages if navs and page.part == navs[0]), None)
    if len(navs) != 1 or page is None or page.navs.count("toc") != 1:
        yield "contents", "The file has no table of contents, or more than one."
        return
    order = {path: at for at, path in enumerate(ebook.spine)}
    for sort, hrefs in _lists(ebook, page):
        ranks = [order.get(ebook.under(page.part, href)[0], -1) for href in hrefs]
        if -1 in ranks or (sort != "landmarks" and ranks != sorted(ranks)):
            yield "contents", f"The list {sort} does not follow the reading order."


def _lists(ebook: Ebook, page: Page) -> Iterator[tuple[str, list[str]]]:
    """The lists of the navigation: of contents, of landmarks, and of a print edition's pages."""
    links = iter(page.links)
    _, *lists = ebook.read(page.part).split(b"<nav ")
    for sort, written in zip(page.navs, lists, strict=False):
        yield sort, list(islice(links, written.count(b"<a ")))


def _page(ebook: Ebook, page: Page, known: dict[str, frozenset[str]]) -> Iterator[Fault]:
    where = page.part
    if not page.language or not page.title:
        yield "language", f"The page {where} does not say its language or its title."
    if len(set(page.ids)) != len(page.ids):
        twice = next(id for id, times in Counter(page.ids).items() if times > 1)
        yield "id-twice", f"An id stands twice on {where}: {twice}."
    for href in page.links:
        if _SCHEME.match(href):
            continue
        path, id = ebook.under(where, href)
        if path not in known or (id and id not in known[path]):
            yield "link-lost", f"A link on {where} leads nowhere: {href}."
    for source in (*page.sources, *(image[0] for image in page.images)):
        if ebook.under(where, source)[0] not in ebook.parts:
            yield "resource", f"The page {where} needs {source}, which is not in the file."
    if any(alt is None for _, alt, _ in page.images):
        yield "picture-without-alt", f"A picture on {where} has no place for an alt text."
    if Counter(page.marks) != Counter(page.notes.keys()):
        yield "note-lost", f"The notes on {where} and the marks that refer to them differ."
    steps = zip(page.levels, page.levels[1:], strict=False)
    if any(below > above + 1 for above, below in steps):
        yield "headings", f"A level of heading is left out on {where}."


def _tell_undescribed(pages: list[Page], file: File, bench: Bench) -> None:
    count = sum(undescribed for page in pages for _, _, undescribed in page.images)
    if count:
        bench.find(
            "epub.alt",
            "warning",
            f"{counted(count, 'picture has', 'pictures have')} no description, so the file "
            "does not claim to be accessible.",
            place=file.name,
            todo="describe them with edits; to refuse a book without, add epub.alt to refuse",
        )


# -- every word ------------------------------------------------------------------------------------


def _volume(book: Manuscript, file: File) -> tuple[Division, ...]:
    """The divisions that a file was made from: what stands before the first volume is in its file,
    and what stands between two is in the file of the one before."""
    volume, found = 0, []
    for division in book.divisions:
        volume += division.kind == "volume"
        if not file.volume or max(volume, 1) == file.volume:
            found.append(division)
    return tuple(found)


def _compare(
    ebook: Ebook, pages: list[Page], divisions: tuple[Division, ...], book: Manuscript, bench: Bench
) -> int:
    """Hold what each section says against its division; how many characters were compared."""
    by_part = {page.part: page for page in pages}
    found = [
        (section.id, lines(page.text(section)))
        for page in (by_part[path] for path in ebook.spine if path in by_part)
        for section in page.sections
    ]
    found = [(id, said) for id, said in found if said.strip()]
    wanted = list(_wanted(divisions, book))
    if [said for _, _, said in wanted] != [said for _, said in found]:
        _tell(ebook.name, wanted, found, bench)
    return sum([len(said) for _, said in found])


Wanted = tuple[str, Origin | None, str]


def _wanted(divisions: tuple[Division, ...], book: Manuscript) -> Iterator[Wanted]:
    """What each division must say, in reading order, where it says anything: its id, where it is
    from, and its own text."""
    house = replace(load("generic"), scene_break="", left_out=())
    lacking = frozenset([row.key for row in book.media if not row.digest or row.mime not in _SHOWN])
    for division in every_division(divisions):
        own = replace(division, divisions=(), title=() if _said_below(division) else division.title)
        said = _own(own, house, lacking)
        if said.strip():
            origin = next((block.origin[0] for block in own.blocks if block.origin), None)
            yield division.id, origin, said


def _own(division: Division, house: House, lacking: frozenset[str]) -> str:
    if not lacking and all(type(block) is Paragraph for block in division.blocks):
        said = [text(division.title)]
        said += [text(block.content) for block in division.blocks if type(block) is Paragraph]
        return lines("\n".join(said))
    told = script((division,), house, lacking)
    return lines("\n".join([line.text for line in told if line.text]))


def _said_below(division: Division) -> bool:
    """Whether a volume's own title page says the volume's title, which is then not said twice."""
    pages = [inner for inner in division.divisions if inner.kind == "titlepage"]
    title = text(division.title)
    return division.kind == "volume" and any(
        own_text(leaf) == title for page in pages for leaf in leaves(page.blocks)
    )


def _tell(name: str, wanted: list[Wanted], found: list[tuple[str, str]], bench: Bench) -> None:
    was = [_even(said) for _, _, said in wanted]
    now = [_even(said) for _, said in found]
    told = lost = added = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = "\n".join(was[a:b]), "\n".join(now[c:d])
        gone, come = _counts(old, new)
        lost, added = lost + gone, added + come
        if told < MOST:
            told += 1
            id, origin, _ = wanted[min(a, len(wanted) - 1)] if wanted else ("", None, "")
            old, new = _apart(old, new)
            bench.find(
                "epub.difference",
                "error",
                f"Under {id} the EPUB says “{new}” where the manuscript says “{old}”.",
                origin,
                place=name,
                todo="the export lost or added text: report this with the passage",
            )
    if told:
        said = (
            f"{counted(lost, 'character was', 'characters were')} lost and {added:,} added "
            "between manuscript and EPUB."
        )
        bench.find("epub.unlike", "error", said, place=name)


def _even(said: str) -> str:
    """Text as any file may print it: with a mark for what XML cannot hold, and a note within a note
    in plain brackets, in one line."""
    said = _ILLEGAL.sub("\ufffd", said).replace("\r", "\n")
    return re.sub(r"\s*\n\s*", " ", said.translate(_BRACKETS)).strip()


def _counts(old: str, new: str) -> tuple[int, int]:
    matcher = difflib.SequenceMatcher(None, old[:5000], new[:5000], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return max(0, len(old) - same), max(0, len(new) - same)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two texts from a little before the place where they differ."""
    at = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    at = max(0, at - 60)
    return old[at : at + 300], new[at : at + 300]
