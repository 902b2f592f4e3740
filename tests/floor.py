"""A small floor to build on: a folder of Markdown, a recipe, and whatever a test adds."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from pipeline.shop.job import build
from pipeline.shop.order import Order, Outcome
from pipeline.shop.places import Places

POSTS = {
    "2019-03-02-the-lamp": (
        "---\ntitle: The Lamp\ntags: [lamps]\n---\n\nThe lamp went out at four.\n\n"
        'Nobody said "why" -- nobody asked.\n\n- oil\n- wick\n- patience\n'
    ),
    "2019-11-20-the-ferry": (
        "---\ntitle: The Ferry\n---\n\nThe ferry came *late* again, see "
        "[the lamp](2019-03-02-the-lamp.md).\n\nIts mate owes me a book.[^1]\n\n[^1]: A good one.\n"
    ),
    "2021-06-01-the-chart": (
        "---\ntitle: The Chart\n---\n\nThere is a rock that no chart shows.\n\n> It is there.\n"
    ),
}

RECIPE = """\
book:
  title: Small Lights
  author: Ada Quill
  language: en
sources: [sources/posts]
routing: blog
house: generic
formats: [docx]
"""


class Floor:
    """A floor under a folder; `recipe` and `post` write its papers."""

    def __init__(self, root: Path, name: str = "small") -> None:
        self.root = root
        self.name = name
        self.places = Places(root, root / "build" / ".shop")
        self.recipe(RECIPE)
        for post, text in POSTS.items():
            self.post(post, text)

    @property
    def folder(self) -> Path:
        return self.root / "recipes" / self.name

    def recipe(self, text: str) -> None:
        self.write(f"recipes/{self.name}/recipe.yaml", text)

    def override(self, text: str) -> None:
        self.recipe(RECIPE + "overrides:\n" + dedent(text))

    def operation(self, name: str, text: str) -> None:
        self.write(f"recipes/{self.name}/operations/{name}.py", dedent(text))

    def post(self, name: str, text: str) -> None:
        self.write(f"sources/posts/{name}.md", text)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def build(self, only: tuple[str, ...] = ()) -> Outcome:
        return build(Order(self.name, only, patience=5), self.places, None, lambda said: None)

    def files(self) -> dict[str, bytes]:
        """The finished files that are the same for equal jobs."""
        edition = self.root / "build" / self.name / "1"
        return {
            path.relative_to(edition).as_posix(): path.read_bytes()
            for path in sorted(edition.rglob("*"))
            if (path.is_file() and path.parent.name != "1")
            or path.suffix in (".docx", ".epub", ".pdf")
        }
