"""Who acts, and what they may."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pipeline.desk.problems import Problem

Scope = Literal["read", "send", "answer", "decide"]
SCOPES: dict[str, str] = {
    "read": "see what is here",
    "send": "send files and versions, and withdraw them",
    "answer": "answer change requests",
    "decide": "ask for changes, accept and decline",
}
OF_SIDE: dict[str, tuple[str, ...]] = {
    "sender": ("read", "send", "answer"),
    "recipient": ("read", "decide"),
}
"""What an account can do at all; a token has some of it."""


class Actor(Struct, frozen=True, kw_only=True):
    account_id: int
    name: str
    shown: str
    side: str
    scopes: tuple[str, ...]
    address: str = ""
    csrf: str = ""
    visit: str = ""  # of somebody at a page
    is_stale: bool = False  # whether it is time to note that they are still there
    token_id: int = 0  # of a program

    @property
    def is_house(self) -> bool:
        return self.side == "recipient"

    @property
    def part(self) -> Scope:
        """What its side does of its own accord, and a token that only reads or answers does not."""
        return "decide" if self.is_house else "send"

    def need(self, scope: Scope) -> None:
        """Raises Problem where it is not for them to do."""
        if scope not in self.scopes:
            told = f"This needs the right to {SCOPES[scope]}, which "
            whose = "this token" if self.token_id else "your account"
            raise Problem(403, "scope", f"{told}{whose} does not have.")
