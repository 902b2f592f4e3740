"""Groups: posts sorted into what will be the parts and chapters of the book."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from pipeline.assemble.calendar import (
    UNDATED,
    Hemisphere,
    month_key,
    months_title,
    season_key,
    season_title,
    title_of,
    year_key,
)
from pipeline.assemble.phrases import phrases
from pipeline.model.post import Post

By = Literal["year", "month", "season", "tag", "series"]

_PLAIN = re.compile(r"[a-z0-9]{1,24}\Z")


class Group(NamedTuple):
    """Some posts, in the book's order, with an anchor that is the same in every edition. No item's
    anchor has a word and a name after `_bw_`, so none of these can be one."""

    id: str
    title: str
    posts: list[Post]


class Shelf(NamedTuple):
    """What the titles of groups depend on."""

    language: str
    hemisphere: Hemisphere = "north"
    seasons: bool = False  # years begin with the spring, so that no winter is cut in two
    least: int = 0  # months of a year are put together until they hold so many posts


def grouped(posts: list[Post], by: By, shelf: Shelf) -> list[Group]:
    """Every post in exactly one group. Years, months, seasons and series stand in the order of
    their first post, tags by how many posts they hold; what has none is the last group."""
    match by:
        case "tag":
            return _by_label(posts, _tag_of(posts), "tag", shelf, ranked=True)
        case "series":
            return _by_label(posts, lambda post: post.series.strip(), "series", shelf)
        case "year" | "month" | "season":
            return _by_date(posts, by, shelf)


def _by_date(posts: list[Post], by: By, shelf: Shelf) -> list[Group]:
    found = _sorted_in(posts, _date_key(by, shelf))
    undated = found.pop(UNDATED, None)
    groups = [
        Group(f"_bw_{by}_{keys[0].replace('-', '_')}", _date_title(keys, by, shelf), members)
        for keys, members in _together(found, shelf.least if by == "month" else 0)
    ]
    if undated:
        groups.append(Group("_bw_no_date", phrases(shelf.language).undated, undated))
    return groups


def _together(found: dict[str, list[Post]], least: int) -> list[tuple[list[str], list[Post]]]:
    """Neighbouring months of one year together while they hold fewer posts than the least; what
    is left at the end of a year joins the months before."""
    rows: list[tuple[list[str], list[Post]]] = []
    for key, members in found.items():
        if rows and len(rows[-1][1]) < least and _same_year(rows[-1][0][0], key):
            rows[-1] = (sorted([*rows[-1][0], key]), rows[-1][1] + members)
        else:
            rows.append(([key], members))
    for place in range(len(rows) - 1, 0, -1):
        (keys, members), (before, held) = rows[place], rows[place - 1]
        if len(members) < least and _same_year(before[0], keys[0]):
            rows[place - 1 : place + 1] = [(sorted(before + keys), held + members)]
    return rows


def _same_year(month: str, other: str) -> bool:
    return len(month) == len(other) == 7 and month[:4] == other[:4]


def _date_key(by: By, shelf: Shelf) -> Callable[[Post], str]:
    if by == "month":
        return lambda post: month_key(post.created)
    if by == "season":
        return lambda post: season_key(post.created)
    if shelf.seasons:
        return lambda post: year_key(season_key(post.created))
    return lambda post: year_key(post.created)


def _date_title(keys: list[str], by: By, shelf: Shelf) -> str:
    key = keys[0]
    if len(keys) > 1:
        return months_title(key, keys[-1], shelf.language)
    if by == "season" and len(key) > 4:
        return season_title(key, shelf.language, shelf.hemisphere)
    return title_of(key, shelf.language)


def _by_label(
    posts: list[Post], label: Callable[[Post], str], word: str, shelf: Shelf, ranked: bool = False
) -> list[Group]:
    """Labels that differ only in their capitals are one; the first spelling is the title."""
    spelled: dict[str, str] = {}
    for name in map(label, posts):
        spelled.setdefault(name.casefold(), name)
    found = _sorted_in(posts, lambda post: label(post).casefold())
    others = found.pop("", None)
    rows = sorted(found.items(), key=lambda row: -len(row[1])) if ranked else found.items()
    groups = [Group(f"_bw_{word}_{_name(key)}", spelled[key], members) for key, members in rows]
    if others:
        groups.append(Group(f"_bw_no_{word}", phrases(shelf.language).others, others))
    return groups


def _tag_of(posts: list[Post]) -> Callable[[Post], str]:
    """A post's most frequent tag among all posts; of equals, the one that it names first."""
    counts = Counter(tag.strip().casefold() for post in posts for tag in post.tags)
    counts[""] = 0
    return lambda post: max(
        (tag.strip() for tag in post.tags), key=lambda tag: counts[tag.casefold()], default=""
    )


def _sorted_in(posts: Iterable[Post], key: Callable[[Post], str]) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(key(post), []).append(post)
    return found


def _name(key: str) -> str:
    return key if _PLAIN.match(key) else hashlib.sha256(key.encode()).hexdigest()[:20]
