"""The command: its words, and what is said when something goes wrong."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pipeline import __version__, answers

HELP = """\
Bookworks makes books from raw archives: tweets, blogs, newsletters, mail, folders of Markdown.

  bookworks book ARCHIVE       a book straight from an archive
  bookworks survey ARCHIVE     what is in there, before you decide anything
  bookworks new NAME --from ARCHIVE
                               a recipe to start from, in recipes/NAME/
  bookworks book NAME          the book of a recipe

Afterwards:
  bookworks account NAME       where every item of the archive went
  bookworks changes NAME       every change of wording that was made, as a diff
  bookworks trace NAME "words" where a passage comes from
  bookworks edit NAME "words" "other words"
                               an edit, which every later edition keeps
  bookworks edition NAME --from NEWER
                               the next edition, with every edit carried over
  bookworks apply NAME CHANGE.json
                               what a publisher asks for, made and proved
  bookworks proof NAME         look at it: all pages, and passages side by side in every output
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or that of the error's class."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter is given its number, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    said = sys.argv[1:] if arguments is None else list(arguments)
    options = parser(said[0] if said else "").parse_args(said)
    if options.run is None:
        parser().print_help()
        return 2
    try:
        return int(options.run(options) or 0)
    except KeyboardInterrupt:
        print(
            "\nStopped. What was finished is kept; the next build goes on from here.",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        return _failed(error, options)


def program() -> NoReturn:
    """The command as a program of its own. It ends at once: all that was made is safe by then, and
    the interpreter's own way out would take every object apart first."""
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody reads on, or it was closed for that reason
    os._exit(code)


def _failed(error: Exception, options: argparse.Namespace) -> int:
    from pipeline.model.errors import BookworksError, Fault
    from pipeline.shop.storage import is_refusal, refusal

    if os.environ.get("BOOKWORKS_DEBUG"):
        raise error
    told = error if isinstance(error, BookworksError) else Fault(error)
    if isinstance(error, OSError) and is_refusal(error):
        told = refusal(error, Path("standard output"))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # where what is still unwritten may go
    if getattr(options, "json", False):
        said = {"error": told.message, "file": told.file, "place": told.place,
                "cause": told.cause, "todo": told.todo, "exit_code": told.exit_code}  # fmt: skip
        print(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        print(f"bookworks: {told}", file=sys.stderr)
    return told.exit_code


# -- words -----------------------------------------------------------------------------------------


def parser(word: str = "") -> argparse.ArgumentParser:
    """The words of the command; those of `change` are made where they are asked for."""
    top = argparse.ArgumentParser(
        prog="bookworks", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"bookworks {__version__}")
    top.set_defaults(run=None)
    words = top.add_subparsers(title="commands", metavar="COMMAND")

    one = _word(words, "book", answers.book, "make a book by its recipe, or from a bare archive")
    _target(one)
    one.add_argument("--only", metavar="FORMATS", help="make only these, for example: docx")
    one.add_argument("--out", metavar="DIR", help="lay the finished files down here")
    one.add_argument(
        "--again", action="store_true", help="look at everything anew, even if nothing changed"
    )
    one.add_argument(
        "--edition", type=int, default=0, metavar="N", help="make a sealed edition again, as it was"
    )

    _editions(words)

    one = _word(words, "new", answers.new, "write a recipe to start from")
    one.add_argument("name", help="the new book's name: small letters, digits, - and _")
    one.add_argument("--from", dest="archives", nargs="+", required=True, metavar="ARCHIVE")

    one = _word(words, "survey", answers.survey, "say what archives hold, before there is a recipe")
    one.add_argument("archives", nargs="+", metavar="ARCHIVE", help="an archive, or a book's name")
    one.add_argument("--out", metavar="DIR", help="write the page with plots here")

    one = _word(
        words, "identify", answers.identify, "say what an archive is, why, and what lies in it"
    )
    one.add_argument("archives", nargs="+", metavar="ARCHIVE")
    _records(words)

    one = _word(
        words, "inspect", answers.inspect, "run the gates over a finished book, or over any docx"
    )
    _target(one, "a book's name, an archive, or a .docx file")
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)

    _houses(words)
    _requests(words, word)
    _proof(words)
    _handover(words)

    one = _word(words, "init", answers.init, "lay out a floor: recipes/, sources/ and a Makefile")
    one.add_argument("folder", metavar="DIR")

    one = _word(
        words, "schema", answers.schema, "the JSON Schema of recipes, or of an operation's options"
    )
    one.add_argument(
        "of", nargs="?", default="recipe",
        help="recipe, routing, house, an operation's name; or transmittal, checks, changes, event, "
        "peer, change: what goes between two shops",
    )  # fmt: skip
    return top


def _houses(words: Any) -> None:
    """The commands about publishers' houses."""
    top = words.add_parser("house", help="what publishers want of a docx, and whether one passes")
    top.set_defaults(run=None)
    some = top.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)
    _word(some, "list", answers.house, "the houses there are")
    one = _word(some, "show", answers.house, "what a house wants of a file")
    one.add_argument("name", metavar="NAME", help="a house's name, or a .toml file of your own")
    one = _word(some, "check", answers.house, "whether a house would take a docx, whoever made it")
    one.add_argument("file", metavar="FILE.docx")
    one.add_argument("--house", required=True, metavar="NAME", help="its name, or a .toml file")
    one.add_argument("--every", action="store_true", help="tell every fault, not the first of each")


