"""Aloud: what of inlines is read aloud, for a line that tells of them."""

from typing import assert_never

from pipeline.model.text import (
    Code,
    Emph,
    Hashtag,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    Note,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)


def said(nodes: Inlines) -> str:
    """What is read aloud: the characters on one line, without notes and pictures."""
    return " ".join("".join([_said(node) for node in nodes]).split())


def _said(node: Inline) -> str:
    match node:
        case Text() | Code() | Mention() | Hashtag() | Math():
            return node.text
        case (
            Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
        ):  # fmt: skip
            return "".join([_said(inner) for inner in node.content])
        case LineBreak():
            return " "
        case Note() | Image():
            return ""
        case _:
            assert_never(node)


def description(image: Image) -> str:
    """What is said of a picture, on one line."""
    return " ".join((image.alt or image.title).split())
