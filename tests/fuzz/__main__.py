"""`make fuzz`: a line for each reader. Exits 1 when there is a find."""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.trial import Round, limit_memory, spoilt, tried, tries
from tests.specimens import SPECIMENS

FORMATS = sorted({one.format for one in SPECIMENS})
KEPT = Path("build") / "fuzz"


def main() -> int:
    asked = _asked()
    if asked.case is not None:
        return _again(asked.format[0], asked.seed, asked.case)
    found = False
    for format in asked.format or FORMATS:
        one = _apart(format, asked.seed, asked.seconds)
        found = _tell(one, asked.seed) or found
    return int(found)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("format", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--seconds", type=float, default=20.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of all the strokes")
    parser.add_argument("--case", type=int, help="one case again, its archive kept in build/fuzz")
    asked = parser.parse_args()
    unknown = [one for one in asked.format if one not in FORMATS]
    if unknown or (asked.case is not None and len(asked.format) != 1):
        parser.error(f"no such format: {unknown[0]}" if unknown else "--case needs one FORMAT")
    return asked


def _apart(format: str, seed: int, seconds: float) -> Round:
    """The trials of one reader in a process of its own, which may fall without the others. What
    falls in a way that no Python can tell of is told by its last case."""
    context = multiprocessing.get_context("fork")
    out, into = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(format, seed, seconds, into))
    process.start()
    into.close()
    last: int | Round = -1
    while not isinstance(last, Round) and out.poll(60 + seconds):
        try:
            last = out.recv()
        except EOFError:
            break
    process.kill()
    process.join()
    if isinstance(last, Round):
        return last
    fell = f"the process ended by itself, or hung (exit code {process.exitcode})"
    return Round(format, {"read": 0, "refused": 0, "find": 1}, [(last, fell)], seconds, 0)


def _child(format: str, seed: int, seconds: float, into) -> None:  # type: ignore[no-untyped-def]
    limit_memory()
    end = time.monotonic() + seconds

    def goes_on(number: int) -> bool:
        into.send(number)
        return time.monotonic() < end

    with tempfile.TemporaryDirectory() as room:
        into.send(tries(format, seed, Path(room), goes_on))


def _tell(one: Round, seed: int) -> bool:
    cases = sum(one.ends.values())
    print(
        f"{one.format:12} {cases:6,} cases: {one.ends['read']:,} read, {one.ends['refused']:,} "
        f"refused, {one.ends['find']:,} found; {one.seconds:.0f} s, {one.megabytes} MB more",
        flush=True,
    )
    for number, find in one.finds:
        _keep(one.format, seed, number)
        print(
            f"  {find}\n    again: python -m tests.fuzz {one.format} --seed {seed} --case {number}"
        )
    return bool(one.finds)


def _keep(format: str, seed: int, number: int) -> Path:
    folder = KEPT / f"{format}-{seed}-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    return spoilt(format, seed, number).lay(folder)


def _again(format: str, seed: int, number: int) -> int:
    print(f"the archive: {_keep(format, seed, number)}")
    with tempfile.TemporaryDirectory() as room:
        for whole in (False, True):
            verdict = tried(spoilt(format, seed, number), Path(room) / "room", whole=whole)
            print("as a book: " if whole else "as posts: ", verdict.end, verdict.find)
    return 0


if __name__ == "__main__":
    sys.exit(main())
