"""A BagIt bag (RFC 8493), written from what the store knows already.

Each file was hashed when it was kept, so that a bag costs a few small files more. A library would
copy and hash everything again; it reads the bag back in the tests.
"""

from __future__ import annotations

import hashlib

from pipeline.model.bench import Bench
from pipeline.model.handoff import File
from pipeline.transmit.contract import Transmittal

FOLDER = "bundle"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def payload(file: File) -> File:
    """A finished file as part of the bag; art that lies beside the manuscript lies so here."""
    place = "" if file.format == "art" else "manuscript/"
    return File(f"{FOLDER}/data/{place}{file.name}", file.digest, file.size, "bundle")


def write(name: str, data: bytes, bench: Bench) -> File:
    """A file of the bag, by its name there."""
    with bench.deliver(f"{FOLDER}/{name}", "bundle") as out:
        out.write(data)
    return bench.files[-1]


def sealed(sent: Transmittal, tags: dict[str, bytes]) -> dict[str, bytes]:
    """All tag files of a bag, by name, the bag's own papers among them. The date is the book's, so
    that no clock enters it."""
    whole = {
        **tags,
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info(sent).encode(),
        MANIFEST: manifest({item.path: item.sha256 for item in sent.items}),
    }
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in whole.items()}
    return {**whole, TAG_MANIFEST: manifest(digests)}


def oxum(sent: Transmittal) -> str:
    return f"{sum(item.bytes for item in sent.items)}.{len(sent.items)}"


def _info(sent: Transmittal) -> str:
    work = sent.work
    facts = {
        "Bag-Software-Agent": "bookworks",
        "Bagging-Date": work.date or "1970-01-01",
        "External-Description": f"{work.title}, edition {work.edition}",
        "External-Identifier": f"{sent.id}_v{sent.version}" if sent.version else "draft",
        "Payload-Oxum": oxum(sent),
        "Source-Organization": sent.sender.name
        if sent.sender
        else work.publisher or ", ".join(one.name for one in work.contributors) or "unknown",
    }
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in facts.items())


def manifest(digests: dict[str, str]) -> bytes:
    """Names and digests as the RFC writes them: one to a line, sorted, two spaces between."""
    return "".join(f"{digests[name]}  {_spelled(name)}\n" for name in sorted(digests)).encode()


def _spelled(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