def _requests(words: Any, word: str) -> None:
    """The commands by which a publisher asks for changes, and a writer makes them."""
    top = words.add_parser(
        "change", help="write a change request, which the writer's shop applies by machine",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    if word == "change":
        from pipeline.commands.change.asking import add_words
        from pipeline.commands.change.words import HELP

        top.description = HELP
        add_words(top, answers.change)

    one = _word(words, "apply", answers.apply, "make what a publisher asks for, and prove it")
    one.description = (
        "Apply a change request that you agree to: the recipe, the house or the edits are changed, "
        "the book is made again and held to what was asked. What fails changes nothing. Without a "
        "request, tell what waits for a person and what was answered."
    )
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument(
        "request", nargs="?", default="", metavar="REQUEST.json", help="or its id, with --answer"
    )
    one.add_argument("--answer", default="", metavar="WORDS", help="a person's answer to a request")
    one.add_argument("--decline", default="", metavar="WHY", help="decline it, with the reason")
    one.add_argument(
        "--profile", default="", metavar="PEER", help="all that was agreed with this publisher"
    )
    _desk(words)


def _desk(words: Any) -> None:
    """The commands of whoever keeps a publisher's desk."""
    top = words.add_parser("desk", help="a publisher's server, where transmittals arrive")
    top.set_defaults(run=None)
    some = top.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)

    def word(name: str, told: str) -> argparse.ArgumentParser:
        one = _word(some, name, answers.desk, told)
        one.add_argument("folder", metavar="DIR", help="the desk's folder")
        return one

    one = word("init", "lay a desk out, with a key of its own")
    one.add_argument("--peer", required=True, metavar="ID", help="for example press.example")
    one.add_argument("--name", required=True, help="the house's name")
    one.add_argument("--contact", default="", help="an address for people")
    one.add_argument("--url", default="", help="where people reach it: https://desk.example")
    one.add_argument("--database", default="", metavar="URL", help="SQLite in DIR without one")

    one = word("serve", "open the desk")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8470)

    one = _word(some, "send", answers.desk_send, "bring a version to a publisher's desk")
    one.add_argument("parcel", metavar="DIR|ZIP", help="a version, as transmit made it")
    one.add_argument("--to", required=True, metavar="URL", help="the desk's address")
    one.add_argument(
        "--token", default="", metavar="FILE",
        help="a file with the token; without it, BOOKWORKS_TOKEN of the environment",
    )  # fmt: skip

    one = word("account", "make an account; its password is asked for")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--side", choices=("sender", "recipient"), help="a writer, or of the house")
    one.add_argument("--shown", default="", help="the name as others see it")
    one.add_argument("--close", action="store_true", help="close it instead")

    word("check", "look over every file, signature and state")
    word("backup", "write the whole desk into one file").add_argument("file", metavar="FILE")
    word("restore", "lay a desk out from a backup").add_argument("file", metavar="FILE")


def _editions(words: Any) -> None:
    """The commands that work on a book once it is made."""
    one = _word(
        words, "edition", answers.edition, "begin the next edition, or say what is new in this"
    )
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument(
        "--from", dest="archive", metavar="ARCHIVE", help="the newer archive; without it, a report"
    )
    one.add_argument("--add", action="store_true", help="add the archive to those that there are")
    one.add_argument(
        "--instead-of", default="", metavar="SOURCE", help="which of several sources it renews"
    )

    one = _word(words, "edit", answers.edit, "say some words of a book otherwise, in every edition")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("was", metavar="WORDS", help="the words as they stand in the book")
    one.add_argument("now", metavar="NEW", help="the words to stand there; '' takes them out")
    one.add_argument("--why", default="", help="the reason, for whoever reads it next")
    one.add_argument("--by", default="", help="who wants it so")
    one.add_argument("--item", default="", help="in this item, where the words stand in several")

    one = _word(
        words, "fetch-media", answers.fetch_media, "download pictures that no archive holds"
    )
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("--most", type=int, default=1000, metavar="MB", help="in all (1000)")
    one.add_argument("--each", type=int, default=25, metavar="MB", help="of one picture (25)")
    one.add_argument("--again", action="store_true", help="ask again for what failed before")


