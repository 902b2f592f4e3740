"""The shapes of what the API takes and gives, for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.desk.kinds import KINDS, SEVERITIES

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
Words = Annotated[str, Field(max_length=10_000, pattern=r"^[^\x00]*$")]


class Asked(BaseModel):
    """What is sent: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Listing(Asked):
    """A version: the files of its bag, each by its digest. Their bytes are here before."""

    name: Annotated[str, Field(pattern=r"^T-[0-9]{4}-[0-9]{4,9}_v[1-9][0-9]{0,5}$")]
    files: Annotated[dict[Name, Sha256], Field(max_length=10_000)]


class Decision(Asked):
    decision: Literal["accepted", "changes-requested", "declined"]
    note: Words = ""


class Wish(Asked):
    kind: Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
    severity: Annotated[str, Field(json_schema_extra={"enum": list(SEVERITIES)})] = "W"
    blocking: bool = False
    scope: dict[str, Words] = {"type": "whole"}
    params: dict[str, Any] = {}
    acceptance: Annotated[list[dict[str, Any]], Field(max_length=50)] = []
    rationale: Words = ""
    due: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""


class Answer(Asked):
    state: Annotated[str, Field(max_length=30)]
    text: Words = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    evidence: dict[str, Any] = {}


class VersionShape(BaseModel):
    version: int
    state: str
    tagmanifest_sha256: str
    problems: list[dict[str, str]]
    received: str
    actions: dict[str, bool]


class BookShape(BaseModel):
    id: str
    peer_id: str
    title: str
    author: str
    state: str
    latest: int
    words: int
    open_changes: int
    waits_for: str
    changed: str
    url: str


class BookWhole(BookShape):
    versions: list[VersionShape]


class Books(BaseModel):
    transmittals: list[BookShape]
    next: str = ""


class RemarkShape(BaseModel):
    state: str
    text: str
    evidence: dict[str, Any]
    side: str
    by: str
    time: str


class ChangeShape(BaseModel):
    id: str
    state: str
    request: dict[str, Any]
    envelope: str
    thread: list[RemarkShape]
    actions: list[str]


class Changes(BaseModel):
    changes: list[ChangeShape]


class EventShape(BaseModel):
    side: str
    envelope: dict[str, Any]


class Log(BaseModel):
    """Both chains, in the order in which the desk had them."""

    events: list[EventShape]


class NoticeShape(BaseModel):
    seq: int
    transmittal: str
    peer_id: str
    kind: str
    about: str
    time: str


class Notices(BaseModel):
    notices: list[NoticeShape]
    last: int


class PeerShape(BaseModel):
    id: int
    peer_id: str
    name: str
    state: str
    fingerprint: str
    document: dict[str, Any]


class Peers(BaseModel):
    peers: list[PeerShape]


Url = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^https?://[!-~]+$")]
Label = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]


class WebhookAsked(Asked):
    url: Url
    label: Label = ""


class WebhookChanged(Asked):
    """What of it is to be otherwise; what is left out stays."""

    url: Url | None = None
    label: Label | None = None
    is_on: bool | None = None


class Replay(Asked):
    """One message, or all after a notice; with neither, whatever has not arrived in 90 days."""

    message: Annotated[str, Field(max_length=40, pattern=r"^(msg_[0-9a-f]{32})?$")] = ""
    after: Annotated[int, Field(ge=0, le=2**53)] | None = None


class Replayed(BaseModel):
    messages: int
    last: int


class WebhookShape(BaseModel):
    id: int
    url: str
    label: str
    is_on: bool
    why_off: str
    failing_since: str
    last_delivered: str
    public_key: str
    made: str


class WebhookMade(WebhookShape):
    secret: str


class DeliveryShape(BaseModel):
    id: str
    seq: int
    transmittal: str
    peer_id: str
    kind: str
    state: str
    tries: int
    status: int
    outcome: str
    tried: str
    due: str


class WebhookWhole(WebhookShape):
    deliveries: list[DeliveryShape]


class Webhooks(BaseModel):
    webhooks: list[WebhookShape]
