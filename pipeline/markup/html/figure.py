"""Pictures, and what carries a caption: figures, galleries, framed tables and films."""

from msgspec.structs import replace

from pipeline.markup.html.embed import embed
from pipeline.markup.html.flow import Flow, handles, is_picture
from pipeline.markup.html.melt import melt
from pipeline.markup.html.tree import Node, attribute, has_class, text_of
from pipeline.model.text import (
    Block,
    Blocks,
    Embed,
    Figure,
    Image,
    Inlines,
    List,
    Paragraph,
    Table,
)
from pipeline.model.walk import leaves

_SOURCES = ("data-orig-file", "data-full-url", "src", "data-src", "data-lazy-src", "data-original")
_SIGNS = ("emoji", "wp-smiley", "smiley", "emoticon")


@handles("img", "image")
def _img(flow: Flow, node: Node) -> None:
    attributes = node.attributes
    alt = " ".join((attributes.get("alt") or "").split(" "))
    if has_class(node, *_SIGNS):
        flow.text(alt)
        return
    source = flow.link if is_picture(flow.link) else _source(attributes)
    if not source:
        flow.text(alt)
        flow.page.drop("html.picture-without-address", "a picture")
    elif not _is_pixel(attributes):
        context = flow.page.context
        picture = context.picture(source)
        flow.add(
            (Image(picture, alt or context.described(source), attributes.get("title") or ""),),
            picture=True,
        )


def _source(attributes: dict[str, str | None]) -> str:
    """The best of a picture's addresses; a picture written into the page itself is none."""
    for name in _SOURCES:
        value = (attributes.get(name) or "").strip()
        if value and value[:5].lower() != "data:":
            return value
    candidates = (attributes.get("srcset") or attributes.get("data-srcset") or "").split(",")
    return candidates[-1].strip().split(" ")[0] if candidates[-1].strip()[:5] != "data:" else ""


def _is_pixel(attributes: dict[str, str | None]) -> bool:
    """Whether it is there to count readers, not to be seen."""
    return attributes.get("width") in ("0", "1") and attributes.get("height") in ("0", "1")


@handles("figure")
def _figure(flow: Flow, node: Node) -> None:
    captioned(flow, node, [found for found in node.css("figcaption") if _is_of(found, node)])


def _is_of(caption: Node, figure: Node) -> bool:
    """Whether a caption is this figure's own: not that of one within it, nor literal text."""
    above = caption.parent
    while above is not None and above.tag not in ("figure", "pre", "listing"):
        above = above.parent
    return above is not None and above.mem_id == figure.mem_id


def captioned(flow: Flow, node: Node, captions: list[Node]) -> None:
    """Blocks with the caption in its place: in the picture, table or film that it belongs to."""
    flow.flush()
    for caption in captions:
        flow.page.special[caption.mem_id] = None
    shown = flow.within(node)
    words = melt(tuple([b for c in captions for b in flow.within(c, numbered=False)]))
    flow.out.extend(_with_caption(flow, shown, words))


def _with_caption(flow: Flow, shown: Blocks, caption: Inlines) -> Blocks:
    found: list[Block] = list(leaves(shown))
    figures = [block for block in found if isinstance(block, Figure)]
    if figures and len(figures) == len(found) and not any(figure.caption for figure in figures):
        images = tuple([image for figure in figures for image in figure.images])
        return (replace(figures[0], images=images, caption=caption),)
    if not caption:
        return _unlisted(shown)
    if len(shown) == 1 and isinstance(shown[0], Table) and not shown[0].caption:
        return (replace(shown[0], caption=caption),)
    if len(shown) == 1 and isinstance(shown[0], Embed) and not shown[0].content:
        return (replace(shown[0], content=caption),)
    return (*_unlisted(shown), Paragraph(caption, flow.origin(), "caption"))


def _unlisted(shown: Blocks) -> Blocks:
    """A gallery's list of captioned pictures is no list."""
    if len(shown) == 1 and isinstance(shown[0], List):
        within = [block for item in shown[0].items for block in item]
        if all(isinstance(block, Figure) for block in within):
            return tuple(within)
    return shown


@handles("div")
def _div(flow: Flow, node: Node) -> None:
    names = (node.attributes.get("class") or "").split()
    if "wp-caption" in names:
        captioned(flow, node, node.css(".wp-caption-text")[:1])
    elif "wp-block-file" in names:
        _file(flow, node)
    elif "wp-block-embed__wrapper" in names and embed(flow, node.text().strip()):
        pass
    else:
        flow.flush()
        flow.children(node)
        flow.flush()


def _file(flow: Flow, node: Node) -> None:
    """A file to download, by its name; the button beside it says nothing more."""
    links = [link for link in node.css("a[href]") if text_of(link).strip()]
    name = melt(flow.within(links[0], numbered=False)) if links else ()
    if not links or not embed(flow, attribute(links[0], "href"), "file", name):
        flow.children(node)
    for button in links[1:]:
        flow.page.drop("html.download-button", text_of(button))


@handles("figcaption")
def _stray_caption(flow: Flow, node: Node) -> None:
    """A caption without a figure."""
    flow.flush()
    before, flow.role = flow.role, "caption"
    flow.children(node)
    flow.flush()
    flow.role = before
