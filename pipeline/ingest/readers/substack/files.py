"""Files: the pictures that letters show, where somebody has put them into the archive."""

from __future__ import annotations

from pipeline.ingest.album import Album
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.substack.pictures import original
from pipeline.markup.plain import clean_text

_ON_THE_WEB = "on the web, not in the archive"


class Files:
    """The pictures of an archive, by the addresses that pages give them."""

    def __init__(self, intake: Intake) -> None:
        self.album = Album(intake)

    def picture(self, url: str) -> str:
        return self.album.key(clean_text(original(url.strip())), _ON_THE_WEB)
