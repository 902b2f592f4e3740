"""Emoji of a server's own, which no font holds: the archive has their names, `:blobcat:`, alone.

Before, behind and between sentences they only set the mood, and go. Within a sentence they stand
for a word, and that word stays.
"""

from __future__ import annotations

import re

from pipeline.ingest.readers.mastodon.fields import Fields, objects, text
from pipeline.model import walk
from pipeline.model.text import Blocks, Inline, Inlines, LineBreak, Paragraph, Text

_NAME = re.compile(r":\w{1,64}(?:[-+.~]\w{1,64}){0,8}:\Z", re.ASCII)
_SPACED = re.compile(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]")
_CLOSES = ".,;:!?…)]}»”’、。，；：！？）】」』"
_ENDS = ".!?…。！？~～"

Gone = list[tuple[str, str]]
"""What stood there, and what stands there now."""


class Emoji:
    """The names that one item, or the account, has of such."""

    def __init__(self, item: Fields) -> None:
        names = {
            name
            for tag in objects(item, "tag")
            if tag.get("type") == "Emoji"
            and _NAME.match(name := f":{text(tag, 'name').strip(':')}:")
        }
        known = "|".join(sorted(map(re.escape, names)))
        self._run = re.compile(rf"\s*(?:(?:{known})\s*)+") if known else None

    def without(self, blocks: Blocks) -> tuple[Blocks, Gone]:
        """Blocks without such names, and what went; a paragraph of nothing else is gone."""
        gone: Gone = []
        if self._run is None:
            return blocks, gone
        mapped = walk.map_leaves(
            blocks, lambda leaf: walk.map_inlines(leaf, lambda run: self.words(run, gone))
        )
        kept = tuple([b for b in mapped if not isinstance(b, Paragraph) or b.content])
        return kept, gone

    def words(self, run: Inlines, gone: Gone) -> Inlines:
        """One run of inlines without such names."""
        if self._run is None or not any(isinstance(n, Text) and ":" in n.text for n in run):
            return run
        out: list[Inline] = []
        for at, node in enumerate(run):
            if not isinstance(node, Text) or ":" not in node.text:
                if not (isinstance(node, LineBreak) and out and isinstance(out[-1], LineBreak)):
                    out.append(node)
                continue
            left = _is_edge(run[at - 1] if at else None)
            right = _is_edge(run[at + 1] if at + 1 < len(run) else None)
            said = self._text(node.text, left, right, gone)
            out += [Text(said)] if said else []
        while out and isinstance(out[-1], LineBreak):
            out.pop()
        while out and isinstance(out[0], LineBreak):
            del out[0]
        return tuple(out)

    def _text(self, said: str, left: bool, right: bool, gone: Gone) -> str:
        assert self._run is not None

        def stands(found: re.Match[str]) -> str:
            before = "" if found.start() == 0 and left else said[: found.start()][-1:] or "x"
            after = "" if found.end() == len(said) and right else said[found.end() :][:1] or "x"
            word = _instead(found[0], before, after)
            gone.append((found[0].strip(), word.strip()))
            return word

        return self._run.sub(stands, said)


def _is_edge(node: Inline | None) -> bool:
    return node is None or isinstance(node, LineBreak)


def _instead(names: str, before: str, after: str) -> str:
    """What stands in place of a run of names, between the signs before and after it; "" where
    there is an end of the line."""
    space = " " if names[:1].isspace() or names[-1:].isspace() else ""
    if not before or not after or after in _CLOSES:
        return ""
    spoken = _SPACED.match(before) or before in ",;"
    if before in _ENDS or not spoken or not _SPACED.match(after) or after.isupper():
        return space
    return re.sub(r":(\S+?):", _word, names)


def _word(found: re.Match[str]) -> str:
    return found[1].replace("_", " ")
