"""The words of the command between two shops: keys, sending and receiving, deciding, asking for
changes, and the publisher's desk."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from pipeline import answers


def word(words: Any, name: str, run: Callable[..., Any], about: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = words.add_parser(name, help=about, description=about)
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="answer as JSON")
    return made


def handover(words: Any) -> None:
    """The commands between two shops."""
    _keys(words)
    _versions(words)
    _decisions(words)
    _desk(words)


def _keys(words: Any) -> None:
    one = word(words, "keys", answers.keys, "your key to sign with, and the peers you know")
    one.add_argument(
        "word", nargs="?", choices=("rotate", "revoke", "add"),
        help="a new key for which the old one signs; call a key back; take a peer's statement",
    )  # fmt: skip
    one.add_argument(
        "what", nargs="?", default="", metavar="KEY|FILE",
        help="revoke: how its fingerprint begins; add: a statement, or a peer.json",
    )  # fmt: skip
    one.add_argument(
        "--make", metavar="ID", help="make your key; ID is a name such as quill.example"
    )
    one.add_argument("--name", default="", help="with --make: what you are called")
    one.add_argument("--contact", default="", help="with --make: an address to write to")
    one.add_argument(
        "--pin", metavar="FILE|URL",
        help="take a peer among those you know: its peer.json, or the address of its desk",
    )  # fmt: skip
    one.add_argument("--folder", default="", metavar="DIR", help="with --pin: the folder you share")
    one.add_argument("--desk", default="", metavar="URL", help="with --pin: the peer's desk")
    one.add_argument(
        "--token", default="", metavar="ID",
        help="keep the token for this peer's desk: it is asked for, or read from a pipe",
    )  # fmt: skip


def _versions(words: Any) -> None:
    one = word(words, "verify", answers.verify, "whether a bundle is whole, and who sent it")
    one.add_argument("parcel", metavar="DIR|ZIP", help="the bundle, as a folder or as a zip")
    one.add_argument(
        "--peer", default="", metavar="ID", help="who must have sent it: a peer you know, or a "
        "peer.json; without it, whoever it says"
    )  # fmt: skip

    one = word(words, "transmit", answers.transmit, "seal a book's bundle for a peer and send it")
    one.add_argument(
        "book", metavar="BOOK", nargs="?", default="",
        help="a book's name; without it, where everything stands that was sent",
    )  # fmt: skip
    one.add_argument("--to", default="", metavar="ID", help="the peer, if not the recipe's")
    one.add_argument(
        "--by", default="", choices=("folder", "http", "zip"), help="how, if not as the recipe says"
    )
    _at_desk(one)

    one = word(words, "fetch", answers.fetch, "what publishers' desks answered to what you sent")
    one.description = (
        "Fetch receipts, decisions and change requests from the desks that you sent books to. Each "
        "is verified against the publisher's key and against all that was said before; what does "
        "not hold is refused, and you are told why."
    )
    one.add_argument(
        "of", metavar="BOOK", nargs="?", default="", help="a book, a peer or a transmittal; or all"
    )
    _at_desk(one)

    one = word(words, "receive", answers.receive, "verify what a peer sent, keep it, and answer")
    one.add_argument(
        "parcel", metavar="DIR|ZIP|URL|EVENT", nargs="?", default="",
        help="a bundle or an event; without it, all that lies ready in the folders that you share",
    )  # fmt: skip
    one.add_argument("--token", default="", metavar="FILE", help="with URL: a file with the token")
    one.add_argument(
        "--refuse", action="store_true", help="answer that it cannot be used, rather than wait"
    )


def _at_desk(one: argparse.ArgumentParser) -> None:
    one.add_argument("--desk", default="", metavar="URL", help="its address, if not as noted")
    one.add_argument(
        "--token", default="", metavar="FILE",
        help="a file with the token; else BOOKWORKS_TOKEN of the environment, else the one kept",
    )  # fmt: skip


_DECISIONS = (
    ("accept", "accepted", "accept a version that you received: it is final"),
    ("ask", "changes-requested", "ask for changes of a version, as `change` wrote them"),
    ("decline", "declined", "decline a version, and say why: it is final"),
    ("withdraw", "withdrawn", "take back a version that you sent"),
)


def _decisions(words: Any) -> None:
    """The commands by which a side decides on a version, and signs it."""
    for verb, decision, about in _DECISIONS:
        one = word(words, verb, answers.decide, about)
        one.set_defaults(decision=decision)
        one.add_argument("transmittal", metavar="T", help="T-2026-0007, or PEER/T-2026-0007")
        if verb == "ask":
            one.add_argument("requests", nargs="+", metavar="REQUEST.json")
        one.add_argument("--why", default="", metavar="WORDS", help="the reason, which goes along")
        one.add_argument("--version", type=int, default=0, metavar="N", help="not the latest")


def requests(words: Any, said: str) -> None:
    """The commands by which a publisher asks for changes, and a writer makes them."""
    top = words.add_parser(
        "change", help="write a change request, which the writer's shop applies by machine",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    if said == "change":
        from pipeline.commands.change.asking import add_words
        from pipeline.commands.change.words import HELP

        top.description = HELP
        add_words(top, answers.change)

    one = word(words, "apply", answers.apply, "make what a publisher asks for, and prove it")
    one.description = (
        "Apply a change request that you agree to: the recipe, the house or the edits are changed, "
        "the book is made again and held to what was asked. What fails changes nothing. Without a "
        "request, tell what waits for a person and what was answered."
    )
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument(
        "request", nargs="?", default="", metavar="REQUEST.json", help="or the id of one that came"
    )
    one.add_argument("--answer", default="", metavar="WORDS", help="a person's answer to a request")
    one.add_argument("--decline", default="", metavar="WHY", help="decline it, with the reason")
    one.add_argument(
        "--profile", default="", metavar="PEER", help="all that was agreed with this publisher"
    )


def _desk(words: Any) -> None:
    """The commands of whoever keeps a publisher's desk."""
    top = words.add_parser("desk", help="a publisher's server, where transmittals arrive")
    top.set_defaults(run=None)
    some = top.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)

    def of_desk(name: str, told: str) -> argparse.ArgumentParser:
        one = word(some, name, answers.desk, told)
        one.add_argument("folder", metavar="DIR", help="the desk's folder")
        return one

    one = of_desk("init", "lay a desk out, with a key of its own")
    one.add_argument("--peer", required=True, metavar="ID", help="for example press.example")
    one.add_argument("--name", required=True, help="the house's name")
    one.add_argument("--contact", default="", help="an address for people")
    one.add_argument("--url", default="", help="where people reach it: https://desk.example")
    one.add_argument("--database", default="", metavar="URL", help="SQLite in DIR without one")

    one = of_desk("serve", "open the desk")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8470)

    one = word(some, "send", answers.desk_send, "bring a version to a publisher's desk")
    one.add_argument("parcel", metavar="DIR|ZIP", help="a version, as transmit made it")
    one.add_argument("--to", required=True, metavar="URL", help="the desk's address")
    one.add_argument(
        "--token", default="", metavar="FILE",
        help="a file with the token; without it, BOOKWORKS_TOKEN of the environment",
    )  # fmt: skip

    one = of_desk("account", "make an account; its password is asked for")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--side", choices=("sender", "recipient"), help="a writer, or of the house")
    one.add_argument("--shown", default="", help="the name as others see it")
    one.add_argument("--close", action="store_true", help="close it instead")

    of_desk("check", "look over every file, signature and state")
    of_desk("backup", "write the whole desk into one file").add_argument("file", metavar="FILE")
    of_desk("restore", "lay a desk out from a backup").add_argument("file", metavar="FILE")
