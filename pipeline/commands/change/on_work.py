"""Plans that change what a book says it is: title, author, codes, description."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.commands.change.plan import Declined, Ground, Plan, Proof, Sight
from pipeline.model.fit import Misfit, fit
from pipeline.transmit import trade
from pipeline.transmit.change import Request
from pipeline.transmit.change_params import MetadataSet
from pipeline.transmit.change_patch import Unpatched, patched, recipe_keys
from pipeline.transmit.contract import Work


def metadata_set(request: Request, ground: Ground) -> Plan:
    params = request.params
    assert isinstance(params, MetadataSet)
    was = ground.sight.transmittal()["work"]
    try:
        now = patched(was, params.patch)
        now = msgspec.json.decode(msgspec.json.encode(fit(now, Work)))
        keys = recipe_keys(was, now)
        _check_lines(keys)
    except Misfit as misfit:
        said = f"/{'/'.join(map(str, misfit.keys))}: {misfit.message}"
        raise Declined(f"what it makes of the work is none: {said}") from misfit
    except Unpatched as error:
        raise Declined(str(error)) from error
    wanted = {name: now[name] for name in now if was.get(name) != now[name]}
    return Plan(
        book=keys,
        checks=[lambda before, after: _says(after, wanted), _others_alike],
        counts={"fields": len(keys)},
    )


def _check_lines(keys: dict[str, Any]) -> None:
    """Raises Unpatched for what would not stand on one line of a title page."""
    for name, value in keys.items():
        for said in value if isinstance(value, list) else [value]:
            if isinstance(said, str) and name != "description" and {*said} & {"\n", "\t"}:
                raise Unpatched(f"the {name} is not on one line")


def _says(after: Sight, wanted: dict[str, Any]) -> Proof:
    work = after.transmittal()["work"]
    other = [name for name in wanted if _bare(work.get(name)) != _bare(wanted[name])]
    found = f"{', '.join(other)} came out otherwise" if other else "the transmittal says so"
    return Proof("work_as_asked", not other, found)


def _bare(value: Any) -> Any:
    """A value without the shop's own id, which follows from the title, and with ISBNs bare."""
    if not isinstance(value, list):
        return value
    found = []
    for one in value:
        scheme = one.get("scheme") if isinstance(one, dict) else None
        if scheme == trade.ISBN and "value" in one:
            one = {**one, "value": trade.isbn(one["value"])}
        if scheme != trade.OWN:
            found.append(one)
    return found


def _others_alike(before: Sight, after: Sight) -> Proof:
    """That the items of the archives say what they said."""
    was, now = _items(before), _items(after)
    other = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
    found = f"{len(other):,} of {len(was):,} passages of the archives say another thing"
    return Proof("items_unchanged", not other, found)


def _items(sight: Sight) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for one in sight.passages:
        if one.key and not one.key[0].startswith("matter/"):
            found[one.key] = found.get(one.key, "") + one.said
    return found
