"""Addresses: the tails that trackers hang on them, and the gates that count who passes."""

import re
from functools import cache, lru_cache
from urllib.parse import unquote

_TRACKING = (
    r"utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium)|hsa_\w+|fb_(?:action_ids|action_types|"
    r"ref|source)|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|"
    r"li_fat_id|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|hsctatracking|__hs\w+|vero_(?:id|conv)|wickedid|"
    r"oly_(?:enc|anon)_id|rb_clickid|ml_subscriber\w*|action_object_map|_openstat|sr_share|"
    r"__twitter_impression|hss_channel|showwelcomeonshare|guccounter|guce_referrer\w*|ref_src|ref_url|xtor|at_(?:campaign|medium)"
)
"""Parameters that follow a reader and say nothing of the page, on any site."""

BY_HOST: dict[str, str] = {
    host: names
    for names, hosts in {
        "s|t|cxt": ("twitter.com", "x.com"),
        "si|feature|ab_channel|pp": ("youtube.com", "youtu.be"),
        "si|nd|context": ("open.spotify.com",),
        "source|sk": ("medium.com",),
        "trk|trackingId|lipi|rcm": ("linkedin.com",),
        "share_id|rdt": ("reddit.com",),
        "_[tr]|is_from_webapp|sender_device": ("tiktok.com",),
        "smid|smtyp": ("nytimes.com",),
        "ref_?|pd_rd_\\w+|pf_rd_\\w+|_encoding|content-id": (
            "amazon.com", "amazon.co.uk", "amazon.de", "amazon.fr", "amazon.es", "amazon.it",
            "amazon.ca", "amazon.co.jp",
        ),
    }.items()
    for host in hosts
}  # fmt: skip
"""Parameters that do so on one site only."""

GATES: dict[str, tuple[str, ...]] = {
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "facebook.com/l.php": ("u",),
    "l.instagram.com/": ("u",),
    "google.com/url": ("url", "q"),
    "youtube.com/redirect": ("q",),
    "t.umblr.com/redirect": ("z",),
    "out.reddit.com/": ("url",),
    "vk.com/away.php": ("to",),
    "steamcommunity.com/linkfilter/": ("url",),
    "slack-redir.net/link": ("url",),
    "medium.com/r/": ("url",),
    "linkedin.com/redir/redirect": ("url",),
}
"""Pages that only pass a reader on, and the parameter that says where to."""

_WEB = re.compile(r"https?://(?:www\.|m\.|mobile\.)?([^/?#]+)([^?#]*)", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_DEEPEST = 3


@lru_cache(maxsize=4096)
def tidy(url: str) -> str:
    """An address without its tracking tail, and past the gates whose target it names itself; every
    other character of it as it was."""
    for _ in range(_DEEPEST):
        passed = _past_gate(url)
        if passed == url:
            break
        url = passed
    rest, hash_, fragment = url.partition("#")
    place = _WEB.match(url)
    if place is None:
        return url
    own = BY_HOST.get(place[1].lower(), "")
    address, _, query = rest.partition("?")
    kept = [part for part in query.split("&") if not _tracks(part, own)]
    if len(kept) < query.count("&") + 1:
        rest = f"{address}?{'&'.join(kept)}" if any(kept) else address
    if fragment and all(_tracks(part, "") for part in fragment.split("&")):
        return rest
    return rest + hash_ + fragment


def _tracks(part: str, own: str) -> bool:
    name, sign, _ = part.partition("=")
    if not sign:
        return False
    return bool(_tracking().fullmatch(name)) or bool(own and re.fullmatch(own, name))


@cache
def _tracking() -> re.Pattern[str]:
    return re.compile(_TRACKING, re.IGNORECASE)


def _past_gate(url: str) -> str:
    place = _WEB.match(url)
    names = GATES.get(place[1].lower() + place[2]) if place else None
    if not names:
        return url
    parts = dict(part.partition("=")[::2] for part in url.partition("?")[2].split("&"))
    for name in names:
        target = unquote(parts.get(name, ""), errors="strict") if name in parts else ""
        if whole(target):
            return target
    return url


def bare(url: str) -> str:
    """An address as it is often shown: without the scheme and `www.`."""
    return _SCHEME.sub("", url)


def shown(text: str, old: str, new: str) -> str:
    """The visible text of a link whose address changed: it follows where it showed the address."""
    if text == old:
        return new
    if bare(text).rstrip("/") == bare(old).rstrip("/"):
        prefix = _SCHEME.match(text)
        return (prefix[0] if prefix else "") + bare(new)
    return text


# -- addresses in prose ----------------------------------------------------------------------------

_SIGNS = r"[\w\-.~:/?#\[\]@!$&'()*+,;=%|]"


@cache
def _found() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9_@/])https?://(?:[\w-]+\.)+[^\W\d_][\w-]*[\w](?::\d{1,5})?(?:[/?#]"
        + _SIGNS
        + r"*)?",
        re.IGNORECASE,
    )


@cache
def _asian() -> re.Pattern[str]:
    return re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


_UNESCAPED = re.compile("%(?![0-9A-Fa-f]{2})")
_PAIRS = {")": "(", "]": "["}


def whole(url: str) -> bool:
    """Whether a text is one complete web address."""
    found = _found().match(url)
    return found is not None and found.end() == len(url) and not _UNESCAPED.search(url)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where complete addresses stand in prose, without the punctuation of the sentence around
    them. One that an ellipsis cuts off is none."""
    found = []
    for match in _found().finditer(text):
        start, end = match.span()
        asian = None if match[0].isascii() else _asian().search(text, start, end)
        end = _end(text, start, asian.start() if asian else end)
        if not text.startswith(_GOES_ON, end) and whole(text[start:end]):
            found.append((start, end))
    return found


_GOES_ON = ("…", "..", "{", "<", "$", "%", "*")
"""What stands behind an address that is cut off, or that is a pattern for addresses."""


def _end(text: str, start: int, end: int) -> int:
    opened = {sign: text.count(sign, start, end) for sign in "([)]"}
    while end > start:
        last = text[end - 1]
        if last in _PAIRS and opened[last] > opened[_PAIRS[last]]:
            opened[last] -= 1
        elif last not in ".,;:!?'*_~":
            break
        end -= 1
    return end
