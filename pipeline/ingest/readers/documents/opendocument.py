"""OpenDocument: what pandoc would pass over or should not see, put right before it reads a text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import (
    Prepared,
    Said,
    counted,
    packed,
    tree,
    without,
)
from pipeline.ingest.readers.documents.styles import use
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{{{_SPACE}text:1.0}}"
_DRAW = f"{{{_SPACE}drawing:1.0}}"
_STYLE = f"{{{_SPACE}style:1.0}}"
_TABLE = f"{{{_SPACE}table:1.0}}"
_OFFICE = f"{{{_SPACE}office:1.0}}"
_META = f"{{{_SPACE}meta:1.0}}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_BLOCKS = (*_PARAGRAPHS, f"{_TEXT}list", f"{_TEXT}section", f"{_TABLE}table")
_SHAPES = "text-box custom-shape rect ellipse circle path polygon polyline caption line connector"
_BOXES = tuple(f"{_DRAW}{name}" for name in _SHAPES.split())
_LISTS = tuple(
    f"{_TEXT}{name}" for name in
    ("table-of-content", "illustration-index", "table-index", "object-index", "user-index",
     "alphabetical-index")
)  # fmt: skip
_NOT_THERE = (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation")
_FIELD_NAMES = """
    date time author-name author-initials chapter file-name template-name variable-set variable-get
    variable-input user-field-get user-field-input sequence expression text-input initial-creator
    creation-date creation-time description user-defined print-time print-date printed-by title
    subject keywords editing-cycles editing-duration modification-time modification-date creator
    database-display database-name placeholder conditional-text dde-connection measure meta
    table-formula meta-field execute-macro sender-firstname sender-lastname sender-initials
    sender-title sender-position sender-email sender-phone-private sender-fax sender-company
    sender-phone-work sender-street sender-city sender-postal-code sender-country
    sender-state-or-province page-continuation-string ruby-base
