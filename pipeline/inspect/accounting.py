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
    known = [(archive, counts) for archive, counts in counted if counts is not None]
    if len(known) == len(counted):
        _compare(known, account, bench)
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


def _compare(counted: list[tuple[Archive, list[Count]]], account: Account, bench: Bench) -> None:
    """Each count against the sums of its kinds; a count without kinds takes what the rest left."""
    seen = {row.kind: row.seen for row in account.sums}
    totals: dict[str, tuple[frozenset[str], int]] = {}
    for _, counts in counted:
        for one in counts:
            kinds, number = totals.get(one.what, (one.kinds, 0))
            totals[one.what] = kinds, number + one.number
    named = {kind for kinds, _ in totals.values() for kind in kinds}
    several = sum(not kinds for kinds, _ in totals.values()) > 1
    for what, (kinds, number) in totals.items():
        if not kinds and several:
            continue  # two formats share the unnamed kinds: only their sum could be compared
        wanted = kinds or (seen.keys() - named)
        received = sum(seen.get(kind, 0) for kind in wanted)
        _tell(what, number, received, bench)


def _tell(what: str, number: int, received: int, bench: Bench) -> None:
    if number == received:
        bench.find("accounting.counted", "note", f"Counted independently: {number:,} {what}.")
        return
    bench.find(
        "accounting.miscounted",
        "error",
        f"The archives hold {number:,} {what} by an independent count, but {received:,} were "
        "received.",
        todo="items were lost or made up while reading: report this with the archive's format",
    )
