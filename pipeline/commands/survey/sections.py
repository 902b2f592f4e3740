"""The parts of a survey's page that tell what there is: kinds, a book, languages, pictures."""

from __future__ import annotations

from html import escape

from pipeline.commands.survey import charts, sums
from pipeline.commands.survey.facts import Counts, Survey
from pipeline.commands.survey.sums import Row
from pipeline.commands.survey.tables import table
from pipeline.ingest.media import SMALL
from pipeline.model.finding import counted
from pipeline.shop import page as pages


def kinds(found: Survey) -> str:
    head, rows = sums.kinds(found, len(found.kinds))
    reasons = (("Held back", found.held_back), ("Set aside", found.set_aside),
               ("Merged", found.merged))  # fmt: skip
    lists = [f"<p>{name}: {escape(_told(counts))}.</p>" for name, counts in reasons if counts]
    return table("Kinds", head, rows, sums=len(rows) > 1) + "".join(lists)


def taken(found: Survey) -> str:
    left = "".join([
        f"<li>{counted(one.items, 'item')}, {counted(one.words, 'word')}: {escape(one.reason)}</li>"
        for one in found.left_out
    ])  # fmt: skip
    lengths, threads = found.lengths, found.threads
    items, words = counted(found.taken, "item"), counted(found.words.taken, "word")
    lines = [
        f"{items}, {words}, about {counted(found.words.pages, 'printed page')} of 300 words. "
        "Pictures, dates, titles and the openings of chapters take their room besides."
    ]
    if found.taken:
        title = f", “{lengths.longest_title}”" if lengths.longest_title else ""
        lines.append(
            f"The longest has {counted(lengths.longest, 'word')} ({lengths.longest_kind}, "
            f"{lengths.longest_day or 'no date'}{title}); half of them have {lengths.median:,} or "
            "fewer."
        )
    if threads.count:
        lines.append(
            f"{counted(threads.count, 'thread')} of the author's own, "
            f"{counted(threads.items, 'item')} in all; the "
            f"longest has {threads.longest:,}."
        )
    said = "".join([f"<p>{escape(line)}</p>" for line in lines])
    return said + (f"<p>Left out, unless a recipe takes it in:</p><ul>{left}</ul>" if left else "")


def languages(found: Survey) -> str:
    spoken = found.languages
    rows = list(spoken.stated.items())
    rows += [(f"{name}, by its words", n) for name, n in spoken.guessed.items()]
    rows += [("not stated, too short to tell", spoken.unknown)] if spoken.unknown else []
    return charts.ranks(rows) if rows else ""


def labels(counts: Counts) -> str:
    return charts.ranks(counts.items()) if counts else ""


def pictures(found: Survey) -> str:
    one = found.pictures
    if not one.shown:
        return ""
    rows: list[Row] = [["shown by a book's items", one.shown], ["held by the archive", one.held]]
    rows += [[f"missing: {why}", n] for why, n in one.missing.items()]
    rows += [[f"not to be shown: {why}", n] for why, n in one.unreadable.items()]
    rows.append([f"held, but under {SMALL} pixels, and so soft in print", one.small])
    rows.append(["without an alternative text", one.without_alt])
    return table("Pictures", ["pictures", "how many"], rows)


def damage(found: Survey) -> str:
    members, out = found.members, []
    for one in found.damage:
        said = "".join([f"<li>{escape(message)}</li>" for message in one.messages])
        todo = f'<p class="todo">{escape(one.todo)}</p>' if one.todo else ""
        head = f'<span class="{one.severity}">{one.severity}</span> {escape(one.code)}'
        out.append(pages.details(head, f"<ul>{said}</ul>{todo}", one.count, is_open=one.count < 4))
    rows: list[Row] = [["read", members.read]]
    rows += [[f"not read: {why or 'nothing for a book is in there'}", n]
             for why, n in members.ignored.items()]  # fmt: skip
    rows += [[f"unknown: {place}", n] for place, n in members.unknown.items()]
    damage = "".join(out) or "<p>No damage was found.</p>"
    return damage + table("Files", ["files", "how many"], rows)


def recipe(text: str) -> str:
    return f'<pre tabindex="0" aria-label="recipe.yaml">{escape(text)}</pre>'


def _told(counts: Counts) -> str:
    return ", ".join([f"{why} ({n:,})" for why, n in counts.items()])
