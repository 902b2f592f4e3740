"""Medium: the pages of the folder of posts."""

import re

from pipeline.inspect.counters.held import Count, Held


def count(held: Held) -> list[Count] | None:
    pages = [name for name in held.names if re.search(r"(?i)(^|/)posts/[^/]*\.html?$", name)]
    if not any(b'data-field="body"' in held.read(name, 1 << 14) for name in pages[:20]):
        return None
    return [Count("posts", frozenset(), len(pages))]
