"""Spoiling values: what JSON and CBOR hold."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz import words
from tests.fuzz.texts import spoilt as spoilt_text

Place = tuple[Any, Any]
"""A list or an object, and an index or a key of it."""


def spoilt(value: Any, random: Random) -> Any:
    """A copy of a value with one thing wrong in it."""
    box = [copy.deepcopy(value)]
    found = places(box)
    holder, key = random.choice(found)
    random.choice(DEEDS)(holder, key, found, random)
    return box[0] if box else None


def places(value: Any) -> list[Place]:
    """Every place within a list or an object."""
    found: list[Place] = []
    todo = [value]
    while todo:
        one = todo.pop()
        for key, inner in list(one.items() if isinstance(one, dict) else enumerate(one)):
            found.append((one, key))
            if isinstance(inner, dict | list):
                todo.append(inner)
    return found


def replace(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    holder[key] = words.value(random)


def rewrite(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """Spoil the text of a string; JSON within it may be spoilt as JSON."""
    texts = [(box, at) for box, at in found if isinstance(box[at], str)]
    if not texts:
        return replace(holder, key, found, random)
    holder, key = random.choice(texts)
    said = holder[key]
    if said[:1] in "{[" and random.random() < 0.8:
        try:
            holder[key] = json.dumps(spoilt(json.loads(said), random))
            return
        except ValueError:
            pass
    holder[key] = spoilt_text(said, random)


def delete(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    del holder[key]


def double(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """The same thing twice, or many times: so two items have one id."""
    lists = [(box, at) for box, at in found if isinstance(box, list)]
    if lists:
        holder, key = random.choice(lists)
        times = random.choice((1, 1, 2, 30))
        holder[key:key] = [copy.deepcopy(holder[key]) for _ in range(times)]


def swap(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """One place's value at another: an answer to oneself, an item within its own item."""
    other, at = random.choice(found)
    holder[key] = copy.deepcopy(other[at])


def alike(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """The value that the same field has elsewhere."""
    same = [box[at] for box, at in found if at == key and box is not holder]
    if same:
        holder[key] = copy.deepcopy(random.choice(same))


def retype(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """The value in another dress: a number as a text, one thing as a list of it."""
    value = holder[key]
    dress: list[Callable[[Any], Any]] = [
        lambda one: [one], lambda one: {"value": one}, lambda one: {"0": one}, lambda one: None, bool, repr,
        lambda one: int(one) if str(one).isdecimal() else str(one),
        lambda one: list(one.values()) if isinstance(one, dict) else one,
        lambda one: one[0] if isinstance(one, list) and one else one,
    ]  # fmt: skip
    holder[key] = random.choice(dress)(value)


def rename(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """A field under the name of another."""
    if isinstance(holder, dict):
        names = [at for _, at in found if isinstance(at, str)]
        holder[random.choice(names)] = holder.pop(key)


def deepen(holder: Any, key: Any, found: list[Place], random: Random) -> None:
    """The value within itself, many times."""
    value = holder[key]
    lists = [at for at in value if isinstance(value[at], list)] if isinstance(value, dict) else []
    for _ in range(random.choice((3, 20, 100))):
        if lists:
            value = {**holder[key], lists[0]: [value]}
        else:
            value = [value]
    holder[key] = value


DEEDS = (
    replace, replace, rewrite, rewrite, rewrite, delete, double, swap, alike, retype, retype, rename, deepen,
)  # fmt: skip
