"""An auditor sees who looked at whom, when, where and why, not a word of a report; the look itself is journalled."""

from collections.abc import Callable
from csv import reader
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.set_tripwire import set_tripwire
from upstander.duties.oversight.models import Question, Tripwire
from upstander.duties.oversight.watching import watch
from upstander.record.cases.identities import open_identity
from upstander.record.journal.models import Consultation, Entry
from upstander.record.journal.verifying import faults
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import acting
from upstander.record.people.models import User

Clients = Callable[[User], Client]
SECRET = "zqsecretxqz"


@pytest.fixture
def seen(report: Callable[..., Received], officer: User, supervisor: User) -> Received:
    """Return a report that an officer and a supervisor looked at."""
    received = report(account=SECRET, why=SECRET)
    now = timezone.now()
    consulted(acting(officer), [received.case, received.report], page="desk:case", at=now)
    open_identity(
        report=received.report, case=received.case, actor=acting(supervisor), reason="To ring back.",
        page="desk:identity", at=now,
    )  # fmt: skip
    return received


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_reference_leads_to_everybody_who_looked_with_the_reason_given(
    seen: Received, auditor: User, signed_in: Clients
) -> None:
    client = signed_in(auditor)
    answer = client.get(reverse("oversight:audit"), {"reference": seen.case.reference.lower()}, follow=True)
    page = text(answer)
    assert "PC Abara" in page
    assert "Insp Cole" in page
    assert "To ring back." in page
    assert "Case: who reported it" in page
    assert SECRET not in page
    assert "Sample Person" not in page


def test_a_report_leads_to_the_looks_at_it_alone(seen: Received, auditor: User, signed_in: Clients) -> None:
    page = text(signed_in(auditor).get(reverse("oversight:looked", args=[seen.report.reference])))
    assert "PC Abara" in page


def test_an_officer_leads_to_what_they_saw(seen: Received, officer: User, auditor: User, signed_in: Clients) -> None:
    client = signed_in(auditor)
    answer = client.get(reverse("oversight:audit"), {"officer": str(officer.pk)}, follow=True)
    assert seen.case.reference in text(answer)
    assert "Insp Cole" not in text(answer).split("<tbody")[1]


def test_the_auditors_look_is_in_the_journal_and_is_no_look_at_the_case(
    seen: Received, auditor: User, signed_in: Clients
) -> None:
    signed_in(auditor).get(reverse("oversight:looked", args=[seen.case.reference]))
    entry = Entry.objects.filter(actor=f"user:{auditor.pk}", verb="consulted").latest("seq")
    assert list(Consultation.objects.filter(entry=entry.seq).values_list("kind", "record")) == [
        ("log of case", seen.case.pk)
    ]
    page = text(signed_in(auditor).get(reverse("oversight:looked", args=[seen.case.reference])))
    assert "Auditor Frost" not in page.split("<tbody")[1]


def test_it_is_narrowed_by_who_day_kind(seen: Received, officer: User, auditor: User, signed_in: Clients) -> None:
    client, address = signed_in(auditor), reverse("oversight:looked", args=[seen.case.reference])
    by_officer = text(client.get(address, {"officer": str(officer.pk)})).split("<tbody")[1]
    assert "PC Abara" in by_officer
    assert "Insp Cole" not in by_officer
    collected = text(client.get(address, {"kind": "collection"})).split("<tbody")[1]
    assert "Report received" in collected
    assert "PC Abara" not in collected
    later = {"since-day": "1", "since-month": "1", "since-year": str(timezone.localdate().year + 1)}
    assert "holds nothing like this" in text(client.get(address, later))


def test_fifty_a_page_and_it_goes_on(seen: Received, officer: User, auditor: User, signed_in: Clients) -> None:
    for _ in range(60):
        consulted(acting(officer), [seen.case], page="desk:case", at=timezone.now())
    client, address = signed_in(auditor), reverse("oversight:looked", args=[seen.case.reference])
    first = client.get(address)
    assert text(first).count('role="row"') == 51
    before = text(first).split("before=")[1].split('"')[0]
    assert 0 < text(client.get(address, {"before": before})).split("<tbody")[1].count('role="row"') < 50


def test_a_long_list_takes_no_more_questions_of_the_database(
    seen: Received, officer: User, auditor: User, signed_in: Clients, django_assert_max_num_queries
) -> None:
    client, address = signed_in(auditor), reverse("oversight:looked", args=[seen.case.reference])
    client.get(address)
    for _ in range(45):
        consulted(acting(officer), [seen.case, seen.report], page="desk:case", at=timezone.now())
    with django_assert_max_num_queries(35):
        client.get(address)


