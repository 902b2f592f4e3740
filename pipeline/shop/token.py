"""Tokens: handoffs as the runner passes them from step to step."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.handoff import Deliverables, Handoff
from pipeline.shop.crew import Divided


class Token(Struct):
    """A handoff, in hand or in the store, and the word that stands for it in identities."""

    word: str
    kind: type[Handoff]
    value: Handoff | Divided | None = None
    digest: str = ""
    parts: tuple[Token, ...] = ()  # of finished files: what each export made


def together(parts: list[Token]) -> Token:
    """Finished files laid together."""
    if len(parts) == 1:
        return parts[0]
    return Token("\n".join([part.word for part in parts]), Deliverables, parts=tuple(parts))
