"""The postman: brings what is on its way to webhooks, and tries again for three days.

All that it knows is in the database. Several desks on one database share the round: whoever claims
a delivery has it for a while, and if that one then is no more, another takes it up.
"""

from __future__ import annotations

import http.client
import logging
import random
import secrets
import ssl
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline import __version__
from pipeline.desk import audit, contract, outbound, times, webhooks
from pipeline.desk.desk import Desk
from pipeline.desk.tables import Account, Delivery, Notice, TransmittalRow, Webhook
from pipeline.desk.times import stamp

SCHEDULE = (0, 5, 5 * 60, 30 * 60, *[hours * 3600 for hours in (2, 5, 10, 14, 20, 24)])
"""Seconds before each try: ten tries within about 75 hours."""

_SPREAD = 0.05
"""By how much a wait is longer or shorter, so that not all come at once who failed at once."""

LOOK = 1.0
LEASE = 120
"""Seconds for which a delivery is its postman's: longer than any try takes."""

HOPELESS = 72 * 3600
"""Seconds without anything that arrived, after which giving up one message means the webhook."""

_TIDY = 3600.0
"""Seconds between two looks for what can be forgotten."""

_AT_ONCE = 8
_GRACE = 2.0
"""Seconds that a closing desk leaves to the tries under way."""

_LOG = logging.getLogger("bookworks.desk")


class _Errand(Struct, frozen=True):
    """One try: what goes where."""

    delivery: int
    webhook: int
    url: str
    name: str
    body: bytes
    keys: webhooks.Keys


class _Outcome(Struct, frozen=True):
    status: int
    told: str
    wait: int = 0

    @property
    def is_well(self) -> bool:
        return 200 <= self.status < 300


