"""What a person should know of a feed: that it is not the whole blog, and whether it is texts."""

from __future__ import annotations

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.feeds.item import Channel
from pipeline.ingest.readers.feeds.posts import Tally


def tell(tally: Tally, channel: Channel, dates: list[str], intake: Intake) -> None:
    """Findings on one feed, however many pages it has."""
    if not tally.items:
        return
    _tell_of_the_rest(tally, channel, dates, intake)
    _tell_of_excerpts(tally, intake)
    if tally.summaries:
        intake.bench.find(
            "feed.summaries",
            "note",
            f"{tally.summaries} summaries that items have besides their text are not in the book.",
            place=intake.archive.name,
        )


def _tell_of_the_rest(tally: Tally, channel: Channel, dates: list[str], intake: Intake) -> None:
    if channel.complete:
        return
    span = f", from {dates[0][:10]} to {dates[-1][:10]}" if dates else ""
    more = f" It names a page with more of them: {channel.next}." if channel.next else ""
    intake.bench.find(
        "feed.last-items",
        "note",
        f"A feed holds the last items of a blog only: {tally.items} here{span}.{more}",
        place=intake.archive.name,
        todo="for the whole blog, take the export of its platform instead",
    )


def _tell_of_excerpts(tally: Tally, intake: Intake) -> None:
    """Whether the feed gives texts, or how they start: surely, or as far as it seems."""
    seeming = tally.cut + tally.short
    if tally.cut * 2 >= tally.items:
        much = "only" if seeming == tally.items else "mostly"
        said = f"{tally.cut} of the feed's {tally.items} items end before their texts do: "
        said += f"it holds {much} excerpts."
    elif seeming * 2 >= tally.items:
        said = f"{seeming} of the feed's {tally.items} items are a few lines without paragraphs: "
        said += "it may hold only excerpts."
    elif tally.cut:
        said = f"{tally.cut} of the feed's {tally.items} items are excerpts."
    else:
        return
    intake.bench.find(
        "feed.excerpts",
        "warning" if seeming * 2 >= tally.items else "note",
        said,
        place=intake.archive.name,
        todo="take the export of the platform, or set the blog to give full texts in its feed",
    )
