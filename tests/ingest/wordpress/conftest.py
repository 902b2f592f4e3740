"""Exports made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import wordpress
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Lights &amp; Keepers</title><link>https://lights.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://lights.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ada@lights.example</wp:author_email>
<wp:author_display_name><![CDATA[Ada Quill]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>\n"


def item(
    number: int,
    body: str = "",
    *,
    kind: str = "post",
    status: str = "publish",
    title: str = "A light",
    excerpt: str = "",
    more: str = "",
    **meta: str,
) -> str:
    """One item as WordPress writes it."""
    notes = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in meta.items()
    )
    return f"""<item><title>{title}</title><link>https://lights.example/{number}/</link>
<dc:creator><![CDATA[ada]]></dc:creator>
<guid isPermaLink="false">https://lights.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2020-05-01 12:00:00</wp:post_date>
<wp:post_date_gmt>2020-05-01 10:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>
<wp:post_parent>0</wp:post_parent><wp:post_type>{kind}</wp:post_type>{notes}{more}</item>
"""


def attachment(number: int, file: str, *, parent: int = 0, caption: str = "", alt: str = "") -> str:
    return item(
        number,
        kind="attachment",
        status="inherit",
        title=file,
        excerpt=caption,
        more=f"<wp:attachment_url>https://lights.example/wp-content/uploads/{file}"
        f"</wp:attachment_url>",
        _wp_attachment_image_alt=alt,
    ).replace("<wp:post_parent>0<", f"<wp:post_parent>{parent}<")


class Reading(Struct):
    """What came of one export."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert wordpress.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in wordpress.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads an export of the given items, or of the given bytes."""

    def reading(*items: str, data: bytes | None = None) -> Reading:
        path = tmp_path / "lights.xml"
        path.write_bytes((HEAD + "".join(items) + FOOT).encode() if data is None else data)
        return read_at(path)

    return reading
