"""Folders of Markdown: each file of text is an item, and each page of HTML among the posts; what
makes the site of them is not."""

import re

from pipeline.inspect.counters.held import Count, Held

LAST = 2
_TEXT = re.compile(
    r"(?i).*\.(md|markdown|mdown|mkdn?|mdx)|(.*/)?_(posts|drafts)/.*\.html?", re.DOTALL
)
_SITE = frozenset(
    ("node_modules", "vendor", "_site", "_layouts", "_includes", "_sass", "_data", "_plugins",
     "layouts", "archetypes", "themes", ".jekyll-cache", ".cache", ".github", ".vscode",
     ".obsidian", ".git", ".hg", ".svn", "__macosx")
)  # fmt: skip


def count(held: Held) -> list[Count] | None:
    texts = [name for name in held.names if _TEXT.fullmatch(name) and not _is_of_site(name)]
    if texts:
        return [Count("text files", frozenset(), len(texts))]
    return None


def _is_of_site(name: str) -> bool:
    *folders, file = name.lower().split("/")
    return file.startswith("._") or not _SITE.isdisjoint(folders)
