"""Formulas: on a site that draws them by a script, what stands between its signs is TeX."""

from __future__ import annotations

import re
from html import escape, unescape

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)(pre|code|script|style|textarea|kbd|samp)\b", re.IGNORECASE)
_FORMULA = re.compile(
    r"\$\$(?P<block>[^$<>]{1,2000}?)\$\$"
    r"|\\\[(?P<shown>[^<>]{1,2000}?)\\\]"
    r"|\\\((?P<inline>[^<>]{1,2000}?)\\\)"
)


def are_drawn(*injected: str) -> bool:
    """Whether one of the scripts that draw formulas is among what a site adds to its pages."""
    return any("katex" in code.lower() or "mathjax" in code.lower() for code in injected)


def marked(html: str) -> str:
    """The HTML with its formulas as such; literal text stays as it is."""
    if "$$" not in html and "\\(" not in html and "\\[" not in html:
        return html
    parts = _TAG.split(html)
    literal = ""
    for at, part in enumerate(parts):
        if at % 2:
            literal = _still_literal(literal, part)
        elif not literal:
            parts[at] = _FORMULA.sub(_formula, part)
    return "".join(parts)


def _still_literal(literal: str, tag: str) -> str:
    """The name of the element whose text is literal, after one more tag."""
    found = _NAME.match(tag)
    if found is None:
        return literal
    name = found[2].lower()
    if literal:
        return "" if found[1] and name == literal else literal
    return "" if found[1] else name


def _formula(found: re.Match[str]) -> str:
    source = found["block"] or found["shown"] or found["inline"]
    display = "" if found["inline"] else ' display="block"'
    return f'<math alttext="{escape(unescape(source.strip()))}"{display}></math>'
