"""The rule of breaking out, clause by clause: with the clause the report stands singly, without it it is buried."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from upstander.conftest import NOW
from upstander.duties.campaigns import breaking_out
from upstander.duties.campaigns.actions.look_singly import look_singly, put_back
from upstander.duties.campaigns.models import Member
from upstander.duties.campaigns.tests.making import LINK, MOST, TEXT, Make, flooded, held_by_more_than, pasted, why
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.law.access import Role
from upstander.record.cases.models import Case
from upstander.record.cases.queue import BEHIND, DANGER, STANDARD, UNREAD_LANES, faults, settle
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work.worker import run_all

ANOTHER = "https://x.com/i/status/7700000000000000099"


def _post(**fields: Any) -> tuple[SaidPost, ...]:
    return (SaidPost(**{"link": LINK, "platform": "x", "text": TEXT, **fields}),)


def _file() -> tuple[SentFile, ...]:
    written = BytesIO()
    Image.new("RGB", (40, 30), "#337744").save(written, "PNG")
    return (SentFile(deposit(BytesIO(written.getvalue())), "screen.png"),)


SAYING: dict[str, Callable[[], dict[str, Any]]] = {
    "danger": lambda: {"danger": True},
    "danger words": lambda: {"why": "I am scared."},
    "child": lambda: {"why": "It is my son."},
    "victim": lambda: {"told_as": "victim"},
    "force": lambda: {"future_event": True, "named_force": "E23000010"},
    "link": lambda: {"posts": _post(link=ANOTHER)},
    "account": lambda: {"posts": _post(handle="@somebody_else")},
    "file": lambda: {"files": _file()},
    "words": lambda: {
        "account": "The man who runs the corner shop below us printed it out and put it up in his window."
    },
    "entered": lambda: {"channel": "officer"},
}
"""What a pasted report adds, by the clause that it falls under."""


@pytest.fixture(autouse=True)
def _few_are_many() -> Iterator[None]:
    with held_by_more_than():
        yield


def _sent(make: Make, code: str, officer: User) -> Case:
    said = SAYING[code]()
    if said.pop("channel", ""):
        made = pasted(make, 70)
        type(made.report).objects.filter(pk=made.report.pk).update(channel="officer")
    else:
        made = pasted(make, 70, **said)
    run_all()
    return Case.objects.get(pk=made.case.pk)


def test_every_clause_is_tried_here() -> None:
    assert [*SAYING] == [clause.code for clause in breaking_out.CLAUSES]
    assert len({str(clause.sentence) for clause in breaking_out.CLAUSES}) == len(SAYING)


@pytest.mark.parametrize("code", SAYING)
def test_what_is_new_stands_singly_and_says_why(report: Make, officer: User, code: str) -> None:
    flooded(report, MOST + 2)
    case = _sent(report, code, officer)
    assert case.lane != BEHIND
    assert why(case) == [code]
    assert len(breaking_out.sentences([code])) == 1


@pytest.mark.parametrize("code", SAYING)
def test_without_its_clause_it_would_be_buried(
    report: Make, officer: User, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tuple(clause for clause in breaking_out.CLAUSES if clause.code != code)
    monkeypatch.setattr(breaking_out, "CLAUSES", left)
    flooded(report, MOST + 2)
    case = _sent(report, code, officer)
    assert why(case) == []
    # An answer of danger and a matter for a force lift a case by themselves as well.
    assert (case.lane == BEHIND) == (code not in ("danger", "force"))


@pytest.mark.parametrize("code", ["danger words", "child", "link", "account", "file", "words"])
def test_what_was_said_before_is_not_new(report: Make, officer: User, code: str) -> None:
    flooded(report, MOST + 2)
    first, again = _sent(report, code, officer), pasted(report, 71, **SAYING[code]())
    run_all()
    assert why(first) == [code]
    assert Case.objects.get(pk=again.case.pk).lane == BEHIND


def test_one_person_who_reports_for_themselves_again_and_again_is_new_once(report: Make) -> None:
    flooded(report, MOST + 2)
    same = Identity(email="once@example.org")
    first, again = (pasted(report, each, told_as="victim", identity=same) for each in (80, 81))
    other = pasted(report, 82, told_as="on behalf", target_note="My neighbour")
    nobody = [pasted(report, each, told_as="victim", identity=Identity()) for each in (83, 84)]
    run_all()
    assert why(first.case) == ["victim"]
    assert why(again.case) == []
    assert [why(one.case) for one in (other, *nobody)] == [["victim"]] * 3


def test_a_pasted_threat_stands_singly_once_and_its_campaign_among_the_urgent(report: Make) -> None:
    text = f"{TEXT} We will burn the mosque down tonight."
    made = [pasted(report, each, posts=_post(text=text)) for each in range(MOST + 3)]
    run_all()
    found = [why(one.case) for one in made]
    assert sum("danger words" in codes for codes in found) == 1
    assert found.count([]) == MOST + 2
    assert Member.objects.first().campaign.wording == "threat"  # type: ignore[union-attr]


def test_a_band_danger_or_a_hold_lifts_a_case_by_itself(report: Make) -> None:
    cases = [case for case in flooded(report, MOST + 4) if case.lane == BEHIND]
    cases[0].band = STANDARD
    cases[1].danger = True
    cases[2].marks = [*cases[2].marks, "held"]
    for case in cases[:3]:
        settle(case)
    assert BEHIND not in (cases[0].lane, cases[2].lane)
    assert cases[1].lane == DANGER


def test_a_person_takes_one_out_and_puts_it_back(report: Make, officer: User) -> None:
    case = next(case for case in flooded(report, MOST + 3) if case.lane == BEHIND)
    with pytest.raises(NotAllowed):
        look_singly(case=case, actor=acting(officer), reason=" ", at=NOW)
    look_singly(case=case, actor=acting(officer), reason="I know this street.", at=NOW)
    case.refresh_from_db()
    assert case.lane in UNREAD_LANES
    with pytest.raises(WrongState):
        look_singly(case=case, actor=acting(officer), reason="Again.", at=NOW)
    put_back(case=case, actor=acting(officer), at=NOW)
    case.refresh_from_db()
    assert case.lane == BEHIND
    with pytest.raises(WrongState):
        put_back(case=case, actor=acting(officer), at=NOW)
    verbs = list(Entry.objects.filter(verb__contains="campaign").order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["taken out of a campaign", "put back behind a campaign"]
    assert not list(faults())


def test_who_may_not_claim_a_case_may_not_take_it_out(report: Make, make_user: Callable[..., User]) -> None:
    case = next(case for case in flooded(report, MOST + 3) if case.lane == BEHIND)
    with pytest.raises(NotAllowed):
        look_singly(case=case, actor=acting(make_user(Role.AUDITOR, "Auditor")), reason="Because.", at=NOW)
