"""Pages as tumblr-utils writes them: `posts/<id>.html`, one `<article>` in each."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.ingest.readers.tumblr.body import PLAYERS, chat, cited, player, speaker
from pipeline.ingest.readers.tumblr.dates import of_stamp
from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.ingest.readers.tumblr.trail import is_blank, markup, name_of
from pipeline.markup.html.tree import TEXT, Node, attribute, parse, text_of
from pipeline.markup.plain import clean_text

_LIKED = "liked-"


class Page:
    """One page: its article, and what the backup says of the blog."""

    def __init__(self, text: str) -> None:
        tree = parse(clean_text(text))
        self.article = tree.css_first("article")
        title = tree.css_first("title")
        self.blog = " ".join(text_of(title).split()) if title is not None else ""

    @property
    def kind(self) -> str:
        """What sort of post it is; "" where there is none."""
        return attribute(self.article, "class").split(" ")[0] if self.article is not None else ""

    @property
    def is_liked(self) -> bool:
        """Whether it is a post of somebody else that the blog's author liked."""
        return self.kind.startswith(_LIKED)

    def item(self, number: str, source: int) -> Item:
        """The item on the page."""
        assert self.article is not None
        item = Item(attribute(self.article, "id").removeprefix("p-") or number, source, self.kind)
        nodes = _children(self.article)
        header = next((node for node in nodes if node.tag == "header"), None)
        if header is not None:
            _header(header, item)
            header.decompose()
        _footer(self.article, item)
        _content(_children(self.article), item)
        return item


def _children(node: Node) -> list[Node]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _header(header: Node, item: Item) -> None:
    time = header.css_first("time")
    item.created = of_stamp(attribute(time, "datetime")) if time is not None else ""
    for link in header.css("a"):
        sign, href = text_of(link).strip(), attribute(link, "href")
        if sign == "●" and "://" in href:
            item.links = (*item.links, href)
        elif sign in ("⬀", "⬈"):  # the post before, and the first of all
            item.reblogged, item.root = True, href


def _footer(article: Node, item: Item) -> None:
    """Tags, and where the content is from. A text that is not closed swallows the footer, so it
    is looked for at every depth."""
    footers = article.css("footer")
    if not footers:
        return
    for link in footers[-1].css("a"):
        said = " ".join(text_of(link).split())
        if attribute(link, "title") == "Source":
            _from(said, attribute(link, "href"), item)
        elif said.startswith("#") and len(said) > 1:
            item.tags = (*item.tags, said[1:])
    if item.tags and not item.url:
        host = urlsplit(attribute(footers[-1].css("a")[0], "href")).netloc
        item.url = f"https://{host}/post/{item.id}" if host else ""
    footers[-1].decompose()


def _from(said: str, url: str, item: Item) -> None:
    """What the platform says the content is from. A name without a dot is a blog of Tumblr's: its
    picture or quotation was passed on."""
    if "." not in said and "/" not in said and item.sort in ("photo", "quote", "video", "audio"):
        item.root = item.root or url
        item.reblogged = True
        item.root_name = name_of(said)


# -- what each sort of post shows ------------------------------------------------------------------


def _content(nodes: list[Node], item: Item) -> None:
    while nodes and _is_space(nodes[0]):
        del nodes[0]
    if nodes and nodes[0].tag == "h2":
        _titled(nodes.pop(0), item)
    match item.sort:
        case "quote":
            _quote(nodes, item)
        case "photo":
            count = _photos(nodes)
            item.media = "".join(_captioned(nodes[:count]))
            item.text = _joined(nodes[count:])
        case "video" | "audio":
            count = _players(nodes)
            item.media = _played(_joined(nodes[:count]), item.sort)
            item.text = _joined(nodes[count:])
        case "chat":
            item.text = "".join(map(_chat, nodes))
        case _:
            item.text = _joined(nodes)


def _titled(heading: Node, item: Item) -> None:
    link = heading.css_first("a")
    if item.sort == "answer":
        item.asked = Voice(heading.inner_html or "", other=True)
    elif item.sort == "link" and link is not None:
        item.link, item.title = attribute(link, "href"), link.inner_html or ""
    else:
        item.title = heading.inner_html or ""


def _quote(nodes: list[Node], item: Item) -> None:
    at = next((at for at, node in enumerate(nodes) if node.tag == "blockquote"), None)
    if at is None:
        item.text = _joined(nodes)
        return
    item.media = cited(_joined(nodes[:at]) + (nodes[at].inner_html or ""), _joined(nodes[at + 1 :]))


def _photos(nodes: list[Node]) -> int:
    """How many nodes are the pictures of the post and their captions; its own words follow."""
    count = pictures = captions = 0
    for at, node in enumerate(nodes):
        if _is_picture(node):
            count, pictures = at + 1, pictures + 1
        elif node.tag == "p" and pictures and not _is_last(nodes, at):
            captions += 1
        elif not _is_space(node):
            break
    if captions and captions == pictures - 1:  # each has one, so the last has one too
        last = next((at for at in range(count, len(nodes)) if not _is_space(nodes[at])), count)
        if last < len(nodes) and nodes[last].tag == "p" and nodes[last].css_first("a") is None:
            return last + 1
    return count


def _is_last(nodes: list[Node], at: int) -> bool:
    """Whether no picture follows right after the paragraph at a place."""
    after = next((node for node in nodes[at + 1 :] if not _is_space(node)), None)
    return after is None or not _is_picture(after)


def _is_picture(node: Node) -> bool:
    return node.tag == "p" and node.css_first("img") is not None and not text_of(node).strip()


def _captioned(nodes: list[Node]) -> list[str]:
    """The pictures, each with the words under it."""
    out: list[str] = []
    for node in nodes:
        if _is_picture(node):
            out.append(f"<figure>{node.inner_html}</figure>")
        elif out and node.tag == "p":
            words = node.inner_html or ""
            out[-1] = out[-1].replace("</figure>", f"<figcaption>{words}</figcaption></figure>")
    return out


def _players(nodes: list[Node]) -> int:
    """How many nodes are the player of the post: what can play, or the program's own `False`."""
    count = 0
    for at, node in enumerate(nodes):
        tag = node.tag or ""
        if tag == TEXT:
            said = (node.text_content or "").strip()
            if said and said != "False" and not re.fullmatch(r"https?://\S+", said):
                break
            count = at + 1 if said else count
        elif tag in PLAYERS or (tag in ("p", "div") and node.css_first(", ".join(PLAYERS))):
            count = at + 1
        else:
            break
    return count


def _played(media: str, sort: str) -> str:
    """A player, where the program found its address at least."""
    bare = media.strip()
    if re.fullmatch(r"https?://[^\s<>]+", bare):
        return player(sort, bare)
    return player(sort) if bare == "False" or is_blank(media) else media


def _chat(node: Node) -> str:
    """The lines of a conversation: who speaks stands before the colon."""
    if node.tag != "p":
        return markup(node)
    lines = [re.sub(r"\s*\n\s*", " ", line).strip()
             for line in re.split(r"<br\s*/?>", node.inner_html or "")]  # fmt: skip
    return chat([speaker(line) for line in lines if line])


def _is_space(node: Node) -> bool:
    return node.tag == "-comment" or (node.tag == TEXT and not (node.text_content or "").strip())


def _joined(nodes: list[Node]) -> str:
    return "".join(map(markup, nodes))
