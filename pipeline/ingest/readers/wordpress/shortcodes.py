"""Shortcodes -> HTML: those that WordPress and its usual plugins know. Any other word in brackets
is the author's."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Protocol

from pipeline.ingest.readers.wordpress.embeds import embed, player

Attributes = dict[str, str]


class Library(Protocol):
    """Where the shortcodes of a post find the pictures that they speak of."""

    def gallery(self, attributes: Attributes) -> str: ...

    def file(self, number: str) -> str: ...


Writer = Callable[[Attributes, str, Library], str | None]
"""The HTML of a shortcode; None where what stands in brackets is the author's: [video here]."""

_LANGUAGES = (
    "php|html|xml|css|javascript|js|java|python|py|ruby|rails|bash|shell|sql|perl|cpp|csharp|vb"
    "|actionscript|as3|delphi|diff|groovy|scala|objc|matlab"
)
_TOKEN = re.compile(
    r"\[(/?)(gallery|caption|wp_caption|youtube|vimeo|dailymotion|videopress|wpvideo|ted|soundcloud"
    r"|embed|audio|video|playlist|code|sourcecode|source|footnote|" + _LANGUAGES + r")"
    r"(?![\w-])([^\]\[<>]*(?:<[^<>]*>[^\]\[<>]*)*)\]",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"([\w-]+)\s*=\s*\"([^\"]*)\"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s\"']+)"
    r"|\"([^\"]*)\"|'([^']*)'|(\S+)"
)
_PICTURE = re.compile(
    r"\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.IGNORECASE | re.DOTALL
)
_DEWPLAYER = re.compile(r"\[dewplayer:\s*(https?://[^\s\]|]+)[^\]]{0,200}\]", re.IGNORECASE)
_FORMULA = re.compile(r"\$latex[ \t\n]+([^$\n]+?)\$")
_CLOSED = frozenset({"caption", "wp_caption", "code", "sourcecode", "source", "footnote"})
"""Shortcodes that mean something only with their closing tag."""


def expand(text: str, library: Library) -> str:
    """The text with its shortcodes as HTML. `[[gallery]]` is `[gallery]`, literally."""
    if "$latex" in text:
        text = _FORMULA.sub(lambda found: _formula(found[1]), text)
    if "[" not in text:
        return text
    if "player:" in text:
        text = _DEWPLAYER.sub(lambda found: embed(html.unescape(found[1])), text)
    tokens = list(_TOKEN.finditer(text))
    return _Expansion(text, tokens, library).run() if tokens else text


def _formula(source: str) -> str:
    return f'<math alttext="{html.escape(html.unescape(source.strip()))}"></math>'


class _Expansion:
    """One pass over the shortcodes of a text."""

    def __init__(self, text: str, tokens: list[re.Match[str]], library: Library) -> None:
        self.text = text
        self.tokens = tokens
        self.library = library
        self.notes: list[str] = []
        self.ends = _ends(tokens)

    def run(self) -> str:
        out: list[str] = []
        done = at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            end = self.ends.get(at)
            last = self.tokens[end] if end is not None else token
            written, stop = self._written(token, last, end is not None)
            if written is not None:
                start = token.start() - (stop > last.end())
                out += [self.text[done:start], written]
                done = stop
                at = end if end is not None else at
            at += 1
        out.append(self.text[done:])
        return "".join(out) + self._foot()

    def _written(
        self, token: re.Match[str], last: re.Match[str], closed: bool
    ) -> tuple[str | None, int]:
        """What stands for one shortcode, None where it is prose, and where the text goes on."""
        text = self.text
        name = token[2].lower()
        escaped = text[token.start() - 1 : token.start()] == "[" and token.start() > 0
        if escaped and text[last.end() : last.end() + 1] == "]":
            return text[token.start() : last.end()], last.end() + 1
        if token[1] or (not closed and (name not in _WRITERS or name in _CLOSED)):
            return None, token.end()
        content = text[token.end() : last.start()] if closed else ""
        if name == "footnote":
            return self._footnote(content), last.end()
        writer = _WRITERS.get(name, _code)
        given = attributes(token[3])
        given.setdefault("name", name)
        written = writer(given, content, self.library)
        return written, last.end()

    def _footnote(self, content: str) -> str:
        self.notes.append(content)
        number = len(self.notes)
        return f'<sup class="footnote"><a href="#shortcode-fn{number}">{number}</a></sup>'

    def _foot(self) -> str:
        if not self.notes:
            return ""
        items = [f'<li id="shortcode-fn{at}">{note}</li>' for at, note in enumerate(self.notes, 1)]
        return "\n\n<ol>" + "".join(items) + "</ol>"


