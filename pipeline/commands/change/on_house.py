"""Plans that change how a house has its files: styles, notes, links, pictures, marks."""

from __future__ import annotations

import re

from pipeline.commands.change.plan import Declined, Ground, Plan, Proof, Sight, Step
from pipeline.model.errors import nearest
from pipeline.model.house import House
from pipeline.model.text import Image
from pipeline.model.walk import inlines
from pipeline.transmit.change import Request, Rule, Tally
from pipeline.transmit.change_params import (
    ImagePolicy,
    NotesLinks,
    NotesPolicy,
    Styled,
    StyleMap,
    TablePolicy,
    TypographyPolicy,
)
from pipeline.transmit.change_scope import changed

UNCHANGED = Rule(text_unchanged="all")
_RESERVED = re.compile(r"(?i)(heading|toc|index) \d")
_POINTS = 72


# -- styles ----------------------------------------------------------------------------------------


def style_map(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, StyleMap)
    if params.template_sha256:
        raise Declined("a template is not part of a request: send the names of its styles")
    plan = Plan(rules=[UNCHANGED], anew=params.mode == "replace")
    for one in params.map:
        _check_style(one, ground.house)
        plan.house["roles", one.role] = one.to
        if one.to not in ground.house.styles:
            plan.house["styles", one.to, "based"] = ground.house.roles[one.role]
    wanted = {one.to for one in params.map}
    plan.deviations.append(lambda before, after: _unworn(after, wanted))
    return plan


def _check_style(one: Styled, house: House) -> None:
    if one.role == "heading":
        raise Declined("headings keep Word's own styles, Heading 1 to 9: outlines hang on them")
    if one.role in house.levels:
        raise Declined(f"{house.title} has a style for each depth of '{one.role}'")
    if one.role not in house.roles:
        raise Declined(f"there is no role '{one.role}': {nearest(one.role, house.roles)}")
    has = house.roles[one.role]
    if one.was and one.was != has:
        raise Declined(f"'{one.role}' has the style '{has}', and not '{one.was}'")
    if _RESERVED.fullmatch(one.to):
        raise Declined(f"'{one.to}' is Word's own: a paragraph in it would stand in the contents")
    if one.to in house.characters.values():
        raise Declined(f"'{one.to}' is a style of characters in {house.title}")
    if house.closed and one.to not in {*house.styles, *house.known}:
        near = nearest(one.to, {*house.styles, *house.known})
        raise Declined(f"{house.title} takes no style of another's, and has no '{one.to}': {near}")


def _unworn(after: Sight, wanted: set[str]) -> str:
    from pipeline.commands.change.checks import styles_of

    idle = sorted(wanted - {re.sub(r" (\d|Opening)$", "", name) for name in styles_of(after)})
    return f"no paragraph of this book wears {', '.join(idle)}" if idle else ""


# -- notes and links -------------------------------------------------------------------------------


def notes_policy(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, NotesPolicy)
    if params.placement == "chapter-end":
        raise Declined("Word sets notes at the foot of a page or at the end of a text, not between")
    plan = Plan(rules=[UNCHANGED, _none(params.placement)])
    if ground.house.notes != params.placement:
        plan.house["notes",] = params.placement
    return plan


def _none(placement: str) -> Rule:
    """That no note stands in the other place."""
    return Rule(count=Tally(of="endnote" if placement == "footnote" else "footnote", max=0))


def notes_links(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, NotesLinks)
    _check_links(params)
    ground.must_run("clean.links", "links cannot be changed")
    plan = Plan(checks=[_said_alike])
    show = {"hyperlink": "link", "bibliography": "link", "drop": "text"}.get(
        params.link, "footnote"
    )
    plan.steps.append(Step("clean.links", {"show": show}))
    if params.link in ("hyperlink", "bibliography"):
        plan.house["links",] = "hyperlink" if params.link == "hyperlink" else "text"
    if params.link in ("footnote", "endnote"):
        plan.house["notes",] = params.link
        plan.rules.append(_none(params.link))
    if params.link == "drop":
        plan.deviations.append(_still_linked)
    if params.link == "bibliography" or params.archive:
        ground.must_run("assemble.appendices", "no list of addresses can be made")
        plan.steps.append(Step("assemble.appendices", {"pages": ["links"]}))
        plan.checks.append(lambda before, after: page_is_there(after, "_bw_page_links"))
    return plan