class Postman:
    def __init__(self, desk: Desk, clock: Callable[[], datetime] = times.clock) -> None:
        self._desk, self._clock = desk, clock
        self._name = secrets.token_hex(16)
        self._ending = threading.Event()
        self._busy: dict[int, threading.Thread] = {}  # by webhook: one message at a time for each
        self._lock = threading.Lock()
        self._walking: threading.Thread | None = None

    def start(self) -> None:
        self._walking = threading.Thread(target=self._walk, name="postman", daemon=True)
        self._walking.start()

    def stop(self) -> None:
        """Begin nothing more. What is under way may end; else it is taken up again later."""
        self._ending.set()
        ends = time.monotonic() + _GRACE
        for thread in [self._walking, *self._under_way()]:
            if thread is not None:
                thread.join(max(0.0, ends - time.monotonic()))

    def _walk(self) -> None:
        tidied = -_TIDY
        while not self._ending.wait(LOOK):
            try:
                if time.monotonic() - tidied >= _TIDY:
                    tidied = time.monotonic()
                    with self._desk.writing() as db:
                        webhooks.forget(db)
                self._begin()
            except Exception:  # which may be over in a moment; whatever it is, the rounds go on
                _LOG.exception("the postman cannot see what is due")

    def round(self) -> int:
        """Try all that is due now, and whatever becomes due by it; how many tries that were."""
        count = 0
        while begun := self._begin():
            count += begun
            for thread in self._under_way():
                thread.join()
        return count

    def _under_way(self) -> list[threading.Thread]:
        with self._lock:
            return list(self._busy.values())

    def _begin(self) -> int:
        errands = self._claimed()
        for errand in errands:
            thread = threading.Thread(target=self._run, args=(errand,), daemon=True)
            with self._lock:
                self._busy[errand.webhook] = thread
            thread.start()
        return len(errands)

    def _run(self, errand: _Errand) -> None:
        try:
            outcome = self._tried(errand)
            with self._desk.writing() as db:
                self._note(db, errand, outcome)
        except Exception:  # nobody noted it: it is tried again
            _LOG.exception("what came of a try could not be written down")
        finally:
            with self._lock:
                self._busy.pop(errand.webhook, None)

    # -- what is due -------------------------------------------------------------------------------

    def _claimed(self) -> list[_Errand]:
        """What is due, from now on ours: the oldest of each webhook. Who only looks, and mostly
        there is nothing, keeps nobody from writing."""
        now = self._clock()
        with self._lock:
            busy = list(self._busy)
        room = _AT_ONCE - len(busy)
        free = (
            Delivery.state == "waiting", Delivery.due <= stamp(now), Delivery.held <= stamp(now)
        )  # fmt: skip
        first = (
            select(func.min(Delivery.id)).join(Webhook, Webhook.id == Delivery.webhook_id)
            .join(Account, Account.id == Webhook.account_id)
            .where(*free, Webhook.is_on, Account.is_active, Webhook.id.not_in(busy))
            .group_by(Delivery.webhook_id).limit(max(room, 0))
        )  # fmt: skip
        with self._desk.reading() as db:
            wanted = list(db.scalars(first))
        if not wanted:
            return []
        with self._desk.writing() as db:
            mine = select(Delivery).where(Delivery.id.in_(wanted), *free)
            for row in db.scalars(mine.with_for_update(skip_locked=True)):
                row.claim, row.held = self._name, stamp(now + timedelta(seconds=LEASE))
            db.flush()
            return self._errands(db, wanted)

    def _errands(self, db: Session, wanted: list[int]) -> list[_Errand]:
        office = self._desk.office
        rows = (
            select(Delivery, Webhook, Notice, TransmittalRow)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .join(Notice, Notice.id == Delivery.notice_id)
            .join(TransmittalRow, TransmittalRow.id == Notice.transmittal_id)
            .where(Delivery.id.in_(wanted), Delivery.claim == self._name)
        )
        return [
            _Errand(
                one.id, hook.id, hook.url, one.name, webhooks.body(office, notice, book),
                webhooks.keys(office, hook),
            )
            for one, hook, notice, book in db.execute(rows)
        ]  # fmt: skip

    # -- one try -----------------------------------------------------------------------------------

    def _tried(self, errand: _Errand) -> _Outcome:
        keys, moment = errand.keys, int(self._clock().timestamp())
        headers = contract.signed_webhook(
            errand.name, moment, errand.body, keys.secret, keys.seed
        ) | {"Content-Type": "application/json", "User-Agent": f"bookworks-desk/{__version__}"}
        try:
            address = outbound.read(errand.url, self._desk.office.settings.webhook_hosts)
            answer = outbound.post(address, errand.body, headers)
        except outbound.Unfit as error:
            return _Outcome(0, f"not called: {error}")
        except TimeoutError:
            return _Outcome(0, f"no answer within {outbound.PATIENCE:.0f} seconds")
        except ssl.SSLCertVerificationError as error:
            return _Outcome(0, f"its certificate is not to be believed: {error.verify_message}")
        except OSError as error:
            return _Outcome(0, f"could not be reached: {error.strerror or error}")
        except http.client.HTTPException:  # which would quote what is said there
            return _Outcome(0, "what answers there does not speak HTTP")
        if 300 <= answer.status < 400:
            return _Outcome(answer.status, "leads elsewhere, and the desk does not follow")
        return _Outcome(answer.status, f"answered {answer.status}", answer.wait)

    def _note(self, db: Session, errand: _Errand, outcome: _Outcome) -> None:
        """Write down what came of a try, and when the next one is."""
        hook = db.scalar(
            select(Webhook).where(Webhook.id == errand.webhook).with_for_update(key_share=True)
        )
        row = db.scalar(
            select(Delivery).where(Delivery.id == errand.delivery, Delivery.claim == self._name)
            .with_for_update()
        )  # fmt: skip
        if hook is None or row is None:
            return  # deleted, stopped, or taken up by another meanwhile
        now = self._clock()
        row.claim = row.held = ""
        row.tries, row.tried = row.tries + 1, stamp(now)
        row.status, row.outcome = outcome.status, outcome.told[:200]
        if outcome.is_well:
            row.state, hook.worked, hook.failing = "delivered", stamp(now), ""
            return
        hook.failing = hook.failing or stamp(now)
        if outcome.status == 410:
            row.state = "failed"
            _give_up(db, hook, "gone")
        elif row.tries < len(SCHEDULE):
            spread = random.uniform(1 - _SPREAD, 1 + _SPREAD)
            wait = max(SCHEDULE[row.tries] * spread, min(outcome.wait, SCHEDULE[-1]))
            row.due = stamp(now + timedelta(seconds=wait))
        else:
            row.state = "failed"
            if hook.failing <= stamp(now - timedelta(seconds=HOPELESS)):
                _give_up(db, hook, "failing")


def _give_up(db: Session, hook: Webhook, why: str) -> None:
    db.flush()
    webhooks.stop(db, hook, why)
    audit.note(db, None, "webhook.off", hook.label, why, owner=hook.account_id, who="the desk")
