"""Where a thing came from: the archive, its member, the item, the block."""

import hashlib
import re

from msgspec import Struct

TITLE = -1
"""The block number of an item's own title."""

LONGEST_ANCHOR = 40
"""Word cuts a bookmark's name at 40 characters."""

_PLAIN = re.compile(r"[A-Za-z0-9]{1,24}\Z")


class Source(Struct, frozen=True, array_like=True, gc=False):
    """A row of a handoff's table of sources: one member of one archive."""

    digest: str  # sha256 of the archive, hex
    name: str  # the archive's file name
    member: str  # path inside the archive; "" when the archive is the one file


class Origin(Struct, frozen=True, array_like=True, gc=False):
    """The identity of a block: (item, block), and the row that says which archive held it."""

    source: int  # row of the handoff's table of sources
    item: str  # the platform's own id
    block: int  # which block of that item, counted from 0; TITLE for its title


def anchor(item: str, block: int | None = None) -> str:
    """The name of an item, or of one of its blocks, in every output and every edition.

    At most 40 characters of letters, digits and underscores; it starts with an underscore, which
    hides it in Word. An id that is not plain (a path, a URL) is named by its hash.
    """
    name = item if _PLAIN.match(item) else hashlib.sha256(item.encode()).hexdigest()[:20]
    match block:
        case None:
            return f"_bw_{name}"
        case -1:
            return f"_bw_{name}_t"
        case _:
            return f"_bw_{name}_{block}"
