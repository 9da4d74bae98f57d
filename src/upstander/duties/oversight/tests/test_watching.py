"""Each rule finds what it is for, leaves honest work alone, and asks each question once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from upstander.conftest import NOW
from upstander.duties.casework.actions.work_shift import end_shift, start_shift
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight import asking, watching
from upstander.duties.oversight.actions.answer_question import answer_question
from upstander.duties.oversight.actions.set_tripwire import end_tripwire, set_tripwire
from upstander.duties.oversight.due import watch_journal, watch_nightly
from upstander.duties.oversight.models import Question, Tripwire
from upstander.duties.oversight.ties import surname_of
from upstander.duties.oversight.watching import QUICK, SLOW, watch
from upstander.law.oversight import questions
from upstander.record.cases.conflicts import index_of
from upstander.record.cases.identities import open_identity
from upstander.record.cases.models import Case, Connection
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry, Touch
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import consulted, record
from upstander.record.outbox.models import Message
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User

NIGHT = NOW.replace(hour=23)


def opens(user: User, case: Case, at: datetime = NOW, page: str = "desk:case") -> None:
    with time_machine.travel(at, tick=False):
        consulted(acting(user), [case], page=page, at=at)


def steps(user: User, case: Case, at: datetime = NOW) -> None:
    with time_machine.travel(at, tick=False):
        record(acting(user), Verb.NOTED, case, at=at)


def asked(*, until: datetime = NOW + timedelta(hours=1), rules: tuple[str, ...] = QUICK) -> list[tuple[str, str]]:
    return sorted((question.code, question.detail) for question in watch(until=until, rules=rules))


@pytest.fixture
def case(report: Callable[..., Received]) -> Case:
    return report().case


def test_an_honest_day_asks_nothing(case: Case, officer: User) -> None:
    opens(officer, case)
    steps(officer, case)
    assert asked() == []
    assert asked(until=NOW + timedelta(days=20), rules=SLOW) == []


def test_opening_a_tripwire_asks_and_standing_in_a_list_does_not(
    case: Case, officer: User, other_officer: User, auditor: User
) -> None:
    set_tripwire(reference=case.reference, actor=acting(auditor), at=NOW)
    opens(other_officer, case, page="desk:queue")
    assert asked() == []
    opens(officer, case)
    assert asked() == [("tripwire", "")]
    assert asked() == []
    question = Question.objects.get()
    assert (question.who, question.about_id) == (officer, case.pk)


def test_the_desk_cannot_learn_of_a_tripwire(case: Case, officer: User, auditor: User, administrator: User) -> None:
    set_tripwire(reference=case.reference, actor=acting(auditor), at=NOW)
    assert not Touch.objects.filter(kind="case", record=case.pk, entry=Entry.objects.get(verb="tripwire set").seq)
    for act in (
        lambda: set_tripwire(reference=case.reference, actor=acting(officer), at=NOW),
        lambda: asking.tripwires(acting(officer)),
        lambda: asking.tripwires(acting(administrator)),
        lambda: end_tripwire(tripwire=Tripwire.objects.get(), actor=acting(officer), at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(WrongState):
        set_tripwire(reference="C-0000-0000-00", actor=acting(auditor), at=NOW)
    end_tripwire(tripwire=Tripwire.objects.get(), actor=acting(auditor), at=NOW)
    opens(officer, case)
    assert asked() == []


def test_auditors_are_written_to_at_once_and_told_nothing_in_the_letter(
    case: Case, officer: User, auditor: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        set_tripwire(reference=case.reference, actor=acting(auditor), at=NOW)
        opens(officer, case, NOW - timedelta(minutes=1))
        watch_journal()
        watch_journal()
    from upstander.record.outbox.posting import opened

    letters = [opened(message) for message in Message.objects.filter(kind="question")]
    assert [letter.to for letter in letters] == [auditor.email]
    assert case.reference not in letters[0].text
    assert officer.name not in letters[0].text


@pytest.mark.parametrize("where", ["shift", "hours", "spare"])
def test_who_was_on_duty_is_not_asked_why_then(case: Case, officer: User, where: str) -> None:
    at = {"shift": NIGHT, "hours": NOW, "spare": NOW.replace(hour=19, minute=15)}[where]
    if where == "shift":
        start_shift(actor=acting(officer), at=NIGHT - timedelta(hours=1))
        end_shift(actor=acting(officer), at=NIGHT + timedelta(hours=1))
    opens(officer, case, at)
    assert asked(until=NIGHT + timedelta(hours=2)) == []


def test_a_night_of_looks_off_duty_is_one_question(report: Callable[..., Received], officer: User) -> None:
    for minute in range(5):
        opens(officer, report().case, NIGHT + timedelta(minutes=minute))
    assert asked(until=NIGHT + timedelta(hours=2)) == [("off_duty", "")]
    assert Question.objects.get().times == 5


def test_a_force_is_not_asked_why_it_does_not_work_the_hours_and_the_way_of_the_hub(
    report: Callable[..., Received], force_officer: Callable[[str], User], auditor: User
) -> None:
    theirs = force_officer("E23000010")
    case = report().case
    for day in range(5):  # they come back each evening to a case that they took on, and take its package
        for user in (theirs, auditor):
            opens(user, case, NOW.replace(hour=22) + timedelta(days=day), page="force:offer")
        with time_machine.travel(NOW.replace(hour=22) + timedelta(days=day), tick=False):
            record(acting(theirs), Verb.DOWNLOADED, case, at=NOW.replace(hour=22) + timedelta(days=day))
    assert asked(until=NOW + timedelta(days=5), rules=QUICK) == []
    assert asked(until=NOW + timedelta(days=20), rules=SLOW) == []


def test_without_the_roles_of_the_law_a_force_would_be_asked(
    case: Case, force_officer: Callable[[str], User], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = force_officer("E23000010")
    for day in range(4):
        opens(theirs, case, NIGHT + timedelta(days=day), page="force:offer")
    everybody = {name: replace(one, asked_of=()) for name, one in questions(NOW.date()).items()}
    monkeypatch.setattr(watching, "questions", lambda _on: everybody)
    assert ("off_duty", "") in asked(until=NIGHT + timedelta(hours=2))
    assert asked(until=NOW + timedelta(days=6), rules=SLOW) == [("repeat", "")]


def test_a_force_is_asked_about_a_shared_surname_a_tripwire_and_a_day_of_many_cases(
    report: Callable[..., Received], force_officer: Callable[[str], User], auditor: User
) -> None:
    theirs = force_officer("E23000010")
    User.objects.filter(pk=theirs.pk).update(name="DC Person")
    cases = [report().case for _ in range(20)]
    set_tripwire(reference=cases[1].reference, actor=acting(auditor), at=NOW)
    for minute, case in enumerate(cases):
        opens(theirs, case, NOW + timedelta(minutes=minute), page="force:offer")
    found = set(asked())
    assert {("connected", "surname"), ("tripwire", "")} == found
    assert asked(until=NOW + timedelta(days=8), rules=SLOW) == [("browsing", "")]


@pytest.mark.parametrize("page", ["desk:many", "desk:hand_over_shift", "desk:shift_handover"])
def test_three_cases_on_a_page_of_many_are_a_list_and_not_opened(
    report: Callable[..., Received], officer: User, page: str
) -> None:
    cases = [report().case for _ in range(3)]
    with time_machine.travel(NIGHT, tick=False):
        consulted(acting(officer), cases, page=page, at=NIGHT)
    assert asked(until=NIGHT + timedelta(hours=1)) == []


def test_a_shared_surname_is_asked_about_by_its_code_alone(
    report: Callable[..., Received], officer: User, auditor: User
) -> None:
    received = report(identity=Identity(name="Dr. Zoe Ábara", email="zoe@example.org"))
    opens(officer, received.case)
    opens(officer, report().case)
    assert asked() == [("connected", "surname")]
    assert "bara" not in "".join(Entry.objects.values_list("body", flat=True)).lower()


@pytest.mark.parametrize(
    ("kind", "said", "fields"),
    [
        ("phone", "0113 496 0000", {"identity": Identity(name="A B", phone="+44 113 4960000")}),
        ("postcode", "LS2 7AB", {"home": "LS2 7AB"}),
        ("handle", "@quiet_field", {}),
    ],
)
def test_what_the_officer_ever_declared_is_compared_with_what_a_report_names(
    report: Callable[..., Received], officer: User, kind: str, said: str, fields: dict[str, object]
) -> None:
    from upstander.duties.intake.submission import SaidPost

    posts = {"posts": (SaidPost(link="", platform="x", text="Go.", handle="quiet_field"),)} if kind == "handle" else {}
    received = report(**fields, **posts)
    opens(officer, received.case)
    Connection.objects.create(by=officer, kind=kind, locked=b"", index=index_of(kind, said), declared_at=NOW)
    assert asked() == [("connected", kind)]


def test_an_identity_opened_without_a_step_before_or_after_is_asked_about_after_a_week(
    report: Callable[..., Received], supervisor: User, other_officer: User
) -> None:
    idle, worked = report(), report()
    for received in (idle, worked):
        with time_machine.travel(NOW, tick=False):
            open_identity(
                report=received.report, case=received.case, actor=acting(supervisor), reason="To ring.",
                page="desk:identity", at=NOW,
            )  # fmt: skip
    steps(supervisor, worked.case, NOW + timedelta(days=3))
    assert asked(until=NOW + timedelta(days=6), rules=SLOW) == []
    assert asked(until=NOW + timedelta(days=8), rules=SLOW) == [("no_act", "")]
    assert Question.objects.get().about_id == idle.case.pk
    assert asked(until=NOW + timedelta(days=9), rules=SLOW) == []


def test_coming_back_day_after_day_is_asked_about_unless_it_is_worked_on(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    case = report().case
    for day in range(4):
        for user in (officer, other_officer):
            opens(user, case, NOW + timedelta(days=day))
    steps(other_officer, case, NOW + timedelta(days=1))
    assert asked(until=NOW + timedelta(days=3), rules=SLOW) == []
    assert asked(until=NOW + timedelta(days=4), rules=SLOW) == [("repeat", "")]
    assert Question.objects.get().who == officer


def test_many_cases_in_a_day_without_a_step_are_one_question(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    cases = [report().case for _ in range(20)]
    for number, case in enumerate(cases):
        opens(officer, case, NOW + timedelta(minutes=number))
        for day in range(3):  # who opens as many every day is not asked about one of them
            opens(other_officer, case, NOW + timedelta(days=day, minutes=number))
    found = [code for code in asked(until=NOW + timedelta(days=8), rules=SLOW) if code[0] == "browsing"]
    assert found == [("browsing", "")]
    assert Question.objects.get(code="browsing").who == officer


def test_the_nightly_rules_run_in_the_worker_too(case: Case, officer: User) -> None:
    for day in range(4):
        opens(officer, case, NOW + timedelta(days=day))
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        watch_nightly()
    assert Question.objects.get().code == "repeat"


def test_a_question_is_answered_once_in_words_and_never_by_the_one_it_is_about(
    case: Case, officer: User, auditor: User
) -> None:
    opens(officer, case, NIGHT)
    (question,) = watch(until=NIGHT + timedelta(hours=1))
    said = {"answer": "explained", "note": "Rang: covering for a colleague.", "at": NOW}
    with pytest.raises(NotAllowed):
        answer_question(question=question, **said, actor=acting(officer))
    with pytest.raises(NotAllowed, match="whom you asked"):
        answer_question(question=question, **{**said, "note": " "}, actor=acting(auditor))
    answer_question(question=question, **said, actor=acting(auditor))
    with pytest.raises(WrongState):
        answer_question(question=question, **said, actor=acting(auditor))
    assert "covering" not in Entry.objects.get(verb="question answered").body


@pytest.mark.parametrize(
    ("name", "surname"),
    [("PC Amara O'Sei", "o'sei"), ("Zoë Ångström-Hill", "angstrom-hill"), ("Cher", ""), ("  ", "")],
)
def test_a_surname_is_the_last_word_of_a_name(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_the_rules_find_their_way_in_a_journal_by_time(case: Case, officer: User) -> None:
    from upstander.duties.oversight.journal_reading import first_since

    for day in range(5):
        opens(officer, case, NOW + timedelta(days=day))
    last = Entry.objects.order_by("-seq").first()
    assert last is not None
    assert first_since(NOW + timedelta(days=4)) == last.seq
    assert first_since(NOW + timedelta(days=9)) == last.seq + 1
    assert first_since(datetime(2020, 1, 1, tzinfo=UTC)) == 1


def test_the_same_search_on_two_days_that_led_nowhere_is_asked_about(
    report: Callable[..., Received], officer: User, other_officer: User
) -> None:
    from upstander.duties.casework.actions.search import search

    case = report().case
    for day in range(2):
        at = NOW + timedelta(days=day)
        for user in (officer, other_officer):
            with time_machine.travel(at, tick=False):
                search(typed="Some Neighbour", actor=acting(user), at=at)
        opens(other_officer, case, at, page="desk:found")
        opens(other_officer, case, at + timedelta(minutes=5))
        opens(officer, case, at + timedelta(minutes=5))
    steps(other_officer, case, NOW)
    with time_machine.travel(NOW, tick=False):
        search(typed="once only", actor=acting(officer), at=NOW)
    assert asked(until=NOW + timedelta(days=8, hours=2), rules=SLOW) == [("search", "")]
    assert Question.objects.get().who == officer