"""
_FIELDS = frozenset(f"{_TEXT}{name}" for name in _FIELD_NAMES.split())
"""What shows words that it looks up elsewhere: pandoc passes over them."""

_MOST_TITLES = 5
_START, _END = "\ue0f0", "\ue0f1"


def prepared(package: Unpacked) -> Prepared:
    """A text of OpenDocument for pandoc. Raises Failed, and ArchiveError for a damaged package."""
    if "content.xml" not in package:
        raise Failed("it holds no text of a document")
    if _is_encrypted(package):
        raise Failed("it is protected by a password")
    root = tree(package.read("content.xml"))
    body = root.find(f".//{_OFFICE}text")
    if body is None:
        raise Failed("it is no text, but a sheet, a drawing or slides")
    made = Prepared(b"", root="")
    made.told["comments"] = sum(1 for _ in root.iter(f"{_OFFICE}annotation"))
    made.told["insertions"] = sum(1 for _ in root.iter(f"{_TEXT}insertion"))
    made.told["deletions"] = sum(1 for _ in root.iter(f"{_TEXT}deletion"))
    styles = _styles(root, package)
    _without_lists(body, made)
    _without_hidden(body, styles, made)
    _lift_boxes(body, made)
    for field in body.iter(*_FIELDS):
        field.tag = f"{_TEXT}span"
        field.attrib.clear()
    made.titles = _titles(body, styles)
    made.letters = counted(_letters(body))
    _mark(body, styles)
    made.said = _said(package)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    made.data = packed(package, {"content.xml": data}, lambda name: name.endswith(".xml"))
    return made


def _is_encrypted(package: Unpacked) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in package and b"encryption-data" in package.read(manifest)


def _styles(root: etree._Element, package: Unpacked) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    roots = [root]
    if "styles.xml" in package:
        roots.insert(0, tree(package.read("styles.xml")))
    for one in roots:
        for style in one.iter(f"{_STYLE}style"):
            found[style.get(f"{_STYLE}name") or ""] = style
    return found


def _without_lists(body: etree._Element, made: Prepared) -> None:
    """Tables of contents and indexes, which hold the numbers of other pages."""
    for block in list(body.iter(*_LISTS)):
        words = " ".join("".join(map(str, block.itertext())).split())
        made.gone.append(("documents.contents", words))
        without(block)


def _without_hidden(
    body: etree._Element, styles: dict[str, etree._Element], made: Prepared
) -> None:
    """Text that its author hid."""
    names = {
        name
        for name, style in styles.items()
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_TEXT}display") == "none"
    }
    hidden = [
        found
        for found in body.iter(f"{_TEXT}span", *_PARAGRAPHS)
        if found.get(f"{_TEXT}style-name") in names
    ]
    hidden += list(body.iter(f"{_TEXT}hidden-text"))
    for found in hidden:
        made.told["hidden"] += bool("".join(map(str, found.itertext())).strip())
        without(found)


def _lift_boxes(body: etree._Element, made: Prepared) -> None:
    """The text of frames and shapes, put behind the paragraph that each is anchored in; pandoc
    reads those frames that hold a picture with its caption."""
    for box in reversed(list(body.iter(*_BOXES))):
        inner = [child for child in box if child.tag in _BLOCKS]
        if len(inner) == 1 and next(inner[0].iter(f"{_DRAW}image"), None) is not None:
            continue
        outer = box.getparent() if box.tag == _BOXES[0] else box
        if outer is None or not inner:
            continue
        anchor = outer
        for above in outer.iterancestors(*_PARAGRAPHS, *_BOXES, f"{_DRAW}g"):
            if above.tag in _BOXES:
                break
            anchor = above
        for child in reversed(inner):
            child.tail = None
            anchor.addnext(child)
        made.told["boxes"] += 1
        without(outer)


def _titles(body: etree._Element, styles: dict[str, etree._Element]) -> tuple[str, ...]:
    """The first paragraphs that are a title or a subtitle by their style, or by its parent."""
    found: list[str] = []
    for paragraph in body.iter(f"{_TEXT}p"):
        name = paragraph.get(f"{_TEXT}style-name") or ""
        style = styles.get(name)
        parent = style.get(f"{_STYLE}parent-style-name") if style is not None else None
        if {name, parent} & {"Title", "Subtitle"}:
            found.append(" ".join("".join(map(str, paragraph.itertext())).split()))
        if len(found) == _MOST_TITLES:
            break
    return tuple(found)


def _mark(body: etree._Element, styles: dict[str, etree._Element]) -> None:
    """Name the styles that mean something at the start of their paragraphs: pandoc does not tell
    them. `named` takes the names out again."""
    for paragraph in body.iter(f"{_TEXT}p"):
        name = paragraph.get(f"{_TEXT}style-name") or ""
        use = _use(name, styles)
        in_box = next(paragraph.iterancestors(f"{_DRAW}text-box"), None) is not None
        if use and not in_box and "".join(map(str, paragraph.itertext())).strip():
            paragraph.text = f"{_START}{use}{_END}{paragraph.text or ''}"


def _use(name: str, styles: dict[str, etree._Element]) -> str:
    """What a style, or one that it builds on, means."""
    for _ in range(5):
        spelled = name.replace("_20_", " ")
        if spelled.lower() in ("title", "subtitle", "heading") or not name:
            return ""
        found = use(spelled)
        if found:
            return found if found not in ("quote", "contents", "heading") else ""
        style = styles.get(name)
        name = (style.get(f"{_STYLE}parent-style-name") or "") if style is not None else ""
    return ""


def named(blocks: list[ast.Block]) -> list[ast.Block]:
    """Blocks, with the paragraphs whose styles were named within divisions that say so."""
    return [_named(block) for block in blocks]


def _named(block: ast.Block) -> ast.Block:
    match block:
        case ast.Para(c=[ast.Str(c=text), *nodes]) if text.startswith(_START) and _END in text:
            name, _, rest = text[1:].partition(_END)
            kept = [ast.Str(rest), *nodes] if rest else nodes
            return ast.Div((("", [], [("custom-style", name)]), [ast.Para(kept)]))
        case ast.BlockQuote():
            return ast.BlockQuote(named(block.c))
        case ast.BulletList():
            return ast.BulletList([named(item) for item in block.c])
        case ast.OrderedList(c=(start, items)):
            return ast.OrderedList((start, [named(item) for item in items]))
        case ast.Div(c=(attr, inner)):
            return ast.Div((attr, named(inner)))
        case ast.Table(c=(attr, caption, columns, head, bodies, foot)):
            made = [(a, n, _rows(heads), _rows(rows)) for a, n, heads, rows in bodies]
            head, foot = (head[0], _rows(head[1])), (foot[0], _rows(foot[1]))
            return ast.Table((attr, caption, columns, head, made, foot))
        case _:
            return block


def _rows(rows: list[ast.Row]) -> list[ast.Row]:
    return [
        (attr, [(a, align, down, across, named(inner)) for a, align, down, across, inner in cells])
        for attr, cells in rows
    ]


def _letters(body: etree._Element) -> Iterator[str]:
    # The elements themselves: one that nobody holds gives its id() to the next.
    gone = {
        inner for found in body.iter(*_NOT_THERE) for inner in (found, *found.iterdescendants())
    }
    for element in body.iter():
        if isinstance(element.tag, str):
            if element.text and element not in gone:
                yield element.text
            above = element.getparent()
            if element.tail and (above is None or above not in gone):
                yield element.tail


def _said(package: Unpacked) -> Said:
    said = Said()
    try:
        if "meta.xml" in package:
            meta = tree(package.read("meta.xml"))
            said.title = _field(meta, "title")
            author = _field(meta, "initial-creator") or _field(meta, "creator")
            said.authors = (author,) if author else ()
            said.language = _field(meta, "language")
    except (Failed, ArchiveError):
        pass  # a text without a description
    return said


def _field(meta: etree._Element, name: str) -> str:
    found = next(meta.iter(f"{{*}}{name}"), None)
    return " ".join((found.text or "").split()) if found is not None else ""
