"""Mail: boxes of letters (mbox) and single ones (.eml), alone, in a folder or in a zip.

The author's own letters go in: those of whoever wrote most of them, or from whose box of sent mail
they are. Everybody else's are set aside unread. No e-mail address of the letters' heads goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.mail.members import MEMBERS, claim_of
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "mail"
TITLE = "mail (mbox or .eml)"
ROUTING = "newsletter"
GLOBAL_IDS = True  # a letter's Message-ID is its own everywhere


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a member starts as a box of letters, or as a letter."""
    return claim_of(archive)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """The author's letters; those of others are set aside."""
    from pipeline.ingest.readers.mail.reading import Reading

    yield from Reading(archive, intake).posts()
