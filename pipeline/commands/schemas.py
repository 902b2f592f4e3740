"""`bookworks schema`: JSON Schemas for editors to complete from."""

from __future__ import annotations

from typing import Any

from msgspec.json import schema_components

from pipeline.model.errors import UsageError, nearest
from pipeline.model.published import published
from pipeline.shop import operation
from pipeline.shop.places import Places

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(of: str, places: Places) -> dict[str, Any]:
    """The schema of recipes, routings or houses, of a paper of the contract between two shops, or
    of one operation's options."""
    found: dict[str, Any] = published(_schema(of, places))
    return found


def _schema(of: str, places: Places) -> dict[str, Any]:
    match of:
        case "recipe":
            return _recipe()
        case "house":
            return _house()
        case "change":
            from pipeline.transmit.change_reading import schema as of_change

            return of_change()
        case "routing":
            return _routing(places)
        case _ if of in (papers := contract()):
            return {"$schema": DRAFT, "title": f"f2f/1 {of}", **_of(papers[of])}
        case _ if of in operation.names():
            options = operation.shared(of).options
            return _of(options) if options else {"type": "object", "properties": {}}
        case _:
            known = ["recipe", "house", "routing", "change", *contract(), *operation.names()]
            raise UsageError(f"there is no schema of '{of}'", todo=nearest(of, known))


def contract() -> dict[str, type]:
    """The papers that go between two shops, by name: for other people's programs."""
    from pipeline.transmit.contract import Changes, Checks, Transmittal
    from pipeline.transmit.events import Event
    from pipeline.transmit.peer import Peer
    from pipeline.transmit.succession import Statement

    return {
        "transmittal": Transmittal,
        "checks": Checks,
        "changes": Changes,
        "event": Event,
        "peer": Peer,
        "keys": Statement,
    }


def _of(kind: type, *beside: type) -> dict[str, Any]:
    """The schema of a type, with the definitions that it needs and those of others."""
    (top, *_), parts = schema_components((kind, *beside), ref_template="#/$defs/{name}")
    whole = parts.pop(top["$ref"].rpartition("/")[2])
    return {**whole, "$defs": parts} if parts else whole


def _house() -> dict[str, Any]:
    """A house that says all, or that says what it has unlike the one that it extends."""
    from pipeline.model.house import House, names

    whole = _of(House)
    parts = whole.pop("$defs")
    whole["required"].remove("name")  # which the file's own name is
    some = _partly(whole)
    some["properties"]["extends"] = {"enum": names(), "description": "the house it is based on"}
    more = {f"{name}{_PARTLY}": _partly(part) for name, part in parts.items()}
    choice = {"if": {"required": ["extends"]}, "then": some, "else": whole}
    return {"type": "object", "properties": some["properties"], **choice, "$defs": parts | more}


_PARTLY = "Partly"


def _partly(schema: Any) -> Any:
    """A schema of what is laid upon another: nothing in it must be there."""
    match schema:
        case dict():
            return {
                key: f"{part}{_PARTLY}" if key == "$ref" else _partly(part)
                for key, part in schema.items() if key != "required"
            }  # fmt: skip
        case list():
            return [_partly(part) for part in schema]
        case _:
            return schema


def _recipe() -> dict[str, Any]:
    from pipeline.shop.recipe import VERBS, Recipe

    made = _of(Recipe, *VERBS.values())
    verbs = [{"$ref": f"#/$defs/{verb.__name__}"} for verb in VERBS.values()]
    made["properties"]["overrides"]["items"] = {"anyOf": verbs}
    return made


def _routing(places: Places) -> dict[str, Any]:
    from pipeline.shop.routing import load

    return {
        "type": "object",
        "required": ["steps"],
        "properties": {
            "about": {"type": "string"},
            "steps": {
                "type": "array",
                "items": {
                    "anyOf": [
                        {"enum": operation.names()},
                        {"type": "object", "minProperties": 1, "maxProperties": 1,
                         "propertyNames": {"enum": operation.names()}},
                    ]
                },
            },
        },
        "x-shared-routings": {
            name: [step.name for step in load(name, places)] for name in places.routings()
        },
    }  # fmt: skip
