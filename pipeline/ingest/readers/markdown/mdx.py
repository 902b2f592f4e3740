"""MDX: Markdown with a program in it. The program is left out and told; the words stay."""

import re

from pipeline.markup.context import Context

_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_IMPORT = re.compile(r"^(?:import|export)\s[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*\n?", re.MULTILINE)
_COMPONENT = re.compile(
    r"</?[A-Z][\w.]*+(?:\s(?:[^<>{}\"']|\"[^\"<]*+\"|'[^'<]*+'|\{[^{}]*+\})*+)?/?>"
)
_COMMENT = re.compile(r"\{/\*.*?(?:(\*/\})|\Z)", re.DOTALL)


def without_code(text: str, context: Context) -> str:
    """The text of an MDX file without its imports and the tags of its components."""
    parts = _FENCE.split(text)  # odd parts are fences; what lies within one is left alone
    inside = ""
    for place, part in enumerate(parts):
        if place % 2:
            inside = "" if inside == part else inside or part
        elif not inside:
            parts[place] = _prose(part, context)
    return "".join(parts)


def _prose(text: str, context: Context) -> str:
    text = _COMMENT.sub(lambda found: "" if found[1] else found[0], text)
    for pattern in (_IMPORT, _COMPONENT):
        for found in pattern.findall(text):
            context.dropped("markdown.mdx", found.strip())
        text = pattern.sub("", text)
    return text