def _proof(words: Any) -> None:
    one = _word(
        words, "proof", answers.proof, "look at a finished book: all pages, and passages abreast"
    )
    one.description = (
        "Lay contact sheets of the docx (as LibreOffice sets it) and of the PDF in the edition's "
        "folder, with a page, proof/index.html, that shows the same passages in every output side "
        "by side: one of each sort that the book has (a quotation, a list, a footnote, a table …), "
        "or those that --at names. Nothing is made twice of the same files."
    )
    _target(one)
    one.add_argument(
        "--at", action="append", default=[], metavar="ITEM",
        help="show this passage: an item's id, a bookmark, or some of its words (may be repeated)",
    )  # fmt: skip
    one.add_argument(
        "--pages", type=_count, default=240, metavar="N",
        help="pages of each file on the contact sheets (240; 0 for all)",
    )  # fmt: skip
    one.add_argument(
        "--patience", type=float, default=300, metavar="SECONDS", help="for LibreOffice (300)"
    )
    one.add_argument("--again", action="store_true", help="make it anew, even if nothing changed")
    _of_edition(one)


def _handover(words: Any) -> None:
    """The commands between two shops."""
    one = _word(words, "keys", answers.keys, "your key to sign with, and the peers you know")
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
    one.add_argument("--pin", metavar="FILE", help="take a peer's peer.json among those you know")
    one.add_argument("--folder", default="", metavar="DIR", help="with --pin: the folder you share")

    one = _word(words, "verify", answers.verify, "whether a bundle is whole, and who sent it")
    one.add_argument("parcel", metavar="DIR|ZIP", help="the bundle, as a folder or as a zip")
    one.add_argument(
        "--peer", default="", metavar="ID", help="who must have sent it: a peer you know, or a "
        "peer.json; without it, whoever it says"
    )  # fmt: skip

    one = _word(words, "transmit", answers.transmit, "seal a book's bundle for a peer and send it")
    one.add_argument(
        "book", metavar="BOOK", nargs="?", default="",
        help="a book's name; without it, where everything stands that was sent",
    )  # fmt: skip
    one.add_argument("--to", default="", metavar="ID", help="the peer, where you know several")

    one = _word(words, "receive", answers.receive, "verify what a peer sent, keep it, and answer")
    one.add_argument(
        "parcel", metavar="DIR|ZIP|EVENT", nargs="?", default="",
        help="a bundle or an event; without it, all that lies ready in the folders that you share",
    )  # fmt: skip
    one.add_argument(
        "--refuse", action="store_true", help="answer that it cannot be used, rather than wait"
    )


def _count(said: str) -> int:
    if not said.isdigit():
        raise argparse.ArgumentTypeError(f"'{said}' is no number of pages; 0 is all of them")
    return int(said)


def _records(words: Any) -> None:
    """The commands that ask what a finished job did."""
    one = _word(
        words, "account", answers.account, "where every item of the archive went, to the last one"
    )
    _target(one)
    one.add_argument("--items", action="store_true", help="list each item set aside or merged")
    _of_edition(one)

    one = _word(
        words, "changes", answers.changes, "every change of wording that was made, as a diff"
    )
    _target(one)
    one.add_argument("--rule", help="only this rule's, for example: typography")
    one.add_argument("--item", help="only this item's")
    one.add_argument(
        "--most", type=int, default=20, help="how many to show of each rule (20; 0 for all)"
    )
    _of_edition(one)

    one = _word(words, "trace", answers.trace, "where a passage of the book comes from")
    _target(one)
    one.add_argument("words", help="some words of the passage, a bookmark's name, or an item's id")
    _of_edition(one)

    one = _word(words, "show", answers.show, "one step's handoff as Markdown")
    _target(one)
    one.add_argument(
        "step", nargs="?", default="", help="a step's name; the last one's if left out"
    )
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)


def _of_edition(one: argparse.ArgumentParser) -> None:
    one.add_argument("--edition", type=int, default=0, metavar="N", help="of an earlier edition")
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)


def _word(words: Any, name: str, run: Callable[..., Any], about: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = words.add_parser(name, help=about, description=about)
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="answer as JSON")
    return made


def _target(one: argparse.ArgumentParser, about: str = "a book's name, or an archive") -> None:
    one.add_argument("target", metavar="BOOK", help=about)
