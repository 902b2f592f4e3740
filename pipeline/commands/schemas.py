"""`bookworks schema`: JSON Schemas for editors to complete from."""

from __future__ import annotations

from typing import Any

from pipeline.model.errors import UsageError, nearest
from pipeline.shop import operation
from pipeline.shop.places import Places


def schema(of: str, places: Places) -> dict[str, Any]:
    """The schema of recipes, routings or houses, or of one operation's options."""
    match of:
        case "recipe":
            from pipeline.shop.recipe import Recipe

            return Recipe.model_json_schema()
        case "house":
            from pipeline.model.house import House

            return House.model_json_schema()
        case "routing":
            return _routing(places)
        case _ if of in operation.names():
            options = operation.shared(of).options
            return options.model_json_schema() if options else {"type": "object", "properties": {}}
        case _:
            known = ["recipe", "house", "routing", *operation.names()]
            raise UsageError(f"there is no schema of '{of}'", todo=nearest(of, known))


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
