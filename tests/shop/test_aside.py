"""What is done aside is waited for, and what goes wrong there is told to who asks."""

from __future__ import annotations

from contextlib import closing
from threading import Event, current_thread, main_thread

import pytest

from pipeline.shop.aside import Aside, done


def test_each_task_is_done_by_another_thread_and_gives_its_answer():
    with closing(Aside(3)) as aside:
        tasks = [aside.submit(lambda at=at: (at, current_thread())) for at in range(20)]
        made = [task.result() for task in tasks]
    assert [at for at, _ in made] == list(range(20))
    assert main_thread() not in {thread for _, thread in made}
    assert len({thread for _, thread in made}) <= 3


def test_what_goes_wrong_is_raised_to_whoever_asks_and_stops_no_other():
    def breaks() -> None:
        raise OSError("the disk is full")

    with closing(Aside(1)) as aside:
        broken, sound = aside.submit(breaks), aside.submit(str, 7)
        for _ in range(2):
            with pytest.raises(OSError, match="full"):
                broken.result()
        assert sound.result() == "7"


def test_closing_waits_for_all_that_was_handed_in():
    started, seen = Event(), list[int]()

    def late(at: int) -> None:
        started.wait(0.01)
        seen.append(at)

    aside = Aside(2)
    for at in range(8):
        aside.submit(late, at)
    aside.close()
    assert sorted(seen) == list(range(8))


def test_what_is_done_already_is_not_waited_for():
    assert done("here").result() == "here"
