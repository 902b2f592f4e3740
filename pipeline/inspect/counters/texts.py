"""Folders of Markdown: each file of text is an item."""

from pipeline.inspect.counters.held import Count, Held

LAST = 2
TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html", ".htm")


def count(held: Held) -> list[Count] | None:
    texts = [name for name in held.names if name.lower().endswith(TEXTS)]
    return [Count("text files", frozenset(), len(texts))] if texts else None
