"""The ledger, as several threads and several builds have it at once."""

import threading
from collections.abc import Callable
from pathlib import Path

from pipeline.shop.ledger import Ledger, Run


def test_a_build_reads_while_it_writes_beside_another_build(tmp_path: Path) -> None:
    ours, theirs = Ledger(tmp_path / "ledger.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    failed: list[Exception] = []
    stop = threading.Event()

    def again(act: Callable[[], object]) -> None:
        try:
            while not stop.is_set():
                act()
        except Exception as error:
            failed.append(error)
            stop.set()

    def runs(of: str) -> list[Run]:
        return [Run(f"{of}{n}", "clean.links", "Posts", "", "s" * 64, 0.1) for n in range(20)]

    acts = [
        lambda: ours.add(runs("a")),
        lambda: theirs.add(runs("b")),
        lambda: ours.run("a1"),
        lambda: ours.laid(tmp_path),
    ]
    threads = [threading.Thread(target=again, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    stop.wait(4)
    stop.set()
    for thread in threads:
        thread.join()
    ours.close()
    theirs.close()
    assert not failed
