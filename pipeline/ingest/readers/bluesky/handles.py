"""Handles: a repository names people by their DIDs, which nobody can read; but where a post
mentions somebody, its text has the name."""

from __future__ import annotations

import re

from pipeline.ingest.readers.bluesky.repository import Repository
from pipeline.ingest.readers.bluesky.richtext import Rich
from pipeline.model.text import Mention

_HANDLE = re.compile(r"@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63})\Z")
_PAGE = "https://bsky.app/profile/"


def handles_in(repository: Repository, collection: str) -> dict[str, str]:
    """The handles of people by their DIDs, as they were last mentioned."""
    found: dict[str, str] = {}
    for record in repository.saying(collection, b"facet#mention"):
        said = record.value.get("text")
        lines = Rich().lines(said if isinstance(said, str) else "", record.value.get("facets"))
        for line in lines:
            for node in line:
                if isinstance(node, Mention) and (handle := _HANDLE.match(node.text)):
                    found[node.url.removeprefix(_PAGE)] = handle[1]
    return found
