"""Cleaning: HTML as mail programs and senders of newsletters write it, as a text.

What nobody was to see is taken out, and told; tables that lay the letter out melt away; the letter
that this one answers is taken out where it hangs below.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from pipeline.markup.html.tree import TEXT, Node, attribute, children, has_class, parse, text_of
from pipeline.markup.plain import clean_text

Dropped = Callable[[str, str], None]

WITHHELD = "[e-mail address withheld]"

_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0+)?(?:;|!|$)"
    r"|max-height:0(?:px|em|%)?(?:;|!|$)"
)
_TINY = re.compile(r"(?:font-size|line-height):[01](?:px|pt|em)?(?:;|!|$)")
_SPACERS = "\u034f\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2007\u2060\u2800\u3164\ufeff"
_WITHOUT_SPACERS = dict.fromkeys(map(ord, _SPACERS))
_ONLY_SPACERS = re.compile(rf"[\s\u00a0{_SPACERS}]*[{_SPACERS}][\s\u00a0{_SPACERS}]*\Z")
_PIXEL = re.compile(
    r"/(?:open|o|wf/open|track/open|e/o|oo|pixel|beacon|imp|q)(?:\.(?:php|aspx|gif|png))?(?:[/?]|\Z)"
    r"|(?:spacer|blank|transparent|clear|pixel|1x1|dot)\.(?:gif|png)|open\.(?:aspx|gif|php)"
    r"|list-manage\.com/track|/tracking?/|emltrk|mailtrack|google-analytics|doubleclick",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[012](?:px)?(?:;|!|$)")
_SHOWN_AS_TABLE = "th, caption"
_QUOTES = (
    ".gmail_quote_container, .gmail_quote, .yahoo_quoted, .protonmail_quote, .zmail_extra, "
    ".tutanota_quote, blockquote[type=cite], #OLK_SRC_BODY_SECTION"
)
_FOLLOWS = (
    "#divRplyFwdMsg, #appendonsend, #x_divRplyFwdMsg, #mail-editor-reference-message-container"
)
_SAID = re.compile(
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev)\b.{0,120}:?\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_HEAD_LINE = re.compile(r"(?:from|sent|date|subject|to|cc|reply-to)\s*:\s", re.IGNORECASE)
_MOST_QUOTES = 50
_ICON = 32
"""Pixels of the larger side of a sign."""

_SIGNATURES = (
    ".gmail_signature, #Signature, #signature, .moz-signature, #ms-outlook-mobile-signature"
)
_INLINE_DATA = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]{1,20000000})\Z", re.IGNORECASE
)


class Cleaned:
    """A letter's HTML, and the pictures that were written into it."""

    def __init__(self, text: str, dropped: Dropped, *, forwarded: bool = False) -> None:
        self.pictures: dict[str, bytes] = {}
        self._dropped = dropped
        self._body = parse(clean_text(text))
        self._take(
            ".preheader, .preview, .preview-text, .mcnPreviewText, #preheader", "mail.hidden"
        )
        self._hidden()
        self._spacers()
        self._pictures()
        self._signatures()
        if forwarded:
            self._passed_on()
        else:
            self._answered()
        self._tables()
        self._enlarged()
        for link in reversed(self._body.css("a[href]")):
            if attribute(link, "href").strip().lower().startswith(("mailto:", "cid:", "file:")):
                link.unwrap()
        self.html = self._body.inner_html or ""

    def _take_out(self, node: Node, rule: str) -> None:
        """Takes a node out, and tells its text."""
        said = " ".join(text_of(node).translate(_WITHOUT_SPACERS).split())
        if said:
            self._dropped(rule, said)
        node.decompose()

    def _take(self, selector: str, rule: str) -> None:
        """The last first, and the inner before the outer: what is taken out is no more."""
        for node in reversed(self._body.css(selector)):
            self._take_out(node, rule)

    # -- what nobody was to see --------------------------------------------------------------------

    def _hidden(self) -> None:
        for node in reversed(self._body.css("[style], [hidden]")):
            style = re.sub(r"\s+", "", attribute(node, "style").lower())
            gone = _HIDDEN.search(style) or "hidden" in node.attributes
            tiny = _TINY.search(style) and not children(node) and "font-size" in style
            if (gone or tiny) and node.tag not in ("body", "html"):
                self._take_out(node, "mail.hidden")

    def _spacers(self) -> None:
        """Characters without width, with which senders fill what mail programs show of a letter
        in a list."""
        found = [node for node in self._body.traverse(include_text=True) if node.tag == TEXT]
        for node in reversed(found):
            if _ONLY_SPACERS.match(node.text_content or ""):
                node.decompose()

    def _pictures(self) -> None:
        for node in reversed(self._body.css("img")):
            source = attribute(node, "src").strip()
            style = re.sub(r"\s+", "", attribute(node, "style").lower())
            sizes = [
                attribute(node, side).strip().removesuffix("px") for side in ("width", "height")
            ]
            small = any(size in ("0", "1", "2") for size in sizes)
            small = small or _SMALL.search(style) is not None
            if small or _PIXEL.search(source):
                node.decompose()
            elif all(size.isdecimal() and int(size[:5]) <= _ICON for size in sizes):
                self._icon(node)
            elif found := _INLINE_DATA.match(source):
                self._written_in(node, found[1])

    def _icon(self, node: Node) -> None:
        """A picture no larger than a letter: what it is called, where it stands for a sign."""
        alt = attribute(node, "alt").strip()
        if alt and len(alt) <= 4 and not alt.isascii():
            node.insert_before(alt)
            node.decompose()
        elif not alt:
            node.decompose()

    def _written_in(self, node: Node, data: str) -> None:
        key = f"cid:written-in-{len(self.pictures)}"
        try:
            self.pictures[key] = base64.b64decode(data)
        except (binascii.Error, ValueError):
            return
        node.attrs["src"] = key

    # -- what is not the letter --------------------------------------------------------------------

    def _signatures(self) -> None:
        for node in reversed(self._body.css(_SIGNATURES)):
            if len(text_of(node)) < 0.5 * len(text_of(self._body)):
                self._take_out(node, "mail.signature")

    def _answered(self) -> None:
        """The letter that this one answers, where nothing of this one comes after it."""
        for node in self._body.css(_FOLLOWS)[:1]:
            self._and_all_after(node)
        outer = [node for node in self._body.css(_QUOTES) if not _is_within(node, _QUOTES)]
        for node in reversed(outer[-_MOST_QUOTES:]):
            if _shows_after(node, self._body):
                break
            line = _attribution(node)
            if not _shows_before(node if line is None else line, self._body):
                break
            self._take_out(node, "mail.quoted-reply")
            if line is not None:
                self._take_out(line, "mail.quoted-reply")

    def _and_all_after(self, node: Node) -> None:
        if not _shows_before(node, self._body):
            return
        found = [node]
        while (after := found[-1].next) is not None:
            found.append(after)
        said = " ".join([" ".join(text_of(one).split()) for one in found]).strip()
        if said:
            self._dropped("mail.quoted-reply", said)
        for one in reversed(found):
            one.decompose()

    def _passed_on(self) -> None:
        """The lines above a letter that was passed on: who wrote it, when, to whom."""
        for node in reversed(self._body.css(_FOLLOWS)):
            self._take_out(node, "mail.forwarded-by")
        for node in reversed(self._body.css(".gmail_attr, .moz-email-headers-table")):
            self._take_out(node, "mail.forwarded-by")
        for node in reversed(self._body.css("blockquote[type=cite] > div")):
            if len(said := text_of(node).strip()) < 400 and _HEAD_LINE.match(said):
                self._take_out(node, "mail.forwarded-by")

    def _enlarged(self) -> None:
        """A picture that the letter holds is shown, and not the one on the web that it leads to."""
        for link in reversed(self._body.css("a[href]")):
            inner = children(link)
            alone = len(inner) == 1 and not text_of(link).strip()
            if alone and attribute(inner[0], "src")[:4].lower() == "cid:":
                link.unwrap()

    # -- tables ------------------------------------------------------------------------------------

    def _tables(self) -> None:
        """A table without a head lays the letter out, but for one of rows of short cells."""
        for table in self._body.css("table"):
            if not _is_data(table):
                table.attrs["role"] = "presentation"
            elif "role" in table.attributes:
                table.attrs["role"] = "table"


