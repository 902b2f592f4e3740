"""`bookworks change`: a request out of plain options, held to the rules for those from outside."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from pipeline.commands.change.words import ABOUT, CHECKS, OPTIONS
from pipeline.model.errors import UsageError
from pipeline.shop.storage import write_whole
from pipeline.transmit.change import FORMAT
from pipeline.transmit.change_params import KINDS
from pipeline.transmit.change_reading import digest, made, write


def add_words(top: argparse.ArgumentParser, run: Any) -> None:
    """The kinds as commands, each with its parameters as options."""
    kinds = top.add_subparsers(title="kinds", metavar="KIND", dest="kind", required=True)
    for kind, (about, example) in ABOUT.items():
        one: argparse.ArgumentParser = kinds.add_parser(
            kind, help=about, description=f"{about[0].upper()}{about[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog=f"{CHECKS}\nFor example:\n  bookworks change {kind} --by harbour.example "
            + example,
        )  # fmt: skip
        one.set_defaults(run=run)
        one.add_argument("--json", action="store_true", help="answer as JSON")
        if kind == "metadata.set":
            _patch(one)
        else:
            for field in fields(KINDS[kind]):
                _option(one, field)
        _common(one)


def _common(one: argparse.ArgumentParser) -> None:
    some = one.add_argument_group("the request")
    some.add_argument("--by", required=True, metavar="PEER", help="who asks: harbour.example")
    some.add_argument("--id", default="", help="its name (made of what it says, if left out)")
    some.add_argument("--transmittal", default="draft", metavar="T", help="T-2026-0007 (draft)")
    some.add_argument("--base-version", type=int, default=0, metavar="N", help="the one looked at")
    some.add_argument("--severity", choices="IQWEF", default="W", help="as ONIX grades it (W)")
    some.add_argument("--blocking", action="store_true", help="nothing is accepted before it")
    some.add_argument("--why", default="", metavar="WORDS", help="the reason")
    some.add_argument("--due", default="", metavar="DAY", help="2026-12-01")
    some.add_argument("--item", default="", dest="scope_item", help="in this item")
    some.add_argument("--in-role", default="", dest="scope_role", metavar="ROLE", help="see below")
    some.add_argument("--chapter", default="", dest="scope_chapter", metavar="TITLE",
                      help="in this chapter")  # fmt: skip
    some.add_argument("--at", default="", dest="scope_at", metavar="WORDS", help="at these words")
    some.add_argument("--before", default="", dest="scope_before", metavar="WORDS",
                      help="what stands before them")  # fmt: skip
    some.add_argument("--behind", default="", dest="scope_behind", metavar="WORDS",
                      help="what stands behind them")  # fmt: skip
    some.add_argument("--check", action="append", default=[], metavar="NAME=VALUE",
                      help="see below")  # fmt: skip
    some.add_argument("--out", default="", metavar="FILE", help="where to write it (<id>.json)")


def _option(one: argparse.ArgumentParser, field: FieldInfo) -> None:
    """One parameter as an option, by its type."""
    plain, name = _bare(field.type), field.encode_name.replace("_", "-")
    more: dict[str, Any] = {"dest": f"param_{field.name}", "help": OPTIONS[field.name]}
    if plain is bool:
        one.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, **more)
        return
    more["required"] = field.default is NODEFAULT
    if get_origin(plain) is Literal:
        more["choices"] = [choice for choice in get_args(plain) if choice]
    elif get_origin(plain) is tuple:
        inner = _bare(get_args(plain)[0])
        pairs = isinstance(inner, type) and issubclass(inner, Struct)
        more["metavar"] = _PAIRS[field.name][0] if pairs else name.upper()
        more["action"] = "append"
    else:
        more["type"] = int if plain is int else str
        more["metavar"] = "N" if plain is int else name.upper()
    one.add_argument(f"--{name}", **more)


def _bare(kind: Any) -> Any:
    """A type without what is said of it, and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(part for part in get_args(kind) if part is not type(None)))
    return kind


_PAIRS = {
    "map": ("ROLE=STYLE", "=", ("role", "to")),
    "split": ("ID=TITLE", "=", ("before", "title")),
    "reorder": ("ID>AFTER", ">", ("item", "after")),
}
"""How a pair is written, its sign, and the keys that it comes to."""


