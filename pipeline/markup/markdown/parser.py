"""The parser: markdown-it, set up once for each set of extensions that a document may need."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLinkText

from pipeline.markup.markdown import grammar, shortcuts
from pipeline.markup.plain import clean_text

_DEFINITION = re.compile(r"\n {0,3}[:~][ \t]+\S")
_TEX = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$")
_STOPS = "\n!&*<[\\]_`~"
"""The characters at which an inline rule of ours can start, so that all others are run over."""


def parser_for(text: str) -> MarkdownIt:
    """The parser with the extensions of which the text shows a sign, as each of them costs time."""
    return build(*extensions(text))


def extensions(text: str) -> tuple[bool, bool, bool]:
    """Whether a text may hold footnotes, definition lists, formulas."""
    footnotes = "^" in text and ("[^" in text or "^[" in text)
    definitions = _DEFINITION.search(text) is not None
    math = "$" in text and ("$$" in text or bool(_TEX.search(text)))
    return footnotes, definitions, math


@cache
def build(footnotes: bool, definitions: bool, math: bool) -> MarkdownIt:
    # Inline text is parsed by Run, which needs no parse for most paragraphs; hence only "block".
    md = MarkdownIt("commonmark", {"maxNesting": 2 * grammar.DEEPEST}).enable(
        ["table", "strikethrough"]
    )
    md.core.ruler.enableOnly(["block"])
    if not definitions:
        md.block.ruler.before("table", "plain", shortcuts.plain)
    md.add_render_rule("plain", shortcuts.render_plain)
    md.block.ruler.before("table", "too_deep", grammar.too_deep)
    md.block.ruler.at("table", grammar.table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.at("html_block", grammar.html, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("link", "plain_link", shortcuts.plain_link)
    md.inline.ruler.after("text", "tag", shortcuts.tag)
    md.normalizeLink = _as_written  # type: ignore[method-assign]
    md.normalizeLinkText = _legible  # type: ignore[method-assign]
    stops = _STOPS
    if footnotes:
        from mdit_py_plugins.footnote import footnote_plugin

        md.use(footnote_plugin, move_to_end=False)
        stops += "^"
    if definitions:
        from mdit_py_plugins.deflist import deflist_plugin

        md.use(deflist_plugin)
    if math:
        from mdit_py_plugins.dollarmath import dollarmath_plugin

        md.use(dollarmath_plugin, allow_space=False, allow_digits=False)
        stops += "$"
    md.inline.terminator_re = re.compile("[" + re.escape(stops) + "]")
    return md


def _as_written(url: str) -> str:
    """Addresses stay as their author spelt them; percent signs would hide a picture's name."""
    return url


def _legible(link: str) -> str:
    """The words of an address that stands for itself: `%00` is a sign that no book can hold."""
    return clean_text(normalizeLinkText(link))
