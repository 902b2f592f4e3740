"""Obsidian: each .md file of a vault but those of hidden folders (settings, trash) is an item."""

from pipeline.inspect.counters.held import Count, Held

LAST = 1
_MOST = 60
_HEAD = 1 << 14


def count(held: Held) -> list[Count] | None:
    visible = [name for name in held.names if not _is_hidden(name)]
    notes = [name for name in visible if name.lower().endswith(".md")]
    if not notes or not _is_vault(held, sorted(notes)):
        return None
    return [Count("notes", frozenset(), len(notes))]


def _is_hidden(name: str) -> bool:
    folders = name.split("/")[:-1]
    return any(folder[:1] == "." or folder in ("__MACOSX", "node_modules") for folder in folders)


def _is_vault(held: Held, notes: list[str]) -> bool:
    """By the program's folder; or by double brackets, which folders of posts do not have."""
    if any("/.obsidian/" in "/" + name for name in held.names):
        return True
    if any("/_posts/" in "/" + name for name in held.names):
        return False
    step = -(-len(notes) // _MOST)
    return any(b"[[" in held.read(name, _HEAD) for name in notes[::step])
