"""A proof: what `bookworks proof` laid beside the files of an edition, and of which files it is.

It is no deliverable. A build neither makes it nor removes it, and says so when it is out of date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

FOLDER, PAPER = "proof", "proof.json"


def read(folder: Path) -> dict[str, Any]:
    """What the proof in an edition's folder says of itself; {} where there is none."""
    try:
        found = json.loads((folder / FOLDER / PAPER).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("of"), dict) else {}


def is_stale(folder: Path, laid: dict[str, str]) -> bool:
    """Whether there is a proof, and of other files than these."""
    of = read(folder).get("of", {}).get("files", {})
    return bool(of) and any(laid.get(name) != digest for name, digest in of.items())


def digest(digests: Iterable[str]) -> str:
    """One digest of several."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def line(target: str) -> str:
    """What the traveler says of it, as HTML: true before the proof is made, and after."""
    return (
        f'<p class="proof">Once <code>bookworks proof {escape(target)}</code> has made it, '
        f'<a href="{FOLDER}/index.html">the proof</a> shows every page, and the same passages in '
        "each output side by side.</p>"
    )
