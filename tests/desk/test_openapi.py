"""The OpenAPI document is the contract: what the desk answers is in it, whatever it is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.desk import webhooks
from tests.desk.counter import Counter
from tests.desk.test_handover import BOOK, Handover
from tests.desk.writer import Draft

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")


def test_it_is_openapi_31_and_names_every_route_of_the_api(counter: Counter) -> None:
    from tests.desk.test_doors import DOORS

    told = counter.ask("GET", "/openapi.json").json
    assert told["openapi"].startswith("3.1")
    named = {f"{method.upper()} {path}" for path, row in told["paths"].items() for method in row}
    served = {door.replace("{path:path}", "{path}") for door in DOORS if " /v1/" in door}
    assert named - {"GET /.well-known/f2f.json"} == served


KNOWN = {"peer": "quill.example", "id": "T-2026-0007", "number": 1, "older": 1, "newer": 1,
         "change": "CR-0001", "webhook": 1}  # fmt: skip


@pytest.mark.timeout(600)
def test_nothing_that_is_asked_is_answered_otherwise_than_the_document_says(
    counter: Counter, draft: Draft, tmp_path: Path
) -> None:
    """Schemathesis asks what it can think of, with a writer's token and with one of the house's,
    mostly of a book that is there. No answer is a mistake, or one that the document lacks."""
    handover = Handover(counter)
    handover.sender.send(handover.writer.seal(draft, tmp_path))
    handover.house.ask("POST", f"{BOOK}/versions/1/changes",
                       {"kind": "query", "params": {"question": "Who?"}})  # fmt: skip
    with counter.desk.writing() as db:
        webhooks.make(db, handover.ada, counter.desk.office, "https://shop.example/desk", "")
    schema = schemathesis.openapi.from_url(f"{counter.url}/openapi.json")
    operations = schema.exclude(path="/v1/events/stream").get_all_operations()
    asked = [
        _ask(counter.url, operation.ok(), token)
        for operation in operations
        for token in (handover.ada_token, handover.press_token)
    ]
    assert sum(asked) > 400
    print(f"\nschemathesis asked {sum(asked)} times")


def _ask(url: str, operation: Any, token: str) -> int:
    """Ask one operation of the API with all sorts of values; how many times."""
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks as schema_checks

    asked = 0
    checks = [
        schema_checks.status_code_conformance, schema_checks.content_type_conformance,
        schema_checks.response_schema_conformance, not_a_server_error,
    ]  # fmt: skip

    @settings(
        max_examples=15, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if asked % 3:
            given = case.path_parameters or {}
            given.update({name: value for name, value in KNOWN.items() if name in given})
        headers = {"Authorization": f"Bearer {token}"}
        case.call_and_validate(base_url=url, headers=headers, checks=checks)

    ask()
    return asked


def test_the_service_document_names_what_is_there(counter: Counter) -> None:
    told = counter.ask("GET", "/.well-known/f2f.json").json
    assert "text.replace" in told["kinds"]
    assert json.dumps(told["peer"]).count("keyid") == 1
