"""`bookworks house`: which houses there are, what one wants, and whether a docx would pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.inspect.house import check as judge
from pipeline.model.codec import named
from pipeline.model.errors import UsageError
from pipeline.model.house import House, is_own, load, names, read_own

_MOST = 10

_MODES = {
    "embedded": "in the file",
    "placed": "in files of their own, “[name: words]” in their places",
    "named": "in files of their own, the file's name in their places",
    "callouts": "in files of their own, callouts in their places, captions in a document",
}

_GATES = {
    "": "none but its styles",
    "own": "what stands here",
    "rsuite": "what stands here, and what Macmillan's own validator reports",
}


def listed() -> list[dict[str, Any]]:
    return [{"name": one, "title": load(one).title, "about": load(one).about} for one in names()]


def listed_text(found: list[dict[str, Any]]) -> str:
    wide = max(len(one["name"]) for one in found)
    return "\n".join(f"  {one['name']:<{wide}}  {one['about']}" for one in found)


def show(name: str) -> dict[str, Any]:
    """What a house wants of a file."""
    house = find(name)
    return {
        "name": house.name, "title": house.title, "about": house.about,
        "chapters": _chapters(house),
        "scene_break": house.scene_break, "images": house.images, "notes": house.notes,
        "links": house.links, "left_out": list(house.left_out), "gate": house.gate,
        "limits": {"words": house.limits.words, "chapter": house.limits.chapter,
                   "megabytes": house.limits.megabytes},
        "roles": dict(sorted(house.roles.items())),
        "characters": dict(sorted(house.characters.items())),
        "styles": sorted({*house.styles, *house.known}),
    }  # fmt: skip


def show_text(found: dict[str, Any]) -> str:
    rows = [
        ("chapters", found["chapters"]),
        ("a break", f"“{found['scene_break']}”" if found["scene_break"] else "a line of space"),
        ("pictures", _MODES[found["images"]]),
        ("notes", f"{found['notes']}s"),
        ("links", "as links" if found["links"] == "hyperlink" else "as words"),
        ("left out", ", ".join(found["left_out"]) or "nothing"),
        ("rules", _GATES[found["gate"]]),
    ]
    lines = [f"{found['title']}: {found['about']}", ""]
    lines += [f"  {name:<10} {said}" for name, said in rows]
    lines += ["", "  what a paragraph is, and its style:"]
    lines += [f"    {role:<17} {style}" for role, style in found["roles"].items()]
    lines += ["", f"  {len(found['styles'])} styles in all; --json lists them"]
    return "\n".join(lines)


def _chapters(house: House) -> str:
    title = house.title_of("chapter", "body") or house.heading(1)
    begins = {
        "chapters": f"a section break, then {title}",
        "matter": title,
        "none": title,
    }[house.section_breaks]
    start = house.section("chapter", "body")
    return f"{start}, then {begins}" if start else begins


def find(name: str) -> House:
    """A shared house by its name, or a file by its path."""
    if is_own(name):
        path = Path(name)
        read_own(path, path.parent)
        return load(str(path))
    return load(name)


def check(file: str, name: str, every: bool = False) -> dict[str, Any]:
    """What a house minds in any docx, and whether it would refuse it."""
    path = Path(file)
    if not path.is_file():
        raise UsageError("there is no such file", file=file, todo="give the path of a docx")
    house = find(name)
    found = judge(path.name, path.read_bytes(), house, 1 << 30 if every else _MOST)
    return {
        "file": file,
        "house": house.name,
        "title": house.title,
        "findings": [named(finding) for finding in found],
        "refused": any(finding.severity == "error" for finding in found),
    }


def check_text(found: dict[str, Any]) -> str:
    marks = {"error": "✗", "warning": "!", "note": "·"}
    lines = [f"{found['file']}: {'refused' if found['refused'] else 'passes'} ({found['title']})"]
    for one in found["findings"]:
        where = one["place"].removeprefix(Path(found["file"]).name).lstrip(", ")
        lines.append(f"  {marks[one['severity']]} {one['message']}")
        lines += [f"      {where}"] if where else []
        lines += [f"      to do: {one['todo']}"] if one["todo"] else []
    return "\n".join(lines)
