"""Medium: the account's doings lie beside its posts, page by page."""

from __future__ import annotations

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

PAGE = """
<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{title}</title></head><body><article class="h-entry"><header>
<h1 class="p-name">{title}</h1></header>
<section data-field="subtitle" class="p-summary">{subtitle}</section>
<section data-field="body" class="e-content"><section name="a1" class="section section--body">
<div class="section-content"><div class="section-inner">
<h3 name="t1" class="graf graf--h3 graf--leading graf--title">{title}</h3>
{body}
</div></div></section></section>
<footer><p>{footer}</p></footer></article></body></html>
"""
BY = (
    'By <a href="https://medium.com/@adaquill" class="p-author h-card">{author}</a> on '
    '<a href="https://medium.com/p/{id}"><time class="dt-published" '
    'datetime="2018-05-01T10:00:00.000Z">May 1, 2018</time></a>.</p><p>'
    '<a href="https://medium.com/@adaquill/{slug}-{id}" class="p-canonical">Canonical link</a>'
)
DRAFTED = '<a href="https://medium.com/p/{id}">View original.</a>'


def post(id: str, title: str, body: str) -> bytes:
    by = BY.format(id=id, slug="a-lamp", author="Ada Quill")
    return text(PAGE.format(title=title, subtitle="In short", body=body, footer=by))


def draft(id: str, word: str) -> bytes:
    body = (
        f'<p class="graf graf--p">{word}</p><figure class="graf graf--figure">'
        f'<img class="graf-image" src="https://cdn-images-1.medium.com/max/800/1*{word}.jpeg">'
        f'<figcaption class="imageCaption">{word}-caption</figcaption></figure>'
    )
    footer = DRAFTED.format(id=id)
    return text(
        PAGE.format(title=f"{word}-title", subtitle=f"{word}-subtitle", body=body, footer=footer)
    )


def about(title: str, word: str) -> bytes:
    """A page of the export about something else than posts."""
    return text(
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><section>"
        f"<ul><li>CANARY-medium-{word}</li></ul></section></body></html>"
    )


IMAGE = (
    '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*lamp.jpeg" '
    'src="https://cdn-images-1.medium.com/max/800/1*lamp.jpeg"></figure>'
)
P = '<p class="graf graf--p">{}</p>'
PROFILE = text("""
<!DOCTYPE html><html><head><title>Ada Quill</title></head><body><article class="h-card">
<header><h1>Profile</h1></header><section><h3 class="p-name">Ada Quill</h3>
<ul><li>Profile: <a class="u-url" href="https://medium.com/@adaquill">@adaquill</a></li>
<li>Email address: <a href="mailto:CANARY-medium-email@x.example">CANARY-medium-email</a></li>
<li>Created at: 2015-01-01</li><li>IP: CANARY-medium-profile-ip</li></ul></section></article>
</body></html>
""")

SPECIMENS = (
    Specimen(
        "medium",
        "export",
        {
            "README.html": about("Export", "readme"),
            "posts/2018-05-01_A-Lamp-0a1b2c3d4e5f.html": post(
                "0a1b2c3d4e5f", "A Lamp",
                P.format("The lamp was lit, ROBIN-medium-post.") + IMAGE
                + "<!-- CANARY-medium-html-comment -->",
            ),
            "posts/2018-06-01_An-answer-1a1b2c3d4e5f.html": post(
                "1a1b2c3d4e5f", "A second lamp", P.format("And again, ROBIN-medium-second.")
            ),
            "posts/draft_CANARY-medium-draft-name-2a1b2c3d4e5f.html": draft(
                "2a1b2c3d4e5f", "CANARY-medium-draft"
            ),
            "posts/draft_Untitled-3a1b2c3d4e5f.html": draft(
                "3a1b2c3d4e5f", "CANARY-medium-draft-two"
            ),
            "profile/profile.html": PROFILE,
            "profile/publications.html": about("Publications", "publications"),
            "profile/memberships.html": about("Memberships", "memberships"),
            "ips/ips-0001.html": about("IPs", "ip"),
            "sessions/sessions-0001.html": about("Sessions", "session"),
            "bookmarks/bookmarks-0001.html": about("Bookmarks", "bookmark"),
            "claps/claps-0001.html": about("Claps", "clap"),
            "highlights/highlights-0001.html": about("Highlights", "highlight"),
            "interests/tags.html": about("Interests", "interest"),
            "lists/reading-list.html": about("Lists", "list"),
            "blocks/blocked-users-0001.html": about("Blocked", "blocked"),
            "users-following/users-following-0001.html": about("Following", "followed"),
            "pubs-following/pubs-following-0001.html": about("Publications", "followed-pub"),
            "topics-following/topics-following.html": about("Topics", "topic"),
            "partner-program/posts-0001.html": about("Earnings", "earnings"),
            "twitter/twitter-suggested-friends.html": about("Friends", "friend"),
            "images/1*lamp.jpeg": jpeg("CANARY-medium-photo"),
            "images/1*CANARY-medium-draft.jpeg": jpeg("CANARY-medium-draft-photo", 0x223344),
        },
        named={"draft": ("CANARY-medium-draft",)},
        alone="posts/2018-05-01_A-Lamp-0a1b2c3d4e5f.html",
    ),
)  # fmt: skip