def _still_linked(before: Sight, after: Sight) -> str:
    from pipeline.commands.change.checks import counts

    links = counts(after)["link"]
    return f"{links:,} × a link leads out still: a card or a film is nothing but it" * bool(links)


def _check_links(params: NotesLinks) -> None:
    if params.link == "inline":
        raise Declined("no step prints addresses in running text: footnote, endnote, bibliography "
                       "and drop can be done")  # fmt: skip
    if params.url != "full":
        raise Declined("an address is printed whole or not at all: part of one leads nowhere")
    if params.restart:
        raise Declined("notes are numbered through the file: no house here numbers them otherwise")
    if params.archive and params.link == "drop":
        raise Declined("links that are dropped have no place for an archived address")


def _said_alike(before: Sight, after: Sight) -> Proof:
    """That nothing but notes and addresses came or went. Pages of matter may tell how many words
    there are, notes included, and are counted apart."""
    was, now = _noteless(before), _noteless(after)
    other = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
    matter = [key for key in other if key[0].startswith("matter/")]
    unlike = len(other) - len(matter)
    found = f"{unlike:,} of {len(was):,} passages say another thing besides their notes"
    found += f"; {len(matter):,} of matter tell other figures" if matter else ""
    return Proof("only_notes_changed", not unlike, found)


_NOTE = re.compile(r"⟦[^⟦⟧]*⟧")


def _noteless(sight: Sight) -> dict[tuple[str, int], str]:
    """What each passage says without its notes and white space."""
    found: dict[tuple[str, int], str] = {}
    for one in sight.passages:
        if one.key:
            said = one.said
            while "⟦" in said and said != (bare := _NOTE.sub("", said)):
                said = bare
            found[one.key] = found.get(one.key, "") + "".join(said.split())
    return found


def page_is_there(after: Sight, anchor: str) -> Proof:
    there = any(division.id == anchor for division in after.book.divisions)
    name = anchor.removeprefix("_bw_page_")
    return Proof("page_made", there, f"the page of {name} is {'there' if there else 'not made'}")


# -- pictures and tables ---------------------------------------------------------------------------


def image_policy(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, ImagePolicy)
    _check_pictures(params, ground)
    plan = Plan(rules=[UNCHANGED], counts={"pictures": len(_pictures(ground.sight))})
    modes = {"embed": "embedded", "separate": "placed", "callouts": "callouts"}
    if params.place and ground.house.images != modes[params.place]:
        plan.house["images",] = modes[params.place]
    if params.place:
        embedded = params.place == "embed"
        most = len(_pictures(ground.sight)) if embedded else 0
        plan.rules.append(Rule(count=Tally(of="picture", max=most)))
    if params.callout:
        plan.house["callout",] = params.callout
    if params.captions == "list":
        ground.must_run("assemble.appendices", "no list of pictures can be made")
        plan.steps.append(Step("assemble.appendices", {"pages": ["illustrations"]}))
        plan.checks.append(lambda before, after: page_is_there(after, "_bw_page_illustrations"))
    return plan


