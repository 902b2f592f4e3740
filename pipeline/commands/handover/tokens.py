"""The tokens by which a desk knows us: from a file, the environment or our private folder of keys.

Never from a recipe, which others may have written, nor a word of the command line, which others of
this machine can see; and no message holds one.
"""

from __future__ import annotations

import getpass
import os
import re
import sys
from typing import Any

from pipeline.commands.handover import keys
from pipeline.model.errors import UsageError
from pipeline.shop.storage import explained

VARIABLE = "BOOKWORKS_TOKEN"
FOLDER = "tokens"
_TOKEN = re.compile(r"[!-~]{8,200}")
_LONGEST = 1000


def keep(peer_id: str) -> dict[str, Any]:
    """Take the token for a peer's desk from the keyboard, unseen, or from a pipe."""
    keys.pinned(peer_id)
    said = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline(_LONGEST)
    path = keys.folder() / FOLDER / peer_id
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys.write_private(path, _checked(said, "what was typed").encode())
    return {"peer_id": peer_id, "file": str(path), "said": f"The token is kept in {path}."}


def of_file(file: str) -> str:
    """From a file that somebody named; without one, from the environment."""
    if not file:
        return _needed(os.environ.get(VARIABLE, ""))
    try:
        with open(file, encoding="utf-8") as opened:
            return _checked(opened.read(_LONGEST), file)
    except OSError as error:
        raise UsageError(f"the token cannot be read: {error.strerror}", file=file) from error
    except UnicodeDecodeError as error:
        raise UsageError("this file holds no token", file=file) from error


def of_peer(peer_id: str, file: str = "", *, alone: bool = True) -> str:
    """For a peer's desk. That of the environment says not whose it is: it goes to no desk but the
    one that is asked `alone`."""
    if file or (alone and os.environ.get(VARIABLE)):
        return of_file(file)
    path = keys.folder() / FOLDER / peer_id
    if not path.is_file():
        return _needed("", peer_id)
    return _checked(keys.read_private(path, "token").decode("utf-8", "replace"), str(path))


def _needed(said: str, peer_id: str = "PEER") -> str:
    if not said.strip():
        todo = (f"make one on the desk's page “Tokens”, and keep it with: bookworks keys --token "
                f"{peer_id}; or set {VARIABLE}")  # fmt: skip
        raise UsageError("the desk needs a token", todo=todo)
    return _checked(said, VARIABLE)


def _checked(said: str, where: str) -> str:
    found = said.strip()
    if not _TOKEN.fullmatch(found):
        raise UsageError(f"there is no token in {where}: it is one word of letters and signs")
    return found
