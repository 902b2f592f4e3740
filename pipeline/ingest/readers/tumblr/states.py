"""States: who may read an item, by the platform's word for it."""

from pipeline.model.post import Visibility

_VISIBILITY: dict[str, Visibility] = {
    "": "public",
    "published": "public",
    "private": "private",
    "queued": "scheduled",
    "queue": "scheduled",
    "scheduled": "scheduled",
    "submission": "pending",
    "unapproved": "pending",
    "deleted": "deleted",
    "trashed": "trashed",
}


def visibility_of(state: str) -> Visibility:
    """Any other state is a draft's."""
    return _VISIBILITY.get(state.strip().lower(), "draft")
