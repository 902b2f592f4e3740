"""What an operation or an inspection noticed: a value, with a code, a place and a way out."""

from typing import Literal

from msgspec import Struct

from pipeline.model.origin import Origin

Severity = Literal["note", "warning", "error"]
"""A recipe says which findings refuse the job; by default the errors do."""


class Finding(Struct, frozen=True, array_like=True, gc=False):
    code: str  # "twitter.missing-month": station or format, then what it is
    severity: Severity
    message: str  # a full sentence for a writer
    origin: Origin | None = None
    place: str = ""  # a file, member or line, where there is no origin
    todo: str = ""  # what to do about it


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 thread", "3,283 threads"; "1 row has", "2 rows have" where both are given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def agreed(message: str, count: int) -> str:
    """A message with its words in the number of what it counts: "{n} post{s} {are} …",
    "{n} post{s} hold{v} …"."""
    n, one = f"{count:,}", count == 1
    verbs = {"are": "is", "were": "was", "have": "has"}
    said = {many: verb if one else many for many, verb in verbs.items()}
    return message.format(n=n, s="" if one else "s", v="s" if one else "", **said)
