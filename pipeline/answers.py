"""What each word of the command does: one short function a word, no logic. Heavy imports happen
where they are used."""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _places(options: argparse.Namespace) -> Any:
    from pipeline.shop.places import find

    out = getattr(options, "out", None)
    return find(Path.cwd(), Path(out).resolve() if out else None)


def meant(target: str) -> str:
    """A target, by the book's name where it is the folder of a book's recipe."""
    from pipeline.shop.places import find

    return find(Path.cwd()).meant(target)


def _say(options: argparse.Namespace, found: Any, text: Callable[[], str]) -> None:
    said = json.dumps(found, ensure_ascii=False, indent=1) if options.json else text()
    print(said, flush=True)


def book(options: argparse.Namespace) -> None:
    from pipeline.commands.show import outcome
    from pipeline.shop.standing import unchanged

    places = _places(options)
    only = tuple(options.only.split(",")) if options.only else ()
    sealed = options.edition
    found = None if options.again else unchanged(options.target, only, places, sealed)
    if found is None:
        gc.disable()  # nothing that a build imports or makes is a cycle worth looking for
        from pipeline.shop import lean

        lean.load()
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


def change(options: argparse.Namespace) -> None:
    from pipeline.commands.change.asking import asked, asked_text

    found = asked(options)
    _say(options, found, lambda: asked_text(found))


def apply(options: argparse.Namespace) -> int:
    from pipeline.commands.change import applying, told, waiting

    places, quiet = _places(options), options.json
    if options.profile:
        found = applying.apply_profile(options.book, options.profile, places, quiet=quiet)
        _say(options, found, lambda: told.profile_text(found))
        return 0
    if not options.request:
        found = waiting.listed(options.book, places)
        _say(options, found, lambda: waiting.listed_text(found))
        return 0
    if options.answer or options.decline:
        found = waiting.answered(
            options.book, options.request, places, said=options.answer, declined=options.decline
        )
        _say(options, found, lambda: waiting.answered_text(found))
        return 0
    found = applying.apply_file(options.book, options.request, places, quiet=quiet)
    _say(options, found, lambda: told.answer_text(found))
    return 6 if found["status"] == "declined" else 0


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
    found = new_recipe(
        options.name, archives, _places(options), quiet=options.json, peer=options.peer
    )
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


def keys(options: argparse.Namespace) -> int | None:
    from pipeline.commands.handover import keys, rotating

    if options.word == "add":
        return _add_keys(options)
    if options.word:
        found = rotating.rotate() if options.word == "rotate" else rotating.revoke(options.what)
    elif options.make:
        found = keys.make(options.make, options.name, options.contact)
    elif (options.pin or "").startswith(("https://", "http://")):
        from pipeline.commands.handover import fetching

        found = fetching.pin(options.pin)
    elif options.pin:
        found = keys.pin(Path(options.pin), options.folder, options.desk)
    elif options.token:
        from pipeline.commands.handover import tokens

        kept = tokens.keep(options.token)
        _say(options, kept, lambda: kept["said"])
        return None
    else:
        found = keys.show()
    _say(options, found, lambda: keys.shown(found))
    return None


def _add_keys(options: argparse.Namespace) -> int:
    from pipeline.commands.handover import rotating

    found = rotating.add(Path(options.what), options.folder)
    _say(options, found, lambda: rotating.shown(found))
    return int(found.get("exit_code", 0))


def verify(options: argparse.Namespace) -> int:
    from pipeline.commands.handover import verifying

    found = verifying.verify(Path(options.parcel), options.peer)
    _say(options, found, lambda: verifying.text(found))
    return 0 if found["good"] else 6


def transmit(options: argparse.Namespace) -> int:
    from pipeline.commands.handover import fetching, sending

    if options.book:
        said = fetching.Said(options.to, options.by, options.desk, options.token)
        found = fetching.transmit(options.book, said, _places(options), quiet=options.json)
        _say(options, found, lambda: sending.sent_text(found))
        return 6 if found["incidents"] or found["state"] == "unprocessable" else 0
    found = sending.standing(_places(options))
    _say(options, found, lambda: sending.standing_text(found))
    return 6 if found["incidents"] else 0


def fetch(options: argparse.Namespace) -> int:
    from pipeline.commands.handover import fetching

    said = fetching.Said(desk=options.desk, token=options.token)
    found = fetching.fetch(options.of, said, _places(options))
    _say(options, found, lambda: fetching.text(found))
    return int(found["exit_code"])


def receive(options: argparse.Namespace) -> int:
    from pipeline.commands.handover import receiving

    places = _places(options)
    if options.parcel.startswith(("https://", "http://")):
        from pipeline.commands.handover import by_url

        with by_url.fetched(options.parcel, options.token, places) as file:
            found = receiving.receive(str(file), places, refuse=options.refuse)
    else:
        found = receiving.receive(options.parcel, places, refuse=options.refuse)
    _say(options, found, lambda: receiving.text(found))
    return int(found["exit_code"])


def decide(options: argparse.Namespace) -> None:
    from pipeline.commands.handover import deciding

    said = deciding.Said(
        decision=options.decision, name=options.transmittal, version=options.version,
        why=options.why, requests=tuple(getattr(options, "requests", ())),
    )  # fmt: skip
    found = deciding.decide(said, _places(options))
    _say(options, found, lambda: deciding.text(found))


def desk(options: argparse.Namespace) -> int:
    from pipeline.desk.terminal import main

    return main(options)


def desk_send(options: argparse.Namespace) -> int:
    from pipeline.commands.delivering import deliver, text

    found = deliver(options.parcel, options.to, options.token)
    _say(options, found, lambda: text(found))
    return 6 if found["state"] == "unprocessable" else 0
