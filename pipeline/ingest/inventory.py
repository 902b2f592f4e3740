"""The inventory: every member of an archive is read, ignored for a reason, or unknown."""

import posixpath
import re
import unicodedata
from collections import Counter
from typing import Literal

from msgspec import Struct

from pipeline.ingest.intake import Known, Reader
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench

MOST_FINDINGS = 20

Fate = Literal["read", "ignored", "unknown"]


class Entry(Struct, frozen=True):
    member: str
    use: Fate
    why: str = ""


def inventory(archive: Unpacked, reader: Reader) -> list[Entry]:
    """Every member, and what the reader does with it; by name, what was left out of the archive's
    members last."""
    pattern = _compiled(reader.MEMBERS)
    entries = [_entry(member.name, pattern, reader.MEMBERS) for member in archive.members]
    return entries + [Entry(name, "ignored", why) for name, why in archive.skipped]


def report(archive: Unpacked, reader: Reader, bench: Bench) -> None:
    """Findings on an archive's inventory: a few, however many members it has."""
    entries = inventory(archive, reader)
    ignored = Counter(entry.why for entry in entries if entry.use == "ignored")
    for why, count in sorted(ignored.items()):
        bench.find(
            "archive.ignored",
            "note",
            f"{_files(count)} not read: {why or 'nothing for a book is in there'}.",
            place=archive.name,
        )
    _report_unknown(archive, reader, [e.member for e in entries if e.use == "unknown"], bench)
    _report_alike(archive, bench)


def _compiled(rules: tuple[Known, ...]) -> re.Pattern[str]:
    """All rules as one pattern, which names the first that matches."""
    alternatives = "|".join([f"(?P<rule{at}>{rule.pattern})" for at, rule in enumerate(rules)])
    return re.compile(alternatives or "(?!)", re.IGNORECASE | re.DOTALL)


def _entry(member: str, pattern: re.Pattern[str], rules: tuple[Known, ...]) -> Entry:
    match = pattern.fullmatch(member)
    if match is None or match.lastgroup is None:
        return Entry(member, "unknown")
    rule = rules[int(match.lastgroup.removeprefix("rule"))]
    return Entry(member, rule.use, rule.why)


def _report_unknown(archive: Unpacked, reader: Reader, names: list[str], bench: Bench) -> None:
    groups = Counter(group(name) for name in names)
    most = sorted(groups.items(), key=lambda alike: (-alike[1], alike[0]))
    for alike, count in most[:MOST_FINDINGS]:
        bench.find(
            "archive.unknown-member",
            "warning",
            f"{_files(count)} that a {reader.TITLE} is not known to hold; not read.",
            place=f"{archive.name}: {alike}",
            todo="if there are texts for the book in there, give them as an archive of their own",
        )
    if rest := most[MOST_FINDINGS:]:
        count = sum(count for _, count in rest)
        bench.find(
            "archive.unknown-member",
            "warning",
            f"{_files(count)} in {len(rest)} more places that a {reader.TITLE} is not known to "
            "hold; not read.",
            place=archive.name,
        )


def group(name: str) -> str:
    """What a member is told together with: the others of its folder that end alike."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "*" + posixpath.splitext(file)[1].lower())


def _report_alike(archive: Unpacked, bench: Bench) -> None:
    """Names that some systems cannot tell apart: one of the two is lost where they are unpacked."""
    first: dict[str, str] = {}
    alike: list[str] = []
    for member in archive.members:
        folded = unicodedata.normalize("NFC", member.name).casefold()
        if first.setdefault(folded, member.name) != member.name:
            alike.append(member.name)
    if alike:
        bench.find(
            "archive.alike-names",
            "note",
            f"{_files(len(alike))} named like another but for capitals or the spelling of accents; "
            "both are read.",
            place=f"{archive.name}: {alike[0]}",
        )


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"
