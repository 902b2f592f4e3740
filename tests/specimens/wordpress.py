"""WordPress: drafts, passwords and every reader's address lie among the posts."""

from __future__ import annotations

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Lights &amp; Keepers</title><link>https://lights.example</link>
<language>en-GB</language><generator>https://wordpress.org/?v=6.4</generator>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://lights.example</wp:base_blog_url>
"""
FOOT = "</channel></rss>\n"


def author(id: int, login: str, name: str, email: str) -> str:
    return (
        f"<wp:author><wp:author_id>{id}</wp:author_id><wp:author_login>{login}</wp:author_login>"
        f"<wp:author_email>{email}</wp:author_email>"
        f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name>"
        "<wp:author_first_name></wp:author_first_name></wp:author>\n"
    )


def comment(id: int, word: str) -> str:
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[CANARY-wordpress-{word}-author]]></wp:comment_author>"
        f"<wp:comment_author_email>CANARY-wordpress-{word}-email@x.example"
        "</wp:comment_author_email>"
        f"<wp:comment_author_url>https://CANARY-wordpress-{word}-url.example"
        "</wp:comment_author_url>"
        f"<wp:comment_author_IP>CANARY-wordpress-{word}-ip</wp:comment_author_IP>"
        f"<wp:comment_content><![CDATA[CANARY-wordpress-{word}-words]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
        "<wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
    )


def item(
    id: int, body: str, *, title: str = "A light", kind: str = "post", status: str = "publish",
    creator: str = "ada", more: str = "", password: str = "", **meta: str,
) -> str:  # fmt: skip
    notes = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in meta.items()
    )
    return f"""<item><title>{title}</title><link>https://lights.example/{id}/</link>
<dc:creator><![CDATA[{creator}]]></dc:creator>
<guid isPermaLink="false">https://lights.example/?p={id}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_date>2020-05-01 12:00:00</wp:post_date>
<wp:post_date_gmt>2020-05-01 10:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>
<wp:post_password>{password}</wp:post_password>
<wp:post_parent>0</wp:post_parent><wp:post_type>{kind}</wp:post_type>{notes}{more}</item>
"""


def hidden(id: int, status: str, **more: str) -> str:
    word = f"CANARY-wordpress-{status}"
    body = f'<p>{word}</p><p><img src="https://lights.example/{word}.jpg" alt="{word}-alt"></p>'
    tags = f'<category domain="category" nicename="x"><![CDATA[{word}-category]]></category>'
    return item(
        id, body, title=f"{word}-title", status=status, creator="tove", more=tags, **more
    )  # fmt: skip


def kind(id: int, kind: str) -> str:
    """An item that is no text of the blog."""
    word = kind.replace("_", "-")
    return item(
        id, f"CANARY-wordpress-{word}", title=f"CANARY-wordpress-{word}-title", kind=kind
    )  # fmt: skip


SHOWN = '<img src="https://lights.example/wp-content/uploads/2020/05/lamp.jpg" alt="A lamp">'
ASIDE = "<!-- CANARY-wordpress-html-comment --><p hidden>seen</p>"
MAIL = "CANARY-wordpress-sender@x.example"
ITEMS = (
    item(1, "<p>The lamp was lit, ROBIN-wordpress-post.</p>" + SHOWN + ASIDE, more=comment(1, "comment")),
    item(2, "The board meets on Mondays, ROBIN-wordpress-page.", kind="page", _edit_lock="1:7",
         _billing_email="CANARY-wordpress-billing", _wp_old_slug="CANARY-wordpress-old-slug",
         _notes="CANARY-wordpress-meta", _oembed_x="CANARY-wordpress-oembed"),
    hidden(3, "draft"), hidden(4, "pending"), hidden(5, "private"), hidden(6, "future"),
    hidden(7, "trash"), hidden(8, "auto-draft"), hidden(9, "inherit"),
    item(10, "CANARY-wordpress-locked", title="CANARY-wordpress-locked-title",
         password="CANARY-wordpress-password"),
    *(kind(20 + at, name) for at, name in enumerate((
        "revision", "feedback", "nav_menu_item", "user_request", "shop_order", "oembed_cache",
        "customize_changeset", "wp_block"))),
    item(40, "", kind="attachment", status="inherit", title="CANARY-wordpress-file-title",
         _wp_attachment_metadata="CANARY-wordpress-camera",
         more="<wp:attachment_url>https://lights.example/wp-content/uploads/2020/05/unshown.jpg"
         "</wp:attachment_url>"),
)  # fmt: skip
TOVE = "CANARY-wordpress-author-of-drafts"
AUTHORS = (
    author(1, "ada", "Ada Quill", "CANARY-wordpress-author-email@x.example"),
    author(2, "tove", TOVE, "CANARY-wordpress-drafts-email@x.example"),
    author(3, "CANARY-wordpress-subscriber", "CANARY-wordpress-reader", MAIL),
)  # fmt: skip

SPECIMENS = (
    Specimen(
        "wordpress",
        "wxr",
        {
            "lights.xml": text(HEAD + "".join(AUTHORS) + "".join(ITEMS) + FOOT),
            "wp-content/uploads/2020/05/lamp.jpg": jpeg("CANARY-wordpress-photo"),
            "wp-content/uploads/2020/05/unshown.jpg": jpeg("CANARY-wordpress-unshown"),
        },
        named={
            "draft": ("CANARY-wordpress-draft", "CANARY-wordpress-auto-draft",
                      "CANARY-wordpress-inherit", TOVE),
            "pending": ("CANARY-wordpress-pending", TOVE),
            "private": ("CANARY-wordpress-private", TOVE),
            "scheduled": ("CANARY-wordpress-future", TOVE),
            "trashed": ("CANARY-wordpress-trash", TOVE),
            "password": ("CANARY-wordpress-locked",),
        },
        alone="lights.xml",
    ),
)  # fmt: skip
