"""python -m tests.fuzz [READER…] [--seconds N] [--seed N] [--case NUMBER]"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from pipeline.ingest.identify import known
from tests.fuzz.run import Order, Tally, fuzzed
from tests.fuzz.seeds import seeds

KEPT = Path(__file__).resolve().parents[2] / "build" / "fuzz"


def main() -> int:
    names = [reader.NAME for reader in known()]
    parser = argparse.ArgumentParser(
        prog="make fuzz", description="Spoilt archives, by every reader."
    )
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(names))
    parser.add_argument(
        "--seconds", type=float, default=60, help="of the processor, for each reader"
    )
    parser.add_argument("--seed", type=int, default=None, help="the same seed makes the same cases")
    parser.add_argument("--case", type=int, default=None, help="only this one, of the seed")
    asked = parser.parse_args()
    if unknown := set(asked.readers) - set(names):
        parser.error(f"no such reader: {', '.join(sorted(unknown))}")
    seed = asked.seed if asked.seed is not None else int(time.time()) % 1_000_000
    ground = seeds()
    print(
        f"seed {seed}\n{'':12}{'cases':>8}{'book':>8}{'refused':>8}{'aside':>8}{'seconds':>8}{'finds':>8}"
    )
    failed = False
    for name in asked.readers or names:
        most = 1 << 60 if asked.case is None else 1
        order = Order(name, seed, asked.seconds, most, asked.case or 0)
        tally = fuzzed(order, ground[name], KEPT)
        failed = failed or bool(tally.finds)
        tell(tally, seed)
    return 1 if failed else 0


def tell(tally: Tally, seed: int) -> None:
    ends = "".join(f"{tally.ends[end]:>8}" for end in ("book", "refused", "set aside"))
    print(
        f"{tally.reader:12}{tally.cases:>8}{ends}{tally.seconds:>8.0f}{len(tally.finds):>8}",
        flush=True,
    )
    for find in tally.finds.values():
        print(f"  {find.what}\n    {find.file}\n    python -m tests.fuzz {find.reader} --seed {seed} "
              f"--case {find.case}", flush=True)  # fmt: skip


sys.exit(main())
