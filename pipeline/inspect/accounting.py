"""inspect.accounting: count every item of the archives anew, and hold the account to it."""

from collections import Counter
from pathlib import Path

from msgspec import Struct

from pipeline.inspect.counters import Count, every
from pipeline.model.account import Account
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Deliverables


class Counted(Struct):
    """What the independent counters say of each archive: one list for each that knows it."""

    opinions: list[list[list[Count]]]
    failed: list[str]  # of each archive, why counting it broke off; "" where it did not


def ahead(archives: Archives, bench: Bench) -> Counted:
    """Count anew. A counter's own fault costs its second opinion, and not the book."""
    found = Counted([], [])
    for archive in archives.archives:
        known: list[list[Count]] = []
        fault = ""
        try:
            known += every(Path(archive.path))
        except Exception as error:
            fault = type(error).__name__
        found.opinions.append(known)
        found.failed.append(fault)
    return found


def run(
    files: Deliverables, archives: Archives, found: Counted, account: Account, bench: Bench
) -> Deliverables:
    _balance(account, bench)
    aside = Counter([one.kind for one in account.set_asides])
    for archive, known, fault in zip(archives.archives, found.opinions, found.failed, strict=True):
        if fault:
            bench.find(
                "accounting.failed",
                "warning",
                "The independent counter failed on this archive; the account rests on its reader.",
                place=archive.name,
                todo=f"report this fault of the shop ({fault})",
            )
        seen = account.archives.get(archive.digest, {})
        if known:
            _compare(archive, _agreeing(known, seen), seen, aside, bench)
            continue
        bench.find(
            "accounting.uncounted",
            "note",
            "No independent counter knows this format; the account rests on its reader alone.",
            place=archive.name,
        )
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


def _agreeing(known: list[list[Count]], seen: dict[str, int]) -> list[Count]:
    """The counts that agree with what was received, if any do; else the first."""
    for counts in known:
        if all(one.number == number for one, number in _received(counts, seen)):
            return counts
    return known[0]


def _received(counts: list[Count], seen: dict[str, int]) -> list[tuple[Count, int]]:
    """Each count with the number received of its kinds; a count without kinds takes what the
    others leave."""
    named = {kind for one in counts for kind in one.kinds}
    return [
        (one, sum(seen.get(kind, 0) for kind in one.kinds or (seen.keys() - named)))
        for one in counts
    ]


def _compare(
    archive: Archive, counts: list[Count], seen: dict[str, int], aside: Counter[str], bench: Bench
) -> None:
    """Each count of an archive against what was received from it."""
    named = {kind for one in counts for kind in one.kinds}
    for one, received in _received(counts, seen):
        kinds = one.kinds or (seen.keys() - named)
        _tell(one, received, sum(aside[kind] for kind in kinds), archive, bench)


def _tell(counted: Count, received: int, aside: int, archive: Archive, bench: Bench) -> None:
    number, what = counted.number, counted.what
    if number == received:
        said = f"Counted independently: {number:,} {what}."
        bench.find("accounting.counted", "note", said, place=archive.name)
        return
    if number < received <= number + aside:  # a reader may find broken items that no count does
        bench.find(
            "accounting.surplus",
            "warning",
            f"Counted independently: {number:,} {what}; {received:,} were received, with some that "
            "are broken and were set aside.",
            place=archive.name,
        )
        return
    bench.find(
        "accounting.miscounted",
        "error",
        f"The archive holds {number:,} {what} by an independent count, but {received:,} were "
        "received.",
        place=archive.name,
        todo="items were lost or made up while reading: report this with the archive's format",
    )
