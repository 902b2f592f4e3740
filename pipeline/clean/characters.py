"""Characters: what is wrong in a run of text that no reader can see, as edits."""

import html
import re
import unicodedata
from functools import cache

from pipeline.model.runs import BREAK, Edit, cut
from pipeline.model.text import Inlines

# -- spaces ----------------------------------------------------------------------------------------

_SPACES = re.compile(
    f"(?<={BREAK}) (?![ \u00a0])|[ \u00a0]{{2,}}|\\A[ \u00a0]|[ \u00a0]\\Z|[ \u00a0](?={BREAK})"
)


def may_be_loose(text: str) -> bool:
    if "\u00a0" in text or text[:1] == " " or _AT_BREAK.search(text):
        return True
    return text.rfind("  ") >= 0  # half the time of looking from the front


_AT_BREAK = re.compile(f"{BREAK}(?:(?= )|(?<= {BREAK}))")


def spaces(run: str) -> list[Edit]:
    """Doubled spaces as one, and none at the ends of a run or of its lines. Two or more that indent
    a line after a break, and then the first line, are the author's."""
    if not (run[:1] in " \u00a0" or run[-1:] in " \u00a0" or may_be_loose(run)):
        return []
    found: list[Edit] = []
    indented = f"{BREAK}  " in run or f"{BREAK}\u00a0\u00a0" in run
    for match in _SPACES.finditer(run):
        start, end = match.span()
        at_end = end == len(run) or run[end] == BREAK
        if at_end or (start == 0 and not (indented and end > 1)):
            found.append((start, end, ""))
        elif start and run[start - 1] != BREAK:
            found.append((start, end, " "))
        elif end - start == 1:
            found.append((start, end, ""))
    return found


# -- hidden signs ----------------------------------------------------------------------------------

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u052f\u1f00-\u1fff"
_MAY_HIDE = re.compile(
    "[\u0080-\u009f\u00ad\u200b\u2028\u2029\ufeff\u0300-\u036f\u3099\u309a\u1161-\u11c2]"
)


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(
        "[\u0080-\u009f\u00ad\u200b\u2028\u2029\ufeff\t]"
        f"|[{_LATIN}][\u0300-\u036f]{{1,2}}(?![\u0300-\u036f])"
        "|[\u3040-\u30ff][\u3099\u309a]|[\u1100-\u1112][\u1161-\u11c2]+"
    )


@cache
def _parted() -> re.Pattern[str]:
    """Signs that a hidden one may part on purpose: scripts without spaces between words, where it
    says where a line may end, and the letters of flags."""
    return re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U0001f1e6-\U0001f1ff]")


def may_hide(text: str) -> bool:
    return "\t" in text or (not text.isascii() and _MAY_HIDE.search(text) is not None)


def hidden(run: str) -> list[Edit]:
    """Soft hyphens, zero-width spaces and byte order marks away; line separators and tabs as
    spaces; Windows-1252 signs at their right place; letters joined with their accents. Joiners,
    direction marks, variation selectors, and the marks of other scripts stay as they are."""
    if not may_hide(run):
        return []
    found: list[Edit] = []
    for match in _hidden().finditer(run):
        new = _seen(match[0], run[max(match.start() - 1, 0) : match.end() + 1])
        if new != match[0]:
            found.append((*match.span(), new))
    return found


def _seen(sign: str, around: str) -> str:
    if len(sign) > 1:
        joined = unicodedata.normalize("NFC", sign)
        return joined if len(joined) == 1 else sign
    if sign in "\u00ad\u200b" and _parted().search(around):
        return sign
    if sign in "\u00ad\u200b\ufeff":
        return ""
    if sign in "\t\u2028\u2029":
        return " "
    return _windows().get(sign, sign)


@cache
def _windows() -> dict[str, str]:
    signs = {}
    for code in range(0x80, 0xA0):
        try:
            signs[chr(code)] = bytes((code,)).decode("cp1252")
        except UnicodeDecodeError:
            signs[chr(code)] = chr(code)
    return signs


