"""LibreOffice, which sets a docx as a writer's own program would, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.model.errors import BookworksError

PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""Where it lies on systems that do not put it on the path."""

ABSENT = (
    "LibreOffice is not installed here, and nothing else sets a docx; install it "
    "(apt install libreoffice-writer, or libreoffice.org) and run this again"
)

_MARKS = {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}
"""Each bookmark becomes a place in the PDF: that is how a passage is found by its identity."""


class NotSet(BookworksError):
    """LibreOffice did not set the file."""


def program() -> str:
    """Where LibreOffice is; "" where it is not."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in PLACES if os.path.exists(place)), "")


def as_pdf(docx: bytes, name: str, patience: float) -> bytes:
    """The docx as a PDF. Raises NotSet when LibreOffice fails, or takes longer than `patience`.

    It is given a profile of its own, so that neither a window that is open nor the person's
    settings change what comes out.
    """
    with tempfile.TemporaryDirectory(prefix="bookworks-proof-", ignore_cleanup_errors=True) as room:
        folder = Path(room)
        (folder / "book.docx").write_bytes(docx)
        said = _run(folder, name, patience)
        made = folder / "book.pdf"
        if not made.is_file():
            raise NotSet(
                "LibreOffice did not set this file", file=name, cause=said.strip()[-400:],
                todo="open it there by hand, to see what it says",
            )  # fmt: skip
        return made.read_bytes()


def _run(folder: Path, name: str, patience: float) -> str:
    profile = (folder / "profile").as_uri()
    command = [
        program(), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(_MARKS)}", "--outdir", str(folder),
        str(folder / "book.docx"),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=os.name != "nt",
    ) as running:  # fmt: skip
        try:
            return running.communicate(timeout=patience)[0]
        except subprocess.TimeoutExpired:
            raise NotSet(
                f"LibreOffice was not done with this file after {patience:.0f} seconds", file=name,
                todo="give it longer: --patience SECONDS",
            ) from None  # fmt: skip
        finally:
            _end(running)


def _end(running: subprocess.Popen[str]) -> None:
    """End it with what it started: soffice is a script, and the work is its child's."""
    if running.poll() is not None:
        return
    if os.name == "nt":
        running.kill()
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
