"""What an operation can reach is part of its identity, and what it cannot reach is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.shop import code

PACKAGE = {
    "__init__.py": "",
    "clean/links.py": "from pipeline.model import (  # both\n    post,\n    text,\n)\n",
    "model/__init__.py": "",
    "model/post.py": "def late():\n    from pipeline.markup.plain import clean as made\n",
    "model/text.py": "WORDS = 1\nimport pipeline.style.quotes\n",
    "model/house.py": "",
    "markup/plain.py": "from pipeline.model.post import late  # in a ring",
    "style/quotes.py": "def a():\n    if a:\n\t\tfrom pipeline.model import house as home, other\n",
    "style/houses/generic.toml": "",
    "style/typography.py": "# from pipeline.model import post\n",
    "shop/page.html": "",
}
REACHED = [
    "clean/links.py", "markup/plain.py", "model/__init__.py", "model/house.py", "model/post.py",
    "model/text.py", "style/houses/generic.toml", "style/quotes.py",
]  # fmt: skip


def forget() -> None:
    for each in vars(code).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    root = tmp_path / "pipeline"
    for name, text in PACKAGE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    monkeypatch.setattr(code, "ROOT", root)
    forget()
    yield root
    forget()


def felt(root: Path, start: Path) -> list[str]:
    """The files whose change changes what an operation reaches."""
    found = []
    for name in sorted(PACKAGE):
        forget()
        before = code.reach(start)
        (root / name).write_text(f"{PACKAGE[name]}\n", "utf-8")
        forget()
        if code.reach(start) != before:
            found.append(name)
    return found


def test_an_operation_reaches_what_it_imports_in_whatever_way(root: Path) -> None:
    assert felt(root, root / "clean" / "links.py") == REACHED


def test_what_is_kept_of_the_files_is_not_believed_once_one_of_them_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (root / "__pycache__").mkdir()
    start = root / "clean" / "links.py"
    plain = code.reach(start)
    assert felt(root, start) == REACHED
    for name, text in PACKAGE.items():
        (root / name).write_text(text, "utf-8")
    forget()
    assert code.reach(start) == plain
    forget()
    monkeypatch.setattr(code, "_read", None)
    assert code.reach(start) == plain  # and nothing was read for it


def test_a_books_own_reaches_as_much_wherever_it_lies(root: Path) -> None:
    texts = root.parent / "book" / "operations" / "names.py", root.parent / "names.py"
    for path in texts:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from pipeline.clean.links import run\n", "utf-8")
    assert code.reach(texts[0]) == code.reach(texts[1])
    assert felt(root, texts[0]) == REACHED


def test_every_file_counts_in_everything(root: Path) -> None:
    for name in PACKAGE:
        before = code.everything()
        (root / name).write_text(f"{PACKAGE[name]}\n", "utf-8")
        forget()
        assert code.everything() != before, name
