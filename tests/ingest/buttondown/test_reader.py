"""The three forms of a Buttondown archive: the program's, the website's, the API's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import inventory
from pipeline.ingest.readers import buttondown, markdown
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError
from pipeline.model.text import Figure, Image, Link, Note, Paragraph
from pipeline.model.walk import every, inlines, text
from tests.ingest.buttondown.conftest import Reading, letter

Read = Callable[..., Reading]

SETTINGS = json.dumps(
    {"name": "Lights", "username": "lights", "from_name": "Ada Quill", "domain": "",
     "api_key": "CANARY-key", "email_address": "canary@lights.example"}
)  # fmt: skip
CSV = (
    "id,secondary_id,subject,publish_date,source,slug\n"
    "u-1,1,Fog,2023-01-02 16:55:00+00:00,app,fog\n"
    "u-2,2,Oil,2023-01-05 13:00:00+00:00,app,oil\n"
)
PLAIN = (
    "<!-- buttondown-editor-mode: plaintext -->## Log\n\nIt was *cold*[^1].\n\n[^1]: By the glass."
)
FANCY = (
    "<!-- buttondown-editor-mode: fancy --><h2>Log</h2>\n<p>Oil is <em>dear</em>.</p>\n\n"
    "    <p>So.</p>"
)


def test_what_the_program_pulled(read: Read) -> None:
    reading = read(
        **{
            "newsletter.json": SETTINGS,
            "emails/fog.md": letter("u-1", "See [oil](https://buttondown.com/lights/archive/oil/)"
                                    ".\n\n![A rock](../media/rock.png)", slug="fog"),
            "emails/oil.md": letter("u-2", slug="oil", canonical_url="https://lights.example/oil"),
            "media/rock.png": "PNG",
            "automations.yaml": "- name: welcome",
            ".buttondown.json": "{}",
        }
    )  # fmt: skip
    fog, oil = reading.posts["u-1"], reading.posts["u-2"]
    assert (fog.kind, fog.visibility, fog.created) == ("letter", "public", "2025-04-27T09:00:00Z")
    assert fog.url == "https://buttondown.com/lights/archive/fog/"
    assert oil.links == ("https://lights.example/oil",)
    paragraph, figure = fog.blocks
    assert isinstance(paragraph, Paragraph)
    assert [node.item for node in paragraph.content if isinstance(node, Link)] == ["u-2"]
    assert isinstance(figure, Figure)
    assert figure.images == (Image("media/rock.png", "A rock"),)
    profile = reading.intake.profile
    assert (profile.title, profile.author, profile.handle) == ("Lights", "Ada Quill", "lights")
    assert profile.url == "https://buttondown.com/lights"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_the_website_exported(form: str, read: Read) -> None:
    rows = [dict(zip(CSV.split("\n")[0].split(","), line.split(","), strict=True))
            for line in CSV.strip().split("\n")[1:]]  # fmt: skip
    tables = {"csv": CSV, "json": json.dumps(rows)}
    reading = read(
        **{f"emails.{form}": tables[form], "emails/fog.md": PLAIN, "emails/oil.md": FANCY}
    )
    assert [text(post.title) for post in reading.posts.values()] == ["Fog", "Oil"]
    assert list(reading.posts) == ["u-1", "u-2"]
    assert reading.posts["u-1"].created == "2023-01-02T16:55:00Z"
    notes = [node for block in every(reading.posts["u-1"].blocks) for node in inlines(block)
             if isinstance(node, Note)]  # fmt: skip
    assert len(notes) == 1
    assert reading.said("u-1") == "Log\nIt was cold⟦By the glass.⟧."
    assert reading.said("u-2") == "Log\nOil is dear.\nSo."
    assert reading.codes() == []


def test_what_the_api_gave(read: Read) -> None:
    emails = [
        {"id": "u-1", "subject": "Fog", "body": "Out *early*.", "status": "sent",
         "email_type": "public", "publish_date": "2025-01-02T03:04:05Z", "slug": "fog",
         "absolute_url": "https://lights.example/archive/fog/", "secondary_id": 7,
         "metadata": {"a": [1]}, "featured": False},
        {"id": "u-2", "subject": "No text", "email_type": "public", "status": "sent"},
        "no e-mail",
    ]  # fmt: skip
    reading = read(**{"emails.json": json.dumps({"results": emails, "count": 3})})
    assert reading.posts["u-1"].url == "https://lights.example/archive/fog/"
    assert reading.said("u-1") == "Out early."
    assert reading.aside() == [
        ("letter", "row-3", "not an e-mail"),
        ("letter", "u-2", "the archive does not hold its text"),
    ]
    assert reading.codes() == [("buttondown.missing", "warning")]


def test_who_may_read_a_letter(read: Read) -> None:
    cases = {
        "a": ("sent", "", "public"), "b": ("imported", "public", "public"),
        "c": ("in_flight", "public", "public"), "d": ("sent", "premium", "paid"),
        "e": ("sent", "private", "followers"), "f": ("sent", "churned", "private"),
        "g": ("draft", "public", "draft"), "h": ("scheduled", "", "scheduled"),
        "i": ("deleted", "", "deleted"), "j": ("paused", "", "pending"),
        "k": ("no_such_state", "", "draft"), "l": ("", "", "public"),
        "m": ("sent", "no_such_type", "private"),
    }  # fmt: skip
    reading = read(**{
        f"emails/{id}.md": letter(id, status=status, email_type=kind)
        for id, (status, kind, _) in cases.items()
    })  # fmt: skip
    found = {id: post.visibility for id, post in reading.posts.items()}
    assert found == {id: visibility for id, (_, _, visibility) in cases.items()}


def test_a_folder_of_drafts_is_one(read: Read) -> None:
    reading = read(
        **{"emails.csv": CSV, "emails/fog.md": PLAIN, "emails/oil.md": FANCY,
           "drafts/idea.md": PLAIN, "scheduled_emails/next.md": letter("next")}
    )  # fmt: skip
    assert {id: post.visibility for id, post in reading.posts.items()} == {
        "u-1": "public", "u-2": "public", "idea": "draft", "next": "scheduled",
    }  # fmt: skip


def test_texts_of_which_nothing_is_known_are_drafts(read: Read) -> None:
    reading = read(**{"emails/fog.md": PLAIN, "emails/oil.md": FANCY})
    assert {post.visibility for post in reading.posts.values()} == {"draft"}
    assert reading.codes() == [("buttondown.unknown", "warning")]


# -- templates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Dear {{ subscriber.first_name }}, hello.", "Dear, hello."),
        ("From {{ newsletter.name }}.", "From Lights."),
        ("One.\n\n{{ subscribe_form }}\n\nTwo.", "One.\nTwo."),
        ("[Leave]({{ unsubscribe_url }}) it.", "Leave it."),
        ("{% if medium == 'email' %}Mail.{% else %}Web.{% endif %} Both.", "Web. Both."),
        ('{% if medium == "web" %}Web.{% endif %}', "Web."),
        ("{% if medium != 'email' %}Web.{% endif %}", "Web."),
        ("A.{% if subscriber.metadata.x %}One{% elif subscriber.y %}Two{% else %} B{% endif %}.",
         "A. B."),
        ("{% if not subscriber.premium %}Free.{% endif %}", "Free."),
        ("{% if season %}Kept.{% endif %}", "Kept."),
        ("A{% comment %} a note to myself {% endcomment %}.", "A."),
        ("`{{ lamp }}` and\n\n```\n{% if lamp %}\n{{ on }}\n```\n",
         "{{ lamp }} and\n{% if lamp %}\n{{ on }}"),
        ("{% raw %}{{ kept }} {% if %}{% endraw %}", "{{ kept }} {% if %}"),
        ("{% endif %}{% else %}A {% unknown %} b", "A b"),
        ("{% if medium == 'email' %}never closed", ""),
    ],
)  # fmt: skip
def test_templates_read_as_the_web_archive_shows_them(body: str, said: str, read: Read) -> None:
    reading = read(**{"newsletter.json": SETTINGS, "emails/a.md": letter("a", body)})
    assert reading.said("a") == said


def test_what_only_paying_readers_see_is_left_out_and_counted(read: Read) -> None:
    body = "For all.\n\n{% if subscriber.can_view_premium_content %}CANARY{% else %}Pay.{% endif %}"
    reading = read(**{"emails/a.md": letter("a", body)})
    assert reading.said("a") == "For all.\nPay."
    assert reading.codes() == [("buttondown.withheld", "note")]
    assert "CANARY" not in str(reading.changes())


# -- whose it is -----------------------------------------------------------------------------------


def named(path: Path) -> str:
    with Unpacked.open(path) as archive:
        return identify(archive)[0].NAME


def test_its_markdown_is_not_taken_for_a_folder_of_markdown(tmp_path: Path) -> None:
    (tmp_path / "emails").mkdir()
    for n in range(4):
        (tmp_path / f"emails/{n}.md").write_text(letter(str(n)), encoding="utf-8")
    with Unpacked.open(tmp_path) as archive:
        assert markdown.claim(archive) is not None
    assert named(tmp_path) == "buttondown"
    assert named(tmp_path / "emails") == "buttondown"
    assert named(tmp_path / "emails/0.md") == "buttondown"


def test_a_folder_of_markdown_is_not_taken_for_its_own(tmp_path: Path) -> None:
    for n in range(4):
        front = f"---\ntitle: {n}\nsubject: oil\nstatus: draft\n---\n"
        (tmp_path / f"{n}.md").write_text(front + "Words.", encoding="utf-8")
    assert named(tmp_path) == "markdown"


def test_letters_among_other_texts_are_two_archives_in_one(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.md").write_text(letter(str(n)), encoding="utf-8")
    (tmp_path / "essay.md").write_text("# An essay\n\nWords.", encoding="utf-8")
    with pytest.raises(ArchiveError, match="2 kinds of archive"):
        named(tmp_path)


def test_every_member_is_read_or_left_alone_for_a_reason(tmp_path: Path) -> None:
    names = ("emails/a.md", "emails.csv", "subscribers.csv", "unsubscribers.csv", "events.json",
             "comments.csv", "automations/x.json", "snippets/s.md", "newsletter.json",
             "media/r.png", "media/d.pdf", ".buttondown.json", "automations.yaml")  # fmt: skip
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(CSV if name == "emails.csv" else letter("a"), encoding="utf-8")
    with Unpacked.open(tmp_path) as archive:
        found, _ = identify(archive)
        uses = {entry.member: entry.use for entry in inventory(archive, found)}
    assert found is buttondown
    assert {name for name, use in uses.items() if use == "read"} == {
        "emails/a.md", "emails.csv", "newsletter.json", "media/r.png",
    }  # fmt: skip
    assert set(uses.values()) == {"read", "ignored"}


def test_no_canary_sings(read: Read) -> None:
    hidden = {"subject": "CANARY-subject", "slug": "canary-slug", "description": "CANARY"}
    body = "CANARY-body {{ canary }} {% canary %}\n\n![CANARY](canary.png)"
    reading = read(
        **{
            "newsletter.json": SETTINGS,
            "emails.csv": CSV,
            "emails/fog.md": letter("u-1", slug="fog"),
            "emails/canary-a.md": letter("u-7", body, **hidden, status="draft"),
            "emails/canary-b.md": letter("u-8", body, **hidden, email_type="premium"),
            "emails/canary-c.md": letter("u-9", body, **hidden, email_type="private"),
            "subscribers.csv": "email\ncanary@lights.example\n",
        }
    )
    public = [post for post in reading.posts.values() if post.visibility == "public"]
    said = [public, reading.intake.profile, reading.bench.set_asides, reading.bench.findings,
            reading.bench.changes, reading.intake.sources]  # fmt: skip
    assert [post.id for post in public] == ["u-1"]
    assert "canary" not in json.dumps(msgspec.to_builtins(said)).lower()


# -- broken and hostile ----------------------------------------------------------------------------


def test_a_broken_table_beside_texts_is_told_and_alone_refused(read: Read) -> None:
    broken = '[{"id": "u-1", "subject": "x", "email_type": "public",\n'
    reading = read(**{"emails.json": broken, "emails/a.md": letter("a")})
    assert list(reading.posts) == ["a"]
    assert reading.codes() == [("buttondown.table", "error")]


@pytest.mark.parametrize(
    "data",
    ['[{"subject": "x", "email_type": "public",', '[{"subject":"","email_type":' + "[" * 100_000,
     '{"subject": "x", "email_type": "public", "body": 7'],
)  # fmt: skip
def test_a_broken_document_is_refused_with_its_place(data: str, read: Read) -> None:
    with pytest.raises(ArchiveError, match="not a JSON document") as caught:
        read(**{"emails.json": data})
    assert caught.value.todo


def test_values_of_any_kind_stop_no_letter(read: Read) -> None:
    rows = [
        {"id": 7, "subject": ["x"], "body": {"a": 1}, "email_type": None},
        {"id": "u", "subject": "a\ud800b", "body": "c\x00\x0bd", "publish_date": "9" * 5000,
         "secondary_id": "BIG", "slug": "../../etc", "image": "data:x", "status": "sent"},
        None, [], 3, {},
    ]  # fmt: skip
    data = json.dumps(rows).replace('"BIG"', "9" * 5000)
    reading = read(**{"emails.json": data})
    assert text(reading.posts["u"].title) == "a\ufffdb"
    assert len(reading.posts) + len(reading.aside()) == 6


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["{% if medium %}", "{{", "{{ a ", "{%", "```\n", "~~~x\n", "`",
                                   "{% raw %}", "{% if subscriber.x %}y"])  # fmt: skip
def test_templates_without_end_take_no_time(piece: str, read: Read) -> None:
    reading = read(**{"emails/a.md": letter("a", "start " + piece * 30_000)})
    assert reading.said("a").startswith("start")
