"""What a person should know of a whole export: one finding for each sort of thing."""

from __future__ import annotations

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.ghost.site import Site
from pipeline.model.finding import agreed, counted


def tell(site: Site, intake: Intake) -> None:
    """Findings on what the site has and the book has not."""
    tally = site.tally
    for count, code, message, todo in (
        (tally.gated, "ghost.gated",
         "{n} passage{s} {are} for other readers than those of the post around, and not in the "
         "book.", ""),
        (tally.mailed, "ghost.email",
         "{n} post{s} hold{v} words for e-mail alone, which are not in the book.", ""),
        (tally.links, "ghost.links",
         "{n} link{s} to places on the site that are no posts {are} words without a link here: "
         "the export does not say the site's own address.", ""),
    ):  # fmt: skip
        if count:
            intake.bench.find(
                code, "note", agreed(message, count), place=intake.archive.name, todo=todo
            )
    if site.private:
        intake.bench.find(
            "ghost.private",
            "warning",
            "The whole site stands behind a password, and so do all of its posts.",
            place=intake.archive.name,
            todo="to have them in the book, set ingest.read to private: [password]",
        )
    if tally.bad:
        intake.bench.find(
            "ghost.control-character",
            "warning",
            f"The texts hold {counted(tally.bad, 'character')} that no book can hold; a mark "
            "stands for "
            "each.",
            place=intake.archive.name,
        )
