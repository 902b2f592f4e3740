"""Tails: what services for feeds hang on every text: buttons, counters, a line of the service."""

from __future__ import annotations

import re

_SIGNS = r"feedflare|blogger-post-footer|mf-viral|sharedaddy|feedburner\.com/~"
_TAILS = ".feedflare, .blogger-post-footer, .mf-viral, .sharedaddy"


def without_tails(text: str) -> tuple[str, list[str]]:
    """The HTML without its tails, and what they said."""
    if re.search(_SIGNS, text) is None:
        return text, []
    from pipeline.markup.html.tree import parse, prune
    from pipeline.markup.plain import clean_text

    tree = parse(clean_text(text))
    found = tree.css(_TAILS)
    said = [" ".join(node.text().split()) for node in found]
    prune(found)
    return tree.inner_html or "", [words for words in said if words]
