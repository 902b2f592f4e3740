"""A BagIt bag (RFC 8493), written from what the store knows already.

Each file was hashed when it was kept, so that a bag costs four small files more. A library would
copy and hash everything again; it reads the bag back in the tests.
"""

from __future__ import annotations

from pipeline.model.bench import Bench
from pipeline.model.handoff import File
from pipeline.model.manuscript import Book

FOLDER = "bundle"


def payload(file: File) -> File:
    """A finished file as part of the bag."""
    return File(f"{FOLDER}/data/manuscript/{file.name}", file.digest, file.size, "bundle")


def write(name: str, data: bytes, bench: Bench) -> File:
    """A file of the bag, by its name there."""
    with bench.deliver(f"{FOLDER}/{name}", "bundle") as out:
        out.write(data)
    return bench.files[-1]


def seal(payload: list[File], book: Book, bench: Bench) -> None:
    """Write the bag's own papers. Its date is the book's, so that no clock enters it."""
    tags = [
        ("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
        ("bag-info.txt", _info(payload, book)),
        ("manifest-sha256.txt", _manifest(payload)),
    ]
    written = [write(name, text.encode(), bench) for name, text in tags]
    write("tagmanifest-sha256.txt", _manifest(written).encode(), bench)


def _info(payload: list[File], book: Book) -> str:
    facts = {
        "Bag-Software-Agent": "bookworks",
        "Bagging-Date": book.date[:10] or "1970-01-01",
        "External-Description": f"{book.title}, edition {book.edition}",
        "Payload-Oxum": f"{sum(file.size for file in payload)}.{len(payload)}",
        "Source-Organization": book.publisher or book.author or "unknown",
    }
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in facts.items())


def _manifest(files: list[File]) -> str:
    names = sorted((file.name.removeprefix(f"{FOLDER}/"), file.digest) for file in files)
    return "".join(f"{digest}  {name}\n" for name, digest in names)
