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