def _ends(tokens: list[re.Match[str]]) -> dict[int, int]:
    """The closing token of each opening one, where there is one before the next of its name."""
    found: dict[int, int] = {}
    nearest: dict[str, int] = {}
    for at in range(len(tokens) - 1, -1, -1):
        name = tokens[at][2].lower()
        if tokens[at][1]:
            nearest[name] = at
        elif name in nearest:
            found[at] = nearest.pop(name)
    return found


def attributes(text: str) -> Attributes:
    """The attributes of a shortcode; "0", "1", … for words without a name."""
    found: Attributes = {}
    for match in _ATTRIBUTE.finditer(text.strip().rstrip("/")):
        name = match[1] or match[3] or match[5]
        value = next((part for part in match.groups()[1::2] if part is not None), None)
        if name:
            found[name.lower()] = value or ""
        else:
            word = match[7] or match[8] or match[9] or ""
            found[str(sum(key.isdecimal() for key in found))] = word
    return found


# -- what each is in HTML --------------------------------------------------------------------------


def _gallery(given: Attributes, content: str, library: Library) -> str | None:
    return None if "0" in given else library.gallery(given)


def _caption(given: Attributes, content: str, library: Library) -> str:
    """Both forms: the caption as an attribute, and after the picture."""
    match = _PICTURE.match(content)
    picture, words = (match[1], match[2].strip()) if match else (content, "")
    words = given.get("caption", "") or words
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>" if words else picture


def _film(service: str) -> Writer:
    def write(given: Attributes, content: str, library: Library) -> str | None:
        first = "" if "1" in given else given.get("0", "")
        words = (first, given.get("id"), given.get("url"), given.get("video"), content)
        url = player(service, next((word for word in words if word), ""))
        return embed(url) if url else None

    return write


def _framed(given: Attributes, content: str, library: Library) -> str | None:
    url = html.unescape(content).strip() or given.get("src", "")
    return embed(url) if "<" not in url and url else content or None


def _sound(given: Attributes, content: str, library: Library) -> str | None:
    return _media(given, content, "audio", ("src", "mp3", "m4a", "ogg", "wav", "wma"))


def _video(given: Attributes, content: str, library: Library) -> str | None:
    return _media(given, content, "video", ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv"))


def _media(given: Attributes, content: str, kind: str, names: tuple[str, ...]) -> str | None:
    first = given.get("0", "") if "." in given.get("0", "") and "1" not in given else ""
    url = next((given[name] for name in names if given.get(name)), first).split("|")[0]
    return f'<{kind} src="{html.escape(url)}"></{kind}>' if url else content or None


def _playlist(given: Attributes, content: str, library: Library) -> str | None:
    urls = [library.file(number) for number in re.findall(r"\d+", given.get("ids", ""))]
    return "".join(embed(url) for url in urls if url) or None


def _code(given: Attributes, content: str, library: Library) -> str:
    """Literal text, whether it was stored as such or with its signs written out."""
    text = content if "<" in content and "&lt;" not in content else html.unescape(content)
    text = text.strip("\n") if text.strip() else text
    name = given.get("name", "")
    default = "" if name in ("code", "sourcecode", "source") else name
    language = given.get("language") or given.get("lang") or default
    mark = f' class="language-{html.escape(language)}"' if language else ""
    return f"\n<pre><code{mark}>\n{html.escape(text, quote=False)}</code></pre>\n"


_WRITERS: dict[str, Writer] = {
    "gallery": _gallery,
    "caption": _caption,
    "wp_caption": _caption,
    "youtube": _film("youtube"),
    "vimeo": _film("vimeo"),
    "dailymotion": _film("dailymotion"),
    "videopress": _film("videopress"),
    "wpvideo": _film("videopress"),
    "ted": _film("ted"),
    "soundcloud": _film("soundcloud"),
    "embed": _framed,
    "audio": _sound,
    "video": _video,
    "playlist": _playlist,
    "code": _code,
    "sourcecode": _code,
    "source": _code,
}
