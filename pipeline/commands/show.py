"""What a build came to, in a writer's words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def outcome(found: dict[str, Any]) -> str:
    """The lines that end `bookworks book`."""
    by = f", by {found['author']}" if found["author"] else ""
    head = f"{found['title']}{by}: edition {found['edition']}"
    lines = [head if found["fresh"] else f"{head} (nothing has changed since it was made)"]
    lines += [f"  {line}" for line in sums(found["account"])]
    lines += [f"  {line}" for line in _laid_down(found["folder"], found["files"])]
    lines += [f"  {note}" for note in found["notes"]]
    lines.append(
        f"  {_noticed(found['findings'])}: {shown(os.path.join(found['folder'], 'traveler.html'))}"
    )
    return "\n".join(lines)


def sums(account: dict[str, Any]) -> list[str]:
    """One line per kind of item, and one that says whether all is accounted for."""
    lines = []
    for row in account["sums"]:
        parts = [f"{row['included']:,} in the book"]
        parts += [f"{count:,} set aside ({reason})" for reason, count in row["set_aside"].items()]
        parts += [f"{count:,} merged ({why})" for why, count in row["merged"].items()]
        lines.append(f"{row['seen']:,} × {row['kind']}: {', '.join(parts)}")
    return lines


def shown(path: str) -> str:
    """A path as short as it can be said from here."""
    try:
        near = os.path.relpath(path)
    except ValueError:
        return path
    return near if len(near) < len(path) else path


def _laid_down(folder: str, files: list[str]) -> list[str]:
    """The files of an edition, one line each; those of a folder within it as one."""
    folders: dict[str, int] = {}
    lines = []
    for path in files:
        inner = Path(path).relative_to(folder).parts
        if len(inner) == 1:
            lines.append(shown(path))
        else:
            folders[inner[0]] = folders.get(inner[0], 0) + 1
    return lines + [
        f"{shown(os.path.join(folder, name))}  ({count} file{'s' * (count > 1)})"
        for name, count in folders.items()
    ]


def _noticed(findings: dict[str, int]) -> str:
    kinds = [(findings.get(kind, 0), kind) for kind in ("error", "warning", "note")]
    parts = [f"{n} {kind}{'s' * (n > 1)}" for n, kind in kinds if n]
    return f"The traveler tells what was done, with {', '.join(parts)}" if parts else "The traveler"
