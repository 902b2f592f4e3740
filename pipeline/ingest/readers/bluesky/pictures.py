"""Pictures: a repository names them by their digests, and holds none. Where files of those names
lie beside it, they are found."""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.bluesky.cbor import Cid
from pipeline.markup.plain import clean_text

CID = r"baf[a-z2-7]{50,120}"
_NAMED = re.compile(rf"(?:.*/)?(?:[^/]*[^a-z2-7/])?({CID})(?:[^a-z2-7/][^/]*)?", re.DOTALL)
_CID = re.compile(rf"(?<![a-z2-7]){CID}(?![a-z2-7])")


class Pictures:
    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._held: dict[str, str] = {}
        for member in intake.archive.members:
            if found := _NAMED.fullmatch(member.name):
                self._held.setdefault(found[1], member.name)

    def key(self, cid: str) -> str:
        """The key of a picture by its digest."""
        if cid in self._held:
            return self._intake.picture(self._held[cid])
        why = f"the archive does not hold {cid}" if self._held else "the archive holds no pictures"
        return self._intake.absent(cid, why)

    def at(self, url: str) -> str:
        """The key of a picture by an address; servers name its digest in it."""
        found = _CID.search(url)
        if found:
            return self.key(found[0])
        return self._intake.absent(clean_text(url), "the archive names it by its address alone")


def cid_of(blob: Any) -> str:
    """The digest by which a blob is named, in the form of today or of the first months."""
    if not isinstance(blob, dict):
        return ""
    ref = blob.get("ref")
    named = str(ref) if isinstance(ref, Cid) else blob.get("cid")
    return named if isinstance(named, str) and _CID.fullmatch(named) else ""
