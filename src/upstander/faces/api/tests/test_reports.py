"""The API takes a report whole, once, or says what is wrong - and tells a partner about its own reports alone."""

import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from upstander.duties.oversight.actions.revoke_token import revoke_token
from upstander.faces.api.tests.conftest import partner_with_token
from upstander.record.cases.models import Report
from upstander.record.people.actors import SYSTEM
from upstander.record.vault.keeping import read

BODY = {
    "sender_ref": "A-1",
    "account": "It was under a picture of our centre.",
    "strands": ["religion"],
    "told_as": "organisation",
    "posts": [{"link": "https://x.com/someone/status/1234567890123456789", "text": "They should all go."}],
    "complainant_name": "Sample Person",
}
Send = Callable[..., Any]


def test_a_report_is_taken_in_and_its_raw_body_kept(send: Send) -> None:
    answer = send(BODY)
    assert answer.status_code == 201
    report = Report.objects.get(reference=answer.json()["reference"])
    assert report.channel == "api"
    assert report.sender.code == "helpline"
    assert json.loads(read(report.raw)) == BODY
    assert answer.json()["status"] == "received"


def test_the_same_key_and_report_give_the_same_receipt(send: Send) -> None:
    first = send(BODY)
    again = send(json.dumps(BODY, indent=3).encode())
    assert again.status_code == 200
    assert again.json() == first.json()
    assert Report.objects.count() == 1


def test_the_same_key_with_another_report_is_a_conflict_and_changes_nothing(send: Send) -> None:
    send(BODY)
    answer = send({**BODY, "account": "Something else."})
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.json()["detail"]
    assert Report.objects.get().account == BODY["account"]


def test_the_same_sender_ref_under_another_key_is_the_same_report_or_a_conflict(send: Send) -> None:
    first = send(BODY)
    same = send(BODY, key="k-2")
    assert (same.status_code, same.json()["reference"]) == (200, first.json()["reference"])
    assert send({**BODY, "why": "Something else."}, key="k-3").status_code == 409
    assert Report.objects.count() == 1


def test_two_partners_may_use_the_same_key(send: Send) -> None:
    other = partner_with_token("other")[2]
    assert send(BODY).status_code == send(BODY, token=other).status_code == 201
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400),
        (b"{", 400),
        (b'{"account": "a", "account": "b"}', 400),
        (b'{"account": NaN}', 400),
        (b'{"account": "\xff"}', 400),
        ('{"account": "x"}'.encode("utf-16"), 400),
        (b"[" * 100_000, 400),
        (b'{"danger": ' + b"9" * 5000 + b"}", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        ({}, 422),
        ({"account": 1}, 422),
        ({"account": None}, 422),
        ({"account": "a", "danger": "yes"}, 422),
        ({"account": "a" * 20_001}, 422),
        ({"account": "a", "unheard": 1}, 422),
        ({"account": "a", "strands": ["unheard"]}, 422),
        ({"account": "a", "strands": "race"}, 422),
        ({"account": "a", "posts": [{"platform": "unheard"}]}, 422),
        ({"account": "a", "posts": [{"unheard": "x"}]}, 422),
        ({"account": "a", "posts": {"link": "x"}}, 422),
        ({"account": "a", "posts": [{"link": "x"}] * 21}, 422),
        ({"account": "a", "sender_ref": "a\nb"}, 422),
        ({"account": "a", "complainant_email": "a@b.example\r\nBcc: c@d.example", "contact_means": "email"}, 422),
        ({"account": "a", "contact_means": "phone"}, 422),
        ({"account": "a", "told_policing_at": "0001-01-01T00:00:00Z"}, 422),
        ({"account": "a", "told_policing_at": "tomorrow"}, 422),
        ({"account": "a", "named_force": "E99999999"}, 422),
        ({"account": "a", "raw": "x"}, 422),
        ({"\ud800": 1}, 422),
        (b'{"account": "' + b"a" * 1_100_000 + b'"}', 413),
    ],
)
def test_bad_bodies_are_refused_in_words_and_nothing_is_kept(send: Send, body: Any, status: int) -> None:
    answer = send(body)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["detail"]
    if status == 422:
        assert answer.json()["errors"][0]["message"]
    assert Report.objects.count() == 0


def test_what_is_wrong_is_named_by_its_field(send: Send) -> None:
    errors = send({"account": "a", "strands": ["unheard"], "posts": [{"platform": "unheard"}]}).json()["errors"]
    assert {error["field"] for error in errors} == {"strands", "posts.0.platform"}
    assert any("religion" in error["message"] for error in errors)


HOSTILE = (
    "a\x00b", "\ud800 half", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202egnitirw", "{{ 7 * 7 }}",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text(send: Send, text: str) -> None:
    post = {"link": "https://e.example/" + "a" * 9_900, "text": text, "handle": text}
    answer = send({"account": text, "posts": [post]})
    assert answer.status_code == 201
    report = Report.objects.get()
    assert len(report.account) == len(text)
    assert report.substituted == (text[0] == "\ud800" or "\x00" in text)
    assert json.loads(read(report.raw))["account"] == text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_content_type_is_refused(send: Send, kind: str) -> None:
    assert send(BODY, kind=kind).status_code == 415


@pytest.mark.parametrize("key", [None, "", "a" * 201, "two words", "caf\u00e9"])
def test_the_key_is_required_and_plain(send: Send, key: str | None) -> None:
    answer = send(BODY, key=key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nothing", "Basic abc", "Bearer " + "x" * 5000])
def test_without_a_running_token_nothing_is_taken(hub: Any, header: str | None) -> None:
    headers = {"Idempotency-Key": "k"} | ({"Authorization": header} if header else {})
    client = Client(HTTP_HOST="localhost")
    answer = client.post("/api/v1/reports", BODY, content_type="application/json", headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_is_refused(send: Send, partner: Any) -> None:
    revoke_token(token=partner[1], actor=SYSTEM, at=timezone.now())
    assert send(BODY).status_code == 401


def test_a_signed_in_officer_is_no_partner(signed_in: Any, officer: Any) -> None:
    assert signed_in(officer).post("/api/v1/reports", BODY, content_type="application/json").status_code == 401


def test_a_partner_learns_the_status_of_its_own_report(send: Send, ask: Send) -> None:
    reference = send(BODY).json()["reference"]
    Report.objects.get().own_case.__class__.objects.update(state="claimed")
    answer = ask(reference)
    assert answer.status_code == 200
    assert answer.json()["status"] == "being assessed"
    assert set(answer.json()) == {"reference", "received_at", "status"}


def test_the_reports_of_others_are_as_absent_as_no_report(send: Send, ask: Send) -> None:
    reference = send(BODY).json()["reference"]
    other = partner_with_token("other")[2]
    theirs, nothing = ask(reference, token=other), ask("R-0000-0000-00", token=other)
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


def test_a_lost_or_locked_database_is_503_with_a_time_to_try_again(send: Send) -> None:
    with patch("upstander.faces.api.reports.receive", side_effect=OperationalError("database is locked")):
        answer = send(BODY)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    with patch("upstander.faces.api.reports.deposit_locked", side_effect=OSError(28, "No space left on device")):
        answer = send(BODY)
    assert answer.status_code == 503
    assert Report.objects.count() == 0


def test_the_description_is_public_and_there_is_no_console(db: None) -> None:
    client = Client(HTTP_HOST="localhost")
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.")
    assert client.get("/api/v1/docs").status_code in (403, 404)
