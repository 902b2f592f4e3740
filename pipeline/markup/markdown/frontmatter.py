"""Front matter: what a text says of itself above its body, in YAML, TOML or JSON.

All values are strings, or lists of strings: what a title or a date means is for the reader to say,
and no `1.50` becomes 1.5 on the way. Of the fields only those that somebody asks for are read, and
most of those without a YAML parser, which would take longer than all the rest.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from msgspec import Struct

from pipeline.markup.plain import clean_text

Value = str | list[str]
_NAMES = ("name", "display_name", "title", "src", "url")


class FrontMatter(Struct, frozen=True):
    fields: dict[str, Value]  # of those asked for, the ones that are there; "" for a null
    body: str
    problem: str = ""  # what is wrong with it, where something is

    def text(self, *names: str) -> str:
        """The first of these fields that says anything, as one string."""
        for name in names:
            value = self.fields.get(name, "")
            if isinstance(value, list):
                value = ", ".join(value)
            if value:
                return value
        return ""

    def all(self, *names: str) -> list[str]:
        """What these fields say, as one list."""
        out: list[str] = []
        for name in names:
            value = self.fields.get(name, "")
            out += value if isinstance(value, list) else [value] if value else []
        return out


_YAML = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = r"(?:[A-Za-z_][\w-]*[ \t]*:(?:[ \t][^\n]*)?|[ \t]*-[ \t][^\n]*)\n"
_OPEN = re.compile(rf"---[ \t]*\n((?:{_LINE})+)[ \t]*(?:\n|\Z)")
"""Front matter that nothing closes: fields up to the first blank line."""

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?[ \t]*\Z")
_PLAIN = re.compile(r"""[^\s!&*|>{}\[\]%@`"'#,?:-](?:[^\x00-\x1f:#]|:(?=\S)|(?<=\S)#)*\Z""")
_SINGLE = re.compile(r"'((?:[^']|'')*)'\Z")
_DOUBLE = re.compile(r'"([^"\\]*)"\Z')
_IN_LIST = re.compile(
    r"""\s*(?:'([^'\\]*)'|"([^"\\]*)"|([A-Za-z0-9][^\x00-\x1f:#,\[\]{}'"]*))\s*(,|\Z)"""
)


def split(text: str, wanted: Collection[str]) -> FrontMatter:
    """A text's front matter and its body. Never raises: broken front matter is read line by line
    as far as it goes, with `problem` set; a text without any is all body."""
    text = clean_text(text)
    if text.startswith("---") and (found := _YAML.match(text)):
        return _yaml(found[1] or "", text, found.end(), wanted)
    if text.startswith("---") and (found := _OPEN.match(text)):
        return _unclosed(found[1], text, found.end(), wanted)
    if text.startswith("+++") and (found := _TOML.match(text)):
        return _toml(found[1] or "", text[found.end() :], wanted)
    if text.startswith("{"):
        return _json(text, wanted)
    return FrontMatter({}, text)


# -- YAML ------------------------------------------------------------------------------------------


def _yaml(source: str, text: str, end: int, wanted: Collection[str]) -> FrontMatter:
    fields = quick_yaml(source, wanted)
    if fields is not None:
        return FrontMatter(fields, text[end:])
    try:
        made = whole_yaml(source)
    except ValueError as error:
        fields = _by_lines(source, wanted)
        return FrontMatter(fields, text[end:], str(error)) if fields else FrontMatter({}, text)
    if made is None:
        return FrontMatter({}, text)  # a text between two rules
    return FrontMatter(_strings(made, wanted), text[end:])


def _unclosed(source: str, text: str, end: int, wanted: Collection[str]) -> FrontMatter:
    """What looks like front matter as far as a blank line: it is some where it holds a field that
    is asked for, or else a draft would be a public text."""
    fields = _by_lines(source, wanted)
    if not fields:
        return FrontMatter({}, text)
    return FrontMatter(fields, text[end:], "no line of --- closes it; it ends where its fields do")


def quick_yaml(source: str, wanted: Collection[str]) -> dict[str, Value] | None:
    """The wanted fields, where each is one plain or quoted line or a list of such; or None where
    only a parser can tell."""
    if "\t" in source:
        return None
    fields: dict[str, Value] = {}
    seen: set[str] = set()
    for name, value, below in _entries(source):
        if name in seen or not name:
            return None
        seen.add(name)
        if not _ends_here(value):
            return None
        if name in wanted:
            read = _block_list(below) if below and not value else None if below else _value(value)
            if read is None:
                return None
            fields[name] = read
    return fields


def _entries(source: str) -> list[tuple[str, str, list[str]]]:
    """The fields at the outermost level, each with its first line and the lines below; one with
    an empty name stands for a line that is none."""
    entries: list[tuple[str, str, list[str]]] = []
    for line in source.split("\n"):
        if not line.strip():
            continue
        if line[0] == " " or line.startswith("- ") or line == "-":
            if not entries:
                return [("", "", [])]
            entries[-1][2].append(line)
        elif found := _FIELD.match(line):
            entries.append((found[1], (found[2] or "").strip(), []))
        elif line[0] != "#":
            return [("", "", [])]
    return entries


def _ends_here(value: str) -> bool:
    """Whether a value is sure not to go on in a line that looks like a field of its own."""
    match value[:1]:
        case '"':
            return _DOUBLE.match(value) is not None
        case "'":
            return _SINGLE.match(value) is not None
        case "[" | "{":
            return value[-1] in "]}" and value.count(value[0]) == 1
        case "&" | "*" | "!" | "?" | "%" | "@" | "`" | "|" | ">":
            return False
        case _:
            return True


def _value(value: str) -> Value | None:
    if value[:1] == "[":
        return _flow_list(value[1:-1])
    return _scalar(value)


def _scalar(value: str) -> str | None:
    if not value or value == "~" or value == "null":
        return ""
    if found := _SINGLE.match(value):
        return found[1].replace("''", "'")
    if found := _DOUBLE.match(value):
        return found[1]
    return value if _PLAIN.match(value) else None


def _flow_list(source: str) -> list[str] | None:
    items: list[str] = []
    place = 0
    while place < len(source.rstrip()):
        found = _IN_LIST.match(source, place)
        if found is None:
            return None
        plain = (found[3] or "").rstrip()
        items.append(found[1] or found[2] or ("" if plain == "null" else plain))
        place = found.end()
    return items


def _block_list(lines: list[str]) -> list[str] | None:
    indent = lines[0].find("-")
    items: list[str] = []
    for line in lines:
        if line[: indent + 2].rstrip() != " " * indent + "-":
            return None
        item = _scalar(line[indent + 1 :].strip())
        if item is None:
            return None
        items.append(item)
    return items


def whole_yaml(source: str) -> dict[Any, Any] | None:
    """A document by the parser, every scalar a string; None when it is no mapping.

    Raises ValueError, in one line, when it is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="base", pure=True)
    yaml.allow_duplicate_keys = True
    try:
        made = yaml.load(source)
    except (YAMLError, RecursionError, ValueError, TypeError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or type(error).__name__
        place = f"line {mark.line + 2}: " if mark else ""
        raise ValueError(f"{place}{problem}") from error
    return made if isinstance(made, dict) else None


def _strings(made: dict[Any, Any], wanted: Collection[str]) -> dict[str, Value]:
    return {name: _string(made[name]) for name in made if isinstance(name, str) and name in wanted}


def _string(value: object) -> Value:
    """A value as a string or a list of strings. A person is their name; what else has parts of
    its own says nothing."""
    if isinstance(value, list):
        said = [_string(item) for item in value if not isinstance(item, list)]
        return [item for item in said if isinstance(item, str)]
    if isinstance(value, dict):
        value = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    made = clean_text(str(value))
    return "" if made in ("~", "null") else made


def _by_lines(source: str, wanted: Collection[str]) -> dict[str, Value]:
    """The fields of broken YAML: each line that looks like one, its value as it stands."""
    fields: dict[str, Value] = {}
    for line in source.split("\n"):
        found = _FIELD.match(line)
        if found and found[1] in wanted:
            value = (found[2] or "").strip()
            read = _value(value) if _ends_here(value) else None
            fields[found[1]] = value.strip("\"'") if read is None else read
    return fields


# -- TOML and JSON ---------------------------------------------------------------------------------


def _toml(source: str, body: str, wanted: Collection[str]) -> FrontMatter:
    import tomllib

    try:
        made = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        lines = source.replace(" = ", ": ")
        return FrontMatter(_by_lines(lines, wanted), body, str(error))
    kinds = made.pop("taxonomies", {})  # where Zola keeps tags and categories
    return FrontMatter(
        _strings({**kinds, **made} if isinstance(kinds, dict) else made, wanted), body
    )


def _json(text: str, wanted: Collection[str]) -> FrontMatter:
    try:
        made, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter({}, text)
    return FrontMatter(_strings(made, wanted), text[end:].lstrip("\n"))
