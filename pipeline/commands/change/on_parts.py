"""Plans that change what a book is made of: its items, its chapters, its pages, its files."""

from __future__ import annotations

from pipeline.commands.change.on_house import page_is_there
from pipeline.commands.change.plan import Declined, Ground, Plan, Proof, Sight, Step, Waits
from pipeline.model.manuscript import Division
from pipeline.model.walk import every_division
from pipeline.transmit.change import Request, Rule, Tally
from pipeline.transmit.change_params import ElementRequire, FileLayout, StructureEdit

_MATTER = {
    "dedication": "dedication", "epigraph": "epigraph", "foreword": "foreword",
    "preface": "preface", "introduction": "introduction", "afterword": "afterword",
    "acknowledgements": "acknowledgements", "glossary": "glossary", "bio": "about",
}  # fmt: skip
"""Pages that only a person can write, by the kind of their division."""

_MADE = {
    "title-page": ("titlepage", "title_page"),
    "copyright": ("copyright", "copyright_page"),
    "colophon": ("colophon", "colophon"),
}
_LISTS = ("index", "illustrations", "chronology", "sources", "links")
_LOGS = {"art-log": "art", "permissions-log": "permissions", "sources-log": "sources"}
_ENDLESS = 100_000_000
"""More words than any file holds."""


# -- items and chapters ----------------------------------------------------------------------------


def structure_edit(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, StructureEdit)
    plan = Plan(checks=[_same_items_say_the_same])
    _select(params, ground, plan)
    options: dict[str, list[object]] = {
        "moves": [{"item": one.item, "after": one.after} for one in params.reorder],
        "cuts": [{"before": one.before, "title": one.title} for one in params.split],
        "joins": [*params.merge],
    }
    said = {name: value for name, value in options.items() if value}
    if said:
        ground.must_run("assemble.divisions", "chapters cannot be arranged")
        plan.steps.append(Step("assemble.arrangement", said, after="assemble.divisions"))
        plan.counts["arranged"] = sum(map(len, said.values()))
        plan.checks.append(_is_arranged)
    return plan


def _select(params: StructureEdit, ground: Ground, plan: Plan) -> None:
    if not (params.include or params.exclude):
        return
    ground.must_run("clean.selection", "items cannot be chosen")
    both = sorted({*params.include} & {*params.exclude})
    if both:
        raise Declined(f"'{both[0]}' is to be included and excluded")
    received = {post.id for post in ground.sight.record.received().posts}
    strange = [item for item in (*params.include, *params.exclude) if item not in received]
    if strange:
        raise Declined(f"no archive gives an item '{strange[0]}', or it is not public")
    without = {"without_items": params.include, "keep_items": params.exclude}
    options: dict[str, list[str]] = {}
    if params.include:
        options["keep_items"] = [*params.include]
    if params.exclude:
        options["without_items"] = [*params.exclude]
    plan.steps.append(Step("clean.selection", options, without=without))
    wanted, unwanted = {*params.include}, {*params.exclude}
    plan.counts |= {"included": len(wanted), "excluded": len(unwanted)}
    plan.checks.append(lambda before, after: _are_chosen(after, wanted, unwanted))


def _are_chosen(after: Sight, wanted: set[str], unwanted: set[str]) -> Proof:
    lacking, left = wanted - after.items, unwanted & after.items
    found = f"{len(wanted - lacking):,} of {len(wanted):,} are in, {len(left):,} are not out"
    return Proof("items_chosen", not lacking and not left, found)


def _same_items_say_the_same(before: Sight, after: Sight) -> Proof:
    """That no word changed in what of the archives both books hold. Pages of matter may tell how
    many posts there are, and are counted apart."""
    both = before.items & after.items
    was, now = _words(before, both), _words(after, both)
    other = {item for item in both if was.get(item) != now.get(item)}
    matter = {item for item in other if item.startswith("matter/")}
    found = f"{len(both):,} items are in both; {len(other - matter):,} say another thing"
    found += f"; {len(matter):,} pages of matter tell other figures" if matter else ""
    return Proof("items_unchanged", not other - matter, found)


def _words(sight: Sight, items: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in sight.passages:
        if one.origin and one.origin.item in items:
            found.setdefault(one.origin.item, []).append(one.said)
    return found


def _is_arranged(before: Sight, after: Sight) -> Proof:
    was, now = _outline(before), _outline(after)
    chapters = (sum(kind == "chapter" for kind, _ in some) for some in (was, now))
    found = "{:,} chapters before, {:,} after".format(*chapters)
    return Proof("arranged", was != now, found)


def _outline(sight: Sight) -> list[tuple[str, str]]:
    return [(division.kind, division.id) for division in every_division(sight.book.divisions)]


# -- pages -----------------------------------------------------------------------------------------


def element_require(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, ElementRequire)
    name = params.element
    if name in _LISTS:
        ground.must_run("assemble.appendices", f"no page of {name} can be made")
        step = Step("assemble.appendices", {"pages": [name]})
        check = f"_bw_page_{name}"
        return Plan(steps=[step], checks=[lambda before, after: page_is_there(after, check)])
    if name in _MADE:
        return _made(name, ground)
    if name in _LOGS:
        return Plan(checks=[lambda before, after: _is_logged(after, _LOGS[name])])
    if name == "permission":
        raise Waits("permissions are a person's to get; data/logs/permissions.csv lists what is "
                    "to be cleared")  # fmt: skip
    kind = _MATTER[name]
    if _of_kind(ground.sight, kind):
        return Plan(checks=[lambda before, after: _has(after, kind)])
    raise Waits(f"the book has no {name}, and its words are the author's: write matter/{kind}.md "
                "beside the recipe")  # fmt: skip


def _made(name: str, ground: Ground) -> Plan:
    kind, option = _MADE[name]
    if kind in ground.house.left_out:
        raise Declined(f"{ground.house.title} makes its own {name}: none goes into the file")
    ground.must_run("assemble.matter", f"no {name} can be made")
    step = Step("assemble.matter", {option: True})
    steps = [] if _of_kind(ground.sight, kind) else [step]
    return Plan(steps=steps, checks=[lambda before, after: _has(after, kind)])


def _of_kind(sight: Sight, kind: str) -> list[Division]:
    return [one for one in every_division(sight.book.divisions) if one.kind == kind]


def _has(after: Sight, kind: str) -> Proof:
    pages = len(_of_kind(after, kind))
    return Proof("element_there", bool(pages), f"{pages} of the kind {kind}")


def _is_logged(after: Sight, log: str) -> Proof:
    name = f"bundle/data/logs/{log}.csv"
    return Proof("log_there", name in after.record.files, name)


# -- files -----------------------------------------------------------------------------------------


def file_layout(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, FileLayout)
    if params.naming:
        raise Declined("files are named by the book's title, in every version alike")
    if params.files == "per-chapter":
        raise Declined("no house here takes a file for each chapter: the styles of a whole book "
                       "stand in one file, and a volume is the smallest that is cut")  # fmt: skip
    volumes = "assemble.volumes" in ground.steps
    if params.files == "single":
        steps = [Step("assemble.volumes", {"words": _ENDLESS})] if volumes else []
        return Plan(steps=steps, rules=[Rule(count=Tally(of="file", min=1, max=1))])
    if not params.words:
        raise Declined("volumes need the most words that one may have")
    ground.must_run("assemble.volumes", "the book is not cut into volumes")
    step = Step("assemble.volumes", {"words": params.words})
    return Plan(steps=[step], rules=[Rule(count=Tally(of="file", min=1))])
