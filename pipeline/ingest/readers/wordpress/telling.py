"""What a person should know of a whole export: one finding for each sort of thing."""

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.wordpress.posts import Tally


def tell(tally: Tally, intake: Intake) -> None:
    """Findings on what the posts of an export speak of and the export does not hold."""
    for count, code, message, todo in (
        (
            tally.galleries,
            "wordpress.gallery",
            "galleries show the pictures of their posts, and the export names none.",
            "export all content, media included, to have them named",
        ),
        (
            tally.featured,
            "wordpress.featured",
            "posts have a picture above them that the export does not name.",
            "export all content, media included, to have them named",
        ),
        (
            tally.excerpts,
            "wordpress.excerpt",
            "excerpts that posts have besides their text are not in the book.",
            "",
        ),
    ):
        if count:
            place = intake.archive.name
            intake.bench.find(code, "note", f"{count} {message}", place=place, todo=todo)
