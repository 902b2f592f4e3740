"""Who gets in: passwords, codes, cookies, tokens, and forms that another site sent."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pipeline.desk import accounts, secrets
from pipeline.desk.problems import Problem
from pipeline.desk.tables import Attempt, AuditRow, Token, Visit
from tests.desk.counter import PASSWORD, Browser, Counter, bearer


def test_a_cookie_is_kept_from_scripts_and_other_sites_and_only_its_digest_is_kept(
    counter: Counter,
) -> None:
    counter.account("ada", "sender")
    browser = Browser(counter)
    answer = browser.post("/sign-in", {"name": "ADA", "password": PASSWORD}, with_csrf=False)
    said = answer.headers["Set-Cookie"]
    name, _, rest = said.partition("=")
    assert name == "__Host-bookworks"
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {p.strip() for p in rest.split(";")}
    secret = rest.partition(";")[0]
    assert len(secret) >= 43  # 256 bits
    with counter.desk.reading() as db:
        visit = db.query(Visit).one()
        assert secret not in (visit.id, visit.csrf)
    assert b'"csrf"' in browser.get("/me").body


def test_each_sign_in_has_a_new_cookie_and_an_old_one_is_worth_nothing_after_signing_out(
    counter: Counter,
) -> None:
    counter.account("ada", "sender")
    one, other = counter.sign_in("ada"), counter.sign_in("ada")
    assert one.cookie != other.cookie
    old = one.cookie
    assert one.post("/sign-out").status == 303
    one.cookie = old
    assert one.get("/").status == 303
    assert other.get("/").status == 200


def test_after_ten_wrong_tries_the_right_password_does_not_help_until_later(
    counter: Counter,
) -> None:
    counter.account("ada", "sender")
    counter.account("may", "recipient")
    tries = [
        Browser(counter).post("/sign-in", {"name": "ada", "password": word}, with_csrf=False)
        for word in ["wrong and long"] * 10 + [PASSWORD]
    ]
    assert [answer.status for answer in tries] == [403] * 10 + [429]
    assert 0 < int(tries[-1].headers["Retry-After"]) <= accounts.WINDOW
    counter.sign_in("may")  # others are not kept out
    with counter.desk.writing() as db:
        for row in db.query(Attempt):
            row.made -= accounts.WINDOW
    counter.sign_in("ada")


def test_the_answer_is_the_same_for_a_wrong_name_and_a_wrong_password(counter: Counter) -> None:
    counter.account("ada", "sender")
    answers = [
        Browser(counter).post("/sign-in", {"name": name, "password": "no"}, with_csrf=False)
        for name in ("ada", "eve")
    ]
    first, second = [a.text.replace("ada", "…").replace("eve", "…") for a in answers]
    assert first == second
    with counter.desk.reading() as db:
        logged = [(row.act, row.object) for row in db.query(AuditRow).order_by(AuditRow.id)]
    assert logged[-2:] == [("sign-in.failed", "ada"), ("sign-in.failed", "eve")]


def test_a_code_is_asked_for_and_no_code_works_twice(counter: Counter) -> None:
    counter.account("ada", "sender")
    browser = counter.sign_in("ada")
    secret = secrets.new_totp()
    step = int(time.time() // 30)
    set_up = {"secret": secret, "code": secrets.totp(secret, step - 1)}
    assert browser.post("/me/totp", set_up).headers["Location"] == "/me?said=totp"

    def tried(code: str) -> int:
        fields = {"name": "ada", "password": PASSWORD, "code": code}
        return Browser(counter).post("/sign-in", fields, with_csrf=False).status

    assert tried("") == 403
    assert tried(secrets.totp(secret, step - 1)) == 403  # used when it was set up
    assert tried(secrets.totp(secret, step)) == 303
    assert tried(secrets.totp(secret, step)) == 403


def test_codes_are_those_of_the_rfc() -> None:
    secret = secrets.base64.b32encode(b"12345678901234567890").decode()
    assert secrets.totp(secret, 59 // 30) == "287082"
    assert secrets.totp(secret, 1111111109 // 30) == "081804"
    assert secrets.totp_moment(secret, "287082", 0, 59 + 30) == 1  # clocks one step apart
    assert secrets.totp_moment(secret, "287082", 0, 59 + 90) == 0


FOREIGN = [
    {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_from_another_site_does_nothing(counter: Counter, headers: dict[str, str]) -> None:
    counter.account("ada", "sender")
    browser = counter.sign_in("ada")
    answer = browser.post("/tokens", {"label": "theirs", "kind": "read"}, headers=headers)
    assert answer.status == 403
    signing = Browser(counter).post(
        "/sign-in", {"name": "ada", "password": PASSWORD}, with_csrf=False, headers=headers
    )
    assert (signing.status, signing.headers["Set-Cookie"]) == (403, None)
    with counter.desk.reading() as db:
        assert db.query(Token).count() == 0


@pytest.mark.parametrize("csrf", ["", "x" * 43, "é"])
def test_a_form_without_this_visits_own_mark_does_nothing(counter: Counter, csrf: str) -> None:
    counter.account("ada", "sender")
    browser, other = counter.sign_in("ada"), counter.sign_in("ada")
    for mark in (csrf, other.csrf()):
        fields = {"label": "theirs", "kind": "read", "csrf": mark}
        assert browser.post("/tokens", fields, with_csrf=False).status == 403


def test_a_host_that_is_not_the_desks_own_is_not_answered(counter: Counter) -> None:
    assert counter.ask("GET", "/sign-in", headers={"Host": "rebound.example"}).status == 421


@pytest.mark.parametrize(
    "next", ["//elsewhere.example", "https://elsewhere.example", "/\\e.example"]
)
def test_signing_in_never_leads_elsewhere(counter: Counter, next: str) -> None:
    counter.account("ada", "sender")
    fields = {"name": "ada", "password": PASSWORD, "next": next}
    answer = Browser(counter).post("/sign-in", fields, with_csrf=False)
    assert answer.headers["Location"] == "/"


def test_a_token_is_shown_once_and_kept_as_a_digest_that_needs_the_desks_key(
    counter: Counter,
) -> None:
    counter.account("ada", "sender")
    browser = counter.sign_in("ada")
    made = browser.post("/tokens", {"label": "shop", "kind": "full", "scope": ["read"]}).text
    secret = made.partition('id="secret">')[2].partition("<")[0]
    assert counter.ask("GET", "/v1/peers", headers=bearer(secret)).status == 200
    assert secret not in browser.get("/tokens").text
    with counter.desk.reading() as db:
        row = db.query(Token).one()
        assert row.hash == secrets.keyed(counter.desk.office.server_key, secret)
        assert row.hash != secrets.keyed(b"\0" * 32, secret)
    wrong = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert counter.ask("GET", "/v1/peers", headers=bearer(wrong)).status == 401
    for path in (counter.folder / "desk.sqlite3",):
        assert secret.encode() not in path.read_bytes()


def test_a_token_has_no_right_that_its_account_has_not(counter: Counter) -> None:
    ada = counter.account("ada", "sender")
    with pytest.raises(Problem, match="at least one thing"):
        counter.token(ada, scopes="decide")
    reader = counter.token(ada, scopes="read answer")
    answer = counter.ask("POST", "/v1/peers", b"{}", bearer(reader))
    assert (answer.status, answer.json["type"]) == (403, "urn:f2f:problem:scope")


def test_a_closed_account_is_out_at_once_by_cookie_and_by_token(counter: Counter) -> None:
    token = counter.token(counter.account("ada", "sender"))
    browser = counter.sign_in("ada")
    with counter.desk.writing() as db:
        accounts.close(db, "ada")
    assert browser.get("/").status == 303
    assert counter.ask("GET", "/v1/peers", headers=bearer(token)).status == 401
    with pytest.raises(AssertionError):
        counter.sign_in("ada")


def test_a_new_password_ends_all_other_visits(counter: Counter) -> None:
    counter.account("ada", "sender")
    one, other = counter.sign_in("ada"), counter.sign_in("ada")
    changed = one.post("/me/password", {"old": PASSWORD, "new": "another good lamp"})
    assert changed.headers["Location"] == "/me?said=password"
    assert (one.get("/").status, other.get("/").status) == (200, 303)
    counter.sign_in("ada", "another good lamp")


def test_passwords_cannot_be_tried_without_end_by_whoever_found_somebody_signed_in(
    counter: Counter,
) -> None:
    counter.account("ada", "sender")
    browser = counter.sign_in("ada")
    fields = {"old": "wrong and long", "new": "another good lamp"}
    tries = [browser.post("/me/password", fields).status for _ in range(10)]
    right = browser.post("/me/password", fields | {"old": PASSWORD})
    assert (tries, right.status) == ([403] * 10, 429)


def test_a_visit_ends_after_twelve_hours_without_a_click(counter: Counter) -> None:
    counter.account("ada", "sender")
    browser = counter.sign_in("ada")
    with counter.desk.writing() as db:
        db.query(Visit).one().seen = "2026-01-01T00:00:00Z"
    assert browser.get("/").status == 303


def test_no_secret_gets_into_the_log(counter: Counter) -> None:
    ada = counter.account("ada", "sender")
    token = counter.token(ada)
    browser = counter.sign_in("ada")
    browser.post("/me/password", {"old": PASSWORD, "new": "another good lamp"})
    said = browser.get("/audit").text
    assert "password.change" in said
    for secret in (token, PASSWORD, "another good lamp", browser.cookie.partition("=")[2]):
        assert secret not in said


# -- what is told of trouble -----------------------------------------------------------------------


def test_what_the_database_refuses_is_told_without_what_it_was_given(counter: Counter) -> None:
    ada, secret = counter.account("ada", "sender"), secrets.new_secret()
    row = {"account_id": ada.account_id, "csrf": secret, "made": "", "seen": "", "ends": ""}
    with pytest.raises(IntegrityError) as told, counter.desk.writing() as db:
        db.add_all([Visit(id="the same", agent="", **row) for _ in range(2)])
    assert "visit" in str(told.value)
    assert secret not in str(told.value)


def test_a_database_that_is_not_whole_is_told_of_in_the_log(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    token = counter.token(counter.account("ada", "sender"))
    with counter.desk.writing() as db:
        db.execute(text("drop table kept"))
    key = bearer(token) | {"Idempotency-Key": "one"}
    assert counter.ask("POST", "/v1/peers", b"{}", key).status == 507
    assert "no such table" in caplog.text
