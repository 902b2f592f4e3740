"""What a person should know of a whole export: one finding for each sort of thing."""

from pipeline.ingest.halves import Tally
from pipeline.ingest.intake import Intake
from pipeline.model.finding import agreed


def tell(tally: Tally, intake: Intake) -> None:
    """Findings on what the posts of an export speak of and the export does not hold."""
    for count, code, message, todo in (
        (
            tally["galleries"],
            "wordpress.gallery",
            "Galleries show the pictures of their posts, and the export names none: {n}.",
            "export all content, media included, to have them named",
        ),
        (
            tally["featured"],
            "wordpress.featured",
            "{n} post{s} {have} a picture above that the export does not name.",
            "export all content, media included, to have them named",
        ),
        (
            tally["excerpts"],
            "wordpress.excerpt",
            "{n} excerpt{s} that posts have besides their text {are} not in the book.",
            "",
        ),
    ):
        if count:
            place = intake.archive.name
            intake.bench.find(code, "note", agreed(message, count), place=place, todo=todo)