def _is_data(table: Node) -> bool:
    if attribute(table, "role") in ("presentation", "none") or table.css_first("table table, img"):
        return False
    if table.css_first(_SHOWN_AS_TABLE) is not None:
        return True
    border = attribute(table, "border")
    rows = [[text_of(cell).strip() for cell in children(row)] for row in table.css("tr")]
    even = len(rows) > 1 and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    short = all(len(cell) <= 120 for row in rows for cell in row)
    return even and short and border.isdecimal() and int(border[:4]) > 0


def _is_within(node: Node, selector: str) -> bool:
    """Whether a quotation stands in another one."""
    above = node.parent
    while above is not None:
        if above.tag == "blockquote" or has_class(above, "gmail_quote", "yahoo_quoted"):
            return above.css_matches(selector) or above.tag == "blockquote"
        above = above.parent
    return False


def _attribution(node: Node) -> Node | None:
    """The line right before a quotation that says who wrote it, and when."""
    other = node.prev
    while other is not None and not text_of(other).strip():
        other = other.prev
    if other is None or len(said := text_of(other)) > 400 or not _SAID.search(said):
        return None
    quotes = other.tag != TEXT and (other.css_matches(_QUOTES) or other.css_first(_QUOTES))
    return None if quotes else other


def _shows_after(node: Node, body: Node) -> bool:
    return _shows(node, body, "next")


