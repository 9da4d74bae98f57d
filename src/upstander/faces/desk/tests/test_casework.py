"""Notes, tasks, shifts and reassigning in pages: what is asked, what is shown, to whom, and at what cost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.add_note import add_note
from upstander.duties.casework.actions.hand_over_shift import hand_over_shift
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.casework.actions.work_shift import start_shift
from upstander.duties.casework.models import Note, Shift, ShiftHandover, Task
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.models import Case
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def at(name: str, *parts: object) -> str:
    return reverse(f"desk:{name}", args=parts)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_note_is_asked_for_its_kind_and_shown_with_it(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(other_officer)
    asked = client.get(at("notes", case.reference)).content.decode()
    assert not re.search(r'<input[^>]*name="kind"[^>]*checked', asked), "nobody chooses for the writer"
    refused = client.post(at("notes", case.reference), {"text": "The account names a club."}).content.decode()
    assert "Say whether this is fact or opinion" in refused
    assert "The account names a club." in refused
    said = {"kind": "opinion", "text": "<b>I think</b> it is the same man."}
    assert client.post(at("notes", case.reference), said).status_code == 302
    shown = text(signed_in(officer), at("notes", case.reference))
    assert "&lt;b&gt;I think&lt;/b&gt; it is the same man." in shown
    assert "Opinion" in shown
    assert "PC Bell" in shown
    note = Note.objects.get()
    assert Consultation.objects.filter(kind="note", record=note.pk).exists(), "the look is journalled"
    overview = text(signed_in(officer), at("case", case.reference))
    assert "I think&lt;/b&gt; it is the same man." in overview


def test_a_correction_begins_with_the_words_of_the_first_and_both_are_shown(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    note = add_note(case=case, kind="fact", text="He lives there.", actor=acting(officer), at=timezone.now())
    where = at("correct_note", case.reference, note.pk)
    assert "He lives there." in text(client, where)
    assert client.post(where, {"kind": "opinion", "text": "He may live there."}).status_code == 302
    shown = text(client, at("notes", case.reference))
    assert "He lives there." in shown
    assert "He may live there." in shown
    assert "Corrected." in shown
    assert client.get(where).status_code == 302, "the newer one is to be corrected"
    assert client.get(at("correct_note", case.reference, 10**9)).status_code == 404


def test_a_task_for_a_colleague_shows_on_their_desk_with_its_count(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert "My tasks (" not in text(signed_in(other_officer), at("tasks"))
    said = {"what": "Ask the platform to keep the data", "whose": other_officer.pk, "by": "1", "shown": "now"}
    assert client.post(at("case_task", case.reference), said).status_code == 302
    theirs = signed_in(other_officer)
    shown = text(theirs, at("tasks"))
    assert "My tasks (1)" in shown
    assert "Ask the platform to keep the data" in shown
    assert case.reference in shown
    assert "Set by PC Abara" in shown
    task = Task.objects.get()
    assert theirs.post(at("task_done", task.pk)).status_code == 302
    assert "My tasks (" not in text(theirs, at("tasks"))
    assert theirs.post(at("task_reopen", task.pk), {"back": at("notes", case.reference)})["Location"] == at(
        "notes", case.reference
    )
    assert theirs.post(at("task_reopen", task.pk), {"back": "https://example.org/"})["Location"] == at("tasks")
    assert "My tasks (1)" in text(theirs, at("tasks"))


def test_a_task_asks_for_what_whose_and_when(officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    refused = client.post(at("task_add"), {"what": "", "whose": officer.pk, "by": "day", "shown": "then"})
    page = refused.content.decode()
    for words in ("Say what is to be done", "Enter the day", "Enter the day of the reminder"):
        assert words in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    day = {"day-day": tomorrow.day, "day-month": tomorrow.month, "day-year": tomorrow.year}
    late = tomorrow + timedelta(days=30)
    then = {
        "shown_on-day": late.day, "shown_on-month": late.month, "shown_on-year": late.year, "shown_at": "14:30"
    }  # fmt: skip
    said = {"what": "Ring back", "whose": officer.pk, "by": "day", "shown": "then", **day, **then}
    assert "The reminder would come after the day it is due" in client.post(at("task_add"), said).content.decode()
    assert "Enter a time like 14:30" in client.post(at("task_add"), {**said, "shown_at": "noon"}).content.decode()
    assert client.post(at("task_add"), {**said, "shown": "now"}).status_code == 302
    assert Task.objects.get().due_at.date() >= tomorrow


def test_a_task_of_others_is_not_there(officer: User, other_officer: User, signed_in: SignedIn) -> None:
    due_at = timezone.now() + timedelta(hours=1)
    made = set_task(what="x", whose=officer, due_at=due_at, actor=acting(officer), at=timezone.now())
    assert signed_in(other_officer).post(at("task_done", made.pk)).status_code == 404
    assert signed_in(other_officer).post(at("task_done", 2**70)).status_code == 404


def test_one_click_starts_a_shift_and_leads_to_what_was_handed_over(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    at_claimed()
    client = signed_in(other_officer)
    assert "Start the shift" in text(client, at("queue"))
    hand_over_shift(text="Mind the school.", cases={}, actor=acting(officer), at=timezone.now())
    assert client.post(at("shift_start"))["Location"] == at("shift"), "somebody handed something over"
    assert Shift.objects.filter(user=other_officer, ended_at=None).exists()
    assert "On duty" in text(client, at("queue"))
    handover = ShiftHandover.objects.get()
    shown = text(client, at("shift_handover", handover.pk))
    assert "Mind the school." in shown
    assert "I have read this" in shown
    assert client.post(at("shift_handover", handover.pk)).status_code == 302
    assert "Read by PC Bell" in text(client, at("shift_handover", handover.pk))
    assert client.post(at("shift_end"), follow=True).status_code == 200
    assert not Shift.objects.filter(user=other_officer, ended_at=None).exists()


def test_a_hand_over_gathers_the_cases_and_keeps_the_words_on_each(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    start_shift(actor=acting(officer), at=timezone.now())
    assert case.reference in text(client, at("hand_over_shift"))
    said = {"text": "Quiet.", case.reference: "Their school rings at nine."}
    assert client.post(at("hand_over_shift"), said).status_code == 302
    row = ShiftHandover.objects.get()
    assert [(each.case, each.text) for each in row.cases.all()] == [(case, "Their school rings at nine.")]
    assert "It waits for a colleague to read it." in text(client, at("shift_handover", row.pk))


def test_words_on_a_case_that_was_taken_meanwhile_are_not_lost(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    reassign(case=case, to=other_officer, reason="x", actor=acting(supervisor), at=timezone.now())
    answer = client.post(at("hand_over_shift"), {case.reference: "Their school rings at nine."})
    assert answer.status_code == 200
    assert "Their school rings at nine." in answer.content.decode()
    assert not ShiftHandover.objects.exists()


def test_the_supervisor_sees_what_nobody_has_read(
    officer: User, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    hand_over_shift(text="Mind the school.", cases={}, actor=acting(officer), at=timezone.now())
    shown = text(signed_in(supervisor), at("team"))
    assert "not yet read by a colleague (1)" in shown
    assert at("shift_handover", ShiftHandover.objects.get().pk) in shown


def test_both_officers_see_that_a_case_changed_hands(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    said = {"to": other_officer.pk, "reason": "PC Abara is on leave."}
    assert signed_in(supervisor).post(at("reassign", case.reference), said).status_code == 302
    assert fresh(case).owner == other_officer
    theirs, his = signed_in(other_officer), signed_in(officer)
    assert "Cases that were given to you" in text(theirs, at("tasks"))
    assert "PC Abara is on leave." in text(theirs, at("tasks"))
    assert "Cases that were taken from you this week" in text(his, at("tasks"))
    theirs.post(at("reassignments_seen"))
    assert "Cases that were given to you" not in text(theirs, at("tasks"))
    assert "PC Abara is on leave." in text(his, at("notes", case.reference))
    assert his.get(at("reassign", case.reference)).status_code == 403


@pytest.mark.parametrize("name", ["tasks", "shift", "notes"])
def test_twenty_rows_cost_as_many_queries_as_two(
    report: Callable[..., Received], officer: User, other_officer: User, signed_in: SignedIn, name: str
) -> None:
    now, mine = timezone.now(), acting(officer)
    case = report(at=now).case
    claim(case=case, actor=mine, at=now)

    def more(number: int) -> None:
        for _ in range(number):
            another = report(at=now).case
            claim(case=another, actor=acting(other_officer), at=now)
            set_task(what="x", whose=officer, due_at=now, case=another, actor=acting(other_officer), at=now)
            set_task(what="x", whose=other_officer, due_at=now, case=case, actor=mine, at=now)
            add_note(case=case, kind="fact", text="x", actor=mine, at=now)
            hand_over_shift(text="x", cases={}, actor=acting(other_officer), at=now)
            reassign(case=another, to=officer, reason="x", actor=acting(other_officer), at=now)

    def count() -> int:
        where = at(name, case.reference) if name == "notes" else at(name)
        client = signed_in(officer)
        client.get(where)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(where).status_code == 200
        return len(seen)

    more(2)
    few = count()
    more(8)
    assert count() <= few + 1
