"""Tumblr: pages by their names, `<post>`s of XML, and entries of JSON that have a reblog key."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

from pipeline.inspect.counters.held import Count, Held

_PAGE = re.compile(r"(?i)(?:.*/)?(?:posts|html)/(?:\w+/)*(\d+)(?:/index)?\.html?$")
_KNOWN = re.compile(rb'<article class=|\.\./style\.css|<tumblr[\s>]|"reblog[_-]key"\s*:')
_KEY = re.compile(rb'"reblog[_-]key"\s*:')
_DATA = (".xml", ".json", ".jsonl", ".js")


def count(held: Held) -> list[Count] | None:
    pages = {name: found[1] for name in held.names if (found := _PAGE.match(name))}
    zips = [name for name in held.names if name.lower().split("/")[-1] == "posts.zip"]
    data = [name for name in held.names if name.lower().endswith(_DATA)]
    some = [*list(pages)[:5], *[name for name in data if "payload" not in name][:5]]
    packed = zips and any("media/" in name for name in held.names)
    if not packed and not any(
        _KNOWN.search(held.read(name, 1 << 18).replace(b"\0", b"")) for name in some
    ):
        return None
    ids = [number for name in data for number in _told(held.read(name))]
    inside = [_PAGE.match(name) for one in zips if not pages for name in _inside(held, one)]
    left = [*pages.values(), *[found[1] for found in inside if found]]
    told = set(ids)
    return [Count("posts", frozenset(), len(ids) + sum(page not in told for page in left))]


def _inside(held: Held, name: str) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(held.read(name))) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return []  # it is damaged


def _told(data: bytes) -> list[str]:
    """The ids of the posts in a file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if re.match(rb"\W*<", data) and re.search(rb"<tumblr[\s>]", data[: 1 << 18]):
        found = re.findall(rb'<post\s[^<>]*?\bid="([^"]*)"', data)
        return [id.decode("utf-8", "replace") for id in found]
    if not _KEY.search(data):
        return []
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    if text.startswith("var "):
        text = text[text.find("=") + 1 :].rstrip("; \n")
    try:
        return list(_ids(json.loads(text, parse_int=str, strict=False)))
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        each = len(lines) > 1 and lines[0].rstrip().endswith("}")
        return [""] * (len(lines) if each else max(1, len(_KEY.findall(data))))


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _ids(entry)
    elif isinstance(value, dict) and ("posts" in value or "response" in value):
        inner = value.get("posts") or value.get("response")
        yield from _ids(inner) if isinstance(inner, dict | list) else ()
    else:
        yield str(value.get("id", "")) if isinstance(value, dict) else ""
