"""The two samples: where they are, and what they hold by a count that uses none of our readers."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TWITTER = ROOT / "sources" / "twitter" / "archive.zip"
BLOG = ROOT / "sources" / "blog" / "salt-and-starter.wordpress.xml"


def script(path: str) -> ModuleType:
    """A module that lies outside the package, by its path from the root."""
    name = path.removesuffix(".py").replace("/", "_")
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def members() -> dict[str, bytes]:
    with zipfile.ZipFile(TWITTER) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(name: str, key: str) -> list[dict[str, Any]]:
    """The rows of one of the Twitter archive's scripts."""
    text = members()[f"data/{name}.js"].decode()
    return [row[key] for row in json.loads(text.partition("=")[2])]


def tweets() -> list[dict[str, Any]]:
    return table("tweets", "tweet")


def items() -> list[dict[str, str]]:
    """Id, type, status and password of each item of the blog, by pattern: the file is not XML."""
    text = BLOG.read_text(encoding="utf-8")
    found = []
    for piece in re.findall(r"<item>.*?</item>", text, re.DOTALL):
        fields = {}
        for key in ("post_id", "post_type", "status", "post_password"):
            match = re.search(rf"<wp:{key}>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</wp:{key}>", piece)
            assert match, key
            fields[key] = match[1]
        found.append(fields)
    return found
