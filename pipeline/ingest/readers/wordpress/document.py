"""The export as XML: read strictly; where it is not XML, mended, with a finding for each mend."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.wordpress.item import Item, item_of, texts
from pipeline.ingest.readers.wordpress.lifting import lift
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.errors import ArchiveError
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from pipeline.ingest.readers.wordpress.mend import Piece

LARGEST = 512 << 20
"""Bytes of one export."""

_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_FIRST = re.compile(r"<(?:item|channel|rss)[\s>]")


class Channel:
    """What an export says of the whole blog."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.authors: dict[str, str] = {}  # login name -> the name that is shown


class Document:
    """One export file: its channel, and its items."""

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        """Raises ArchiveError for what no reader should open: too large, or with a DOCTYPE."""
        self.member = member
        self.intake = intake
        self.channel = Channel()
        if len(data) > LARGEST:
            raise self._refused(
                f"this export is larger than {LARGEST >> 20} MiB",
                todo="export the blog in parts, by year",
            )
        self.text = self._cleaned(self._decoded(data))
        self._refuse_doctype()

    def items(self) -> list[Item]:
        """Every item. What is broken is mended, or set aside; findings say which."""
        try:
            found = self._lifted() or list(self._parsed(self.text))
        except etree.XMLSyntaxError as error:
            found = list(self._mended_items(error))
        for at, item in enumerate(found, 1):
            item.id = item.id or item.guid or item.link or f"item {at}"
        return found

    # -- characters --------------------------------------------------------------------------------

    def _decoded(self, data: bytes) -> str:
        match = _ENCODING.search(data[:400])
        codec = match[1].decode() if match else "utf-8"
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            codec = "utf-16"
        elif data.startswith(codecs.BOM_UTF8) or not _is_codec(codec):
            codec = "utf-8"
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            text = data.decode(codec, "replace")
            self._find(
                "xml.encoding",
                "warning",
                "Some bytes of this export are no text in "
                f"{codec.upper()}; a mark stands for each.",
                line,
            )
        return text.lstrip("\ufeff\n\r\t ")

    def _cleaned(self, text: str) -> str:
        """Without the characters that XML forbids: a mark stands for each, and is counted."""
        cleaned = clean_text(text)
        if cleaned is not text and count_bad(text):
            self._count_marks(text)
        declaration = _DECLARATION.match(cleaned)
        return cleaned[declaration.end() :] if declaration else cleaned

    def _count_marks(self, text: str) -> None:
        from pipeline.ingest.readers.wordpress import mend

        bad = count_bad(text)
        for piece in mend.pieces(text):
            count = count_bad(piece.text)
            if count:
                bad -= count
                self._find(
                    "xml.control-character",
                    "warning",
                    f"Item {piece.id or '?'} holds "
                    f"{_characters(count)} that no XML may hold; a mark stands for each.",
                    piece.line,
                )
        if bad:
            self._find(
                "xml.control-character",
                "warning",
                f"The export holds {_characters(bad)} outside its items that no XML may hold.",
                1,
            )

    def _refuse_doctype(self) -> None:
        """Entities can blow a small file up, or read another: no export of WordPress has any."""
        first = _FIRST.search(self.text)
        match = _DOCTYPE.search(self.text, 0, first.start() if first else len(self.text))
        if match:
            raise self._refused(
                "this export declares a document type, which WordPress never does",
                cause="such declarations can hide attacks",
                todo="take the line that starts with <!DOCTYPE out of the file, if you trust it",
            )

    # -- the tree ----------------------------------------------------------------------------------

    def _parsed(self, text: str) -> Iterator[Item]:
        """The items of a text that is XML. Raises XMLSyntaxError."""
        data = io.BytesIO(text.encode())
        events = etree.iterparse(
            data,
            events=("end",),
            tag=("{*}item", "{*}author", "{*}channel"),
            encoding="utf-8",
            huge_tree=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            name = element.tag.rpartition("}")[2]
            if name == "item":
                yield item_of(element)
                element.clear()
            elif name == "author":
                self._author(texts(element))
            else:
                self.channel.fields |= {
                    key: value
                    for key, value in texts(element).items()
                    if key not in ("item", "author", "encoded")
                }

    def _lifted(self) -> list[Item]:
        """The items of a text that is XML beyond doubt; none where there is any."""
        lifted = lift(self.text)
        try:
            found = list(self._parsed(lifted.text)) if lifted else []
        except etree.XMLSyntaxError:
            return []
        if lifted:
            lifted.put_back(found)
        return found

    def _author(self, fields: dict[str, str]) -> None:
        login = fields.get("author_login", "")
        if login:
            self.channel.authors[login] = fields.get("author_display_name", "") or login

    # -- mending -----------------------------------------------------------------------------------

    def _mended_items(self, error: etree.XMLSyntaxError) -> Iterator[Item]:
        from pipeline.ingest.readers.wordpress import mend  # hardly any export needs it

        prefixes = mend.undeclared(self.text)
        text = mend.mended(mend.declare(self.text, prefixes))
        if prefixes:
            self._find(
                "xml.undeclared-prefix",
                "warning",
                "The export uses names that it does not "
                f"declare: {', '.join(prefixes)}. They were declared for it.",
                1,
            )
        try:
            found = list(self._parsed(text))
        except etree.XMLSyntaxError as left:
            yield from self._one_by_one(text, left)
        else:
            if text != mend.declare(self.text, prefixes):
                self._find(
                    "xml.mended",
                    "warning",
                    "The export is not XML: some signs were not "
                    f"written out ({_cause(error)}). They were read as they stand.",
                    error.lineno or 1,
                )
            yield from found

    def _one_by_one(self, text: str, error: etree.XMLSyntaxError) -> Iterator[Item]:
        """Each item by itself, so that one broken item costs no other."""
        from pipeline.ingest.readers.wordpress import mend

        head = mend.head(text)
        self._read_head(head)
        pieces = list(mend.pieces(text))
        broken = 0
        for piece in pieces:
            item = self._whole(head, piece) if piece.whole else None
            if item is not None:
                yield item
            else:
                broken += 1
                self._cut_off(piece)
        self._find(
            "xml.broken",
            "error" if broken or not pieces else "warning",
            f"The export is not XML from line {error.lineno} on ({_cause(error)}): "
            f"{len(pieces) - broken} of its {len(pieces)} items could be read.",
            error.lineno or 1,
            todo="export the blog again, or mend the file",
        )

    def _whole(self, head: str, piece: Piece) -> Item | None:
        """The item of a piece that ends where it should, field by field if need be."""
        from pipeline.ingest.readers.wordpress.loose import item_in

        try:
            return next(self._parsed(_opened(head) + piece.text + "</channel></rss>"), None)
        except etree.XMLSyntaxError as error:
            item = item_in(piece.text)
            self._find(
                "xml.item",
                "warning",
                f"Item {item.id or '?'} is not XML ({_cause(error)}); "
                "its fields were read one by one.",
                piece.line,
            )
            return item

    def _cut_off(self, piece: Piece) -> None:
        """An item that the end of the file, or the next item, cuts off is set aside."""
        item = piece.id or f"line {piece.line}"
        source = self.intake.source(self.member)
        self.intake.bench.set_aside("post", item, source, "broken XML", "cut off")
        message = f"Item {item} is cut off before its end, and was set aside."
        self._find("xml.item", "error", message, piece.line)

    def _read_head(self, head: str) -> None:
        try:
            for _ in self._parsed(head + "</channel></rss>"):
                pass
        except etree.XMLSyntaxError as error:
            self._find(
                "xml.head",
                "warning",
                f"What the export says of the blog itself could not be read: {_cause(error)}.",
                error.lineno or 1,
            )

    # -- telling -----------------------------------------------------------------------------------

    def _find(
        self, code: str, severity: Severity, message: str, line: int, *, todo: str = ""
    ) -> None:
        place = f"{self.member}, line {line}"
        self.intake.bench.find(code, severity, message, place=place, todo=todo)

    def _refused(self, message: str, *, cause: str = "", todo: str = "") -> ArchiveError:
        return refused(self.intake.archive.path, self.member, message, cause=cause, todo=todo)


def _opened(head: str) -> str:
    """The tags that open the root and the channel, with their declarations."""
    match = re.search(r"<rss\b[^>]*>", head)
    return (match[0] if match else "<rss>") + "<channel>"


def _cause(error: etree.XMLSyntaxError) -> str:
    """What the parser says, without the place, which stands beside it."""
    message = (error.msg or "").split(", line ")[0]
    return re.sub(r"\s+", " ", message)[:80] or "not well-formed"


def _characters(count: int) -> str:
    return "a control character" if count == 1 else f"{count} control characters"


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
