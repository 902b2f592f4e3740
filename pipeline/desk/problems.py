"""Problems, as RFC 9457 writes them and as a page tells them."""

from __future__ import annotations

from typing import Any

TITLES = {
    400: "This cannot be understood",
    401: "Sign in first",
    403: "This is not for you to do",
    404: "There is nothing here",
    405: "This cannot be done here",
    409: "This does not fit what stands",
    411: "Its length is missing",
    412: "It has changed meanwhile",
    413: "This is too large",
    415: "This is of a kind that is not taken",
    422: "Something in it is wrong",
    429: "Too many tries",
    500: "The desk made a mistake",
    507: "There is no room left",
}


class Problem(Exception):
    """Why something is not done. `code` is for programs, `detail` a sentence for people."""

    def __init__(
        self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers = headers or {}
        self.more = more

    @property
    def title(self) -> str:
        return TITLES.get(self.status, "It went wrong")

    @property
    def document(self) -> dict[str, Any]:
        return {
            "type": f"urn:f2f:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }


def missing(what: str = "page") -> Problem:
    """The same for what is not there and for what is another's."""
    return Problem(404, "missing", f"There is no such {what}, or it is not yours to see.")
