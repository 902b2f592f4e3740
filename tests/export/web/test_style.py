"""The style: colours that can be read by light and by dark."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = (resources.files("pipeline.export.site") / "book.css").read_text(encoding="utf-8")
SETS = [dict(re.findall(r"--(\w+): #(\w{6});", part)) for part in STYLE.split("}")[:4]]
LIGHT, DARK = [colours for colours in SETS if "paper" in colours][:2]


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link"])
@pytest.mark.parametrize("ground", ["paper", "wash", "mark"])
def test_every_ink_stands_out_from_every_ground(
    colours: dict[str, str], ink: str, ground: str
) -> None:
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_the_switch_gives_the_colours_that_the_system_gives() -> None:
    dark = [colours for colours in SETS if colours.get("paper") == DARK["paper"]]
    assert len(dark) == 2
    assert dark[0] == dark[1]


def test_paper_is_white_for_who_reads_by_dark() -> None:
    """The rule for print outweighs the one of the switch, which has an attribute to its name."""
    printed = STYLE.partition("@media print")[2]
    assert re.search(r":root:is\(\*, \[data-light\]\) \{ --paper: #fff; --ink: #000;", printed)
