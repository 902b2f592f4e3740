"""Pages made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import medium
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

NAME = "2018-05-01_The-keeper-s-log-0a1b2c3d4e5f.html"


def page(
    body: str,
    *,
    name: str = "The keeper’s log",
    summary: str = "",
    footer: str | None = None,
    item: str = "0a1b2c3d4e5f",
    canonical: str = "https://medium.com/@ada/the-keepers-log-{}",
) -> str:
    """One page as Medium writes it."""
    said = f'<section data-field="subtitle" class="p-summary">\n{summary}\n</section>'
    if footer is None:
        footer = (
            f'<p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Quill</a> on '
            f'<a href="https://medium.com/p/{item}"><time class="dt-published" '
            f'datetime="2018-05-01T10:20:30.456Z">May 1, 2018</time></a>.</p><p><a '
            f'href="{canonical.format(item)}" class="p-canonical">Canonical link</a></p>'
        )
    return f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; \
charset=utf-8"><title>{name}</title><style>section {{ width: 640px; }}</style></head><body>
<article class="h-entry"><header>
<h1 class="p-name">{name}</h1>
</header>
{said if summary else ""}
<section data-field="body" class="e-content">
<section name="a1" class="section section--body section--first section--last"><div \
class="section-divider"><hr class="section-divider"></div><div class="section-content"><div \
class="section-inner sectionLayout--insetColumn">{body}</div></div></section>
</section>
<footer>{footer}<p>Exported from <a href="https://medium.com">Medium</a> on May 9, 2018.</p>\
</footer></article></body></html>"""


def titled(body: str, title: str = "The keeper’s log") -> str:
    """A body under its title."""
    mark = '<h3 name="t1" id="t1" class="graf graf--h3 graf--leading graf--title">{}</h3>'
    return mark.format(title) + body


class Reading(Struct):
    """What came of one export."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]

    def told(self) -> str:
        """All that is said of the archive outside of its posts."""
        return repr((self.bench.findings, self.bench.set_asides, self.bench.changes,
                     self.intake.profile, self.intake.media))  # fmt: skip


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in medium.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads an export of the given files: text or bytes, by their paths within it."""

    def reading(body: str = "", files: dict[str, str | bytes] | None = None) -> Reading:
        whole = files if files is not None else {f"posts/{NAME}": page(body)}
        for name, text in whole.items():
            place = tmp_path / "export" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_at(tmp_path / "export")

    return reading
