"""`bookworks identify`: what an archive is, and what lies in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.unpack import Unpacked


def identified(archives: list[Path]) -> list[dict[str, Any]]:
    """What each archive is and why, and what becomes of its members."""
    return [_identified(path) for path in archives]


def _identified(path: Path) -> dict[str, Any]:
    with Unpacked.open(path, digest="") as archive:
        reader, claim = identify(archive)
        members = inventory(archive, reader)
    fates = Counter((entry.use, entry.why) for entry in members)
    return {
        "archive": str(path),
        "format": reader.NAME,
        "title": reader.TITLE,
        "era": claim.era,
        "why": claim.why,
        "members": len(members),
        "fates": [
            {"use": use, "why": why, "members": count}
            for (use, why), count in sorted(fates.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "unknown": [entry.member for entry in members if entry.use == "unknown"],
    }


def identified_text(found: list[dict[str, Any]]) -> str:
    return "\n\n".join(_text(one) for one in found)


def _text(one: dict[str, Any]) -> str:
    era = f" ({one['era']})" if one["era"] else ""
    lines = [f"{one['archive']}: {one['title']}{era}", f"  because {one['why']}"]
    for fate in one["fates"]:
        why = f": {fate['why']}" if fate["why"] else ""
        lines.append(f"  {fate['members']:>6,} {_files(fate['members'])} {fate['use']}{why}")
    lines += [f"         unknown: {name}" for name in one["unknown"][:10]]
    return "\n".join(lines)


def _files(count: int) -> str:
    return "file " if count == 1 else "files"
