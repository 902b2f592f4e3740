"""Addresses that WordPress shows as what they lead to: films, sounds, posts elsewhere."""

import html
import re
from functools import cache

_PAGES = {
    "youtube": (r"[\w-]{11}", "https://www.youtube.com/watch?v={}"),
    "vimeo": (r"\d+", "https://vimeo.com/{}"),
    "dailymotion": (r"(?=\w*\d)[a-zA-Z0-9]{5,20}", "https://www.dailymotion.com/video/{}"),
    "videopress": (r"[a-zA-Z0-9]{8}", "https://videopress.com/v/{}"),
    "ted": (r"\w+_\w+", "https://www.ted.com/talks/{}"),
    "soundcloud": (r"[\w-]+/[\w-]+", "https://soundcloud.com/{}"),
}
"""How a service names a film, and the page that shows it."""


def alone(text: str) -> str:
    """The text with each known address that stands alone on its line as an embed."""
    if "http" not in text or not any(map(_may_be_alone, text.split("\n"))):
        return text
    return _alone().sub(_embedded, text)


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(
        r"(<(?:pre|script|style|textarea)\b(?s:.*?)(?:</(?:pre|script|style|textarea)|\Z))"
        r"|^[ \t]*(?:<p>[ \t]*)?(https?://[^\s<>\"]+)[ \t]*(?:</p>)?[ \t]*$",
        re.IGNORECASE | re.MULTILINE,
    )


def _may_be_alone(line: str) -> bool:
    """Whether a line may be an address alone: far cheaper to tell than whether it is."""
    return line.lstrip(" \t<pP>")[:4].lower() == "http"


def _embedded(match: re.Match[str]) -> str:
    from pipeline.markup.html.embed import kind_of

    url = match[2]
    if url is None or kind_of(html.unescape(url)) == "link":
        return match[0]
    return embed(html.unescape(url))


def embed(url: str) -> str:
    """The tag of an embed."""
    return f'<embed src="{html.escape(url)}">'


def player(service: str, word: str) -> str:
    """The page of a film, by what its shortcode says: an address, or the service's own name of it;
    "" where it says neither."""
    word = html.unescape(word).strip().strip("=\"'")
    if "://" in word or word.startswith(("//", "www.")):
        return word if "://" in word else "https://" + word.lstrip("/")
    name = re.split(r"[&?\s]", word, maxsplit=1)[0]
    shape, page = _PAGES[service]
    return page.format(name) if re.fullmatch(shape, name) else ""
