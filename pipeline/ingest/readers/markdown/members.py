"""Members: which files of a folder are texts, pictures, or the machinery of a site."""

import re
from collections.abc import Iterable

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.unpack import Unpacked

_ENDS = ("md", "markdown", "mdown", "mkd", "mkdn", "mdx")
_MARKDOWN = f"({'|'.join(_ENDS)})"
_PICTURE = r"(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)"
_MACHINERY = "part of a site's machinery"

MEMBERS = (
    Known(r"(.*/)?(node_modules|vendor|_site|\.jekyll-cache|\.cache|\.github|\.vscode|\.obsidian)"
          r"/.*", "ignored", _MACHINERY),
    Known(r"(.*/)?(_layouts|_includes|_sass|_data|_plugins|layouts|archetypes|themes)/.*",
          "ignored", "a site's templates and data"),
    Known(r".*\." + _MARKDOWN, "read"),
    Known(r"(.*/)?(_posts|_drafts)/.*\.html?", "read"),
    Known(r".*\.html?", "ignored", "a page of HTML outside of the folders of posts"),
    Known(r".*\." + _PICTURE, "read"),
    Known(r"(.*/)?_config\.ya?ml", "read"),
    Known(r".*\.(css|scss|sass|less|js|mjs|cjs|ts|tsx|jsx|vue|liquid|haml|erb|py|rb|sh|ps1|php|cs"
          r"|go|rs|java|c|h|sql|ipynb|map|wasm)", "ignored", _MACHINERY),
    Known(r".*\.(ya?ml|toml|json|jsonc|json5|lock|xml|xsl|csv|tsv|ini|cfg|conf|env|gemspec|log"
          r"|webmanifest|htaccess)", "ignored", _MACHINERY),
    Known(r"(.*/)?(Gemfile|Rakefile|Makefile|Dockerfile|CNAME|Procfile|LICEN[CS]E|COPYING|AUTHORS"
          r"|NOTICE|CODEOWNERS|README|VERSION|TODO|_redirects|_headers|\.[^/]+)", "ignored",
          _MACHINERY),
    Known(r".*\.(woff2?|ttf|otf|eot|ico|icns|cur)", "ignored", "a font or a sign of the site"),
    Known(r".*\.(mp3|m4a|ogg|wav|flac|mp4|m4v|mov|webm|avi|mkv)", "ignored",
          "sound and film do not go into a book"),
    Known(r".*\.(pdf|zip|gz|tgz|tar|7z|rar|docx?|xlsx?|pptx?|key|epub|psd|ai|sketch|swf|exe|dmg"
          r"|jar|bin|bak|txt)", "ignored", "a file beside the texts, which is no Markdown"),
)  # fmt: skip

_TEXTS = tuple([f".{end}" for end in _ENDS])
_PAGES = (".htm", ".html", ".xhtm", ".xhtml")
_POST = r"(.*/)?(_posts|_drafts)/.*\.html?"
_OTHER = (
    r"(.*/)?(tweets?(-part\d+)?\.js|data/js/tweets/.*\.js|outbox\.json|actor\.json|posts\.csv"
    r"|feed\.atom|medium-[^/]*\.html)"
)
_ABOUT = (
    r"(?P<rules>LICEN[CS]E|COPYING|CONTRIBUTING|CONTRIBUTORS|CODE[_-]OF[_-]CONDUCT|SECURITY"
    r"|CHANGELOG|PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|CLAUDE|AGENTS)|README"
)


def read_names(names: Iterable[str]) -> list[str]:
    """The members that are texts, in order."""
    skipped = MEMBERS[:2]
    return [
        name
        for name in names
        if (name.lower().endswith(_TEXTS) or _is_post(name))
        and not any(rule.matches(name) for rule in skipped)
    ]


def is_html(name: str) -> bool:
    return name.lower().endswith(_PAGES)


def _is_post(name: str) -> bool:
    return is_html(name) and re.fullmatch(_POST, name, re.IGNORECASE | re.DOTALL) is not None


def about_folder(texts: list[str]) -> set[str]:
    """The texts that speak of the folder itself: its rules, and the README at its top where
    other texts stand in folders below."""
    about: set[str] = set()
    highest = min((name.count("/") for name in texts), default=0)
    below = any(name.count("/") > highest for name in texts)
    for name in texts:
        last = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        found = re.fullmatch(_ABOUT, last, re.IGNORECASE)
        if found and name.count("/") == highest and (found["rules"] or below):
            about.add(name)
    return about if len(about) < len(texts) else set()


def claim(archive: Unpacked) -> Claim | None:
    """Whether an archive is a folder of Markdown. A stray file beside what another platform
    exported does not make it one; a folder of posts, or three texts, does."""
    names = [member.name for member in archive.members]
    texts = read_names(names)
    posts = [name for name in texts if "/_posts/" in "/" + name or "/_drafts/" in "/" + name]
    own = len(texts) - len(about_folder(texts))
    if not texts or (_is_other(archive, names) and not posts and own < 3):
        return None
    pages = sum(1 for name in names if is_html(name) and not _is_post(name))
    if not posts and own < pages:
        return None
    kind = "Jekyll posts" if posts else "Markdown texts" if len(texts) > 1 else "Markdown text"
    return Claim(f"{len(texts)} {kind}, the first is {texts[0]}", "Jekyll" if posts else "")


def _is_other(archive: Unpacked, names: list[str]) -> bool:
    """Whether an archive bears the signs of a platform's export."""
    other = re.compile(_OTHER, re.IGNORECASE | re.DOTALL)
    if any(other.fullmatch(name) for name in names):
        return True
    feeds = [name for name in names if name.lower().endswith(".xml")][:20]
    return any(b"wordpress.org/export" in archive.head(name) for name in feeds)
