"""Plans that change passages: their words, their roles, the depth of their headings."""

from __future__ import annotations

from collections import Counter

from pipeline.commands.change.patience import check_pattern
from pipeline.commands.change.plan import Declined, Edit, Ground, Plan, Proof, Sight, Step
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.levels import level_of
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.role import ROLES
from pipeline.model.splice import seen
from pipeline.model.text import CodeBlock, Heading, Inlines, Paragraph
from pipeline.model.walk import map_inlines
from pipeline.style import assigned, wording
from pipeline.style.likeness import spans
from pipeline.transmit.change import OfChapter, OfItem, OfRole, Quote, Request, Rule, Scope, Whole
from pipeline.transmit.change_params import HeadingDepth, StyleAssign, TextReplace
from pipeline.transmit.change_scope import Passage, changed, quoted, reached

_ROLES = "style.roles"
_ORDER = ("style.headings", "style.assigned", "style.wording")
"""What stands behind the roles, in this order: words are told apart by the roles they have."""

_KNOWN = {*ROLES, "title", "message", "list", "code", "note", "table"}
UNCHANGED = Rule(text_unchanged="all")


def found(request: Request, ground: Ground) -> list[Passage]:
    """The passages of a request's scope. Raises Declined where there are none."""
    passages = reached(ground.sight.passages, request.scope)
    if not passages:
        raise Declined(f"nothing in the book is {_said(request.scope)}{_near(request, ground)}")
    return passages


def _near(request: Request, ground: Ground) -> str:
    """The nearest name to one that is not there, of names that are few enough to be told."""
    match request.scope:
        case OfItem():
            word, known = request.scope.id, ground.sight.items
        case OfChapter():
            word = request.scope.title
            known = {title for one in ground.sight.passages for title in one.within}
        case _:
            return ""
    said = nearest(word, known)
    return f": {said}" if said.startswith("did you mean") else ""


def _said(scope: Scope) -> str:
    match scope:
        case Whole():
            return "there"
        case OfItem():
            return f"of an item '{scope.id}'"
        case OfRole():
            return f"of the role '{scope.role}'"
        case OfChapter():
            return f"in a chapter called '{scope.title}'"
        case Quote():
            return f"a passage that says '{scope.prefix}{scope.exact}{scope.suffix}'"


def _behind(step: str, ground: Ground) -> str:
    """The last step before this one that the recipe has."""
    before = _ORDER[: _ORDER.index(step)]
    return next((name for name in reversed(before) if name in ground.steps), _ROLES)


# -- roles -----------------------------------------------------------------------------------------


def style_assign(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, StyleAssign)
    if params.role not in ROLES or params.role in assigned.MADE:
        known = [role for role in ROLES if role not in assigned.MADE]
        raise Declined(f"a paragraph cannot be '{params.role}': {nearest(params.role, known)}")
    ground.must_run(_ROLES, "no roles are set")
    paragraphs = [one for one in found(request, ground) if isinstance(one.leaf, Paragraph)
                  and one.leaf.role not in assigned.MADE]  # fmt: skip
    if isinstance(request.scope, Quote) and len(paragraphs) > 1:
        raise Declined(f"those words stand in {len(paragraphs):,} passages: quote more of them")
    placed = [one for one in paragraphs if one.key]
    by_role = isinstance(request.scope, OfRole)  # which holds of the shop's own lines too
    if not (placed or (paragraphs and by_role)):
        raise Declined("no paragraph of the author's is in that scope")
    options = _roles(request.scope, params.role, placed)
    step = Step("style.assigned", options, after=_behind("style.assigned", ground))
    wanted = Counter(one.said for one in placed)
    return Plan(
        steps=[step],
        rules=[UNCHANGED],
        checks=[lambda before, after: _have_role(after, wanted, params.role)],
        counts={"assigned": len(paragraphs if by_role else placed)},
    )


