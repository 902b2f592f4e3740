"""Buttondown: what its own program pulls, what its website exports, and what its API gives.

The program writes a file of Markdown with front matter for each e-mail; the website such files
without front matter, and a table beside them; the API all of it in JSON. An item is one e-mail.
"""

from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.buttondown.members import MEMBERS, claim
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "buttondown"
TITLE = "Buttondown export"
ROUTING = "newsletter"


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every e-mail, of whatever visibility."""
    from pipeline.ingest.readers.buttondown.reading import posts  # not for asking whose it is

    yield from posts(intake)