def _patch(one: argparse.ArgumentParser) -> None:
    one.add_argument("--set", action="append", default=[], dest="patch_set", metavar="PATH=VALUE",
                     help="such as /title=Words; may be repeated")  # fmt: skip
    one.add_argument("--add", action="append", default=[], dest="patch_add", metavar="PATH=JSON",
                     help='such as /subjects/-={"scheme":"93","code":"FBA"}')  # fmt: skip
    one.add_argument("--remove", action="append", default=[], dest="patch_remove", metavar="PATH")


# -- out of the options ----------------------------------------------------------------------------


def asked(options: argparse.Namespace) -> dict[str, Any]:
    """The request, written to its file. Raises UsageError or RecipeError for what cannot be one."""
    value: dict[str, Any] = {
        "format": FORMAT, "id": options.id or "CR", "kind": options.kind,
        "requested_by": options.by, "transmittal": options.transmittal,
        "base_version": options.base_version, "severity": options.severity,
        "blocking": options.blocking, "rationale": options.why, "due": options.due,
        "params": _params(options), "scope": _scope(options),
        "acceptance": [_check(said) for said in options.check],
    }  # fmt: skip
    request = made(value)
    if not options.id:
        request = made({**value, "id": f"CR-{digest(request)[:8]}"})
    path = Path(options.out or f"{request.id}.json")
    write_whole(path.absolute(), write(request))
    return {"file": str(path), "id": request.id, "kind": request.kind, "sha256": digest(request)}


def asked_text(found: dict[str, Any]) -> str:
    return (
        f"{found['file']}: {found['id']}, {found['kind']}.\n"
        f"Send it with:  bookworks ask TRANSMITTAL {found['file']}\n"
        f"The writer's shop applies it with:  bookworks apply BOOK {found['id']}, or its file"
    )


def _params(options: argparse.Namespace) -> dict[str, Any]:
    if options.kind == "metadata.set":
        return {"patch": _operations(options)}
    found: dict[str, Any] = {}
    for field in fields(KINDS[options.kind]):
        value = getattr(options, f"param_{field.name}")
        if value is None:
            continue
        if isinstance(value, list) and field.name in _PAIRS:
            value = [_pair(field.name, said) for said in value]
        found[field.encode_name] = value
    return found


def _pair(name: str, said: str) -> dict[str, str]:
    form, sign, keys = _PAIRS[name]
    one, found, other = said.partition(sign)
    if not found:
        raise UsageError(f"'{said}' is not {form}", todo=f"write --{name} {form}")
    return dict(zip(keys, (one.strip(), other.strip()), strict=True))


def _operations(options: argparse.Namespace) -> list[dict[str, Any]]:
    import json

    found: list[dict[str, Any]] = []
    for said in options.patch_set:
        path, _, value = said.partition("=")
        found.append({"op": "replace", "path": path, "value": value})
    for said in options.patch_add:
        path, _, value = said.partition("=")
        try:
            found.append({"op": "add", "path": path, "value": json.loads(value)})
        except json.JSONDecodeError as error:
            raise UsageError(f"'{value}' is not JSON", cause=str(error)) from error
    return [*found, *[{"op": "remove", "path": path} for path in options.patch_remove]]


def _scope(options: argparse.Namespace) -> dict[str, str]:
    scopes = [
        {"type": "item", "id": options.scope_item} if options.scope_item else {},
        {"type": "role", "role": options.scope_role} if options.scope_role else {},
        {"type": "chapter", "title": options.scope_chapter} if options.scope_chapter else {},
        {"type": "TextQuoteSelector", "exact": options.scope_at, "prefix": options.scope_before,
         "suffix": options.scope_behind} if options.scope_at else {},
    ]  # fmt: skip
    said = [scope for scope in scopes if scope]
    if len(said) > 1:
        raise UsageError(
            "a request has one scope", todo="say one of --item, --in-role, --chapter, --at"
        )
    return said[0] if said else {"type": "whole"}


def _check(said: str) -> dict[str, Any]:
    name, found, value = said.partition("=")
    if not found:
        raise UsageError(f"'{said}' is no check", todo="write --check NAME=VALUE; see --help")
    match name:
        case "style_used_only":
            return {name: [one.strip() for one in value.split(";")]}
        case "max_heading":
            return {name: int(value) if value.isdigit() else value}
        case "count":
            of, least, most = (value + "::").split(":")[:3]
            limits = {"min": least, "max": most}
            return {name: {"of": of} | {k: int(v) for k, v in limits.items() if v.isdigit()}}
        case _:
            return {name: value}
