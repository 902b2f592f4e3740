"""A build that has nothing to do: told from its stamp, with nothing heavy imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.shop import stamp
from pipeline.shop.places import Places


def unchanged(
    target: str, only: tuple[str, ...], places: Places, sealed: int = 0
) -> dict[str, Any] | None:
    """What the last build of a target came to, when nothing that it read has changed since."""
    name = target if places.has(target) else places.name_for(Path(target))
    folder = places.state / "stamps"
    edition = f"sealed-{sealed}" if sealed else "[0-9]*"
    for path in folder.glob(places.stamp(name, edition, only).name):
        found = stamp.fits(path)
        if found and found["folder"] == str(places.edition(name, found["edition"])):
            return {**found, "fresh": False, "made": 0, "notes": []}
    return None
