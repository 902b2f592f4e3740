"""A disk that is full, or may not be written to, for real: a small one mounted for the purpose."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floor import RECIPE, Floor
from tests.proofs import trouble


def _may_mount() -> bool:
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    tried = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
    return subprocess.run(tried, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not _may_mount(), reason="no mounts may be made here")

BUILD = f"'{sys.executable}' -m pipeline book small"

FULL = f"""
mount -t tmpfs -o {{limit}} none build || exit 90
{BUILD}
code=$?
cp -r build/small "$OUT" 2>/dev/null
mount -o remount,size=64m,nr_inodes=100000 build || exit 91
{BUILD} || exit 92
cp -r build "$OUT/whole" || exit 93
exit $code
"""


@pytest.mark.parametrize(
    "limit",
    [f"size={size}k" for size in (4, 8, 16, 32, 64, 96, 128, 160, 192, 224, 256, 320)]
    + [f"nr_inodes={count}" for count in (3, 6, 12, 24, 40, 60)],
)
def test_a_full_disk_is_told_and_the_next_build_goes_on(tmp_path: Path, limit: str) -> None:
    undisturbed = Floor(tmp_path / "undisturbed")
    undisturbed.build()
    floor = Floor(tmp_path / "floor")
    (floor.root / "build").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    ended = _under(floor.root, FULL.format(limit=limit), out)
    assert ended.returncode == 8, ended.stderr
    assert "the disk is full" in ended.stderr
    assert "to do: make room" in ended.stderr
    assert "Traceback" not in ended.stderr
    laid = {p.relative_to(out / "small" / "1").as_posix(): p for p in out.glob("small/1/**/*.docx")}
    wanted = undisturbed.files()
    assert all(path.read_bytes() == wanted[name] for name, path in laid.items())
    shutil.copytree(out / "whole", floor.root / "build", dirs_exist_ok=True)
    assert not trouble.faults(floor, wanted)


READ_ONLY = f"mount --bind -o ro build build || exit 90\n{BUILD}"


@pytest.mark.parametrize("built", [False, True], ids=["never built", "built before"])
def test_a_disk_that_is_read_only_is_told(tmp_path: Path, built: bool) -> None:
    floor = Floor(tmp_path / "floor")
    (floor.root / "build").mkdir()
    if built:
        floor.build()
        assert _under(floor.root, READ_ONLY).returncode == 0, "what is finished is found"
        floor.recipe(RECIPE.replace("Small", "Great"))
    before = floor.files()
    ended = _under(floor.root, READ_ONLY)
    assert ended.returncode == 8, ended.stderr
    assert "read-only" in ended.stderr
    assert "to do: choose another folder with --out" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert floor.files() == before
    floor.build()
    assert not trouble.faults(floor, floor.files())


def _under(folder: Path, script: str, out: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What a script comes to in a floor's folder, with mounts of its own."""
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script.replace("$OUT", str(out))],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
