"""The bounds are measured, and can fail."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.hostile.bounds import Bounds, Fell, OutOfBounds, bounded

if sys.platform != "linux":
    pytest.skip("what a branch took is measured on Linux alone", allow_module_level=True)

NARROW = Bounds(seconds=0.5, megabytes=32)
MB = 1 << 20


def eat(megabytes: int) -> int:
    return sum(bytearray(b"x" * (megabytes * MB))[:: MB // 4]) and megabytes


def spin() -> None:
    start = time.process_time()
    while time.process_time() < start + 1:
        pass


ELSEWHERE = f"""
import subprocess, sys
from tests.hostile import bounds
program = [sys.executable, "-c", "b'x' * {300 * MB}"]
try:
    bounds.bounded(lambda: subprocess.run(program, check=True), 0, bounds.Bounds(9, 32))
except bounds.OutOfBounds as told:
    print(told)
"""
"""From a small process: what was in memory of the one that starts a program counts as the program's."""


def test_what_keeps_within_them_gives_what_it_gives() -> None:
    assert bounded(lambda: eat(5), 0, NARROW) == 5


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: eat(64), "MB, and 32 MB are allowed"),
        (spin, "s, and 0.5 s are allowed"),
    ],
    ids=["memory", "time"],
)
def test_what_does_not_is_found_out(act: Callable[[], object], said: str) -> None:
    with pytest.raises(OutOfBounds, match=said):
        bounded(act, 0, NARROW)


def test_the_memory_of_a_program_that_it_starts_counts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("MB, and 32 MB are allowed\n")


def test_what_hangs_is_ended() -> None:
    with pytest.raises(OutOfBounds, match=r"it had not ended after 0\.5 s"):
        bounded(lambda: time.sleep(60), 0, Bounds(hanging=0.5))


def test_the_archives_own_text_is_allowed_for() -> None:
    assert bounded(lambda: eat(40), 100 * MB, NARROW) == 40


def test_what_was_taken_and_given_back_before_hides_nothing() -> None:
    eat(200)
    with pytest.raises(OutOfBounds):
        bounded(lambda: eat(64), 0, NARROW)


def test_what_raises_or_ends_its_process_fails() -> None:
    with pytest.raises(Fell, match="ZeroDivisionError"):
        bounded(lambda: 1 // 0)
    with pytest.raises(Fell, match="without a word"):
        bounded(lambda: os._exit(3))
