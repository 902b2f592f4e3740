"""The traveler: the sheet that goes with the job, as JSON and as a page."""

from __future__ import annotations

from collections import Counter
from html import escape

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.finding import Finding
from pipeline.model.traveler import Row, Size, Traveler, plain
from pipeline.shop import page as pages
from pipeline.shop import proof
from pipeline.shop.ledger import Run
from pipeline.shop.routing import Planned
from pipeline.shop.setting import Setting
from pipeline.shop.slip import Written


class Done(Struct):
    """One step of a job, made or found made."""

    planned: Planned
    run: Run
    reused: bool
    slip: Written | None = None


def fill_in(setting: Setting, done: list[Done], slips: list[Written], *, times: bool) -> Traveler:
    """The sheet of a job. Without times it is the same for equal jobs, to the byte; with them it
    is the one that lies beside the files, and leads to their proof."""
    rows = tuple([_row(one, slip, times) for one, slip in zip(done, slips, strict=True)])
    findings = tuple([finding for slip in slips for finding in slip.findings])
    sheet = Traveler(setting.name, setting.book.edition, setting.version, rows, findings)
    more = proof.line(setting.name if setting.folder else "ARCHIVE") if times else ""
    return replace(sheet, page=page(sheet, setting.book.title or setting.name, more))


def _row(done: Done, slip: Written, times: bool) -> Row:
    return Row(
        step=done.planned.step.name,
        about=done.planned.operation.about,
        why=done.planned.step.why,
        took=slip.took,
        gave=slip.gave,
        set_aside=len(slip.set_asides),
        merged=len(slip.merges),
        changed=slip.changed,
        findings=dict(sorted(Counter(f.severity for f in slip.findings).items())),
        # It is of this machine's Python and libraries, and so no more the same than the time is.
        identity=done.run.identity if times else "",
        seconds=round(done.run.seconds, 3) if times else 0.0,
        reused=done.reused and times,
    )


def as_json(sheet: Traveler) -> bytes:
    """The sheet as JSON, without its page."""
    return msgspec.json.format(msgspec.json.encode(plain(sheet)), indent=1)


# -- the page --------------------------------------------------------------------------------------


def page(sheet: Traveler, title: str, more: str = "") -> str:
    """The sheet as one HTML page that needs nothing besides itself; `more` is HTML above it."""
    timed = any(row.seconds for row in sheet.rows)
    time = "<th>Time</th>" if timed else ""
    rows = "\n".join(_html(row, timed) for row in sheet.rows)
    body = (
        f"{more}<table>\n<thead><tr><th>Operation</th><th>In</th><th>Out</th><th>Set aside</th>"
        f"<th>Merged</th><th>Changed</th><th>Findings</th>{time}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n<h2>Findings</h2>\n{_findings(sheet.findings)}"
    )
    under = f"Traveler of edition {sheet.edition}, made by Bookworks {sheet.version}"
    return pages.page(title, "traveler", under, body)


def _html(row: Row, timed: bool) -> str:
    station = row.step.split(".")[0]
    why = f'<p class="why">{escape(row.why)}</p>' if row.why else ""
    about = row.about.split(": ", 1)[-1]
    cells = [
        f'<th scope="row"><span class="step">{escape(row.step)}</span>'
        f'<p class="about">{escape(about)}</p>{why}</th>',
        f'<td data-label="In">{_size(row.took)}</td>',
        f'<td data-label="Out">{_size(row.gave)}</td>',
        _number("Set aside", row.set_aside),
        _number("Merged", row.merged),
        _number("Changed", row.changed),
        f'<td data-label="Findings">{_counts(row.findings)}</td>',
    ]
    if timed:
        took = "kept" if row.reused else f"{row.seconds:.2f} s"
        cells.append(f'<td data-label="Time">{took}</td>')
    return f'<tr class="{escape(station)}">{"".join(cells)}</tr>'


def _number(label: str, number: int) -> str:
    quiet = "" if number else ' class="none"'
    return f'<td data-label="{label}"{quiet}>{number:,}</td>'


def _size(size: Size) -> str:
    if size.files:
        return f"{size.files:,} file{'s' * (size.files > 1)}"
    return f"{size.items:,} items<br><small>{size.blocks:,} blocks</small>"


def _counts(findings: dict[str, int]) -> str:
    marks = [f'<span class="{kind}">{n:,} {kind}{"s" * (n > 1)}</span>'
             for kind, n in findings.items()]  # fmt: skip
    return "<br>".join(marks) or "<span class=none>none</span>"


def _findings(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return "<p>Nothing to report.</p>"
    order = {"error": 0, "warning": 1, "note": 2}
    grouped: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((order[finding.severity], finding.code), []).append(finding)
    return "\n".join(_group(code, some) for (_, code), some in sorted(grouped.items()))


def _group(code: str, findings: list[Finding]) -> str:
    shown = "".join(f"<li>{_finding(finding)}</li>" for finding in findings[:40])
    more = f"<li>and {len(findings) - 40:,} more</li>" if len(findings) > 40 else ""
    head = f'<span class="{findings[0].severity}">{findings[0].severity}</span> {escape(code)}'
    is_open = findings[0].severity != "note" and len(findings) < 13
    return pages.details(head, f"<ul>{shown}{more}</ul>", len(findings), is_open=is_open)


def _finding(finding: Finding) -> str:
    where = finding.place or (f"item {finding.origin.item}" if finding.origin else "")
    place = f" <small>{escape(where)}</small>" if where else ""
    todo = f'<br><span class="todo">{escape(finding.todo)}</span>' if finding.todo else ""
    return f"{escape(finding.message)}{place}{todo}"
