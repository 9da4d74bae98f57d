"""Every verb brings each victim exactly one update or a stated none; others get a receipt and one closing note."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.hand_on import hand_on
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.tests.deciding import a_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.care.due import tell_complainant
from upstander.duties.care.models import Update
from upstander.duties.care.queries import status, updates
from upstander.duties.care.telling import NoSuchUpdate, letter_for, names
from upstander.duties.care.telling import updates as table
from upstander.duties.care.tests.matter import YORKSHIRE, Matter, told
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case, Report
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import opened
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import Organisation, User
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all


@pytest.fixture
def matter(
    report: Callable[..., Received], officer: User, supervisor: User, force: Callable, force_officer: Callable
) -> Matter:
    return Matter(report(), officer, supervisor, force, force_officer)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("received", ["received"]),
        ("added", ["received", "added"]),
        ("claimed", ["received", "claimed"]),
        ("released", ["received", "claimed"]),
        ("decided_crime", ["received", "claimed", "decided_crime"]),
        ("decided_not_crime", ["received", "claimed", "decided_not_crime"]),
        ("need_more", ["received", "claimed", "need_more"]),
        ("awaiting", ["received", "claimed"]),
        ("signed_off", ["received", "claimed", "decided_crime"]),
        ("returned", ["received", "claimed"]),
        ("no_line", ["received", "claimed", "decided_crime", "no_positive_line"]),
        ("offered", ["received", "claimed", "decided_crime", "offered"]),
        ("accepted", ["received", "claimed", "decided_crime", "offered", "accepted"]),
        ("disputed", ["received", "claimed", "decided_crime", "offered"]),
        ("closed", ["received", "claimed", "decided_not_crime", "closed"]),
        ("reopened", ["received", "claimed", "decided_not_crime", "closed", "reopened"]),
    ],
)
def test_each_real_act_brings_the_victim_exactly_the_updates_of_its_verbs(
    matter: Matter, act: str, expected: list[str]
) -> None:
    getattr(matter, act)()
    assert told(matter.report) == expected
    assert told(matter.report) == expected
    may_come = {name for verb in Entry.objects.values_list("verb", flat=True) for name in table()[Verb(verb)]}
    assert set(expected) <= may_come


def test_a_hand_over_tells_that_the_force_was_asked_and_that_it_has_it(
    report: Callable[..., Received], officer: User, force: Callable
) -> None:
    force(YORKSHIRE)
    received = report(knows_poster=True, named_force=YORKSHIRE)
    assert told(received.report) == ["received", "offered"]
    made = Offer.objects.get(capacity=Offer.Capacity.HANDOVER)
    hand_on(offer=made, how="The duty desk said so by telephone.", actor=acting(officer), at=NOW)
    assert told(received.report) == ["received", "offered", "handed_on"]
    assert Update.objects.get(of="handed_on").force == YORKSHIRE
    received.report.refresh_from_db()
    assert status(received.report, language="en").code == "handed_on"


def test_every_verb_of_the_journal_is_in_the_table() -> None:
    assert set(table()) == set(Verb)


def test_the_updates_are_those_that_were_agreed() -> None:
    assert names() == {
        "received", "added", "claimed", "decided_crime", "decided_not_crime", "need_more", "no_positive_line",
        "offered", "accepted", "handed_on", "closed", "reopened", "set_aside", "review_asked", "review_upheld",
            "review_not_upheld",
    }  # fmt: skip


def test_a_case_that_is_claimed_given_back_and_claimed_tells_it_once(matter: Matter, other_officer: User) -> None:
    matter.released()
    claim(case=matter.case, actor=acting(other_officer), at=NOW)
    assert told(matter.report) == ["received", "claimed"]


@pytest.mark.parametrize("told_as", ["witness", "on behalf", "organisation", "unknown", "officer"])
@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("decided_not_crime", ["received_not_victim"]),
        ("offered", ["received_not_victim"]),
        ("accepted", ["received_not_victim", "closing_note"]),
        ("reopened", ["received_not_victim", "closing_note"]),
        ("no_line", ["received_not_victim", "closing_note"]),
    ],
)
def test_someone_who_is_not_the_victim_gets_a_receipt_and_a_closing_note_only(
    report: Callable[..., Received], officer: User, supervisor: User, force: Callable, force_officer: Callable,
    told_as: str, act: str, expected: list[str],
) -> None:  # fmt: skip
    one = Matter(report(told_as=told_as), officer, supervisor, force, force_officer)
    getattr(one, act)()
    assert told(one.report) == expected
    assert Update.objects.filter(report=one.report).exclude(reasons=[]).count() == 0


def test_joined_reporters_keep_their_own_updates_and_never_hear_of_one_another(
    report: Callable[..., Received], officer: User
) -> None:
    one, other = report(), report(identity=Identity(email="second@example.org"))
    claim(case=one.case, actor=acting(officer), at=NOW)
    claim(case=other.case, actor=acting(officer), at=NOW)
    join(report=other.report, case=one.case, actor=acting(officer), reason="The same post.", at=NOW)
    decide(case=one.case, actor=acting(officer), at=NOW, **a_crime())
    assert told(one.report) == told(other.report) == ["received", "claimed", "decided_crime"]
    for message in Message.objects.all():
        letter = opened(message)
        mine = other if letter.to == "second@example.org" else one
        theirs = one if mine is other else other
        assert mine.report.reference in letter.text
        assert theirs.report.reference not in letter.text


def test_who_was_in_the_case_when_the_step_was_taken_is_told_of_it_whatever_is_moved_before_the_worker_runs(
    report: Callable[..., Received], officer: User
) -> None:
    one, taken_out, joined_later = report(), report(), report()
    for each in (one, taken_out, joined_later):
        claim(case=each.case, actor=acting(officer), at=NOW)
    told_why = {"actor": acting(officer), "reason": "The same post.", "at": NOW}
    join(report=taken_out.report, case=one.case, **told_why)
    decide(case=one.case, actor=acting(officer), at=NOW, **a_crime())
    split(report=taken_out.report, **told_why)
    join(report=joined_later.report, case=one.case, **told_why)
    assert told(one.report) == told(taken_out.report) == ["received", "claimed", "decided_crime"]
    assert told(joined_later.report) == ["received", "claimed"]


def test_every_step_names_the_reports_that_it_is_told_to(matter: Matter) -> None:
    matter.reopened()
    claim(case=matter.case, actor=acting(matter.officer), at=NOW)
    matter.case.refresh_from_db()
    decide(case=matter.case, actor=acting(matter.officer), at=NOW, **a_crime())
    told_why = {"reasons": "Looked.", "actor": acting(matter.officer), "at": NOW}
    record_line(case=matter.case, positive=True, **told_why)
    made = offer(
        case=matter.case, force=matter.force, capacity="investigating", reason="It fits.", actor=acting(matter.officer),
        at=NOW,
    )  # fmt: skip
    accept(offer=made, actor=acting(matter.force_officer(YORKSHIRE)), at=NOW)
    asked = Item.objects.filter(name="tell_complainant", about__case=matter.case.pk)
    assert {row.about["of"] for row in asked} >= {"claimed", "decided_crime", "closed", "reopened", "accepted"}
    assert all(row.about["reports"] == [matter.report.pk] for row in asked)


def test_who_hears_that_it_is_no_crime_hears_why_without_a_word_of_the_report(matter: Matter) -> None:
    matter.decided_not_crime()
    assert told(matter.report)[-1] == "decided_not_crime"
    assert "It does not meet the legal test for a crime." in updates(matter.report, language="en")[0].paragraphs[1]
    assert "prawf cyfreithiol" in updates(matter.report, language="cy")[0].paragraphs[1]
    assert "Hurtful, and lawful." not in opened(Message.objects.latest("pk")).text


def test_the_letter_is_neutral_and_holds_nothing_of_the_report(matter: Matter) -> None:
    matter.no_line()
    run_all()
    assert Message.objects.count() == 4
    for message in Message.objects.all():
        letter = opened(message)
        assert letter.to == "sample.person@example.org"
        assert letter.subject == "About your message"
        said = (
            matter.report.account,
            matter.report.why,
            "Sample Person",
            "LS1",
            "They should all go",
            "1234567890",
            "religion",
            "PC Abara",
        )
        assert not [each for each in said if each in letter.text]
        assert not any(word in letter.text[:160].lower() for word in ("hate", "police", "crime"))
        assert "right to complain" in letter.text
        assert "Victim Support" in letter.text


def test_a_letter_reaches_the_folder_with_its_neutral_subject(matter: Matter) -> None:
    run_all()
    uid = Message.objects.get().uid
    mail = message_from_bytes((Path(settings.MAIL_FOLDER) / f"{uid}.eml").read_bytes(), policy=default)
    assert mail["Subject"] == "About your message"
    assert mail["To"] == "sample.person@example.org"


@pytest.mark.parametrize(
    "how",
    [{"contact_means": "none"}, {"contact_means": "phone"}, {"identity": Identity(name="Sample Person")}],
)
def test_without_leave_to_write_the_update_stands_on_the_tracking_page_only(
    report: Callable[..., Received], how: dict
) -> None:
    received = report(**how)
    assert told(received.report) == ["received"]
    assert Message.objects.count() == 0
    assert updates(received.report)[0].emailed == ""


def test_a_letter_waits_for_the_hours_that_were_given_even_when_the_worker_was_late(
    report: Callable[..., Received],
) -> None:
    morning = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    report(contact_hours="evenings")
    with patch("django.utils.timezone.now", return_value=morning):
        Item.objects.update(due_at=morning)
        run_all()
    message = Message.objects.get()
    assert message.not_before == datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
    assert message.state == Message.State.QUEUED
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 19, 3, 0, tzinfo=UTC)):
        run_all()
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 19, 18, 30, tzinfo=UTC)):
        run_all()
    message.refresh_from_db()
    assert message.state == Message.State.SENT


def test_an_occasion_is_told_once_however_often_it_is_asked(matter: Matter) -> None:
    run_all()
    for _ in range(3):
        with transaction.atomic():
            tell_complainant(of="offered", case=matter.case.pk, occasion="7")
    assert told(matter.report) == ["received", "offered"]


def test_an_update_that_no_verb_brings_is_refused(matter: Matter) -> None:
    with pytest.raises(NoSuchUpdate), transaction.atomic():
        tell_complainant(of="promised", case=matter.case.pk)
    with pytest.raises(NoSuchUpdate):
        letter_for(matter.report, "promised")


def test_telling_is_in_the_journal_by_ids_alone(matter: Matter) -> None:
    run_all()
    entry = Entry.objects.get(verb=Verb.TOLD)
    assert entry.actor == "system:0"
    assert entry.subject == f"report:{matter.report.pk}"
    assert "example.org" not in entry.body


def test_nobody_is_told_of_a_report_that_was_withdrawn(matter: Matter) -> None:
    Report.objects.update(standing=Report.Standing.WITHDRAWN)
    assert told(matter.report) == []


def test_a_later_offer_does_not_change_what_was_said_of_the_first(matter: Matter) -> None:
    matter.offered()
    run_all()
    Case.objects.update(force="E23000005")
    newest = updates(matter.report)[0]
    assert "West Yorkshire Police" in newest.paragraphs[0]
    assert newest.at <= timezone.now() + timedelta(seconds=1)


def test_a_late_worker_still_names_the_force_that_the_step_was_about(matter: Matter) -> None:
    matter.accepted()
    Case.objects.update(force="E23000005")
    assert told(matter.report)[-2:] == ["offered", "accepted"]
    assert all("West Yorkshire Police" in update.paragraphs[0] for update in updates(matter.report)[:2])


def test_the_welsh_reporter_is_written_to_in_welsh(report: Callable[..., Received], hub: Organisation) -> None:
    report(language="cy")
    run_all()
    letter = opened(Message.objects.get())
    assert letter.subject == "Ynglŷn â'ch neges"
    assert letter.text.startswith("Helo")


@pytest.mark.parametrize("told_as", ["victim", "witness"])
def test_a_report_that_was_claimed_and_given_back_waits_and_is_not_unread(
    report: Callable[..., Received], officer: User, told_as: str
) -> None:
    received = report(told_as=told_as)
    assert status(received.report, language="en").code == "received"
    claim(case=received.case, actor=acting(officer), at=NOW)
    release(case=received.case, actor=acting(officer), at=NOW)
    assert status(received.report, language="en").code == "waiting"
