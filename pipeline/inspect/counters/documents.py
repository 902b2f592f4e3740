"""Documents: each file of a word processor or a markup language is one, and what includes it or
divides it into chapters is accounted for apart."""

from pipeline.inspect.counters.held import Count, Held

OWN = (".docx", ".docm", ".dotx", ".odt", ".ott", ".epub", ".rtf", ".rst", ".rest", ".org", ".tex",
       ".latex", ".ltx", ".fb2", ".textile", ".mediawiki", ".wiki", ".typ", ".ipynb", ".doc",
       ".dot")  # fmt: skip
MARKDOWN = (".md", ".markdown")
OTHERS = (*MARKDOWN, ".mdown", ".mkd", ".mdx", ".html", ".htm", ".xhtml", ".json", ".js", ".csv",
          ".tsv", ".xml", ".atom", ".rss", ".eml", ".mbox", ".car")  # fmt: skip


def count(held: Held) -> list[Count] | None:
    if not held.folder and (not held.zipped or _is_package(held.names)):
        is_one = held.path.name.lower().endswith(OWN) or _is_package(held.names)
        return [_documents(1)] if is_one else None
    names = [name for name in held.names if not _is_left_behind(name)]
    own = sum(name.lower().endswith(OWN) for name in names)
    if own <= sum(name.lower().endswith(OTHERS) for name in names):
        return None
    return [_documents(own + sum(name.lower().endswith(MARKDOWN) for name in names))]


def _documents(number: int) -> Count:
    return Count("documents", frozenset({"document"}), number)


def _is_package(names: list[str]) -> bool:
    word = "[Content_Types].xml" in names and any(n.startswith("word/document") for n in names)
    parts = {"content.xml", "META-INF/container.xml"}
    return word or ("mimetype" in names and not parts.isdisjoint(names))


def _is_left_behind(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.startswith(("~$", ".", "~WRL")) or "__MACOSX/" in name or "/." in "/" + name
