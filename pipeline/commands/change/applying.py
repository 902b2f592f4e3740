"""`bookworks apply`: an agreed request becomes a change of the recipe, the house or the edits; the
book is made again, held to what was asked, and the answer says how that was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.commands.change import answers, house_paper, profiles, recipe_paper, trial
from pipeline.commands.change.checks import counts, results
from pipeline.commands.change.plan import Declined, Ground, Plan, Sight, Waits
from pipeline.commands.change.plans import planned, stands
from pipeline.commands.handover import requested
from pipeline.commands.make import tell, watching
from pipeline.model.edit import FOLDER as EDITS
from pipeline.model.errors import BookworksError, Busy, StorageError, UsageError, nearest
from pipeline.model.house import is_own
from pipeline.shop import recipe
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.job import build
from pipeline.shop.mate import undivided
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch
from pipeline.transmit.change import Answer, Evidence, Request, Result, State
from pipeline.transmit.change_reading import LARGEST, read
from pipeline.transmit.change_scope import own_words

_EDITS = f"{EDITS}/edits.yaml"
_NOT_ITS_FAULT = (Busy, StorageError, UsageError)
"""What befalls the shop, and says nothing about a request."""


def apply(book: str, request: Request, places: Places, *, quiet: bool) -> Answer:
    """Apply one request that was agreed to, and keep the answer beside the recipe.

    What it declines, it says why; nothing of the recipe is changed then. Raises BookworksError
    where the shop itself cannot go on.
    """
    if not places.has(book):
        raise UsageError(f"'{book}' is no book of this floor", todo=nearest(book, places.books()))
    with trial.held(book, places), undivided(), watching(quiet) as watch:
        before = answers.find(book, request, places)
        if before is not None and before.answer.evidence and before.answer.status != "declined":
            return _again(before, request)
        said = _Try(book, request, places, watch).answer()
        answers.keep(book, places, request, said)
        if said.status.startswith("applied") and stands(request):
            profiles.save(book, request, places)
    return said


def apply_file(book: str, path: str, places: Places, *, quiet: bool) -> dict[str, Any]:
    """Apply the request of a file, or one that came, by its id; the answer as plain values.
    Raises UsageError for what is neither."""
    file = Path(path)
    if not path.endswith(".json") and not file.exists():  # the id of one that came
        said = apply(book, requested.must_find(book, path, places), places, quiet=quiet)
        return dict(msgspec.to_builtins(said))
    try:
        with open(file, "rb") as opened_file:
            data = opened_file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(
            "this request cannot be read",
            file=path,
            cause=error.strerror or "",
            todo="give the path of a file that `bookworks change` wrote",
        ) from error
    said = apply(book, read(data, path), places, quiet=quiet)
    plain: dict[str, Any] = msgspec.to_builtins(said)
    return plain


def apply_profile(book: str, peer: str, places: Places, *, quiet: bool) -> dict[str, Any]:
    """Everything that was agreed with a publisher, applied to another book of theirs."""
    profiles.must_know(peer, places)
    found = [apply(book, one, places, quiet=quiet) for one in profiles.agreed(peer, places)]
    return {"book": book, "peer": peer, "answers": msgspec.to_builtins(found)}


def _again(before: answers.Kept, request: Request) -> Answer:
    """The answer that was given: a request is applied once, however often it arrives."""
    if before.request != request:
        raise UsageError(
            f"{request.id} was applied already, and said another thing then",
            todo="give the new request an id of its own",
        )
    return before.answer


class Laid(Struct):
    """A plan as files, and the digest of the folder that they were made for."""

    plan: Plan
    staged: trial.Staged
    seen: str


class _Try:
    def __init__(self, book: str, request: Request, places: Places, watch: Watch | None) -> None:
        self.book = book
        self.request = request
        self.places = places
        self.watch = watch

    @property
    def folder(self) -> Path:
        return self.places.recipe(self.book).parent

    def answer(self) -> Answer:
        try:
            return self._applied()
        except Waits as wanted:
            return answers.answer(self.request, "needs-answer", reason=wanted.message)
        except Declined as reason:
            return answers.answer(self.request, "declined", reason=reason.message)

    def _applied(self) -> Answer:
        """The answer of a request that came out well. Raises Declined, Waits or BookworksError."""
        if self.request.waits:
            planned(self.request, None)  # type: ignore[arg-type]
        seen = trial.folder_digest(self.folder)
        build(Order(self.book), self.places, self.watch, tell)
        with opened(self.book, self.places) as record:
            job = recipe.read(self.places.recipe(self.book))
            ground = Ground.of(job, record, self.places)
            laid = self._laid(planned(self.request, ground), ground, seen)
            before = _state(record, seen)
            if not laid.staged:
                return self._judged(laid, ground.sight, ground.sight, before, before)
            return self._tried(laid, ground.sight, before)

    def _laid(self, plan: Plan, ground: Ground, seen: str) -> Laid:
        why = f"{self.request.id}, asked for by {self.request.requested_by}"
        staged = stage(plan, ground.folder, self.request.requested_by, why)
        return Laid(plan, staged, seen)

    def _tried(self, laid: Laid, before: Sight, was: State) -> Answer:
        try:
            with trial.tried(self.book, self.places, laid.staged, self.watch) as record:
                sight = Sight.of(record)
                now = _state(record, trial.folder_digest(_hidden(self.book, self.places)))
                said = self._judged(laid, before, sight, was, now)
        except _NOT_ITS_FAULT:
            raise
        except Declined:
            raise
        except BookworksError as error:
            cause = f" ({error.cause})" if error.cause else ""
            raise Declined(f"the book cannot be made with it: {error.message}{cause}") from error
        if said.status.startswith("applied"):
            self._commit(laid)
        return said

    def _commit(self, laid: Laid) -> None:
        trial.commit(self.book, self.places, laid.staged, laid.seen)
        try:
            build(Order(self.book), self.places, self.watch, tell)
        except BaseException:
            trial.undo(self.book, self.places)
            raise
        trial.settle(self.book, self.places)

    def _judged(self, laid: Laid, before: Sight, after: Sight, was: State, now: State) -> Answer:
        found = results(self.request, laid.plan, before, after)
        evidence = Evidence(
            before=was,
            after=now,
            counts=_counts(laid.plan, before, after),
            checks=found,
            written=tuple(sorted(laid.staged)),
        )
        failed = [one for one in found if not one.passed]
        if failed:
            reason = f"it does not pass: {'; '.join(map(_failure, failed))}"
            evidence = replace(evidence, written=())  # it was a trial, and nothing of it is kept
            return answers.answer(self.request, "declined", reason=reason, evidence=evidence)
        odd = "; ".join(said for one in laid.plan.deviations if (said := one(before, after)))
        status: Any = "applied-with-deviation" if odd else "applied"
        return answers.answer(self.request, status, reason=odd, evidence=evidence)


def _failure(one: Result) -> str:
    name, value = next(iter(one.check.items()))
    return f"{name}{'' if value is True else f' {value}'}: {one.found}"


def _hidden(book: str, places: Places) -> Path:
    return places.state / "trials" / book / "recipes" / book


def _state(record: Record, seen: str) -> State:
    run = [r for r in record.runs if r["kind"] == "Manuscript" and r["handoff"]][-1]
    made = {name: digest for name, digest in sorted(record.files.items())
            if "/" not in name and not name.startswith("traveler.")}  # fmt: skip
    return State(manuscript=run["handoff"], recipe=seen, files=made)


def _counts(plan: Plan, before: Sight, after: Sight) -> dict[str, int]:
    """The plan's own figures, the extent, and whatever else there are more or fewer of."""
    was, now = counts(before), counts(after)
    found = dict(plan.counts)
    for name in was:
        if name in ("word", "paragraph") or was[name] != now[name]:
            found |= {f"{name}s_before": was[name], f"{name}s_after": now[name]}
    made = own_words(before.book, after.book)
    return {**found, "made_by_the_shop": made} if made else found


