"""The export as XML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.ingest import xml
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.wordpress.elements import item_of, texts
from pipeline.ingest.readers.wordpress.export import Channel, Export
from pipeline.ingest.readers.wordpress.item import Item
from pipeline.ingest.readers.wordpress.lifting import lift


class Document(xml.Document[Item]):
    """One export file: its channel, and its items."""

    id = r"post_id>\s*(?:<!\[CDATA\[)?\s*(\d{1,20})"

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        super().__init__(data, member, intake)
        self.channel = Channel()

    def export(self) -> Export:
        """All of it. What is broken is mended, or set aside; findings say which."""
        return self.sound() or self._export(self.items())

    def sound(self) -> Export | None:
        """All of it, where it is XML beyond doubt."""
        found = self._lifted()
        return self._export(found) if found else None

    def _export(self, items: list[Item]) -> Export:
        for at, item in enumerate(items, 1):
            item.id = item.id or item.guid or item.link or f"item {at}"
        return Export(items, self.channel)

    def parsed(self, text: str) -> Iterator[Item]:
        for element in xml.elements(text, "item", "author", "channel"):
            name = xml.local(element)
            if name == "item":
                yield item_of(element)
                element.clear()
            elif name == "author":
                self._author(texts(element))
            else:
                self.channel.fields |= {
                    key: value
                    for key, value in texts(element).items()
                    if key not in ("item", "author", "encoded")
                }

    def loose(self, text: str) -> Item:
        from pipeline.ingest.readers.wordpress.loose import item_in

        return item_in(text)

    def _lifted(self) -> list[Item]:
        """The items of a text that is XML beyond doubt; none where there is any."""
        lifted = lift(self.text)
        try:
            found = list(self.parsed(lifted.text)) if lifted else []
        except etree.XMLSyntaxError:
            return []
        if lifted:
            lifted.put_back(found)
        return found

    def _author(self, fields: dict[str, str]) -> None:
        login = fields.get("author_login", "")
        if login:
            self.channel.authors[login] = fields.get("author_display_name", "") or login
