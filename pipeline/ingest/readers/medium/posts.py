"""Pages -> posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.medium import titles
from pipeline.ingest.readers.medium.body import arrange
from pipeline.ingest.readers.medium.cards import outward
from pipeline.ingest.readers.medium.page import Page, handle_of, id_in, page_of, squeezed
from pipeline.ingest.readers.medium.pictures import Pictures
from pipeline.ingest.readers.medium.telling import Tally, tell
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.html.tree import Node, attribute, parse, text_of
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.errors import ArchiveError
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Profile
from pipeline.model.text import Blocks, Heading, Inlines, Paragraph
from pipeline.model.walk import Leaf, every, map_leaves

LARGEST = 64 << 20
"""Bytes of one page."""

_TOP = 2
"""Medium's own headings start at the third level, below its title and its subtitle."""


class Reading:
    """The pages of one export."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.pictures = Pictures(intake)
        self.sizes = {member.name: member.size for member in intake.archive.members}
        self.tally = Tally()
        self.authors: Counter[tuple[str, str]] = Counter()
        self.own: set[str] = set()  # ids of what was published

    def posts(self, members: list[str]) -> Iterator[Post]:
        self.own = {
            id_in(member.rpartition(".")[0])
            for member in members
            if not member.rpartition("/")[2].startswith("draft")
        } - {""}
        for member in members:
            post = self._safely(member)
            if post is not None:
                yield post
        self.intake.profile = self._profile()
        tell(self.tally, self.intake)

    # -- one page ----------------------------------------------------------------------------------

    def _safely(self, member: str) -> Post | None:
        """The post of a page; None, after setting the page aside, where there is none in it. One
        bad page never stops the reader."""
        stem = member.rpartition("/")[2].rpartition(".")[0]
        item = id_in(stem) or stem
        try:
            text = self._text(member)
            page = page_of(member, clean_text(text))
            if page is None:
                self._aside(item, member, "no post as Medium exports it")
                return None
            self.tally.bad += count_bad(text)
            post = self._post(page, member)
        except ArchiveError as error:
            self._aside(item, member, "cannot be read")
            self._find("medium.unreadable", f"A page cannot be read: {error.message}.", member)
            return None
        except Exception as error:
            self._aside(item, member, "its text could not be converted")
            said = f"A page could not be converted ({type(error).__name__}) and was set aside."
            self._find("medium.item", said, item)
            return None
        if not post.blocks and not post.title:
            self._aside(post.id, member, "nothing in it")
            return None
        return post

    def _text(self, member: str) -> str:
        if self.sizes[member] > LARGEST:
            raise ArchiveError(f"it is larger than {LARGEST >> 20} MiB")
        data = self.intake.archive.read(member)
        text = data.decode("utf-8-sig", "replace")
        self.tally.undecoded += "\ufffd" in text and "\ufffd".encode() not in data
        return text

    def _aside(self, item: str, member: str, reason: str) -> None:
        self.intake.bench.set_aside("post", item, self.intake.source(member), reason)

    def _find(self, code: str, message: str, place: str) -> None:
        self.intake.bench.find(code, "error", message, place=place)

    def _post(self, page: Page, member: str) -> Post:
        source = self.intake.source(member)
        context = self._context(page, source)
        head = titles.head_of(page)
        response = titles.is_response(page, head)
        title = self._title(page, head, context, response=response)
        lines = [html.inlines(line, context) for line in titles.standfirsts(page)]
        above = [Paragraph(line, context.origin(), "standfirst") for line in lines if line]
        arrange(page.body, context)
        blocks = (*above, *_levelled(html.blocks(page.body.inner_html or "", context)))
        post = Post(
            id=page.id,
            source=source,
            kind="response" if response else "post",
            created=page.created,
            blocks=blocks,
            title=title,
            author=page.author,
            url=page.canonical or page.address,
            tags=page.tags,
            links=(page.address,) if page.address and page.canonical else (),
            visibility="draft" if page.draft else "public",
        )
        self._count(page, post, head)
        return post

    def _title(self, page: Page, head: titles.Head, context: Context, *, response: bool) -> Inlines:
        """The title as the text has it, taken out of the text; a response has none, whatever words
        Medium lists it by."""
        if response:
            return ()
        element = head.title if head.title is not None else titles.first_line(page)
        if element is None:
            return html.inlines(_escaped(page.name), context) if self._is_named(page) else ()
        title = html.inlines(_bold_out(element), context)
        element.decompose()
        return title or html.inlines(_escaped(page.name), context)

    def _is_named(self, page: Page) -> bool:
        """Whether the name of a post is more than the first words of its text."""
        start = titles.bare(page.name)
        return bool(start) and not titles.bare(page.body.text()).startswith(start)

    def _context(self, page: Page, source: int) -> Context:
        """What is left out of a public text is on record; nothing of a draft is."""
        # A context and what it calls hold each other, and so stay: the page's tree must not with
        # them.
        item, draft = page.id, page.draft

        def dropped(rule: str, text: str) -> None:
            if not draft:
                origin = Origin(source, item, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, text, "")

        context = Context(
            source,
            page.id,
            picture=self.pictures.key,
            resolve=self._resolve,
            dropped=dropped,
        )
        return context

    def _resolve(self, url: str) -> tuple[str, str]:
        """Where a link leads: (URL, the id of the post of this export or "")."""
        url = outward(url)
        found = id_in(url)
        return url, found if found in self.own else ""

    # -- the whole ---------------------------------------------------------------------------------

    def _count(self, page: Page, post: Post, head: titles.Head) -> None:
        self.authors[page.author, page.handle] += 1
        if post.kind == "response":
            self.tally.responses[post.id] = len(page.body.text().split())

    def _profile(self) -> Profile:
        """Who wrote most of it, by the name that the profile shows."""
        rows = sorted(self.authors.items(), key=lambda row: (-row[1], row[0]))
        author, handle = next((names for names, _ in rows if any(names)), ("", ""))
        name, own = self._owner()
        author, handle = name or author, own or handle
        url = f"https://medium.com/@{handle}" if handle else ""
        return Profile(author=author, handle=handle, url=url)

    def _owner(self) -> tuple[str, str]:
        """Name and handle on the page of the profile; nothing else there is looked at."""
        for member in self.intake.archive.members:
            if member.name.lower().endswith("profile/profile.html") and member.size < LARGEST:
                try:
                    data = self.intake.archive.read(member.name)
                except ArchiveError:
                    continue
                tree = parse(clean_text(data.decode("utf-8-sig", "replace")))
                name, link = tree.css_first("h3.p-name"), tree.css_first("a.u-url[href]")
                return (
                    squeezed(text_of(name)) if name is not None else "",
                    handle_of(attribute(link, "href")) if link is not None else "",
                )
        return "", ""


def _bold_out(element: Node) -> str:
    """The HTML within a title. One that is bold as a whole is no bolder for it."""
    inner = list(element.iter(include_text=True))
    if len(inner) == 1 and inner[0].tag in ("strong", "b"):
        element = inner[0]
    return element.inner_html or ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _levelled(blocks: Blocks) -> Blocks:
    """The blocks with their headings counted from the first level."""
    levels = [block.level for block in every(blocks) if isinstance(block, Heading)]
    step = min(_TOP, min(levels, default=1) - 1)

    def raised(leaf: Leaf) -> Leaf:
        return replace(leaf, level=leaf.level - step) if isinstance(leaf, Heading) else leaf

    return map_leaves(blocks, raised) if step > 0 else blocks
