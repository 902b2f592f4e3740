"""The gate behind each step: what it found may stop the job."""

from pipeline.model.errors import Refused
from pipeline.model.finding import Finding
from pipeline.shop.routing import Planned


def pass_(planned: Planned, findings: tuple[Finding, ...], refuse: tuple[str, ...]) -> None:
    """Let a job go on after a step. Raises Refused for an error that an inspection found, and for
    whatever the recipe wants refused, by its code."""
    inspection = planned.operation.station == "inspect"
    bad = [f for f in findings if f.code in refuse or (inspection and f.severity == "error")]
    if not bad:
        return
    first = bad[0]
    more = f" (and {len(bad) - 1} more like it)" if len(bad) > 1 else ""
    raise Refused(
        f"{planned.step.name} refuses the job: {first.message}{more}",
        file=first.place,
        cause=f"finding {first.code}",
        todo=first.todo or "mend the cause, or change the recipe",
    )
