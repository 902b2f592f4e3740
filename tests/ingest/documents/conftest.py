"""Documents of our own words, made by pandoc or by hand, and what the reader makes of them."""

from __future__ import annotations

import io
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Chapters, Intake
from pipeline.ingest.readers import documents
from pipeline.ingest.readers.documents.pandoc import program
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.post import Post

Files = dict[str, str | bytes]


def picture(width: int = 8, height: int = 6) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * (3 * width) for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Blobs:
    """A store in memory."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self.held[digest] = data
        return digest


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def words(self, item: str) -> str:
        return "\n".join(walk.plain(block) for block in self.posts[item].blocks)

    def titles(self) -> dict[str, str]:
        return {item: walk.text(post.title) for item, post in self.posts.items()}

    def dropped(self, rule: str) -> list[str]:
        return [change.before for change in self.bench.changes if change.rule == rule]

    def aside(self) -> dict[str, str]:
        return {aside.item: aside.reason for aside in self.bench.set_asides}

    def codes(self) -> dict[str, str]:
        return {finding.code: finding.message for finding in self.bench.findings}


def read_path(path: Path, chapters: Chapters = "auto") -> Reading:
    with Unpacked.open(path, digest="0" * 64) as archive:
        bench = Bench(Blobs())  # type: ignore[arg-type]
        intake = Intake(archive, bench, chapters=chapters)
        posts = {post.id: post for post in documents.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Reading]:
    """Writes files by their paths, and reads the folder."""

    def make(files: Files, chapters: Chapters = "auto") -> Reading:
        for name, content in files.items():
            path = tmp_path / "texts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_path(tmp_path / "texts", chapters)

    return make


@pytest.fixture
def lone(tmp_path: Path) -> Callable[[str, str | bytes], Reading]:
    """Writes one file, and reads it as an archive."""

    def make(name: str, content: str | bytes) -> Reading:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_path(path)

    return make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """Markdown of ours as a document of another format, by pandoc; `lamp.png` lies beside it."""
    beside = tmp_path_factory.mktemp("made")
    (beside / "lamp.png").write_bytes(picture())

    def make(text: str, format: str) -> bytes:
        out = beside / "out"
        command = [program(), "--from=markdown", f"--to={format}", f"--output={out}"]
        command += [] if format == "typst" else ["--standalone"]  # its template hides links
        subprocess.run(command, input=text.encode(), cwd=beside, check=True, capture_output=True)
        return out.read_bytes()

    return make


# -- documents of Word, by hand --------------------------------------------------------------------

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATION = (
    '<Relationship Id="r{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{1}" Target="{2}"/>'
)
_STYLES = {
    "Title": "Title", "Heading1": "heading 1", "Verse": "Verse", "Quote": "Quote",
    "Caption": "caption", "Epigraph": "Epigraph", "TOC1": "toc 1", "ChapterTitle": "Chapter Title",
    "Listing": "Listing",
}  # fmt: skip


def paragraph(words: str, style: str = "", more: str = "") -> str:
    """A paragraph; `words` may be runs already."""
    run = words if words.startswith("<") else f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{run}</w:p>"


def word(*body: str, comments: str = "", core: str = "", extra: Files | None = None) -> bytes:
    """A document of Word with these blocks."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    around = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts: Files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": around + _RELATION.format(1, "officeDocument", "word/document.xml")
        + "</Relationships>",
        "word/_rels/document.xml.rels": around + _RELATION.format(1, "styles", "styles.xml")
        + _RELATION.format(2, "comments", "comments.xml") + "</Relationships>",
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "word/comments.xml": f"<w:comments {_SPACES}>{comments}</w:comments>",
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "docProps/core.xml": '<c:coreProperties xmlns:c="x" xmlns:dc="'
        f'http://purl.org/dc/elements/1.1/">{core}</c:coreProperties>',
        **(extra or {}),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
