"""Vocabulary: a house's data laid upon those of the house that it extends.

A house with a template of its own has its own name for everything. It says only the names: how each
looks follows from what the house below calls the same thing, until it says otherwise.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

STEP = 21.6
"""Points that a list or a quotation goes in, where a house does not say."""

_PARTS = ("roles", "characters")
_DEPTHS = ("entry", "section", "subsection")


def merged(base: Data, over: Data) -> Data:
    """The base with what `over` says laid upon it, table by table."""
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        out[key] = merged(old, value) if both else value  # type: ignore[arg-type]
    return out


def renamed(base: Data, over: Data) -> Data:
    """As `merged`, with the styles of the base under the names of `over`, and no others."""
    out = merged(base, over)
    looks = out["looks"]
    marker = looks.pop("marker", {})
    styles: Data = {"Normal": out["styles"]["Normal"]}
    for part in _PARTS:
        out[part] = over.get(part, {})
        for key, name in out[part].items():
            styles.setdefault(name, _look(base, over, part, key))
    for kind, name in over.get("titles", {}).items():
        styles.setdefault(name, looks["part" if kind == "part" else "chapter"])
    for depth, name in enumerate(over.get("heads", ())):
        styles[name] = looks[_DEPTHS[min(depth, 2)]]
    for role, names in over.get("levels", {}).items():
        for depth, name in enumerate(names, 1):
            look = _look(base, over, "roles", role)
            indent = look.get("indent", 0) + out.get("step", STEP) * (depth - 1)
            styles[name] = {**look, "indent": indent}
    for name in (*over.get("sections", {}).values(), over.get("opening", "")):
        styles.setdefault(name, marker)
    styles.pop("", None)
    out["styles"] = merged(styles, over.get("styles", {}))
    return out


def _look(base: Data, over: Data, part: str, key: str) -> Data:
    """How the base shows a role or a kind of run, as a style that stands on its own."""
    whole: Data = {}
    for one in key.split("+"):
        whole |= _flat(base, base[part].get(one, ""))
    if part == "roles":
        whole["based"] = "Normal"
    following = whole.pop("next", "")
    role = next((role for role, name in base["roles"].items() if name == following), "")
    after = over.get("roles", {}).get(role, "")
    return {**whole, "next": after} if after else whole


def _flat(base: Data, name: str) -> Data:
    style = base["styles"].get(name)
    if style is None or name == "Normal":
        return {}
    below = _flat(base, style.get("based", ""))
    below.pop("next", None)
    return {**below, **{key: said for key, said in style.items() if key != "based"}}
