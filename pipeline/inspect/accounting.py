"""inspect.accounting: count every item of the archives anew, and hold the account to it."""

from pathlib import Path

from pipeline.inspect.counters import Count, count
from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Deliverables


def run(files: Deliverables, archives: Archives, account: Account, bench: Bench) -> Deliverables:
    _balance(account, bench)
    counted = [(archive, count(Path(archive.path))) for archive in archives.archives]
    for archive, counts in counted:
        if counts is None:
            bench.find(
                "accounting.uncounted",
                "note",
                "No independent counter knows this format; the account rests on its reader alone.",
                place=archive.name,
            )
    for archive, counts in counted:
        if counts is not None:
            _compare(archive, counts, account.archives.get(archive.digest, {}), bench)
    return files


def _balance(account: Account, bench: Bench) -> None:
    for row in account.sums:
        if row.unexplained:
            examples = ", ".join(one.item for one in account.lost if one.kind == row.kind)[:200]
            bench.find(
                "accounting.unbalanced",
                "error",
                f"{row.unexplained:,} of {row.seen:,} items of kind '{row.kind}' went nowhere: "
                f"{examples}.",
                todo="an operation dropped them: bookworks show BOOK STEP finds out which",
            )


def _compare(archive: Archive, counts: list[Count], seen: dict[str, int], bench: Bench) -> None:
    """Each count of an archive against what was received from it of its kinds; a count without
    kinds takes what the others leave."""
    named = {kind for one in counts for kind in one.kinds}
    for one in counts:
        wanted = one.kinds or (seen.keys() - named)
        _tell(one, sum(seen.get(kind, 0) for kind in wanted), archive, bench)


def _tell(counted: Count, received: int, archive: Archive, bench: Bench) -> None:
    number, what = counted.number, counted.what
    if number == received:
        said = f"Counted independently: {number:,} {what}."
        bench.find("accounting.counted", "note", said, place=archive.name)
        return
    bench.find(
        "accounting.miscounted",
        "error",
        f"The archive holds {number:,} {what} by an independent count, but {received:,} were "
        "received.",
        place=archive.name,
        todo="items were lost or made up while reading: report this with the archive's format",
    )