def test_the_list_is_saved_without_formulas_and_that_is_journalled(
    seen: Received, auditor: User, officer: User, signed_in: Clients
) -> None:
    User.objects.filter(pk=officer.pk).update(name="=HYPERLINK(1)")
    answer = signed_in(auditor).get(reverse("oversight:looked", args=[seen.case.reference]), {"as": "csv"})
    rows = list(reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["entry", "at", "who"]
    assert any(row[2] == "'=HYPERLINK(1)" for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert SECRET not in answer.content.decode()
    entry = Entry.objects.get(verb="exported")
    assert entry.actor == f"user:{auditor.pk}"
    assert f'"count":{len(rows) - 1}' in entry.body


def test_a_reason_that_names_who_reported_leaves_without_the_name(
    seen: Received, auditor: User, supervisor: User, signed_in: Clients
) -> None:
    open_identity(
        report=seen.report, case=seen.case, actor=acting(supervisor), reason="Sample Person rang from the hall.",
        page="desk:identity", at=timezone.now(),
    )  # fmt: skip
    address = reverse("oversight:looked", args=[seen.case.reference])
    assert "Sample Person rang" in text(signed_in(auditor).get(address)), "an auditor may read it here"
    saved = signed_in(auditor).get(address, {"as": "csv"}).content.decode("utf-8-sig")
    assert "Sample Person" not in saved
    assert "[name kept by the hub] rang from the hall." in saved


def test_disclosures_hold_downloads_and_letters_and_no_looks(seen: Received, auditor: User, signed_in: Clients) -> None:
    from upstander.record.work.worker import run_all

    run_all()
    assert "Complainant told" not in text(signed_in(auditor).get(reverse("oversight:disclosures")))
    page = text(signed_in(auditor).get(reverse("oversight:disclosures"), {"letters": "on"}))
    assert "Complainant told" in page
    assert "PC Abara" not in page.split("<tbody")[1]


@pytest.mark.parametrize("name", ["audit", "disclosures", "questions"])
@pytest.mark.parametrize("who", ["officer", "supervisor", "administrator"])
def test_nobody_else_reads_the_journal(name: str, who: str, request: pytest.FixtureRequest, signed_in: Clients) -> None:
    assert signed_in(request.getfixturevalue(who)).get(reverse(f"oversight:{name}")).status_code == 403


def test_a_question_is_shown_with_its_entries_and_answered(
    seen: Received, officer: User, auditor: User, signed_in: Clients
) -> None:
    set_tripwire(reference=seen.case.reference, actor=acting(auditor), at=NOW)
    watch(until=timezone.now() + timezone.timedelta(minutes=1), rules=["tripwire"])
    asked = Question.objects.get(who=officer)
    client = signed_in(auditor)
    assert "Questions (2)" in text(client.get(reverse("oversight:audit")))
    page = text(client.get(reverse("oversight:questions")))
    assert "A tripwire case was opened" in page
    one = text(client.get(reverse("oversight:question", args=[asked.pk])))
    assert "Case: overview" in one
    assert "Insp Cole" not in one.split("<tbody")[1]
    refused = client.post(reverse("oversight:question", args=[asked.pk]), {"answer": "explained"})
    assert "Whom did you ask" in text(refused)
    done = client.post(reverse("oversight:question", args=[asked.pk]), {"answer": "explained", "note": "A mistake."})
    assert done.status_code == 302
    assert seen.case.reference in text(client.get(reverse("oversight:questions"), {"answered": "yes"}))
    assert client.get(reverse("oversight:question", args=[999])).status_code == 404


def test_tripwires_are_set_by_reference_and_taken_away(seen: Received, auditor: User, signed_in: Clients) -> None:
    client = signed_in(auditor)
    wrong = client.post(reverse("oversight:tripwires"), {"reference": "C-0000-0000-00"})
    assert "No case has this reference" in text(wrong)
    client.post(reverse("oversight:tripwires"), {"reference": seen.case.reference})
    assert seen.case.reference in text(client.get(reverse("oversight:tripwires")))
    client.post(reverse("oversight:tripwire_end", args=[Tripwire.objects.get().pk]))
    assert Tripwire.objects.get().ended_at


def test_nothing_that_an_auditor_does_changes_the_chain(seen: Received, auditor: User, signed_in: Clients) -> None:
    client = signed_in(auditor)
    for name in ("audit", "disclosures", "questions"):
        client.post(reverse(f"oversight:{name}"), {"reference": "x"})
        client.get(reverse(f"oversight:{name}"))
    assert list(faults()) == []
