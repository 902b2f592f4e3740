"""What an archive says that it holds, against what is in it."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter import payload
from pipeline.ingest.readers.twitter.members import Shelf
from pipeline.ingest.readers.twitter.owner import Manifest
from pipeline.markup.plain import clean_text
from pipeline.model.finding import counted

_READ = re.compile(
    r"(?:.*/)?(?:tweets?|note-tweet|community-tweet|(?:twitter-)?article)(?:-part\d+)?\.js",
    re.IGNORECASE,
)


class _Month(Struct):
    """A row of the old archives' index."""

    file_name: str = ""
    year: int = 0
    month: int = 0
    tweet_count: int = 0


def check_months(intake: Intake, shelf: Shelf, seen: Counter[str]) -> None:
    """The months that the old archives' index names, against those that are there."""
    if not shelf.index:
        return
    months = payload.decode(intake.archive.read(shelf.index), list[_Month])
    if months is None:
        intake.bench.find(
            "twitter.index", "warning", "The archive's index of months cannot be read, so nobody"
            " can tell whether a month is missing.", place=shelf.index,
        )  # fmt: skip
        return
    folder = shelf.index[: -len("tweet_index.js")] + "tweets/"
    for month in sorted(months, key=lambda row: (row.year, row.month)):
        member = folder + month.file_name.rpartition("/")[2]
        name = f"{month.year:04}-{month.month:02}"
        if member not in intake.archive:
            intake.bench.find(
                "twitter.missing-month",
                "warning",
                f"{counted(month.tweet_count, 'tweet')} of {name} missing: the archive's index "
                "names "
                "what the archive does not hold.",
                place=clean_text(member),
                todo="add an archive that holds this month to the recipe's sources, or say in the"
                " preface that it is missing",
            )
        elif seen[member] != month.tweet_count:
            _differs(intake, member, month.tweet_count, seen[member], "index")


def check_manifest(
    intake: Intake, shelf: Shelf, manifest: Manifest | None, seen: Counter[str]
) -> None:
    """The counts in the manifest, against what was read."""
    if shelf.manifest and manifest is None:
        intake.bench.find(
            "twitter.manifest", "warning", "The archive's manifest cannot be read, so nobody can"
            " tell whether something is missing.", place=shelf.manifest,
        )  # fmt: skip
    for data in manifest.data_types.values() if manifest else ():
        for file in data.files:
            said = str(file.count or "")
            if not said.isdecimal() or not _READ.fullmatch(file.file_name):
                continue
            member = _member(intake, file.file_name)
            if member and seen[member] != int(said[:12]):
                _differs(intake, member, int(said[:12]), seen[member], "manifest")
            elif not member and said != "0":
                intake.bench.find(
                    "twitter.missing-file",
                    "warning",
                    "The archive's manifest names a file that the archive does not hold; it has"
                    f" {int(said[:12]):,} item{'s' * (said != '1')}.",
                    place=clean_text(file.file_name),
                    todo="export the archive again, or go on without them",
                )


def _member(intake: Intake, file_name: str) -> str:
    """The member of that name, under whatever folder the archive was packed."""
    names = [member.name for member in intake.archive.members]
    return next((name for name in names if ("/" + name).endswith("/" + file_name)), "")


def _differs(intake: Intake, member: str, said: int, found: int, by: str) -> None:
    intake.bench.find(
        "twitter.count",
        "warning",
        f"The archive's {by} says {counted(said, 'item')}; in it: {found:,}.",
        place=clean_text(member),
        todo="export the archive again if the missing ones matter",
    )
