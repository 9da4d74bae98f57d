"""Hostility is asked for each victim and each offence, however many there are, and kept for each of them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.models import Decision
from upstander.faces.conftest import PLAIN_OFFENCE
from upstander.faces.desk.forms.deciding import group_of
from upstander.faces.desk.forms.hostility import FEW, ON_A_PAGE, Hostility, hostility_field
from upstander.faces.desk.forms.why import element_field
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
SECOND = "poa_5"


@pytest.fixture
def desk(signed_in: Callable[[User], Client], officer: User) -> Client:
    return signed_in(officer)


def send(desk: Client, address: str, said: dict[str, Any]) -> Any:
    return desk.post(address, said)


def known(case: Case, officer: User, number: int, evidenced: Sequence[int] = ()) -> None:
    """Set so many victims down, some with evidence of hostility to their religion."""
    shown = [{"strand": "religion", "demonstrated": True}]
    victims = [
        {"label": f"victim {n}", **({"hostility": shown} if n in evidenced else {})} for n in range(1, number + 1)
    ]
    set_known_facts(case=case, facts={"victims": victims}, actor=acting(officer), at=timezone.now())


def step(case: Case, slug: str) -> str:
    return reverse("desk:decide_step", args=[case.reference, slug])


def choose(desk: Client, case: Case, *ids: str) -> Any:
    desk.get(reverse("desk:decide", args=[case.reference]), {"finding": "crime"})
    said: dict[str, list[str]] = {}
    for id in ids or (PLAIN_OFFENCE,):
        said.setdefault(group_of(offence(id, timezone.localdate())), []).append(id)
    return desk.post(step(case, "crime"), {**said, "strands": ["religion"]})


def why(*ids: str, **said: Any) -> dict[str, Any]:
    shown = {element_field(id, part.id): "post" for id in ids for part in offence(id, timezone.localdate()).elements}
    weighed = {factor.id: factor.answers[0].id for factor in factors(timezone.localdate())}
    return {**shown, **weighed, "reasons": "It threatens.", **said}


def own(id: str, answers: dict[int, list[str]]) -> dict[str, list[str]]:
    return {hostility_field(id, number): said for number, said in answers.items()}


def shared(id: str, answer: list[str], whom: Sequence[object], first: int = 1) -> dict[str, list[str]]:
    start = f"{id}--several-{first}"
    return {f"{start}-answer": answer, f"{start}-whom": [str(each) for each in whom]}


def test_many_victims_are_answered_for_one_by_one_and_together_and_the_record_has_each(
    desk: Client, at_claimed: Callable[..., Case], officer: User
) -> None:
    case, number = at_claimed(), FEW + 3
    known(case, officer, number, evidenced=[2])
    answer = choose(desk, case, PLAIN_OFFENCE, SECOND)
    assert answer.url == step(case, f"hostility-{PLAIN_OFFENCE}-1")
    shown = desk.get(answer.url).content.decode()
    assert all(f'name="{hostility_field(PLAIN_OFFENCE, n)}"' in shown for n in range(1, number + 1))
    assert f'name="{hostility_field(PLAIN_OFFENCE, 2)}" type="checkbox" value="religion" checked' in shown
    said = {**own(PLAIN_OFFENCE, {2: ["religion"], 5: ["race", "sex"]}), **shared(PLAIN_OFFENCE, ["none"], ["rest"])}
    answer = send(desk, answer.url, said)
    assert answer.url == step(case, f"hostility-{SECOND}-1"), "the second offence was not asked about by itself"
    answer = send(desk, answer.url, shared(SECOND, ["religion"], range(1, number)) | own(SECOND, {number: ["none"]}))
    assert answer.url == step(case, "why"), answer.content.decode()
    assert desk.post(answer.url, why(PLAIN_OFFENCE, SECOND)).status_code == 302
    nobody: dict[str, list[str]] = {f"victim {n}": [] for n in range(1, number + 1)}
    assert Decision.objects.get(case=case).aggravation == {
        PLAIN_OFFENCE: {**nobody, "victim 2": ["religion"], "victim 5": ["race", "sex"]},
        SECOND: {**{victim: ["religion"] for victim in nobody}, f"victim {number}": []},
    }


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "Say for Victim 1 whether hostility is evidenced"),
        (shared(PLAIN_OFFENCE, ["none"], range(1, 7)), "Say for Victim 7 whether hostility is evidenced"),
        (shared(PLAIN_OFFENCE, ["none"], []), "Say who shares the answer"),
        (shared(PLAIN_OFFENCE, [], [1, 2]), "Say which answer they share"),
        (shared(PLAIN_OFFENCE, ["none", "race"], ["rest"]), "Choose “None” alone"),
        (shared(PLAIN_OFFENCE, ["none"], ["rest", "3"]), "or the other answers without it"),
        (
            shared(PLAIN_OFFENCE, ["none"], [3]) | own(PLAIN_OFFENCE, {3: ["race"]}),
            "Victim 3 has two answers",
        ),
    ],
)  # fmt: skip
def test_what_is_left_out_or_said_twice_is_named(
    desk: Client, at_claimed: Callable[..., Case], officer: User, said: dict[str, Any], says: str
) -> None:
    case = at_claimed()
    known(case, officer, 7)
    answer = desk.post(choose(desk, case).url, said)
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_an_answer_that_was_shared_stands_with_each_when_the_page_is_opened_again(
    desk: Client, at_claimed: Callable[..., Case], officer: User
) -> None:
    case = at_claimed()
    known(case, officer, 6)
    page = choose(desk, case).url
    assert desk.post(page, shared(PLAIN_OFFENCE, ["disability"], ["rest"])).status_code == 302
    shown = desk.get(page).content.decode()
    assert shown.count('value="disability" checked') == 6
    again = own(PLAIN_OFFENCE, {n: ["disability"] for n in range(1, 6)} | {6: ["none"]})
    assert desk.post(page, again).status_code == 302
    assert desk.post(step(case, "why"), why(PLAIN_OFFENCE)).status_code == 302
    made = Decision.objects.get(case=case).aggravation[PLAIN_OFFENCE]
    assert (made["victim 1"], made["victim 6"]) == (["disability"], [])


def test_more_victims_than_a_page_holds_go_on_to_the_next(
    desk: Client, at_claimed: Callable[..., Case], officer: User
) -> None:
    case, number = at_claimed(), ON_A_PAGE + 5
    known(case, officer, number)
    first = choose(desk, case).url
    assert hostility_field(PLAIN_OFFENCE, ON_A_PAGE + 1) not in desk.get(first).content.decode()
    second = send(desk, first, shared(PLAIN_OFFENCE, ["none"], ["rest"])).url
    assert second == step(case, f"hostility-{PLAIN_OFFENCE}-2")
    sent = send(desk, second, shared(PLAIN_OFFENCE, ["race"], ["rest"], first=ON_A_PAGE + 1))
    assert sent.url == step(case, "why")
    assert desk.post(sent.url, why(PLAIN_OFFENCE)).status_code == 302
    made = Decision.objects.get(case=case).aggravation[PLAIN_OFFENCE]
    assert len(made) == number
    assert (made[f"victim {ON_A_PAGE}"], made[f"victim {number}"]) == ([], ["race"])


def test_without_facts_the_victims_of_the_reports_are_asked_about_and_may_be_left_out(
    desk: Client, at_claimed: Callable[..., Case]
) -> None:
    case = at_claimed(told_as="victim")
    asked = choose(desk, case).url
    assert asked == step(case, "why")
    assert "towards Victim 1 evidenced" in desk.get(asked).content.decode()
    said = why(PLAIN_OFFENCE, **own(PLAIN_OFFENCE, {1: ["religion"]}))
    assert desk.post(asked, said).status_code == 302
    assert Decision.objects.get(case=case).aggravation == {PLAIN_OFFENCE: {"victim 1": ["religion"]}}
    choose(desk, case)
    assert desk.post(asked, why(PLAIN_OFFENCE)).status_code == 302
    assert Decision.objects.filter(case=case).latest("pk").aggravation == {PLAIN_OFFENCE: {}}


def test_no_victim_is_asked_about_where_nobody_is_known(desk: Client, at_claimed: Callable[..., Case]) -> None:
    case = at_claimed(told_as="witness", targeted="group")
    asked = choose(desk, case).url
    assert "hostility towards" not in desk.get(asked).content.decode()


def test_a_later_page_asks_about_its_own_victims_alone() -> None:
    today = timezone.localdate()
    victims = {n: f"victim {n}" for n in range(21, 41)}
    made = type("Page", (Hostility,), {
        "offence": offence(PLAIN_OFFENCE, today), "victims": victims, "evidenced": {}, "required": True,
    })()  # fmt: skip
    assert len(made.towards) == ON_A_PAGE
    assert made.same == f"{PLAIN_OFFENCE}--several-21-answer"
