"""The flow: one walk over a tree, gathering inlines into a run and runs into blocks.

A tag's handler is a function `(flow, node)`; modules beside this one register theirs. A tag
without one is no more than its children. Formatting that is open when a block starts is closed
and opened again within it, as browsers do.
"""

import re
from collections.abc import Callable

from pipeline.markup.context import Context
from pipeline.markup.html.run import (
    Run,
    Wrap,
    collapse,
    finish,
    is_blank,
    peel,
    pictures,
    rstrip,
)
from pipeline.markup.html.tree import COMMENT, TEXT, Node
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    Blocks,
    Figure,
    Heading,
    Inlines,
    LineBreak,
    Link,
    Paragraph,
)

Handler = Callable[["Flow", Node], None]
Open = tuple[str, Wrap]

_PICTURE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)(?:[?#].*)?\Z"
    r"|//(?:blogger\.googleusercontent\.com/img|lh\d\.(?:googleusercontent|ggpht)\.com)/",
    re.IGNORECASE,
)


def is_picture(url: str) -> bool:
    """Whether an address is that of a picture, not of a page about one."""
    return _PICTURE.search(url) is not None and "/wiki/" not in url


HANDLERS: dict[str, Handler] = {}

_BETWEEN = frozenset({" ", "\n", "\n\n", "\n\n\n"})
"""What mostly stands between two blocks: nothing, where a space collapses into what came before."""

NOTE = "-note"
"""The name under which the handler of notes' marks is registered."""


def handles(*tags: str) -> Callable[[Handler], Handler]:
    """Registers the handler of one or several tags."""

    def register(handler: Handler) -> Handler:
        for tag in tags:
            HANDLERS[tag] = handler
        return handler

    return register


class Page:
    """What all flows of one conversion share."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.special: dict[int, Node | None] = {}
        """Nodes shown as something else, by their address: the mark of a note has the note's body,
        and what is shown elsewhere, or stands for nothing, has None."""
        self.bodies: dict[int, Node] = {}  # of notes
        self.shown: dict[int, int] = {}  # how often each body was shown

    def drop(self, rule: str, text: str) -> None:
        """Tell the reader of visible text that is left out."""
        text = " ".join(text.split())
        if text:
            self.context.dropped(rule, text)


class Flow:
    """The blocks of one container, in the making."""

    def __init__(
        self,
        page: Page,
        stack: tuple[Open, ...] = (),
        *,
        role: str = "body",
        numbered: bool = True,
    ) -> None:
        self.page = page
        self.role = role  # of its paragraphs
        self.numbered = numbered  # False where the blocks melt into inlines
        self.level = 0  # of the heading around what is walked now; 0 outside
        self.out: list[Block] = []
        self.run: Run = []
        self.outer: list[tuple[Open, Run]] = [(opened, []) for opened in stack]
        self.quotes = 0  # how many quotation tags are open
        self.link = ""  # where the link around leads
        self._space = True  # whether the next space collapses into what came before
        self._broken = False  # whether a line break came last
        self._pictured = False  # whether the run holds a picture

    # -- the walk ----------------------------------------------------------------------------------

    def children(self, node: Node) -> None:
        """Everything inside a node."""
        child = node.first_child
        special = self.page.special
        while child is not None:
            tag = child.tag
            if tag == TEXT:
                self.text(child.text_content or "")
            elif tag == COMMENT:
                pass  # what editors write between any two blocks
            elif special and child.mem_id in special:
                HANDLERS[NOTE](self, child)
            else:
                handler = HANDLERS.get(tag or "")
                if handler is None:
                    self.children(child)
                else:
                    handler(self, child)
            child = child.next

    def visit(self, node: Node) -> None:
        """One node, as `children` would."""
        tag = node.tag
        if tag == TEXT:
            self.text(node.text_content or "")
        elif node.mem_id in self.page.special:
            HANDLERS[NOTE](self, node)
        else:
            HANDLERS.get(tag or "", Flow.children)(self, node)

    def inner(self, *, role: str = "", numbered: bool = True) -> "Flow":
        """A flow for a container inside this one, under the formatting that is open here."""
        stack = tuple([opened for opened, _ in self.outer])
        return Flow(self.page, stack, role=role or self.role, numbered=self.numbered and numbered)

    def within(self, node: Node, *, role: str = "", numbered: bool = True) -> Blocks:
        """The blocks of a container inside this flow."""
        inner = self.inner(role=role, numbered=numbered)
        inner.children(node)
        return inner.finish()

    def finish(self) -> Blocks:
        self.flush()
        return tuple(self.out)

    def origin(self) -> tuple[Origin, ...]:
        return self.page.context.origin() if self.numbered else ()

    # -- inlines -----------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if self._space and text in _BETWEEN:
            return
        if "\n" in text or "  " in text or "\t" in text:
            text = collapse(text)
        if self._space and text[:1] == " ":
            text = text[1:]
        if text:
            self.run.append(text)
            self._space = text[-1] == " "
            self._broken = False

    def add(self, piece: Inlines, *, picture: bool = False) -> None:
        """Inlines that are more than text."""
        self.run.extend(piece)
        self._space = self._broken = False
        self._pictured = self._pictured or picture

    def line_break(self) -> None:
        """One break is a line's end; two are a paragraph's."""
        if self._broken:
            self.flush()
            return
        self.run.append(LineBreak())
        self._space = self._broken = True

    def open(self, name: str, wrap: Wrap, node: Node) -> None:
        """A node's children, inside formatting of a kind."""
        pushed = self.push(name, wrap)
        self.children(node)
        if pushed:
            self.close()

    def push(self, name: str, wrap: Wrap) -> bool:
        """Open formatting, for `close` to end; False where it is open already."""
        if self.outer and any(opened == name for (opened, _), _ in self.outer):
            return False
        self.outer.append(((name, wrap), self.run))
        self.run = []
        return True

    def close(self) -> None:
        """Close the innermost formatting. What shows nothing is left as it is."""
        (_, wrap), outer = self.outer.pop()
        run, self.run = self.run, outer
        if is_blank(run):
            outer.extend(run)
        elif run:
            outer.extend(wrap(finish(run)))

    # -- blocks ------------------------------------------------------------------------------------

    def flush(self) -> None:
        """End the paragraph under way, if there is one."""
        if self.run or self.outer:
            run = self.cut()
            if self._space or self._broken:
                rstrip(run)
            while run and isinstance(run[0], LineBreak):
                del run[0]
            if run and not is_blank(run):
                self._emit(finish(run))
        self._space, self._broken, self._pictured = True, False, False

    def cut(self) -> Run:
        """The run so far; what is open stays open for the next one."""
        opened = [pair for pair, _ in self.outer]
        while self.outer:
            self.close()
        run, self.run = self.run, []
        if opened:
            self.outer = [(pair, []) for pair in opened]
        return run

    def _emit(self, content: Inlines) -> None:
        """A paragraph or heading; pictures before and after its text are figures of their own."""
        if not self._pictured:
            self.words(content)
            return
        before, middle, after = peel(content)
        self._figure(before)
        self.words(middle)
        self._figure(after)

    def words(self, content: Inlines) -> None:
        """A paragraph or heading of inlines without pictures."""
        if self.level and content:
            self.out.append(Heading(self.level, content, self.origin()))
        elif content:
            self.out.append(Paragraph(content, self.origin(), self.role))

    def _figure(self, content: Inlines) -> None:
        """The figure of a run of pictures. It is no link: where its pictures led is told."""
        found = pictures(content)
        if not found:
            return
        self.out.append(Figure(tuple(found), (), self.origin()))
        for node in content:
            if isinstance(node, Link) and not is_picture(node.url):
                self.page.drop("html.picture-link", node.url)

    def block(self, block: Block) -> None:
        """A finished block; the caller has ended the paragraph before it."""
        self.out.append(block)

    def put(self, container: Block | None, origin: tuple[Origin, ...]) -> None:
        """A finished container. The number of one that turned out empty is the next block's."""
        if container is not None:
            self.out.append(container)
        elif origin:
            self.page.context.next = origin[0].block
