"""Pandoc, as a program of its own: one document in, its tree out, within bounds.

It runs in its sandbox, so that no document makes it read another file, with a heap that is bounded,
for a bounded time, in an empty folder, and without a word of this machine's settings. The document
goes in by its standard input; so nothing of it is ever named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from threading import Timer
from typing import IO

import msgspec
from msgspec import Struct

from pipeline.ingest.readers.documents.ast import Pandoc
from pipeline.model.errors import ArchiveError

HEAP = "512M"
MOST_OUT = 256 << 20
_MOST_TOLD = 1 << 20
_CHUNK = 1 << 20
_LEAST_SECONDS = 30
_MOST_SECONDS = 600
_BYTES_A_SECOND = 20_000
"""A slow machine reads several times as much."""

_TREE = msgspec.json.Decoder(Pandoc)
"""Made here, once: where several threads make the first one at once, msgspec brings the whole
process down."""

_HEAP_EXHAUSTED = 251
_QUOTED = re.compile(r"[\"`‘“<{\[]|(?<!\w)'|\bat \b|: ")
"""Behind any of these a message may go on with words of the document."""


class Output(Struct, frozen=True):
    tree: Pandoc
    log: str  # what pandoc says that it left out


class Failed(Exception):
    """Why there is no tree: a reason that says nothing of the document, and a detail."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def read(data: bytes, format: str, *, seconds: float | None = None) -> Output:
    """The tree of a document. Raises Failed."""
    limit = seconds or min(_LEAST_SECONDS + len(data) / _BYTES_A_SECOND, _MOST_SECONDS)
    out, log = _run(data, format, limit)
    try:
        return Output(_TREE.decode(out), log)
    except RecursionError as error:
        raise Failed("it is nested too deep to be read") from error
    except msgspec.MsgspecError as error:
        raise Failed("pandoc gave a tree of another shape than is known") from error


def program() -> str:
    """The program that came with Bookworks; another might read the same document otherwise.

    Raises ArchiveError when there is none.
    """
    spec = find_spec("pypandoc")
    folder = os.path.dirname(spec.origin) if spec and spec.origin else ""
    bundled = os.path.join(folder, "files", "pandoc.exe" if os.name == "nt" else "pandoc")
    if folder and os.path.exists(bundled):
        return bundled
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ArchiveError(
            "documents are read with pandoc, which is not installed",
            cause="the package pypandoc_binary is missing from this Python",
            todo="run make again, or: pip install pypandoc_binary",
        ) from error


def _run(data: bytes, format: str, seconds: float) -> tuple[bytes, str]:
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as told,
    ):
        given.write(data)
        given.seek(0)
        with subprocess.Popen(
            _command(format, folder),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=told,
            cwd=folder,
            env=_environment(folder),
        ) as process:
            _bound(process.pid, seconds)
            out, late = _output(process, seconds)
        told.seek(0)
        log = told.read(_MOST_TOLD).decode("utf-8", "replace")
        _check(process.returncode, late, out, log, seconds)
        return out, log


def _command(format: str, folder: str) -> list[str]:
    return [
        program(), "+RTS", f"-M{HEAP}", "-RTS", "--sandbox", "--standalone", "--verbose",
        "--track-changes=accept", f"--data-dir={folder}", f"--from={format}", "--to=json",
    ]  # fmt: skip


def _environment(folder: str) -> dict[str, str]:
    """Next to nothing; Windows does not start programs without knowing where it lies."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, "HOME": folder, "LANG": "C.UTF-8"}


def _bound(pid: int, seconds: float) -> None:
    """Where the system can: no large file is written, and no more time of the processor taken than
    there is on the clock. The document is waiting to be read until then, or hardly longer."""
    if sys.platform != "linux":
        return
    import resource

    try:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (_MOST_TOLD, _MOST_TOLD))
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        pass  # it has ended already, or may not be bound here


def _output(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bool]:
    """What the program writes, up to the most that is taken; and whether it took too long."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        process.kill()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        assert process.stdout is not None
        out = _capped(process.stdout)
        if len(out) > MOST_OUT:
            process.kill()
        process.wait()
    finally:
        timer.cancel()
    return out, bool(late)


def _capped(stream: IO[bytes]) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while size <= MOST_OUT and (chunk := stream.read(_CHUNK)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _check(code: int, late: bool, out: bytes, log: str, seconds: float) -> None:
    if late:
        raise Failed("pandoc did not come to an end with it", f"after {seconds:.0f} seconds")
    if len(out) > MOST_OUT:
        raise Failed("it becomes more than can be read", f"over {MOST_OUT:,} bytes of tree")
    if code == _HEAP_EXHAUSTED or "Heap exhausted" in log:
        raise Failed("pandoc needs more memory for it than it may have", f"over {HEAP}")
    if code:
        raise Failed("pandoc cannot read it", _message(log, code))


def _message(log: str, code: int) -> str:
    """What pandoc says of an error: the place alone where it would quote the document."""
    lines = [line for line in log.split("\n") if line and line[:1] != "["]
    first = lines[0][:200] if lines else f"it ended with {code}"
    if "(line " in first or first.startswith("Error at"):
        place = first[first.find("(line ") :].split(")")[0].strip("(")
        return f"at {place}" if place.startswith("line ") else "at a place that it does not name"
    first = _QUOTED.split(first)[0].rstrip(" :,")
    return "".join(sign if sign.isprintable() else " " for sign in first)
