"""Archives that no honest program would write, and small honest ones to set them against."""

from __future__ import annotations

import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

POST = "---\ntitle: A Fine Day\ndate: 2020-05-01\n---\n\nThe weather was fine, and we said so.\n"


def zipped(path: Path, members: dict[str, str]) -> Path:
    """A zip of members, by their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def truncated(path: Path) -> None:
    zipped(path, {"first.md": POST, "second.md": POST * 50})
    path.write_bytes(path.read_bytes()[:-60])


def climbing(path: Path) -> None:
    """A member whose name leads out of the folder that it is unpacked to."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fine.md", POST)
        archive.writestr("../../escaped.md", POST)


def swelling(path: Path) -> None:
    """A few kilobytes that unpack to 300 megabytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("fine.md", POST)
        with archive.open("bomb.md", "w") as member:
            for _ in range(300):
                member.write(b"a" * (1 << 20))


def overlapping(path: Path) -> None:
    """Two members that share their bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.md", POST)
        archive.writestr("two.md", POST)
        archive.infolist()[1].header_offset = 0


def boasting(path: Path) -> None:
    """A member of ten gigabytes, by its header."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fine.md", POST)
        archive.writestr("huge.md", POST)
        archive.infolist()[1].file_size = 10 << 30


def mixed(path: Path) -> None:
    """A Twitter archive with a blog's export inside."""
    morning = tweets(tweet("1", "Good morning."))
    zipped(path, {"data/tweets.js": morning, "blog.xml": wxr(item(1, "Hi."))})


def entity_bomb(path: Path) -> None:
    """A blog's export of a kilobyte, in which one word stands for ten thousand million."""
    entities = "".join(
        f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in pairwise("abcdefghijk")
    )
    bomb = f'<!DOCTYPE rss [<!ENTITY a "boom">{entities}]>'
    path.write_text(wxr(item(1, "The lamp.").replace("Entry 1", "Entry &k;"), before=bomb))


# -- tweets ----------------------------------------------------------------------------------------


def tweet(id: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "tweet": {
            "id_str": id,
            "created_at": "Mon Mar 04 21:15:00 +0000 2019",
            "full_text": text,
            "lang": "en",
            "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        }
        | more
    }


def tweets(*all: dict[str, Any], part: int = 0) -> str:
    return f"window.YTD.tweets.part{part} = {json.dumps(all)}"


# -- blogs -----------------------------------------------------------------------------------------

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/">
<channel><title>Small Lights</title><link>https://lights.example</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version>
"""


def wxr(*items: str, before: str = "") -> str:
    """A blog's export; `before` stands between the declaration and the first element."""
    declaration, rest = _HEAD.split("\n", 1)
    return "\n".join((declaration, before, rest, *items, "</channel></rss>"))


def item(id: int, body: str) -> str:
    return (
        f"<item><title>Entry {id}</title><link>https://lights.example/{id}</link>"
        f"<dc:creator>ada</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2019-03-0{id} 10:00:00</wp:post_date_gmt>"
        f"<wp:post_name>entry-{id}</wp:post_name><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>"
    )