# -- escapes ---------------------------------------------------------------------------------------

_NAMES = (
    "rsquo|lsquo|rdquo|ldquo|sbquo|bdquo|laquo|raquo|hellip|mdash|ndash|quot|apos|amp|"
    "[AEIOUYaeiouy](?:acute|grave|circ|uml|tilde|ring)|[Nn]tilde|[Cc]cedil|szlig|oelig|aelig|"
    "eacute|euro|pound|copy|reg|trade|deg|"
    "#0?3[489]|#8(?:2(?:1[1-8]|2[0-2]|30)|364)|#x(?:20(?:1[3-9aAcCdD]|26)|27|22|26)"
)


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(f"&(?:amp;)?(?:{_NAMES});")


def may_hold_entities(text: str) -> bool:
    return "&" in text and _entity().search(text) is not None


def entities(run: str) -> list[Edit]:
    """Signs for escapes of typographic signs and letters, where they touch a word. An escape that
    stands alone is one that the author writes about; `&amp;` between two words is not."""
    if "&" not in run:
        return []
    return [
        (*match.span(), html.unescape(html.unescape(match[0])))
        for match in _entity().finditer(run)
        if _touches(run, *match.span()) or (match[0] == "&amp;" and _joins(run, *match.span()))
    ]


def _touches(run: str, start: int, end: int) -> bool:
    before, after = run[max(start - 1, 0) : start], run[end : end + 1]
    return bool(before and re.match(r"[\w.,;:!?)“”‘’]", before)) or after.isalnum()


def _joins(run: str, start: int, end: int) -> bool:
    return start > 1 and run[start - 2].isalpha() and run[end + 1 : end + 2].isalpha()


# -- UTF-8 once read as Windows-1252 ---------------------------------------------------------------


@cache
def _garbled() -> dict[str, str]:
    """What each sign of Latin and typography looks like after one wrong reading."""
    signs = [*range(0xA0, 0x180), *range(0x2010, 0x2023), 0x2026, 0x20AC, 0x2122]
    found = {}
    for code in signs:
        data = chr(code).encode()
        wrong = "".join([_windows().get(chr(byte), chr(byte)) for byte in data])
        found[wrong] = chr(code)
    return found


@cache
def _mojibake() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _garbled()), key=len, reverse=True)))


def may_be_mojibake(text: str) -> bool:
    return not text.isascii() and any(sign in text for sign in "ÂÃÄÅâ")


def mojibake(run: str) -> list[Edit]:
    """The signs that a wrong reading tore into two or three."""
    if not may_be_mojibake(run):
        return []
    signs = _garbled()
    return [(*match.span(), signs[match[0]]) for match in _mojibake().finditer(run)]


# -- writing directions ----------------------------------------------------------------------------

DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"


def may_turn(text: str) -> bool:
    return not text.isascii() and any(sign in text for sign in _TURNS)


def unopened(run: str) -> list[Edit]:
    """Ends of a direction that nothing began, taken out."""
    return [(at, at + 1, "") for at in _directions(run)[0]]


def unclosed(run: Inlines) -> str:
    """The ends that a run's open directions lack, innermost first."""
    return "".join(reversed(_directions("".join(cut(run)))[1]))


def _directions(run: str) -> tuple[list[int], list[str]]:
    """The places of ends that nothing began, and the ends that are still awaited."""
    stray: list[int] = []
    awaited: list[str] = []
    isolates = 0
    for match in DIRECTIONS.finditer(run):
        sign = match[0]
        if sign == _END_ISOLATE and isolates:
            while awaited.pop() != _END_ISOLATE:
                pass
            isolates -= 1
        elif sign == _END_EMBEDDING and awaited[-1:] == [sign]:
            awaited.pop()
        elif sign in (_END_EMBEDDING, _END_ISOLATE):
            stray.append(match.start())
        else:
            awaited.append(_END_ISOLATE if sign >= "\u2066" else _END_EMBEDDING)
            isolates += sign >= "\u2066"
    return stray, awaited
