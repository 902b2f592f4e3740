"""Spoiling texts: markup by its tags, tables and front matter by their lines, all by their signs."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import words

_TAGS = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(r"\d+")
_VALUE = re.compile(r"([:=]\s*)([^\s:=][^\n,;]*)")


def spoilt(text: str, random: Random) -> str:
    """A text with one thing wrong in it."""
    deeds = [signs, signs, lines, numbers, fields, again]
    if "<" in text:
        deeds += [tags, tags, tags]
    return random.choice(deeds)(text, random)


def signs(text: str, random: Random) -> str:
    """A hostile word put in, or in the place of what stood there."""
    at = random.randrange(len(text) + 1)
    gone = random.choice((0, 0, 0, 1, 5, 40))
    return text[:at] + words.word(random) + text[at + gone :]


def numbers(text: str, random: Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return signs(text, random)
    one = random.choice(found)
    return text[: one.start()] + random.choice(words.NUMBERS) + text[one.end() :]


def fields(text: str, random: Random) -> str:
    """Another value behind a colon or an equals sign."""
    found = list(_VALUE.finditer(text))
    if not found:
        return signs(text, random)
    one = random.choice(found)
    return text[: one.start(2)] + words.word(random) + text[one.end(2) :]


def again(text: str, random: Random) -> str:
    """A piece of the text once more, here or elsewhere, or very often."""
    if not text:
        return words.word(random)
    at = random.randrange(len(text))
    piece = text[at : at + random.choice((1, 10, 100, 1000))]
    to = random.choice((at, random.randrange(len(text) + 1)))
    times = random.choice((1, 1, 1, 5, 200)) if len(piece) <= 100 else 1
    return text[:to] + piece * times + text[to:]


def lines(text: str, random: Random) -> str:
    """Lines out, twice, in another order, indented, or a hostile one among them."""
    rows = text.split("\n")
    at, to = random.randrange(len(rows)), random.randrange(len(rows))
    match random.randrange(6):
        case 0:
            del rows[at : at + random.choice((1, 1, 3, 20))]
        case 1:
            rows.insert(to, rows[at])
        case 2:
            rows[at], rows[to] = rows[to], rows[at]
        case 3:
            rows[at] = (
                random.choice((" ", "    ", "\t", "> ", "- ", "#")) * random.choice((1, 1, 9))
                + rows[at]
            )
        case 4:
            rows.insert(at, words.word(random))
        case _:
            rows[at] = rows[at][: random.randrange(len(rows[at]) + 1)]
    return "\n".join(rows)


def tags(text: str, random: Random) -> str:
    """Tags out, twice, at another's place, of another name, or nested as deep as you like."""
    pieces = re.split(r"(<[^<>]*>)", text)
    marks = [at for at, piece in enumerate(pieces) if _TAGS.fullmatch(piece)]
    if not marks:
        return signs(text, random)
    at, to = random.choice(marks), random.choice(marks)
    match random.randrange(8):
        case 0:
            pieces[at] = ""
        case 1:
            pieces[at] *= random.choice((2, 2, 30, 300))
        case 2:
            pieces[at], pieces[to] = pieces[to], pieces[at]
        case 3:
            pieces[at] = _attribute(pieces[at], random)
        case 4:
            first, last = sorted((at, to))
            pieces[last] += "".join(pieces[first : last + 1])
        case 5:
            first, last = sorted((at, to))
            del pieces[first : last + 1]
        case 6:
            pieces[at] = random.choice(words.MARKUP)
        case _:
            name = random.choice(
                (
                    "div",
                    "blockquote",
                    "ul><li",
                    "b",
                    "span",
                    "table><tr><td",
                    "p",
                    "a href='#'",
                    "i",
                )
            )
            pieces[at] = f"<{name}>" * random.choice((1, 3, 40, 300)) + pieces[at]
    return "".join(pieces)


def _attribute(tag: str, random: Random) -> str:
    found = list(re.finditer(r"([\w:-]+)=(\"[^\"]*\"|'[^']*'|[^\s>]+)", tag))
    said = words.word(random)[:300]
    if not found or random.random() < 0.2:
        name = random.choice(
            ("id", "class", "href", "src", "style", "start", "width", "type", "rowspan", "name")
        )
        return tag[:-1].rstrip("/") + f' {name}="{said}">'
    one = random.choice(found)
    if random.random() < 0.3:
        return tag[: one.start()] + tag[one.end() :]
    return tag[: one.start(2)] + f'"{said}"' + tag[one.end(2) :]
