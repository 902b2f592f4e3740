"""The trade's codes: ISBN, subjects, languages, and what stands in ONIX for each."""

from __future__ import annotations

import re

ISBN, OWN = "15", "01"
"""ONIX list 5: an ISBN-13, and an identifier of one's own."""

THEMA, BISAC, KEYWORD = "93", "10", "20"
"""ONIX list 27."""

SCHEMES: dict[str, tuple[str, re.Pattern[str]]] = {
    "10": ("a BISAC heading", re.compile(r"[A-Z]{3}[0-9]{6}")),
    "12": ("a BIC subject", re.compile(r"[A-Z][A-Z0-9]{0,9}")),
    "20": ("a keyword", re.compile(r"[^;\n]{1,250}")),
    "26": ("a Warengruppe", re.compile(r"[0-9]{3,4}")),
    "29": ("a CLIL code", re.compile(r"[0-9]{4}")),
    "93": ("a Thema subject", re.compile(r"[A-Y][A-Z0-9]{0,9}")),
    "94": ("a Thema place", re.compile(r"1[A-Z0-9-]{0,19}")),
    "95": ("a Thema language", re.compile(r"2[A-Z0-9]{0,9}")),
    "96": ("a Thema time", re.compile(r"3[A-Z0-9-]{0,19}")),
    "97": ("a Thema educational purpose", re.compile(r"4[A-Z0-9-]{0,19}")),
    "98": ("a Thema interest", re.compile(r"5[A-Z0-9]{0,9}")),
    "99": ("a Thema style", re.compile(r"6[A-Z0-9]{0,9}")),
}
"""The schemes that are taken, and the form of their codes. Whether a code is the right one for the
book is for the publisher: the tables themselves are others' property."""

_PREFIX = {"thema": THEMA, "bisac": BISAC, "bic": "12"}

_PAIRS = """
ar:ara bg:bul bn:ben ca:cat cs:cze cy:wel da:dan de:ger el:gre en:eng eo:epo es:spa et:est
eu:baq fa:per fi:fin fr:fre ga:gle gl:glg he:heb hi:hin hr:hrv hu:hun hy:arm id:ind is:ice
it:ita ja:jpn ka:geo ko:kor la:lat lt:lit lv:lav mk:mac ms:may nb:nob nl:dut nn:nno no:nor
pl:pol pt:por ro:rum ru:rus sk:slo sl:slv sq:alb sr:srp sv:swe sw:swa ta:tam te:tel th:tha
tl:tgl tr:tur uk:ukr ur:urd vi:vie yi:yid zh:chi
"""
_LANGUAGES = dict([pair.split(":") for pair in _PAIRS.split()])


def language(tag: str) -> str:
    """A language tag as ONIX writes it (list 74); `und` where that is not known."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    return _LANGUAGES.get(primary) or (primary if len(primary) == 3 else "und")


def isbn(written: str) -> str:
    """An ISBN without its hyphens, one of ten digits as one of thirteen; "" where it is none."""
    bare = re.sub(r"[\s\u2010-\u2015-]", "", written).upper().removeprefix("ISBN").lstrip(":")
    if re.fullmatch("[0-9]{9}[0-9X]", bare) and _ten(bare):
        bare = f"978{bare[:9]}"
        return bare + _check_digit(bare)
    return bare if is_isbn(bare) else ""


def is_isbn(digits: str) -> bool:
    """Whether thirteen digits are an ISBN: prefix and check digit."""
    if not re.fullmatch("97[89][0-9]{10}", digits):
        return False
    return _check_digit(digits[:12]) == digits[12]


def _check_digit(twelve: str) -> str:
    total = sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(twelve))
    return str(-total % 10)


def _ten(bare: str) -> bool:
    values = [10 if sign == "X" else int(sign) for sign in bare]
    return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0


def subject(written: str) -> tuple[str, str]:
    """A subject of a recipe as scheme and code: `thema:FBA`, `bisac:FIC019000`, or a keyword."""
    prefix, colon, code = written.partition(":")
    scheme = _PREFIX.get(prefix.strip().lower()) if colon else None
    return (scheme, code.strip()) if scheme else (KEYWORD, " ".join(written.split()))


def misfit(scheme: str, code: str) -> str:
    """What is wrong with a subject's code; "" where nothing is to be seen."""
    if scheme not in SCHEMES:
        return f"the scheme {scheme} is not one that is taken"
    name, form = SCHEMES[scheme]
    return "" if form.fullmatch(code) else f"'{code}' cannot be {name}"
