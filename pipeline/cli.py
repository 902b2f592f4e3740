"""The command: one short function per word, no logic. Heavy imports happen where they are used."""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pipeline import __version__

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
  bookworks proof NAME         look at it: all pages, and passages side by side in every output
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or that of the error's class."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter is given its number, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
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


# -- commands --------------------------------------------------------------------------------------


def book(options: argparse.Namespace) -> None:
    from pipeline.commands.show import outcome
    from pipeline.shop.standing import unchanged

    places = _places(options)
    only = tuple(options.only.split(",")) if options.only else ()
    sealed = options.edition
    found = None if options.again else unchanged(options.target, only, places, sealed)
    if found is None:
        gc.disable()  # nothing that a build imports or makes is a cycle worth looking for
        from pipeline.commands.make import make

        found = make(options.target, only, places, quiet=options.json, sealed=sealed)
    _say(options, found, lambda: outcome(found))


def edition(options: argparse.Namespace) -> None:
    from pipeline.commands import editions

    places = _places(options)
    if options.archive is None:
        found = editions.report(options.book, places)
    else:
        order = editions.order(
            options.book, options.archive, add=options.add, instead_of=options.instead_of
        )
        found = editions.begin(order, places, quiet=options.json)
    _say(options, found, lambda: editions.report_text(found))


def edit(options: argparse.Namespace) -> None:
    from pipeline.commands.editing import edit, edit_text

    found = edit(
        options.book, options.was, options.now, _places(options), why=options.why, by=options.by,
        item=options.item,
    )  # fmt: skip
    _say(options, found, lambda: edit_text(found))


def fetch_media(options: argparse.Namespace) -> int:
    from pipeline.commands.fetch import fetch_media, fetch_media_text

    found = fetch_media(
        options.book, _places(options), most=options.most, each=options.each, again=options.again,
        quiet=options.json,
    )  # fmt: skip
    _say(options, found, lambda: fetch_media_text(found))
    return 1 if found["failed"] else 0


def survey(options: argparse.Namespace) -> int:
    gc.disable()  # as for a book: what is read holds no cycles
    from pipeline.commands.survey.surveying import survey
    from pipeline.commands.survey.told import survey_text

    found = survey(options.archives, _places(options), quiet=options.json)
    _say(options, found, lambda: survey_text(found))
    return int(found["exit_code"])


def new(options: argparse.Namespace) -> None:
    gc.disable()
    from pipeline.commands.start import new_recipe

    archives = [Path(path) for path in options.archives]
    found = new_recipe(options.name, archives, _places(options), quiet=options.json)
    _say(options, found, lambda: found["said"])


def identify(options: argparse.Namespace) -> None:
    from pipeline.commands.look import identified, identified_text

    found = identified([Path(path) for path in options.archives])
    _say(options, found, lambda: identified_text(found))


def account(options: argparse.Namespace) -> None:
    from pipeline.commands.records import account, account_text

    found = account(options.target, _places(options), items=options.items, edition=options.edition)
    _say(options, found, lambda: account_text(found))


def changes(options: argparse.Namespace) -> None:
    from pipeline.commands.records import changes, changes_text

    found = changes(
        options.target, _places(options), rule=options.rule, item=options.item,
        edition=options.edition,
    )  # fmt: skip
    _say(options, found, lambda: changes_text(found, options.most))


def trace(options: argparse.Namespace) -> None:
    from pipeline.commands.tracing import trace, trace_text

    found = trace(options.target, options.words, _places(options), options.edition)
    _say(options, found, lambda: trace_text(found))


def show(options: argparse.Namespace) -> None:
    from pipeline.commands.showing import show

    found = show(options.target, options.step, _places(options))
    _say(options, found, lambda: found["text"])


def inspect(options: argparse.Namespace) -> int:
    from pipeline.commands.gates import inspect, inspect_text

    found = inspect(options.target, _places(options))
    _say(options, found, lambda: inspect_text(found))
    return 6 if found["refused"] else 0


def house(options: argparse.Namespace) -> int:
    from pipeline.commands import houses

    if options.word == "list":
        _say(options, rows := houses.listed(), lambda: houses.listed_text(rows))
        return 0
    if options.word == "show":
        _say(options, told := houses.show(options.name), lambda: houses.show_text(told))
        return 0
    found = houses.check(options.file, options.house, options.every)
    _say(options, found, lambda: houses.check_text(found))
    return 6 if found["refused"] else 0


def proof(options: argparse.Namespace) -> None:
    from pipeline.commands.proof.proofing import Order, proof, proof_text

    order = Order(
        options.target, at=tuple(options.at), pages=options.pages, patience=options.patience,
        edition=options.edition, again=options.again,
    )  # fmt: skip
    found = proof(order, _places(options), quiet=options.json)
    _say(options, found, lambda: proof_text(found))


def init(options: argparse.Namespace) -> None:
    from pipeline.commands.start import lay_out

    found = lay_out(Path(options.folder))
    _say(options, found, lambda: found["said"])


def schema(options: argparse.Namespace) -> None:
    from pipeline.commands.schemas import schema

    print(json.dumps(schema(options.of, _places(options)), ensure_ascii=False, indent=1))


