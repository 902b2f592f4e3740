"""The context of a conversion: whose text it is, and what a converter may ask of its reader."""

from collections.abc import Callable

from pipeline.model.origin import Origin

Picture = Callable[[str], str]
"""The URL or path of a picture, as the text spells it, to its key in the table of media."""

Resolve = Callable[[str], tuple[str, str]]
"""A link's address, as the text spells it, to (URL, id of the item it leads to or "")."""

Dropped = Callable[[str, str], None]
"""Told of visible text that a converter leaves out: (rule, text)."""


def counted(text: str) -> str:
    """What stands on record for words that nobody is to read: how many they are."""
    count = len(text.split())
    return "[1 word]" if count == 1 else f"[{count:,} words]"


class Context:
    """One item under conversion. Blocks are numbered as they are made: containers before what they
    hold, the blocks of a note before the paragraph around its mark. The numbers follow the reading
    order, and come out the same in every edition."""

    def __init__(
        self,
        source: int | None,
        item: str,
        *,
        picture: Picture = str,
        resolve: Resolve = lambda url: (url, ""),
        described: Picture = lambda url: "",
        dropped: Dropped = lambda rule, text: None,
        first: int = 0,
    ) -> None:
        """`source` is the row of the item's member, or None for text of no archive: its blocks
        then carry the empty origin. `described` says what is known of a picture that the text
        itself does not describe."""
        self.source = source
        self.item = item
        self.picture = picture
        self.resolve = resolve
        self.described = described
        self.dropped = dropped
        self.next = first

    def withheld(self, rule: str, text: str) -> None:
        """Tell of words that are left out and are nobody's business: how many there are."""
        if text.strip():
            self.dropped(rule, counted(text))

    def origin(self) -> tuple[Origin, ...]:
        """The origin of the next block."""
        if self.source is None:
            return ()
        number = self.next
        self.next = number + 1
        return (Origin(self.source, self.item, number),)
