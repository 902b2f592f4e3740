"""The catalogue: what a file says of itself to a shelf, a shop and a screen reader."""

import re
import uuid

from msgspec import Struct

from pipeline.export.ebook.addresses import language
from pipeline.export.ebook.pictures import Pictures
from pipeline.export.ebook.words import Words, known
from pipeline.export.site.marks import attribute, escape, is_from_right
from pipeline.model.manuscript import Book

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_EPOCH = "1980-01-01"  # of a book that says no day
_SPACE = uuid.UUID("6f1d7f3e-5d0c-5f6b-9a55-1c6f3f1f7c10")  # of this shop's own names
_FEATURES = (
    "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents", "ARIA",
)  # fmt: skip
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


class Item(Struct, frozen=True):
    """A row of the manifest."""

    id: str
    href: str
    mime: str
    properties: str = ""


class Volume(Struct, frozen=True):
    """Which of several books this is; number 0 when there is one."""

    title: str
    number: int = 0


def identifier(book: Book, volume: Volume) -> str:
    """The name of a book for all time: the same whenever it is made again."""
    parts = [book.title, book.author, book.isbn, *([str(volume.number)] if volume.number else [])]
    name = "\0".join(parts).encode("utf-8", "replace").decode()
    return f"urn:uuid:{uuid.uuid5(_SPACE, name)}"


def package(
    book: Book, volume: Volume, items: list[Item], spine: list[str], pictures: Pictures, say: Words
) -> str:
    """The package document."""
    spoken = language(book.language) or "und"
    side = ' page-progression-direction="rtl"' if is_from_right(spoken) else ""
    manifest = "".join([_item(item) for item in items])
    refs = "".join([f'<itemref idref="{id}"/>\n' for id in spine])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{spoken}" prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_said(book, volume, spoken)}{_access(pictures, say, spoken)}</metadata>\n"
        f'<manifest>\n{manifest}</manifest>\n<spine toc="ncx"{side}>\n{refs}</spine>\n</package>\n'
    )


def _item(item: Item) -> str:
    properties = f' properties="{item.properties}"' if item.properties else ""
    return f'<item id="{item.id}" href="{item.href}" media-type="{item.mime}"{properties}/>\n'


def _said(book: Book, volume: Volume, spoken: str) -> str:
    """Title, makers, dates and rights."""
    day = book.date if _DAY.match(book.date) else ""
    isbn = re.sub(r"[^0-9Xx]", "", book.isbn)
    rows = [
        ("dc:identifier", identifier(book, volume), ' id="id"'),
        ("dc:identifier", f"urn:isbn:{isbn}" if isbn and not volume.number else "", ""),
        ("dc:title", volume.title or "Untitled", ' id="title"'),
        ("dc:title", book.subtitle, ' id="subtitle"'),
        ("dc:creator", book.author, ' id="author"'),
        ("dc:language", spoken, ""),
        ("dc:publisher", book.publisher, ""),
        ("dc:date", day, ""),
        ("dc:description", book.description, ""),
        ("dc:rights", book.rights, ""),
        *[("dc:subject", subject, "") for subject in book.subjects],
    ]
    said = "".join(
        [
            f"<{tag}{marks}>{escape(text.strip())}</{tag}>\n"
            for tag, text, marks in rows
            if text.strip()
        ]
    )
    refined = [("title", "title-type", "main")]
    refined += [("subtitle", "title-type", "subtitle")] if book.subtitle.strip() else []
    refined += [("author", "role", "aut")] if book.author.strip() else []
    said += "".join([_refined(*row) for row in refined])
    said += f'<meta property="dcterms:modified">{day or _EPOCH}T00:00:00Z</meta>\n'
    return said + (_among(book, volume) if volume.number else "")


def _refined(id: str, property: str, value: str) -> str:
    scheme = ' scheme="marc:relators"' if property == "role" else ""
    return f'<meta refines="#{id}" property="{property}"{scheme}>{value}</meta>\n'


def _among(book: Book, volume: Volume) -> str:
    """The set that a volume belongs to."""
    return (
        f'<meta property="belongs-to-collection" id="set">{escape(book.title)}</meta>\n'
        f"{_refined('set', 'collection-type', 'set')}"
        f"{_refined('set', 'group-position', str(volume.number))}"
    )


def _access(pictures: Pictures, say: Words, spoken: str) -> str:
    """What the file offers to those who cannot see it, or cannot see all of it. A claim is made
    only where it holds: pictures that nobody described keep a book from the standard."""
    rows = [("schema:accessMode", "textual")]
    if pictures.shown:
        rows.append(("schema:accessMode", "visual"))
    whole = not pictures.undescribed
    rows.append(("schema:accessModeSufficient", "textual" if whole else "textual,visual"))
    rows += [("schema:accessibilityFeature", feature) for feature in _FEATURES]
    if pictures.shown and whole:
        rows.append(("schema:accessibilityFeature", "alternativeText"))
    rows.append(("schema:accessibilityHazard", "unknown" if pictures.moving() else "none"))
    if whole:
        rows += [("dcterms:conformsTo", CONFORMS), ("a11y:certifiedBy", "Bookworks")]
    said = "".join([f'<meta property="{name}">{escape(value)}</meta>\n' for name, value in rows])
    return said + _summary(pictures, say, spoken)


def _summary(pictures: Pictures, say: Words, spoken: str) -> str:
    parts = [say.sound]
    if pictures.undescribed:
        count = {"count": pictures.undescribed, "total": pictures.shown}
        parts.append(say.undescribed.format(**count))
    elif pictures.shown:
        parts.append(say.described)
    own = known(spoken)
    return (
        f'<meta property="schema:accessibilitySummary" xml:lang="{attribute(own)}">'
        f"{escape(' '.join(parts))}</meta>\n"
    )