# -- words -----------------------------------------------------------------------------------------


def _places(options: argparse.Namespace) -> Any:
    from pipeline.shop.places import find

    out = getattr(options, "out", None)
    return find(Path.cwd(), Path(out).resolve() if out else None)


def _say(options: argparse.Namespace, found: Any, text: Callable[[], str]) -> None:
    said = json.dumps(found, ensure_ascii=False, indent=1) if options.json else text()
    print(said, flush=True)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="bookworks", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"bookworks {__version__}")
    top.set_defaults(run=None)
    words = top.add_subparsers(title="commands", metavar="COMMAND")

    one = _word(words, "book", book, "make a book by its recipe, or from a bare archive")
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

    one = _word(words, "new", new, "write a recipe to start from")
    one.add_argument("name", help="the new book's name: small letters, digits, - and _")
    one.add_argument("--from", dest="archives", nargs="+", required=True, metavar="ARCHIVE")

    one = _word(words, "survey", survey, "say what archives hold, before there is a recipe")
    one.add_argument("archives", nargs="+", metavar="ARCHIVE", help="an archive, or a book's name")
    one.add_argument("--out", metavar="DIR", help="write the page with plots here")

    one = _word(words, "identify", identify, "say what an archive is, why, and what lies in it")
    one.add_argument("archives", nargs="+", metavar="ARCHIVE")
    _records(words)

    one = _word(words, "inspect", inspect, "run the gates over a finished book, or over any docx")
    _target(one, "a book's name, an archive, or a .docx file")
    one.add_argument("--out", metavar="DIR", help=argparse.SUPPRESS)

    _houses(words)
    _proof(words)

    one = _word(words, "init", init, "lay out a floor: recipes/, sources/ and a Makefile")
    one.add_argument("folder", metavar="DIR")

    one = _word(words, "schema", schema, "the JSON Schema of recipes, or of an operation's options")
    one.add_argument(
        "of", nargs="?", default="recipe", help="recipe, routing, house or an operation's name"
    )
    return top


def _houses(words: Any) -> None:
    """The commands about publishers' houses."""
    top = words.add_parser("house", help="what publishers want of a docx, and whether one passes")
    top.set_defaults(run=None)
    some = top.add_subparsers(title="commands", metavar="COMMAND", dest="word", required=True)
    _word(some, "list", house, "the houses there are")
    one = _word(some, "show", house, "what a house wants of a file")
    one.add_argument("name", metavar="NAME", help="a house's name, or a .toml file of your own")
    one = _word(some, "check", house, "whether a house would take a docx, whoever made it")
    one.add_argument("file", metavar="FILE.docx")
    one.add_argument("--house", required=True, metavar="NAME", help="its name, or a .toml file")
    one.add_argument("--every", action="store_true", help="tell every fault, not the first of each")


def _editions(words: Any) -> None:
    """The commands that work on a book once it is made."""
    one = _word(words, "edition", edition, "begin the next edition, or say what is new in this")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument(
        "--from", dest="archive", metavar="ARCHIVE", help="the newer archive; without it, a report"
    )
    one.add_argument("--add", action="store_true", help="add the archive to those that there are")
    one.add_argument(
        "--instead-of", default="", metavar="SOURCE", help="which of several sources it renews"
    )

    one = _word(words, "edit", edit, "say some words of a book otherwise, in every edition")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("was", metavar="WORDS", help="the words as they stand in the book")
    one.add_argument("now", metavar="NEW", help="the words to stand there; '' takes them out")
    one.add_argument("--why", default="", help="the reason, for whoever reads it next")
    one.add_argument("--by", default="", help="who wants it so")
    one.add_argument("--item", default="", help="in this item, where the words stand in several")

    one = _word(words, "fetch-media", fetch_media, "download pictures that no archive holds")
    one.add_argument("book", metavar="BOOK", help="a book's name")
    one.add_argument("--most", type=int, default=1000, metavar="MB", help="in all (1000)")
    one.add_argument("--each", type=int, default=25, metavar="MB", help="of one picture (25)")
    one.add_argument("--again", action="store_true", help="ask again for what failed before")


def _proof(words: Any) -> None:
    one = _word(words, "proof", proof, "look at a finished book: all pages, and passages abreast")
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
    one = _word(words, "account", account, "where every item of the archive went, to the last one")
    _target(one)
    one.add_argument("--items", action="store_true", help="list each item set aside or merged")
    _of_edition(one)

    one = _word(words, "changes", changes, "every change of wording that was made, as a diff")
    _target(one)
    one.add_argument("--rule", help="only this rule's, for example: typography")
    one.add_argument("--item", help="only this item's")
    one.add_argument(
        "--most", type=int, default=20, help="how many to show of each rule (20; 0 for all)"
    )
    _of_edition(one)

    one = _word(words, "trace", trace, "where a passage of the book comes from")
    _target(one)
    one.add_argument("words", help="some words of the passage, a bookmark's name, or an item's id")
    _of_edition(one)

    one = _word(words, "show", show, "one step's handoff as Markdown")
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
