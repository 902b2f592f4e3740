"""Scripts and languages: what a text is, so that Word shapes, orders and spells it right."""

import re
from functools import cache

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_CJK = (
    "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U00020000-\U0003ffff"
)
_LATIN = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u058f\u0900-\u10ff\u1200-\u1fff"
    "\u2c00-\u2dff"
)
"""Letters of the scripts that are written from left to right, East Asian ones apart."""

PLAIN = bytes(
    byte
    for byte in range(256)
    if (0x20 <= byte < 0x7F and byte not in b"&<>")
    or 0x80 <= byte <= 0xD5
    or byte == 0xE2  # lead bytes of Latin to Armenian, of punctuation and symbols
)
"""Bytes of UTF-8 text that needs nothing: no escape, no mark of script, no illegal character."""

# Each of these is made when it is first asked for: most books never do, and the larger ones take as
# long to make as some steps.


@cache
def _far() -> re.Pattern[bytes]:
    """What is in the UTF-8 of all letters from the right and of East Asia, and of few others."""
    return re.compile(
        rb"\xd6[\x90-\xbf]|[\xd7-\xdf\xe3-\xed]|\xe0[\xa0-\xa3]|\xe1[\x84-\x87]|\xe2[\xba-\xbf]"
        rb"|\xef(?:[\xa4-\xb7\xb9-\xbe]|\xb8[\xb0-\xbf]|\xbf[\x80-\xaf])|\xf0[\x90\x9e\xa0-\xbf]"
    )


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(
        f"(?P<rtl>[{_RTL}](?:[^{_LATIN}{_CJK}]*[{_RTL}])?)"
        f"|(?P<cjk>[“‘]?[{_CJK}](?:[^{_LATIN}{_RTL}]*[{_CJK}])?[”’…—]*)"
    )


@cache
def _home() -> re.Pattern[str]:
    return re.compile(f"(?P<ltr>[{_LATIN}{_CJK}](?:[^{_RTL}]*[{_LATIN}{_CJK}])?)")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(f"(?P<rtl>[{_RTL}])|[{_LATIN}{_CJK}]")


@cache
def _hangul() -> re.Pattern[str]:
    return re.compile("[\u1100-\u11ff\uac00-\ud7af]")


_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9d]")


def _may_be_foreign(text: str) -> bool:
    return _far().search(text.encode("utf-8", "surrogatepass")) is not None


def has_rtl(text: str) -> bool:
    """Whether any character is written from right to left."""
    return _may_be_foreign(text) and any(m.lastgroup == "rtl" for m in _foreign().finditer(text))


def from_right(text: str) -> bool:
    """Whether the first letter is of a script written from right to left."""
    strong = _strong().search(text)
    return strong is not None and strong.lastgroup == "rtl"


def stretches(text: str, rtl: bool) -> list[tuple[str, str]]:
    """The text cut by script, as (sort, text): "rtl", "cjk", or "" for all else. What has no
    script of its own goes with what is around it, and with the paragraph at its ends."""
    if not rtl and not _may_be_foreign(text):
        return [("", text)] if text else []
    pattern, rest = (_home(), "rtl") if rtl else (_foreign(), "")
    out: list[tuple[str, str]] = []
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            out.append((rest, text[at : match.start()]))
        sort = match.lastgroup or ""
        out.append(("" if sort == "ltr" else sort, match[0]))
        at = match.end()
    if at < len(text):
        out.append((rest, text[at:]))
    return out


_REGIONS = {
    "ar": "ar-SA", "bg": "bg-BG", "ca": "ca-ES", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE",
    "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "eu": "eu-ES", "fa": "fa-IR",
    "fi": "fi-FI", "fr": "fr-FR", "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR",
    "hu": "hu-HU", "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR",
    "lt": "lt-LT", "lv": "lv-LV", "nb": "nb-NO", "nl": "nl-NL", "no": "nb-NO", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-RS",
    "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK", "vi": "vi-VN",
    "zh": "zh-CN", "iw": "he-IL", "in": "id-ID",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")
_UNKNOWN = {"und", "zxx", "mul", "mis", "qam", "qct", "qht", "qme", "qst", "art"}
_RIGHT = {"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"}
_ASIAN = {"zh", "ja", "ko"}


def culture(language: str) -> str:
    """A language as Word names it, with a region: "de" is "de-DE"; "" where it says nothing."""
    tag = language.replace("_", "-")
    if not _TAG.match(tag) or tag.lower() in _UNKNOWN:
        return ""
    return _REGIONS.get(tag.lower(), tag)


def is_from_right(language: str) -> bool:
    """Whether a language is written from right to left."""
    return culture(language).split("-")[0].lower() in _RIGHT


def languages(language: str) -> dict[str, str]:
    """Which of Word's three languages (val, eastAsia, bidi) a language is, and its name."""
    name = culture(language)
    base = name.split("-")[0].lower()
    key = "bidi" if base in _RIGHT else "eastAsia" if base in _ASIAN else "val"
    return {key: name} if name else {}


def script_language(sort: str, text: str, near: str) -> str:
    """The language of a stretch of right-to-left or East Asian text. Where its letters leave a
    choice it is `near`, the language around it, if that is written so."""
    known = languages(near)
    if sort == "rtl":
        if _HEBREW.search(text):
            return "he-IL"
        around = known.get("bidi", "")
        return around if around and around != "he-IL" else "ar-SA"
    if _KANA.search(text):
        return "ja-JP"
    if _hangul().search(text):
        return "ko-KR"
    return known.get("eastAsia") or "zh-CN"
