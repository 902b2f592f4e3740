"""Documents as LibreOffice writes them, where it is installed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from pipeline.model import walk
from pipeline.model.text import Image, Link, List, Note, Table

TEXT = """---
title: Lights
author: Ada Quill
---

# Oil

The keeper *trims* the **wick**.[^1] See [the chart](https://chart.example/rocks).

- oil
    - salt

1. one
2. two

# Salt

![](lamp.png)

| ship | year |
|------|------|
| Gull | 1871 |

Last words.

[^1]: So the log says.
"""


@pytest.fixture(scope="module")
def office():
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


@pytest.mark.parametrize("name", ["docx", "odt", "rtf"])
def test_a_text_that_libreoffice_saved_comes_back(office, made, lone, tmp_path, name):
    (tmp_path / "from.odt").write_bytes(made(TEXT, "odt"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        name,
        "--outdir",
        str(tmp_path / "out"),
    ]
    subprocess.run([*command, str(tmp_path / "from.odt")], check=True, capture_output=True)
    reading = lone(f"lights.{name}", (tmp_path / "out" / f"from.{name}").read_bytes())
    assert [item for item in reading.posts if item != "lights#start"] == [
        "lights#oil", "lights#salt",
    ]  # fmt: skip
    oil, salt = reading.posts["lights#oil"], reading.posts["lights#salt"]
    assert reading.words("lights#oil").startswith("The keeper trims the wick.⟦So the log says.⟧")
    links = [n for n in walk.inlines(oil.blocks[0]) if isinstance(n, Link)]
    assert [link.url for link in links] == ["https://chart.example/rocks"]
    assert [n for n in walk.inlines(oil.blocks[0]) if isinstance(n, Note)]
    lists = [block for block in oil.blocks if isinstance(block, List)]
    assert [walk.plain(block) for block in lists] == ["oil\nsalt", "one\ntwo"]
    (table,) = [block for block in salt.blocks if isinstance(block, Table)]
    assert [walk.text(c.content) for row in table.head + table.body for c in row] == [
        "ship", "year", "Gull", "1871",
    ]  # fmt: skip
    (image,) = [n for b in walk.every(salt.blocks) for n in walk.inlines(b) if isinstance(n, Image)]
    assert not reading.intake.media[image.media].missing
    assert reading.words("lights#salt").endswith("Last words.")
    assert not [
        code for code in reading.codes() if code in ("documents.letters", "documents.boxes")
    ]
