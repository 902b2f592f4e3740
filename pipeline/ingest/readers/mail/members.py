"""Members: which files are boxes of letters, which are letters, and which are a program's own."""

from __future__ import annotations

import posixpath
import re
from typing import Literal

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.unpack import Unpacked

Form = Literal["mbox", "eml", "emlx"]

MEMBERS = (
    Known(r"(.*/)?(table_of_contents|[^/]*\.(msf|idx|dat|sbd|toc|plist|snm|db|sqlite))", "ignored",
          "a mail program's own index"),
    Known(r".*\.(vcf|ldif|abook|mab|ics|csv)", "ignored",
          "addresses and appointments are never read"),
    Known(r".*\.(mbox|mbx|eml|emlx|mail|msg)", "read"),
    Known(r"(.*/)?(cur|new)/[^/]+", "read"),
    Known(r"(.*/)?tmp/[^/]+", "ignored", "a letter that was not received whole"),
    Known(r"(.*/)?[^/.]+", "read"),
    Known(r".*\.(html?|txt|md)", "ignored", "a file beside the letters"),
    Known(r"(.*/)?\.[^/]+", "ignored", "a mail program's own file"),
)  # fmt: skip

_LOOKED_AT = 30
"""Members without an ending that are looked into to tell whether they are boxes."""

_HEAD = 1 << 14
_ENDINGS = (".mbox", ".mbx", ".eml", ".emlx", ".mail")
_FIELD = rb"[!-9;-~]{1,76}[ \t]*:"
_SURE = rb"(?im)^(?:from|date|subject|message-id|received|mime-version|return-path|delivered-to):"


def claim_of(archive: Unpacked) -> Claim | None:
    """Why an archive is one of mail; None where it is not."""
    for member, form in forms(archive, most=_LOOKED_AT):
        what = "a box of letters" if form == "mbox" else "a letter"
        return Claim(f"{member} starts as {what} does", form)
    return None


def forms(archive: Unpacked, most: int = 1 << 30) -> list[tuple[str, Form]]:
    """The members that are mail, and in which form."""
    found: list[tuple[str, Form]] = []
    for member in archive.members:
        if not _may_be(archive, member.name):
            continue
        most -= 1
        if most < 0:
            break
        form = form_of(archive.head(member.name, _HEAD), member.name)
        if form is not None:
            found.append((member.name, form))
    return found


def _may_be(archive: Unpacked, name: str) -> bool:
    lower = name.lower()
    if lower.endswith(_ENDINGS):
        return True
    folder, file = posixpath.split(lower)
    if "." not in file or posixpath.basename(folder) in ("cur", "new"):
        return file != "table_of_contents"
    return archive.single and not lower.endswith((".md", ".html", ".htm", ".xml", ".json", ".csv"))


def form_of(head: bytes, name: str = "") -> Form | None:
    """What a file that starts like this is; None for neither a box nor a letter."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if re.match(rb"From [^\r\n]{0,300}\r?\n(?:>?From |" + _FIELD + rb")", head):
        return "mbox"
    if name.lower().endswith(".emlx") and re.match(rb"\d{1,12}[ \t]*\r?\n" + _FIELD, head):
        return "emlx"
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = re.split(rb"\r?\n", block)
    fields = [line for line in lines if line[:1] not in (b" ", b"\t")]
    known = len(re.findall(_SURE, block))
    if known >= 2 and all(re.match(_FIELD, line) for line in fields[:-1] or fields):
        return "eml"
    return None


def is_sent(member: str) -> bool:
    """Whether a box is one of what its owner sent, by its name."""
    return _named(member, r"sent|sent[ _-]?(?:mail|items|messages)|gesendet\w*|envoy\w+|enviad\w+")


def is_drafts(member: str) -> bool:
    return _named(member, r"drafts?|entw\w+rfe|brouillons?|borradores|templates")


def is_bin(member: str) -> bool:
    """Whether a box is one of what was thrown away."""
    return _named(member, r"trash|junk|spam|deleted[ _-]?(?:items|messages)?|bin|papierkorb")


def _named(member: str, names: str) -> bool:
    parts = member.lower().split("/")
    known = re.compile(rf"(?:\[gmail\][ _.-]?)?(?:{names})(?:\.(?:mbox|mbx|eml))?(?:\.sbd)?")
    return any(known.fullmatch(part) for part in parts)
