"""Messages of a desk to a receiver, good and forged: what vectors/webhooks.json is made of."""

from __future__ import annotations

import base64
import json

from msgspec import Struct

from pipeline.transmit import webhook

SECRET, SEED = b"\x51" * 32, b"\x52" * 32
MOMENT = 1_795_251_600
ID = "msg_5e884898da28047151d0e56f8dc62927"
BODY = json.dumps(
    {
        "specversion": "1.0", "id": "17", "source": "https://desk.example", "type": "f2f.accepted",
        "subject": "quill.example/T-2026-0001", "time": "2026-11-21T09:00:00Z",
        "datacontenttype": "application/json",
        "data": {"seq": 17, "peer_id": "quill.example", "transmittal": "T-2026-0001",
                 "kind": "accepted", "about": "version 2 – “Kleine Lichter”"},
    },
    ensure_ascii=False, separators=(",", ":"),
)  # fmt: skip


class Case(Struct, frozen=True, kw_only=True):
    name: str
    about: str
    code: str  # of the reason for which it is refused; '' where it must pass
    key: str
    now: int
    headers: dict[str, str]
    body: str


def cases() -> list[Case]:
    return [_case(*row) for row in _ROWS] + [_outside()]


def _case(name: str, about: str, code: str, key: str, now: int, altered: dict[str, str]) -> Case:
    headers = webhook.signed(ID, MOMENT, BODY.encode(), SECRET, SEED)
    body = altered.get("body", BODY)
    headers |= {part: said for part, said in altered.items() if part != "body" and said}
    for part in [part for part, said in altered.items() if not said]:
        del headers[part]
    return Case(
        name=name, about=about, code=code, key=key, now=now, headers=headers, body=body
    )  # fmt: skip


def _signature(**given: object) -> str:
    order = {"id": ID, "moment": MOMENT, "body": BODY.encode(), "secret": SECRET, "seed": SEED}
    return webhook.signed(**(order | given))["webhook-signature"]  # type: ignore[arg-type]


_SHARED, _PUBLIC = webhook.shown(SECRET), webhook.public(SEED)
_V1, _V1A = _signature().split(" ")
_OTHER = _signature(secret=b"\x53" * 32, seed=b"\x54" * 32)
_TIME, _SIGNED = "webhook-timestamp", "webhook-signature"
_RAW = base64.b64decode(_PUBLIC.partition("_")[2])
_CONFUSED = _signature(secret=_RAW).split(" ")[0]

_ROWS: list[tuple[str, str, str, str, int, dict[str, str]]] = [
    ("good-secret", "as it came, by the secret", "", _SHARED, MOMENT, {}),
    ("good-public", "as it came, by the public key", "", _PUBLIC, MOMENT, {}),
    ("rotated", "an older key's signatures stand first", "", _SHARED, MOMENT,
     {_SIGNED: f"{_OTHER} {_V1}"}),
    ("late-enough", "five minutes late", "", _SHARED, MOMENT + 300, {}),
    ("early-enough", "five minutes early", "", _PUBLIC, MOMENT - 300, {}),
    ("late", "five minutes and a second late", "time", _SHARED, MOMENT + 301, {}),
    ("early", "five minutes and a second early", "time", _PUBLIC, MOMENT - 301, {}),
    ("time-altered", "another time, so that it seems new", "signature", _SHARED, MOMENT + 3600,
     {_TIME: str(MOMENT + 3600)}),
    ("id-altered", "another id, so that it seems new", "signature", _PUBLIC, MOMENT,
     {"webhook-id": ID[:-1] + "8"}),
    ("body-altered", "accepted is made declined", "signature", _SHARED, MOMENT,
     {"body": BODY.replace("accepted", "declined")}),
    ("body-spaced", "read as JSON and written again", "signature", _PUBLIC, MOMENT,
     {"body": json.dumps(json.loads(BODY), ensure_ascii=False)}),
    ("another-secret", "signed by somebody else", "signature", _SHARED, MOMENT,
     {_SIGNED: _OTHER}),
    ("another-key", "signed by somebody else", "signature", _PUBLIC, MOMENT, {_SIGNED: _OTHER}),
    ("confused", "the public key taken for a secret", "signature", _PUBLIC, MOMENT,
     {_SIGNED: _CONFUSED}),
    ("renamed", "the one signature under the other's name", "signature", _PUBLIC, MOMENT,
     {_SIGNED: f"v1a,{_V1.partition(',')[2]} v1,{_V1A.partition(',')[2]}"}),
    ("unknown-version", "a version that nobody knows", "signature", _SHARED, MOMENT,
     {_SIGNED: f"v0,{_V1.partition(',')[2]}"}),
    ("not-base64", "a signature that is none", "signature", _SHARED, MOMENT, {_SIGNED: "v1,%%%"}),
    ("shifted-dot", "an id with a dot, which could be cut elsewhere", "header", _SHARED, MOMENT,
     {"webhook-id": f"{ID}.{MOMENT}"}),
    ("no-time", "a header is missing", "header", _SHARED, MOMENT, {_TIME: ""}),
    ("no-number", "a time that is none", "header", _SHARED, MOMENT, {_TIME: "soon"}),
    ("unsigned", "no signature at all", "header", _SHARED, MOMENT, {_SIGNED: ""}),
]  # fmt: skip


def _outside() -> Case:
    """What the library standardwebhooks 1.1.0 signed; its secret is the one of its documents."""
    return Case(
        name="another-program", about="signed by another program", code="",
        key="whsec_plJ3nmyCDGBKInavdOK15jsl", now=1_731_705_121, body='{"event_type":"ping"}',
        headers={
            "webhook-id": "msg_loFOjxBNrRLzqYUf", _TIME: "1731705121",
            _SIGNED: "v1,iLrWodj6H2QrNRSvdASdRo1DzSXYKqa36og0kGXkcTs=",
        },
    )  # fmt: skip
