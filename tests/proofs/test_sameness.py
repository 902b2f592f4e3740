"""Same in, same out: two builds give the same bytes, however unlike the machines they run on."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floor import POSTS, Floor

CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
#define SHIFT (10L * 366 * 86400)
int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += SHIFT;
    return result;
}
time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *out, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""
"""A clock that is ten years ahead, for all that a process and its libraries ask of it."""

ENVIRONMENTS = {
    "time zone east": {"TZ": "Pacific/Kiritimati"},
    "time zone west": {"TZ": "America/Adak"},
    "locale C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "locale UTF-8": {"LC_ALL": "C.UTF-8"},
    "locale Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 2": {"PYTHONHASHSEED": "424242"},
    "no docstrings": {"PYTHONOPTIMIZE": "1"},
    "another day": {"SOURCE_DATE_EPOCH": "86400"},
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    floor = _rich(tmp_path_factory.mktemp("first") / "floor", sorted(POSTS))
    return _built(floor, {})


@pytest.mark.parametrize("what", ENVIRONMENTS)
def test_the_environment_does_not_show(tmp_path: Path, wanted: dict[str, bytes], what: str) -> None:
    assert _built(_rich(tmp_path, sorted(POSTS)), ENVIRONMENTS[what]) == wanted


@pytest.mark.parametrize("umask", [0o000, 0o027, 0o077])
def test_the_umask_does_not_show(tmp_path: Path, wanted: dict[str, bytes], umask: int) -> None:
    assert _built(_rich(tmp_path, sorted(POSTS)), {}, umask) == wanted


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_files_on_the_disk_does_not_show(
    tmp_path: Path, wanted: dict[str, bytes], seed: int
) -> None:
    names = sorted(POSTS)
    random.Random(seed).shuffle(names)
    folder = tmp_path / f"a folder with another näme {seed}" / "deeper"
    assert _built(_rich(folder, names), {}) == wanted


def test_what_else_is_installed_does_not_show(tmp_path: Path, wanted: dict[str, bytes]) -> None:
    library = tmp_path / "site-packages" / "unheard_of-1.0.dist-info"
    library.mkdir(parents=True)
    path = os.pathsep.join([str(library.parent), os.environ.get("PYTHONPATH", "")])
    assert _built(_rich(tmp_path / "floor", sorted(POSTS)), {"PYTHONPATH": path}) == wanted


def test_the_clock_does_not_show(tmp_path: Path, wanted: dict[str, bytes]) -> None:
    ahead = _ahead(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", "import time; print(time.gmtime().tm_year)"],
        env={**os.environ, **ahead}, capture_output=True, text=True,
    )  # fmt: skip
    assert int(told.stdout) > 2034, "the clock is not ahead"
    assert _built(_rich(tmp_path / "floor", sorted(POSTS)), ahead) == wanted


def test_a_build_that_was_made_in_steps_is_the_same(
    tmp_path: Path, wanted: dict[str, bytes]
) -> None:
    floor = _rich(tmp_path, sorted(POSTS))
    floor.post("2018-01-01-early", "---\ntitle: Early\n---\n\nToo early.\n")
    _built(floor, {"PYTHONHASHSEED": "7"})
    (tmp_path / "sources/posts/2018-01-01-early.md").unlink()
    assert _built(floor, {"TZ": "Asia/Kathmandu"}) == wanted


def _rich(root: Path, names: list[str]) -> Floor:
    """A floor whose posts lie in folders, and whose files were made in the order given."""
    floor = Floor(root)
    shutil.rmtree(root / "sources")
    for name in names:
        floor.write(f"sources/posts/{name[:4]}/{name}.md", POSTS[name])
    floor.write("recipes/small/matter/preface.md", "Why I *wrote* this.\n")
    return floor


def _built(floor: Floor, environment: dict[str, str], umask: int = 0o022) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "book", "small"],
        cwd=floor.root,
        env={**os.environ, **environment},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    made = floor.files()
    assert any(name.endswith(".docx") for name in made)
    return made


def _ahead(folder: Path) -> dict[str, str]:
    """The environment in which a process has its clock ten years ahead."""
    for library in Path("/usr/lib").glob("*/faketime/libfaketime.so.1"):
        return {"LD_PRELOAD": str(library), "FAKETIME": "+3660d"}
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("neither libfaketime nor a C compiler is here")
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(CLOCK)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library)}
