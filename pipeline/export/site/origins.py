"""Origins: where a post came from, said under it."""

from pipeline.export.site.marks import address, escape, fragment
from pipeline.export.site.words import Words
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Post
from pipeline.model.text import Paragraph

_MOST = 12
"""Items named under a thread; of more, the first ones and how many there are."""


class Origins:
    """What is known of the posts of one book."""

    def __init__(self, sources: tuple[Source, ...], posts: dict[str, Post], words: Words) -> None:
        self._words = words
        self._posts = posts
        self._names = [self._name(source) for source in sources]

    def _name(self, source: Source) -> str:
        parts = (source.name, source.member)
        return f"<dt>{self._words.archive}</dt><dd>{escape(', '.join(p for p in parts if p))}</dd>"

    def html(self, division: Division) -> str:
        """Under a post: its archive, its number there, its date, and a link to the original; ""
        under what is no post."""
        rows = self.rows(division)
        if not rows:
            return ""
        first = rows[0]
        post, words = self._posts.get(first.item), self._words
        said = [self._names[first.source] if 0 <= first.source < len(self._names) else ""]
        items = list(dict.fromkeys([row.item for row in rows]))
        more = f" … ({len(items)})" if len(items) > _MOST else ""
        said.append(f"<dt>{words.item}</dt><dd>{escape(', '.join(items[:_MOST]))}{more}</dd>")
        created = division.created or (post.created if post else "")
        if created:
            shown = escape(created.replace("T", " ").removesuffix("Z"))
            time = f'<time datetime="{escape(created)}">{shown}</time>'
            said.append(f"<dt>{words.written}</dt><dd>{time}</dd>")
        url = post.url if post else ""
        if address(url):
            link = f'<a href="{address(url)}">{escape(url)}</a>'
            said.append(f"<dt>{words.original}</dt><dd>{link}</dd>")
        return (
            '<footer class="origin" data-shop=""><a class="permalink" '
            f'href="{fragment(division.id)}" title="{words.permalink}" '
            f'aria-label="{words.permalink}">¶</a><details><summary>{words.origin}</summary>'
            f"<dl>{''.join(said)}</dl></details></footer>\n"
        )

    @staticmethod
    def rows(division: Division) -> list[Origin]:
        """The origins of a post's own title and blocks, each item's first after another's."""
        rows = list(division.origin)
        for block in division.blocks:
            origin = block.origin
            if type(block) is Paragraph and len(origin) == 1:
                if not rows or rows[-1].item != origin[0].item:
                    rows.append(origin[0])
            else:
                rows += origin
        return rows