# -- what is written -------------------------------------------------------------------------------


def stage(plan: Plan, folder: Path, peer: str, why: str) -> trial.Staged:
    """The files that a plan changes, as they are to be; only those that come out otherwise.
    Raises Declined for one that a program cannot change."""
    staged: trial.Staged = {}
    path = folder / "recipe.yaml"
    text = path.read_text(encoding="utf-8-sig")
    name = recipe.read(path).recipe.house
    if plan.house or plan.anew:
        name = _stage_house(plan, folder, peer, name, staged)
    changed = recipe_paper.amended(text, path, plan, name, why)
    staged["recipe.yaml"] = changed.encode()
    if plan.edits:
        edits = folder / _EDITS
        has = edits.read_text(encoding="utf-8") if edits.is_file() else None
        staged[_EDITS] = recipe_paper.edited(has, plan.edits, why, peer).encode()
    return {file: data for file, data in staged.items() if not _is_so(folder / file, data)}


def _stage_house(plan: Plan, folder: Path, peer: str, name: str, staged: trial.Staged) -> str:
    """The book's own house with a plan's changes; begun where the book has a shared one."""
    if is_own(name):
        text = (folder / name).read_text(encoding="utf-8")
    else:
        from pipeline.model.house import load

        text, name = house_paper.begun(peer, name, load(name).title), f"{peer}.toml"
        if (folder / name).exists():
            raise Declined(f"there is a {name} in the recipe's folder that the recipe does not use")
    if plan.anew and house_paper.is_ours(text):
        text = house_paper.forgotten(text)
    elif plan.anew and is_own(name):
        house_paper.forgotten(text)
    staged[name] = house_paper.amended(text, plan.house).encode()
    return name


def _is_so(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
