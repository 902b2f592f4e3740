"""Identification: exactly one reader claims an archive, and says why."""

import importlib
import os
from collections import Counter
from functools import cache
from typing import cast

from msgspec.structs import replace

from pipeline.ingest import readers
from pipeline.ingest.intake import Claim, Reader
from pipeline.ingest.member import shown
from pipeline.ingest.unpack import Unpacked
from pipeline.model import modules
from pipeline.model.errors import ArchiveError, BookworksError, RecipeError, nearest

_PACKED = {".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"}


def identify(archive: Unpacked) -> tuple[Reader, Claim]:
    """The one reader that takes an archive for its own, and why. Claims of formats that another
    claimant knows itself to be a special kind of give way to it.

    Raises ArchiveError when none does, or more than one.
    """
    claims: list[tuple[Reader, Claim]] = []
    failed: list[str] = []
    for candidate in known():
        try:
            claim = candidate.claim(archive)
        except Exception as error:
            failed.append(_failure(candidate, error))
        else:
            if claim is not None:
                # It may name members, whose names are anybody's.
                claims.append((candidate, replace(claim, why=shown(claim.why))))
    general = {name for _, claim in claims for name in claim.over}
    claims = [one for one in claims if one[0].NAME not in general]
    if len(claims) == 1:
        return claims[0]
    raise _claimed_twice(archive, claims) if claims else _unclaimed(archive, failed)


def reader(name: str) -> Reader:
    """The reader of a format, by its name. Raises RecipeError for an unknown one."""
    if name in _modules():
        module = _load(name)
        if module is not None:
            return module
    raise RecipeError(
        f"there is no archive format '{name}'",
        todo=nearest(name, _modules()),
    )


def known() -> list[Reader]:
    """Every reader, by name."""
    return [module for module in map(_load, _modules()) if module is not None]


@cache
def _modules() -> tuple[str, ...]:
    """Modules that may be readers. `twitter_months` beside `twitter` is a part of it."""
    found = modules.names(readers.__path__)
    return tuple(
        name
        for name in found
        if name[0] != "_" and not any(name.startswith(whole + "_") for whole in found)
    )


def _load(name: str) -> Reader | None:
    module = importlib.import_module(f"{readers.__name__}.{name}")
    if not hasattr(module, "claim"):
        return None
    return cast(Reader, module)


# -- what to say when it is not one ----------------------------------------------------------------


def _claimed_twice(archive: Unpacked, claims: list[tuple[Reader, Claim]]) -> ArchiveError:
    first, last = [claimant.TITLE for claimant, _ in claims[:-1]], claims[-1][0].TITLE
    names = f"{', '.join(first)} and {last}"
    return ArchiveError(
        f"this is {len(claims)} kinds of archive in one: {names}",
        file=archive.path,
        cause="; ".join(f"{claimant.NAME}: {claim.why}" for claimant, claim in claims),
        todo="give each kind a file or folder of its own, or say in the recipe which one is meant: "
        f"set: ingest.read, options: {{format: {claims[0][0].NAME}}}",
    )


def _unclaimed(archive: Unpacked, failed: list[str]) -> ArchiveError:
    formats = "; ".join(candidate.TITLE for candidate in known())
    causes = [f"it holds {_holdings(archive)}", *failed, f"known formats: {formats}"]
    return ArchiveError(
        "no reader knows this archive",
        file=archive.path,
        cause="; ".join(causes),
        todo=_advice(archive),
    )


def _failure(candidate: Reader, error: Exception) -> str:
    """What a reader stumbled over, without a word of what the archive says."""
    what = str(error) if isinstance(error, BookworksError) else type(error).__name__
    return f"the {candidate.NAME} reader stumbled: {what}"


def _holdings(archive: Unpacked) -> str:
    if not archive.members:
        return "no files"
    counts = Counter(_extension(member.name) for member in archive.members)
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    named = ", ".join(
        f"{count} {shown(extension) or 'without extension'}" for extension, count in most
    )
    return named + (", and others" if len(counts) > len(most) else "")


def _advice(archive: Unpacked) -> str:
    extensions = {_extension(member.name) for member in archive.members}
    if archive.single and extensions & _PACKED:
        return "unpack it, and name the folder instead"
    if extensions & (_PACKED | {".zip"}):
        return "it holds packed archives: take them out, and name the right one"
    if archive.single and extensions == {".pdf"}:
        return "a PDF is not read: take the file that it was made from, or save its text as .docx"
    return "see that this is the file as the service gave it, not a part or a copy of its page"


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()
