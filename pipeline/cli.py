"""The command: its words, and what is said when something goes wrong."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from pipeline import __version__, answers, handover_words
from pipeline.handover_words import word

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
        _name_books(options)
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


def _name_books(options: argparse.Namespace) -> None:
    """A book may be given by the folder of its recipe: a shell completes such a path by itself."""
    for name in ("target", "book"):
        said = getattr(options, name, None)
        if isinstance(said, str) and ("/" in said or os.sep in said):
            setattr(options, name, answers.meant(said))


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


class Words(argparse.ArgumentParser):
    """The words of a command, which for a misspelt one says what it may have been."""

    def error(self, message: str) -> NoReturn:
        found = re.match(r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", message)
        if found is None:
            number = re.fullmatch(r"argument (\S+): invalid (?:int|float) value: '(.*)'", message)
            super().error(f"{number[1]} takes a number, not '{number[2]}'" if number else message)
        from pipeline.model.errors import nearest

        known = re.findall(r"'?([\w-]+)'?", found[3])
        where, what = self.prog, "command" if found[1] == "COMMAND" else found[1]
        self.exit(
            2,
            f"bookworks: there is no {what} '{found[2]}'\n  to do: {nearest(found[2], known)}\n"
            f"  all: {where} --help\n",
        )


# -- words -----------------------------------------------------------------------------------------


def parser(said: str = "") -> argparse.ArgumentParser:
    """The words of a command; where there is none of that name, those of all."""
    top = Words(
        prog="bookworks", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"bookworks {__version__}")
    top.set_defaults(run=None)
    words = top.add_subparsers(title="commands", metavar="COMMAND", prog=top.prog)
    asked = _Asked(words, said)
    _commands(asked, said)
    if not asked.is_known:
        _commands(words, said)
    return top


class _Asked:
    """Takes in the words of the one command that is asked for, and passes over all others: they are
    many, and to make them all takes some 6 ms."""

    def __init__(self, words: Any, name: str) -> None:
        self.is_known = False
        self._words = words
        self._name = name

    def add_parser(self, name: str, **about: Any) -> Any:
        if name != self._name:
            return _Nothing()
        self.is_known = True
        return self._words.add_parser(name, **about)


class _Nothing:
    """Stands for the words of a command that nobody asks for."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **options: self


def _commands(words: Any, said: str) -> None:
    one = word(words, "book", answers.book, "make a book by its recipe, or from a bare archive")
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

    one = word(words, "new", answers.new, "write a recipe to start from")
    one.add_argument("name", help="the new book's name: small letters, digits, - and _")
    one.add_argument("--from", dest="archives", nargs="+", required=True, metavar="ARCHIVE")
    one.add_argument("--for", dest="peer", default="", metavar="PEER", help="a publisher you know")

    one = word(words, "survey", answers.survey, "say what archives hold, before there is a recipe")
    one.add_argument("archives", nargs="+", metavar="ARCHIVE", help="an archive, or a book's name")
    one.add_argument("--out", metavar="DIR", help="write the page with plots here")

    one = word(
        words, "identify", answers.identify, "say what an archive is, why, and what lies in it"
    )
    one.add_argument("archives", nargs="+", metavar="ARCHIVE")
    _records(words)

    one = word(
        words, "inspect", answers.inspect, "run the gates over a finished book, or over any docx"
    )
    _target(one, "a book's name, an archive, or a .docx file")
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)

    _houses(words)
    handover_words.requests(words, said)
    _proof(words)
    handover_words.handover(words)

    one = word(words, "init", answers.init, "lay out a floor: recipes/, sources/ and a Makefile")
    one.add_argument("folder", metavar="DIR")

    one = word(
        words, "schema", answers.schema, "the JSON Schema of recipes, or of an operation's options"
    )
    one.add_argument(
        "of", nargs="?", default="recipe",
        help="recipe, routing, house, an operation's name; or transmittal, checks, changes, event, "
        "peer, change: what goes between two shops",
    )  # fmt: skip


def _houses(words: Any) -> None:
    """The commands about publishers' houses."""
    top = words.add_parser("house", help="what publishers want of a docx, and whether one passes")
    top.set_defaults(run=None)
    some = top.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)
    word(some, "list", answers.house, "the houses there are")
    one = word(some, "show", answers.house, "what a house wants of a file")
    one.add_argument("name", metavar="NAME", help="a house's name, or a .toml file of your own")
    one = word(some, "check", answers.house, "whether a house would take a docx, whoever made it")
    one.add_argument("file", metavar="FILE.docx")
    one.add_argument("--house", required=True, metavar="NAME", help="its name, or a .toml file")
    one.add_argument("--every", action="store_true", help="tell every fault, not the first of each")


def _editions(words: Any) -> None:
    """The commands that work on a book once it is made."""
    one = word(
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

    one = word(words, "edit", answers.edit, "say some words of a book otherwise, in every edition")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("was", metavar="WORDS", help="the words as they stand in the book")
    one.add_argument("now", metavar="NEW", help="the words to stand there; '' takes them out")
    one.add_argument("--why", default="", help="the reason, for whoever reads it next")
    one.add_argument("--by", default="", help="who wants it so")
    one.add_argument("--item", default="", help="in this item, where the words stand in several")

    one = word(words, "fetch-media", answers.fetch_media, "download pictures that no archive holds")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("--most", type=int, default=1000, metavar="MB", help="in all (1000)")
    one.add_argument("--each", type=int, default=25, metavar="MB", help="of one picture (25)")
    one.add_argument("--again", action="store_true", help="ask again for what failed before")


def _proof(words: Any) -> None:
    one = word(
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


def _count(said: str) -> int:
    if not said.isdigit():
        raise argparse.ArgumentTypeError(f"'{said}' is no number of pages; 0 is all of them")
    return int(said)


def _records(words: Any) -> None:
    """The commands that ask what a finished job did."""
    one = word(
        words, "account", answers.account, "where every item of the archive went, to the last one"
    )
    _target(one)
    one.add_argument("--items", action="store_true", help="list each item set aside or merged")
    _of_edition(one)

    one = word(
        words, "changes", answers.changes, "every change of wording that was made, as a diff"
    )
    _target(one)
    one.add_argument("--rule", help="only this rule's, for example: typography")
    one.add_argument("--item", help="only this item's")
    one.add_argument(
        "--most", type=int, default=20, help="how many to show of each rule (20; 0 for all)"
    )
    _of_edition(one)

    one = word(words, "trace", answers.trace, "where a passage of the book comes from")
    _target(one)
    one.add_argument("words", help="some words of the passage, a bookmark's name, or an item's id")
    _of_edition(one)

    one = word(words, "show", answers.show, "one step's handoff as Markdown")
    _target(one)
    one.add_argument(
        "step", nargs="?", default="", help="a step's name; the last one's if left out"
    )
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)


def _of_edition(one: argparse.ArgumentParser) -> None:
    one.add_argument("--edition", type=int, default=0, metavar="N", help="of an earlier edition")
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)


def _target(one: argparse.ArgumentParser, about: str = "a book's name, or an archive") -> None:
    one.add_argument("target", metavar="BOOK", help=about)