def _check_pictures(params: ImagePolicy, ground: Ground) -> None:
    house = ground.house
    if params == ImagePolicy():
        raise Declined("it asks for nothing")
    if params.format or params.mode:
        raise Declined("pictures go as the archive holds them: none is converted or recoloured")
    if params.naming:
        raise Declined("pictures are named by what they hold, so that a name never changes hands")
    callouts = params.place == "callouts" or house.images == "callouts"
    if params.callout and not callouts:
        raise Declined("only a house with callouts prints one: ask for place: callouts as well")
    if params.place == "callouts" and not {"callout", "art-label"} <= {*house.roles}:
        raise Declined(f"{house.title} has no styles for callouts and labels of pictures")
    if params.min_dpi:
        _check_fineness(params.min_dpi, ground)
    wordless = [image for image in _pictures(ground.sight) if not image.alt]
    if params.alt_required and wordless:
        raise Declined(f"{len(wordless):,} pictures have no description, and only the author can "
                       "say what they show")  # fmt: skip


def _check_fineness(dpi: int, ground: Ground) -> None:
    page = ground.house.page
    inches = (page.width - page.left - page.right) / _POINTS
    shown = {image.media for image in _pictures(ground.sight)}
    coarse = [row for row in ground.sight.book.media
              if row.key in shown and row.width and row.width / inches < dpi]  # fmt: skip
    if coarse:
        few = ", ".join(f"{row.key[:40]} ({row.width} px)" for row in coarse[:5])
        raise Declined(f"{len(coarse):,} pictures have fewer than {dpi} dots to the inch at the "
                       f"width of the text: {few}")  # fmt: skip


def _pictures(sight: Sight) -> list[Image]:
    """The pictures of the book that are there."""
    held = {row.key for row in sight.book.media if row.digest}
    leaves = [one.leaf for one in sight.passages if one.leaf is not None]
    nodes = [node for leaf in leaves for node in inlines(leaf)]
    return [node for node in nodes if isinstance(node, Image) and node.media in held]


def table_policy(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, TablePolicy)
    if params.form == "image":
        raise Declined("a table as a picture can be neither read aloud, searched nor mended")
    return Plan(rules=[UNCHANGED, Rule(count=Tally(of="table"))])


# -- marks -----------------------------------------------------------------------------------------


def typography_policy(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, TypographyPolicy)
    if params == TypographyPolicy():
        raise Declined("it asks for nothing")
    plan = Plan(checks=[_lettered_alike])
    options: dict[str, bool] = {}
    if params.quotes:
        options["quotes"] = params.quotes == "curly"
    if params.dashes:
        options["dashes"] = params.dashes == "set"
    if params.ellipses:
        options["ellipses"] = params.ellipses == "one"
    if params.ranges:
        options["ranges"] = params.ranges == "dash"
    if options:
        ground.must_run("style.typography", "no marks are set")
        plan.steps.append(Step("style.typography", dict(options)))
    if params.scene_break is not None:
        plan.house["scene_break",] = params.scene_break
    if params.spelling:
        _spell(params.spelling, ground, plan)
    if params.quotes == "straight":
        plan.deviations.append(lambda before, after: _still_curly(after))
    return plan


def _spell(tag: str, ground: Ground, plan: Plan) -> None:
    has = ground.sight.book.book.language
    if tag.split("-")[0].lower() != has.split("-")[0].lower():
        raise Declined(f"the book is in '{has}': another language is another book")
    plan.book["language"] = tag
    said = f"the marks are those of {tag}; words keep the spelling that the author gave them"
    plan.deviations.append(lambda before, after: said)


def _still_curly(after: Sight) -> str:
    signs = sum(one.said.count(sign) for one in after.passages if one.key for sign in "“”‘’")
    return f"{signs:,} curly marks stand as the author typed them" if signs else ""


def _lettered_alike(before: Sight, after: Sight) -> Proof:
    """That only marks and spaces are others, and no letter or figure is."""
    was, now = _letters(before), _letters(after)
    other = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
    marked = len(changed(before.book, after.book))
    found = f"{marked:,} passages have other marks; {len(other):,} have other letters or figures"
    return Proof("letters_unchanged", not other, found)


def _letters(sight: Sight) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for one in sight.passages:
        if one.key:
            letters = "".join([sign for sign in one.said if sign.isalnum()])
            found[one.key] = found.get(one.key, "") + letters
    return found