def _roles(scope: Scope, role: str, placed: list[Passage]) -> dict[str, object]:
    if isinstance(scope, OfRole):
        return {"roles": {scope.role: role}}
    if isinstance(scope, OfItem):
        return {"items": {scope.id: role}}
    keys = dict.fromkeys([one.key for one in placed if one.key])
    return {"spots": [{"item": item, "block": block, "role": role} for item, block in keys]}


def _have_role(after: Sight, wanted: Counter[str], role: str) -> Proof:
    have = Counter(one.said for one in after.passages if one.roles[0] == role and one.key)
    missing = (wanted - have).total()
    done = wanted.total() - missing
    return Proof("role_assigned", not missing, f"{done:,} of {wanted.total():,} are '{role}' now")


# -- words -----------------------------------------------------------------------------------------


def text_replace(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, TextReplace)
    for role in params.exclude:
        if role not in _KNOWN:
            raise Declined(f"there is no role '{role}' to leave alone: {nearest(role, _KNOWN)}")
    passages = found(request, ground)
    rule = _rule(request, params, passages)
    if params.regex:
        check_pattern(rule, [one.said for one in passages])
    if isinstance(request.scope, Quote):
        return _edited(rule, params, passages, request.scope)
    ground.must_run(_ROLES, "no wording is changed")
    expected, times = _foretold(rule, ground)
    _check_count(times, params, rule)
    plan = Plan(counts={"replaced": times})
    plan.steps.append(
        Step("style.wording", {"rules": [_plain(rule)]}, after=_behind("style.wording", ground))
    )
    plan.checks.append(lambda before, after: _as_foretold(expected, after))
    if not isinstance(request.scope, Whole):
        plan.rules.append(Rule(text_unchanged_outside="scope"))
    left = sum(len(list(wording.found(rule, one.said))) for one in passages if one.key is None)
    if left:
        said = f"{left:,} more stand in what the shop says itself, which follows from the recipe"
        plan.deviations.append(lambda before, after: said)
    return plan


def _rule(request: Request, params: TextReplace, passages: list[Passage]) -> wording.Rule:
    items: tuple[str, ...] = ()
    if isinstance(request.scope, OfItem | OfChapter):
        items = tuple(sorted({one.origin.item for one in passages if one.origin}))
    try:
        rule = wording.Rule(
            find=params.find, replace=params.replace, regex=params.regex, case=params.case,
            whole_word=params.whole_word, exclude=params.exclude, items=items,
            roles=(request.scope.role,) if isinstance(request.scope, OfRole) else (),
            why=f"{request.id}, asked for by {request.requested_by}",
        )  # fmt: skip
        wording.pattern(rule)
    except RecipeError as error:
        raise Declined(f"{error.message}: {error.cause}") from error
    if params.regex and wording.pattern(rule).match(""):
        raise Declined(f"'{params.find}' would match nothing at all, everywhere")
    return rule


def _plain(rule: wording.Rule) -> dict[str, object]:
    """A rule as a recipe has it: what is usual is not said."""
    usual = wording.Rule(find="?", replace="?")
    said = {name: getattr(rule, name) for name in rule.__struct_fields__}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in said.items()
        if name in ("find", "replace") or value != getattr(usual, name)
    }


def _foretold(rule: wording.Rule, ground: Ground) -> tuple[Manuscript, int]:
    """The book as it is to be, and how often the words stand in it."""
    bench = Bench(ground.store)
    book = wording.run(ground.sight.book, wording.Options(rules=(rule,)), bench)
    return book, wording.times(ground.sight.book, rule, Bench(ground.store))


def _check_count(times: int, params: TextReplace, rule: wording.Rule) -> None:
    if not times:
        raise Declined(f"'{rule.find}' stands nowhere there in the author's text")
    if params.expected_count is not None and params.expected_count != times:
        raise Declined(f"'{rule.find}' stands {times:,} times, and not {params.expected_count:,}")


def _as_foretold(expected: Manuscript, after: Sight) -> Proof:
    other = changed(expected, after.book)
    said = f": “{other[0].after[:80]}” stands for “{other[0].before[:80]}”" if other else ""
    return Proof("text_as_foretold", not other, f"{len(other):,} passages are unlike it{said}")


