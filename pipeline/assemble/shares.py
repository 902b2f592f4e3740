"""Shares: chapters dealt out to as few volumes as hold them, each of about one size."""

from typing import NamedTuple

BORDER = 0.15
"""How far from an even share, as a part of it, a volume may end so as to end with a part."""


class Piece(NamedTuple):
    """A chapter: its words, the top division it is in, its place there (-1 when it is the top
    division itself), and whether it opens that division."""

    words: int
    top: int
    chapter: int
    opens: bool


def shares(pieces: list[Piece], limit: int) -> list[tuple[int, int]]:
    """For each volume its first chapter and the one after its last. No volume has more words than
    `limit`, save one that a single chapter fills, and no fewer volumes would do."""
    needed = _needed(pieces, limit)
    out: list[tuple[int, int]] = []
    start, left = 0, sum([piece.words for piece in pieces])
    while start < len(pieces):
        volumes = needed[start]
        end = _end(pieces, start, limit, left / volumes, needed) if volumes > 1 else len(pieces)
        left -= sum([piece.words for piece in pieces[start:end]])
        out.append((start, end))
        start = end
    return out


def _needed(pieces: list[Piece], limit: int) -> list[int]:
    """How many volumes the chapters from each one on need, when each takes all that it can."""
    needed = [0] * (len(pieces) + 1)
    end, words = len(pieces), 0
    for start in range(len(pieces) - 1, -1, -1):
        words += pieces[start].words
        while words > limit and end > start + 1:
            end -= 1
            words -= pieces[end].words
        needed[start] = needed[end] + 1
    return needed


def _end(pieces: list[Piece], start: int, limit: int, share: float, needed: list[int]) -> int:
    """Where a volume ends best: as near an even share as it can while the rest still fits."""
    best, least = start + 1, float("inf")
    words = 0
    for end in range(start + 1, len(pieces)):
        words += pieces[end - 1].words
        if words > limit and end > start + 1:
            break
        if needed[end] >= needed[start]:
            continue
        cost = abs(words - share) / share + (0 if pieces[end].opens else BORDER)
        if cost < least:
            best, least = end, cost
    return best
