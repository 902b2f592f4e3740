"""Archives of Tumblr made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import tumblr
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from pipeline.model.text import Blocks, PostBlock
from tests import outline

SAID = '<p><a class="tumblr_blog" href="https://{0}.tumblr.com/post/{1}/x">{0}</a>:</p>'
OFFICIAL = """        <!DOCTYPE HTML>
        <html>
            <head>
                <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
                <link rel="stylesheet" type="text/css" href="../style.css"/>
            </head>
            <body>

                {body}

                <div id="footer">
                <span id="timestamp"> October 3rd, 2012 3:20am </span>
                {tags}
                </div>
            </body>
        </html>
"""


def backup(number: int, kind: str, body: str, *, tags: tuple[str, ...] = (), more: str = "",
           head: str = "") -> tuple[str, str]:  # fmt: skip
    """A page as tumblr-utils writes it."""
    links = "\n".join(
        f"<a href=http://lamps.tumblr.com/tagged/{tag.replace(' ', '%20')}>#{tag}</a>"
        for tag in tags
    )
    return (
        f"posts/{number}.html",
        f"""<!DOCTYPE html>

<meta charset=utf-8>
<title>Lamps &amp; Logs</title>
<link rel=stylesheet href=../backup.css>

<body class=post>

<header>
</header>
<article class={kind} id=p-{number}>
<header>
<p><time datetime=2012-10-24T13:30:55Z>10/24/2012 09:30:55 AM</time>
<a class=llink href=../posts/{number}.html>¶</a>
<a href=https://tmblr.co/Z{number}>●</a>{head}</header>
{body}
<footer>{links}{" — " if links else ""}5 notes{more}</footer>
</article>
""",
    )


def official(number: int, body: str, *tags: str, folder: str = "posts/html") -> tuple[str, str]:
    """A page as the platform's own export has it."""
    shown = "".join(f'<span class="tag">{tag}</span>\n' for tag in tags)
    return f"{folder}/{number}.html", OFFICIAL.format(body=body, tags=shown)


def api(*posts: dict[str, Any]) -> str:
    """An answer of the API."""
    blog = {"name": "lamps", "title": "Lamps & Logs", "url": "https://lamps.tumblr.com/"}
    return json.dumps({"meta": {"status": 200}, "response": {"blog": blog, "posts": list(posts)}})


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "blog_name": "lamps",
        "reblog_key": "k",
        "state": "published",
        "type": "text",
        "timestamp": 1351085455,
        "post_url": f"https://lamps.tumblr.com/post/{number}/a-lamp",
    } | more


def said(text: str, **more: Any) -> dict[str, Any]:
    """A block of text in the newer form."""
    return {"type": "text", "text": text} | more


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[str]:
        return [finding.code for finding in self.bench.findings]

    def told(self, item: object = "") -> str:
        """The blocks of a post as a person reads them."""
        one = self.posts[str(item)] if item else next(iter(self.posts.values()))
        return told(one.blocks)


def told(blocks: Blocks, indent: str = "") -> str:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, PostBlock):
            lines.append(f"{indent}{block.origin[0].block} {block.author or '?'} says:")
            lines.append(told(block.blocks, indent + "    "))
        else:
            lines.extend(outline.lines((block,), indent))
    return "\n".join(lines)


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert tumblr.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        found = list(tumblr.read(archive, intake))
        return Reading({post.id: post for post in found}, bench, intake)


def pack(path: Path, *members: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members:
            file.writestr(name, data)
    return path


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a zip of the given members, or the one file of the given text."""

    def reading(*members: tuple[str, str | bytes], data: str | bytes | None = None) -> Reading:
        if data is None:
            return read_at(pack(tmp_path / "lamps.zip", *members))
        path = tmp_path / ("posts.xml" if str(data)[:6].lstrip("b'").startswith("<") else "p.json")
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        return read_at(path)

    return reading
