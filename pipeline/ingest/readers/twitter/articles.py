"""Articles: titled prose of the platform, in sections with their styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.ingest.readers.twitter import dates, payload
from pipeline.ingest.readers.twitter.inliner import Inliner
from pipeline.ingest.readers.twitter.members import Shelf
from pipeline.ingest.unpack import Unpacked
from pipeline.markup.plain import clean_text, in_line
from pipeline.model.origin import Origin
from pipeline.model.post import Post, Visibility
from pipeline.model.text import (
    Block,
    BlockQuote,
    CodeBlock,
    Heading,
    Inline,
    List,
    Paragraph,
    Text,
)

_LEVELS = {"header-one": 1, "header-two": 2, "header-three": 3, "header-four": 4}
_LISTS = {"unordered-list-item": False, "ordered-list-item": True}
Fields = dict[str, Any]


def facts_of(archive: Unpacked, shelf: Shelf) -> list[Fields]:
    """What the archive says of its articles beside their text: state and times."""
    return [
        unwrapped(item.value)
        for member in shelf.article_facts
        for item in payload.items(payload.utf8(archive.read(member)))
        if isinstance(item.value, dict)
    ]


def unwrapped(value: Fields) -> Fields:
    """An item without the one key that it is wrapped in."""
    inner = next(iter(value.values())) if len(value) == 1 else value
    return inner if isinstance(inner, dict) else value


def post(article: Fields, at: int, facts: list[Fields], source: int, item: str) -> Post | None:
    """An article, the one at a place of its file; None when no text is found in it. One whose
    state the archive does not tell counts as a draft."""
    item = in_line(str(article.get("id") or article.get("articleId") or item))
    blocks = _blocks(article, source, item)
    return _post(article, _fact(article, at, facts), blocks, source, item) if blocks else None


def _fact(article: Fields, at: int, facts: list[Fields]) -> Fields:
    """What the other file says of an article: by its id, or by its place where there are no ids."""
    id = article.get("id") or article.get("articleId")
    for fact in facts:
        if id is not None and id in (fact.get("id"), fact.get("articleId")):
            return fact
    without = facts and not any("id" in fact or "articleId" in fact for fact in facts)
    return facts[at] if without and at < len(facts) else {}


def _post(article: Fields, fact: Fields, blocks: list[Block], source: int, item: str) -> Post:
    state = str(fact.get("visibility") or article.get("visibility") or "").lower()
    visibility: Visibility = "public" if state in ("published", "public") else "draft"
    stamp = fact.get("publishedAtMs") or fact.get("createdAtMs") or ""
    title = clean_text(str(article.get("title") or ""))
    return Post(
        item,
        source,
        "article",
        dates.milliseconds(stamp),
        tuple(blocks),
        title=(Text(title),) if title else (),
        visibility=visibility,
    )


def _sections(article: Fields) -> list[Fields]:
    """The sections of an article: a list, or a list under the one key that holds objects."""
    data = article.get("data") or article.get("content") or article.get("contentState") or []
    if isinstance(data, str):
        data = [{"text": part} for part in data.split("\n\n")]
    if isinstance(data, dict):
        data = next((value for value in data.values() if isinstance(value, list)), [data])
    sections = data if isinstance(data, list) else []
    return [section for section in sections if isinstance(section, dict)]


def _blocks(article: Fields, source: int, item: str) -> list[Block]:
    out: list[Block] = []
    count = 0

    def origin() -> tuple[Origin, ...]:
        nonlocal count
        count += 1
        return (Origin(source, item, count - 1),)

    inliner = Inliner()
    for section in _sections(article):
        text = str(section.get("text") or "")
        if text.strip():
            _add(
                out, str(section.get("type") or ""), inliner.splice(text, [], escaped=False), origin
            )
    return out


def _add(
    out: list[Block], kind: str, nodes: list[Inline], origin: Callable[[], tuple[Origin, ...]]
) -> None:
    """One section as a block; the items of a list follow one another into it."""
    content = tuple(nodes)
    if kind in _LISTS:
        last = out[-1] if out else None
        if isinstance(last, List) and last.ordered == _LISTS[kind]:
            item = (Paragraph(content, origin()),)
            out[-1] = List((*last.items, item), last.origin, last.ordered)
            return
        at = origin()
        out.append(List(((Paragraph(content, origin()),),), at, _LISTS[kind]))
    elif kind in _LEVELS:
        out.append(Heading(_LEVELS[kind], content, origin()))
    elif kind == "blockquote":
        at = origin()
        out.append(BlockQuote((Paragraph(content, origin()),), at))
    elif kind == "code-block":
        out.append(CodeBlock("".join(n.text for n in content if isinstance(n, Text)), origin()))
    else:
        out.append(Paragraph(content, origin()))