# -- words at one place: an edit -------------------------------------------------------------------


def _edited(rule: wording.Rule, params: TextReplace, passages: list[Passage], quote: Quote) -> Plan:
    places = [(one, run, at) for one in passages for run in _runs(one)
              for at in quoted(run, quote)]  # fmt: skip
    if len(places) != 1:
        many = f"{len(places):,} places: quote more of them" if places else "no one paragraph"
        raise Declined(f"those words stand in {many}")
    passage, run, at = places[0]
    if passage.key is None:
        raise Declined("those words are the shop's own: they follow from the recipe")
    if set(params.exclude) & set(passage.roles):
        raise Declined("those words stand in a role that is to be left alone")
    edits: list[Edit] = []
    spots = [spot for spot in wording.found(rule, run) if at <= spot[0]
             and spot[1] <= at + len(quote.exact)]  # fmt: skip
    _check_count(len(spots), params, rule)
    spliced = run
    for start, end, now in reversed(spots):
        edits.append(_edit(passage, spliced, start, end, now))
        spliced = spliced[:start] + now + spliced[end:]
    whole = spliced[at : at + len(quote.exact) + len(spliced) - len(run)]
    return Plan(
        edits=edits,
        rules=[Rule(text_unchanged_outside="scope"), *([Rule(present=whole)] if whole else [])],
        counts={"replaced": len(edits)},
    )


def _runs(passage: Passage) -> list[str]:
    """What each run of a passage says to a reader: what an edit can quote."""
    leaf = passage.leaf
    if leaf is None or isinstance(leaf, CodeBlock):
        return [passage.said]
    runs: list[str] = []

    def see(run: Inlines) -> Inlines:
        runs.append(seen(run))
        return run

    map_inlines(leaf, see)
    return runs


def _edit(passage: Passage, run: str, start: int, end: int, now: str) -> Edit:
    """An edit that quotes as many words as make its place the only one."""
    assert passage.key is not None
    others = [other for other in _runs(passage) if other != run]
    left, right = start, end
    while sum(len(spans(run[left:right], said)) for said in (run, *others)) != 1:
        if left == 0 and right == len(run):
            raise Declined("those words stand several times in one paragraph's parts")
        left, right = max(left - 1, 0), min(right + 1, len(run))
    item, block = passage.key
    return Edit(item, block, run[left:right], run[left:start] + now + run[end:right])


# -- headings --------------------------------------------------------------------------------------


def heading_depth(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, HeadingDepth)
    if params.shift:
        raise Declined("headings follow what they stand in: the first in a chapter is always one "
                       "level below the chapter's own, so none can be shifted")  # fmt: skip
    titles = _deepest_title(ground.sight.book.divisions, 0, ground.house.headings)
    if titles > params.max_level:
        raise Declined(f"the titles of its parts, chapters and entries reach level {titles} "
                       "by themselves")  # fmt: skip
    ground.must_run(_ROLES, "no headings are levelled")
    options = {"deepest": params.max_level, "overflow": params.overflow}
    plan = Plan(
        steps=[Step("style.headings", options, after=_ROLES)],
        rules=[Rule(max_heading=params.max_level)],
        deviations=[_none_too_deep],
    )
    if params.overflow != "run-in":
        plan.rules.append(UNCHANGED)
    return plan


def _none_too_deep(before: Sight, after: Sight) -> str:
    was, now = _headings(before), _headings(after)
    return "" if was != now else "no heading of this book is deeper: nothing had to change"


def _headings(sight: Sight) -> int:
    return sum(isinstance(one.leaf, Heading) for one in sight.passages)


def _deepest_title(divisions: tuple[Division, ...], above: int, headings: str) -> int:
    deepest = 0
    for division in divisions:
        level = above
        if division.title and division.kind != "volume":
            level = level_of(division, above, "flat" if headings == "flat" else "nested")
            deepest = max(deepest, level)
        deepest = max(deepest, _deepest_title(division.divisions, level, headings))
    return deepest
