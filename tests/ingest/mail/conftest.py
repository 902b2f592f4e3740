"""Letters made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import mail
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from tests.outline import outline

ADA = "Ada Quill <ada@lamps.example>"
LIST = {"List-Id": "Lamp Letters <letters.lamps.example>"}


class Kept(dict[str, bytes]):
    """A store of bytes."""

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self[digest] = data
        return digest


def picture(width: int = 60, height: int = 40) -> bytes:
    """A PNG, all grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def letter(
    number: int = 1,
    subject: str = "The lamp",
    *,
    html: str | None = None,
    text: str | None = None,
    sender: str = ADA,
    to: str = "Reader <reader@mail.example>",
    date: str = "Tue, 05 Jan 2021 10:00:00 +0100",
    pictures: tuple[str, ...] = (),
    **more: str,
) -> bytes:
    """One letter, as a program writes it. `pictures` are the cids of some that lie within it."""
    made = EmailMessage(policy=policy.default.clone(linesep="\n"))
    made["From"], made["To"], made["Date"], made["Subject"] = sender, to, date, subject
    made["Message-ID"] = f"<{number}.ada@lamps.example>"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    if text is not None or html is None:
        made.set_content(text or "Text.\n")
    if html is not None and text is None:
        made.set_content(html, subtype="html")
    elif html is not None:
        made.add_alternative(html, subtype="html")
    body = made.get_body(("html",))
    for cid in pictures:
        assert body is not None
        body.add_related(picture(), "image", "png", cid=f"<{cid}>")
    return made.as_bytes()


def raw(head: str, body: bytes | str = b"Text.\n") -> bytes:
    """A letter as it stands, however broken."""
    data = body.encode() if isinstance(body, str) else body
    fields = f"From: {ADA}\nDate: Tue, 5 Jan 2021 10:00:00 +0100\nMessage-ID: <1@lamps.example>\n"
    return (fields + head).encode("utf-8", "surrogateescape") + b"\n\n" + data


def box(*letters: bytes, mark: bytes = b"From - Tue Jan  5 10:00:00 2021") -> bytes:
    """Letters as one file."""
    return b"".join(
        mark + b"\n" + re.sub(rb"(?m)^(>*From )", rb">\1", one).rstrip(b"\n") + b"\n\n"
        for one in letters
    )


class Reading(Struct):
    """What came of one archive."""

    posts: list[Post]
    bench: Bench
    intake: Intake
    kept: Kept

    @property
    def one(self) -> Post:
        (post,) = self.posts
        return post

    def told(self, at: int = 0) -> str:
        return outline(self.posts[at].blocks)

    def reasons(self) -> list[str]:
        return [aside.reason for aside in self.bench.set_asides]

    def changes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for change in self.bench.changes:
            found.setdefault(change.rule, []).append(change.before)
        return found


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert mail.claim(archive) is not None
        kept = Kept()
        bench = Bench(kept)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        return Reading(list(mail.read(archive, intake)), bench, intake, kept)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a box of the given letters, or a zip of the given members."""

    def reading(*letters: bytes, **members: bytes) -> Reading:
        if members:
            path = tmp_path / "lamps.zip"
            with zipfile.ZipFile(path, "w") as file:
                for name, data in members.items():
                    file.writestr(name.replace("__", "/").replace("_dot_", "."), data)
        else:
            path = tmp_path / "lamps.mbox"
            path.write_bytes(box(*letters))
        return read_at(path)

    return reading
