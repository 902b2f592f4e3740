"""Specimens: one small archive for every format and era, which all tests that go through the
formats one by one share. Each holds every private field that its format has; see `specimen`."""

from __future__ import annotations

from tests.specimens import (
    beehiiv,
    blogger,
    bluesky,
    buttondown,
    documents,
    feeds,
    ghost,
    mail,
    markdown,
    mastodon,
    medium,
    obsidian,
    substack,
    tumblr,
    twitter,
    wordpress,
)
from tests.specimens.specimen import Specimen

__all__ = ["SPECIMENS", "Specimen"]

SPECIMENS: tuple[Specimen, ...] = (
    *beehiiv.SPECIMENS,
    *blogger.SPECIMENS,
    *bluesky.SPECIMENS,
    *buttondown.SPECIMENS,
    *documents.SPECIMENS,
    *feeds.SPECIMENS,
    *ghost.SPECIMENS,
    *mail.SPECIMENS,
    *markdown.SPECIMENS,
    *mastodon.SPECIMENS,
    *medium.SPECIMENS,
    *obsidian.SPECIMENS,
    *substack.SPECIMENS,
    *tumblr.SPECIMENS,
    *twitter.SPECIMENS,
    *wordpress.SPECIMENS,
)