def _shows_before(node: Node, body: Node) -> bool:
    return _shows(node, body, "prev")


def _shows(node: Node, body: Node, way: str) -> bool:
    """Whether anything is to be seen on one side of a node."""
    here: Node | None = node
    while here is not None and here.mem_id != body.mem_id:
        other = getattr(here, way)
        while other is not None:
            if other.tag not in ("-comment", "style", "title", "head", "meta", "script"):
                if text_of(other).strip(" \t\n\u00a0") or other.tag == "img":
                    return True
                if other.tag != TEXT and other.css_first("img") is not None:
                    return True
            other = getattr(other, way)
        here = here.parent
    return False


_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BRACKETED = re.compile(rf"(?:&lt;|<)?({_ADDRESS.pattern})(?:&gt;|>)?")
_IN_URL = re.compile(r"[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.\w", re.IGNORECASE)


def masked(text: str, addresses: set[str] | None = None) -> tuple[str, int]:
    """A text without the e-mail addresses of the letter's head, and without any in angle brackets,
    as programs write them; without any at all where no head is given. Addresses of pages are cut
    before one. Also how many there were."""
    if "@" not in text and "%40" not in text:
        return text, 0
    count = 0

    def withheld(found: re.Match[str]) -> str:
        nonlocal count
        bracketed = found[0] != found[1]
        if addresses is None or bracketed or found[1].lower().strip(".'-") in addresses:
            count += 1
            return WITHHELD
        return found[0]

    text = re.sub(r"https?://[^\s\"'<>]+", _page, text)
    return _BRACKETED.sub(withheld, text), count


def _page(found: re.Match[str]) -> str:
    """The address of a page, as far as it holds no e-mail address."""
    url = found[0]
    if not _IN_URL.search(url):
        return url
    url = url.split("?", 1)[0]
    inside = _IN_URL.search(url)
    return url[: inside.start()].rstrip("/") if inside else url
