"""Liquid, the tags that Jekyll fills in before it reads Markdown: those that hold a writer's words
or addresses are read, those that only steer the site are left out and told."""

import re
from collections.abc import Callable
from urllib.parse import quote

from pipeline.markup.context import Context

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)(?:(\{%-?\s*endraw\s*-?%\})|\Z)", re.DOTALL)
_CODE = re.compile(
    r"\{%-?\s*highlight\s+([\w+#.-]+)[^%]*%\}\n?(.*?)\n?(?:(\{%-?\s*endhighlight\s*-?%\})|\Z)",
    re.DOTALL,
)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(.*?)(?:(\{%-?\s*endcomment\s*-?%\})|\Z)", re.DOTALL)
"""What nothing closes reaches to the end of the text, and stays as it is: see `_closed`."""

_TAG = re.compile(r"\{%-?\s*(\w+)((?:(?!\{%)[^\n])*?)-?%\}")
_BASE = re.compile(r"\{\{-?\s*(?:site|page)\.(?:url|baseurl|base_url|BASE_PATH)\s*-?\}\}")
_URL = re.compile(r"""\{\{-?\s*["']([^"'{}\n]*)["']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}""")
_QUOTED = re.compile(r"""(?<![\w-])([\w-]+)\s*=\s*["']?([^"'\s]+)["']?""")
_LINKS = {"post_url": "/_posts/", "link": "/"}
_EMBEDS = {
    "youtube": '<iframe src="https://www.youtube.com/embed/{}"></iframe>',
    "vimeo": '<iframe src="https://player.vimeo.com/video/{}"></iframe>',
    "gist": '<script src="https://gist.github.com/{}.js"></script>',
}
_STEERING_NAMES = """
    if elsif else endif unless endunless case when endcase for endfor break continue cycle
    tablerow endtablerow assign capture endcapture increment decrement include include_relative
    include_cached layout render seo feed_meta paginate
"""
_STEERING = frozenset(_STEERING_NAMES.split())


def fill(text: str, context: Context) -> str:
    """The text with its Liquid read. `post_url` gives an address `/_posts/NAME`, which the context
    resolves. What is not Jekyll's own stays as it stands."""
    if "{%" not in text and "{{" not in text:
        return text
    raw: list[str] = []

    def keep(found: re.Match[str]) -> str:
        raw.append(found[1])
        return f"\ue000{len(raw) - 1}\ue001"

    def comment(found: re.Match[str]) -> str:
        context.withheld("markdown.comment", found[1])
        return ""

    text = _RAW.sub(_closed(keep), text) if "\ue000" not in text else text
    text = _CODE.sub(_closed(_fence), text)
    text = _COMMENT.sub(_closed(comment), text)
    text = _TAG.sub(lambda found: _tag(found, context), text)
    text = _URL.sub(lambda found: found[1], _BASE.sub("", text))
    return re.sub("\ue000(\\d+)\ue001", lambda found: raw[int(found[1])], text) if raw else text


def _closed(change: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    """A change of pieces that end with a closing tag, their last group; others stay."""
    return lambda found: change(found) if found[found.re.groups] else found[0]


def _fence(found: re.Match[str]) -> str:
    runs = re.findall("`{3,}", found[2])
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return f"\n{fence}{found[1]}\n{found[2]}\n{fence}\n"


def _tag(found: re.Match[str], context: Context) -> str:
    name, rest = found[1], found[2].strip()
    if name in _LINKS and rest:
        return _LINKS[name] + rest.strip("\"'").lstrip("/").replace(" ", "%20")
    shown = _embed(name, rest)
    if shown:
        return f"\n\n{shown}\n\n"
    if name not in _STEERING:
        return found[0]
    context.dropped("markdown.liquid", found[0])
    return ""


def _embed(name: str, rest: str) -> str:
    """What a tag or an include shows, where it shows a film or a piece of code, as HTML."""
    words = rest.split()
    if name.startswith("include") and words:
        name = words[0].rsplit("/", 1)[-1].split(".", 1)[0].lower()
        name = name.removesuffix("-player").removesuffix("player")
        known = dict(_QUOTED.findall(rest))
        of = known.get("id") or known.get("video_id") or known.get("src") or ""
    else:
        of = words[0].strip("\"'") if words else ""
    return _EMBEDS[name].format(quote(of, safe="/")) if name in _EMBEDS and of else ""
