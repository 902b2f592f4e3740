"""operations.oven_temperatures: give the heat of an oven in Celsius before its Fahrenheit."""

import re
from typing import Annotated, Literal

from msgspec import Meta

from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.rewrite import rewrite_posts
from pipeline.model.text import Inline, Inlines, Text
from pipeline.model.walk import map_nodes

RULE = "oven-temperatures"
_FAHRENHEIT = re.compile(r"(?<![\w.,])(\d{3}) ?°? ?F(?!\w)")


class Options(options.Options, frozen=True):
    show: Annotated[
        Literal["both", "celsius"],
        Meta(description="both: 230 °C (450 °F); celsius: 230 °C alone."),
    ] = "both"
    nearest: Annotated[
        int, Meta(ge=1, description="Degrees to round to: what a dial can be set to.")
    ] = 10


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    """Only what has its unit is converted: a bare 180 may be either, or a number of loaves."""

    def converted(found: re.Match[str]) -> str:
        celsius = (int(found[1]) - 32) * 5 / 9
        dial = round(celsius / options.nearest) * options.nearest
        both = f"{dial}\u00a0°C ({found[1]}\u00a0°F)"
        return both if options.show == "both" else f"{dial}\u00a0°C"

    def said(node: Inline) -> Inline:
        if not isinstance(node, Text) or not _FAHRENHEIT.search(node.text):
            return node
        return Text(_FAHRENHEIT.sub(converted, node.text))

    def change(run: Inlines) -> Inlines:
        return map_nodes(run, said)

    return rewrite_posts(posts, RULE, change, bench)
