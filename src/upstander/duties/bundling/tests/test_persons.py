"""Whoever posted may be one person: asked about, never joined for it, and its weight goes with the question."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling import looking
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.actions.undo_apart import undo_apart
from upstander.duties.bundling.looking import look
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.moving import forget_reasons
from upstander.duties.bundling.queries import suggestions
from upstander.duties.bundling.tests.making import a_post, alone, looked, unlike
from upstander.duties.bundling.together import together
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight.actions.answer_act import approve_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.engines.matching import finding
from upstander.engines.matching.people import comparing
from upstander.law.access import Role
from upstander.record.keys import keeping
from upstander.record.keys.checking import faults
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Item, Key
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=1)
NAME, TOWN = "Zbigniew Unheardofski", "Leeds"


def named(make: Make, number: int, name: str = NAME, place: str = TOWN, **fields: object) -> Received:
    return alone(make, number, poster_name=name, poster_place=place, **fields)


@pytest.fixture
def pair(report: Make) -> tuple[Received, Received]:
    """Two reports that have nothing in common but whom they say to have posted."""
    one, two = named(report, 1), named(report, 2)
    looked(two.report)
    return one, two


Pair = tuple[Received, Received]


def test_one_person_is_suggested_with_each_step_and_no_word_of_the_reports(pair: Pair, officer: User) -> None:
    one, two = pair
    row = Suggestion.objects.get()
    assert (row.report, row.earlier, row.tier, row.reasons, row.bits) == (two.report, one.report, "person", [], 0)
    assert row.person["bits"] >= row.person["threshold"]
    steps = {comparison: level for comparison, level, _ in row.person["steps"]}
    assert (steps["name"], steps["place"], steps["birth"]) == ("exact_rare", "same_area", "not_known")
    assert row.person["model"]["checked"] == "verify"
    assert not {"zbig", "unheard", "leeds"} & set(json.dumps(row.person).casefold().replace('"', " ").split())
    (line,) = suggestions(acting(officer), two.case)
    assert line.person == row.person


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Muhammad Kasim Zebari", "Leeds"), ("محمد قاسم زيباري", "leeds")),
        (("Oleksandr Hryhorchuk", "LS6"), ("Олександр Григорчук", "LS6 2AB")),
        (("Zbyszka", "LS6"), ("Zbyszka", "LS6")),
        (("UNHEARDOFSKI, Zbigniew", "Leeds"), ("Zbigniew Unheardofski", "leeds")),
    ],
)
def test_transliterated_single_and_turned_names_are_found(
    report: Make, one: tuple[str, str], two: tuple[str, str]
) -> None:
    first = named(report, 1, *one)
    (found,) = looked(named(report, 2, *two).report)
    assert (found.earlier, found.tier) == (first.report, "person")


@pytest.mark.parametrize(
    ("name", "place", "fields"),
    [
        (NAME, "", {}),
        ("Mohammed Khan", "Leeds", {}),
        (NAME, "Penzance", {"poster_age": "71"}),
        ("Zbigniew", TOWN, {}),
        ("", TOWN, {"poster_age": "34"}),
    ],
)
def test_a_pair_under_the_threshold_or_of_one_kind_of_evidence_is_not_suggested(
    report: Make, name: str, place: str, fields: dict[str, str]
) -> None:
    """A name alone, a common name in a large town, what speaks against it, a single name in a town, no name at all."""
    named(report, 1, name or "", place, poster_age="34")
    assert looked(named(report, 2, name, place, **fields).report) == []


def test_the_threshold_is_what_keeps_them_out(report: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control switched off: with any pair let through, the strangers above are suggested."""
    monkeypatch.setattr(comparing.Waterfall, "by_weights", property(lambda _: True))
    named(report, 1, "Mohammed Khan", "Leeds")
    assert [row.tier for row in looked(named(report, 2, "Mohammed Khan", "Leeds").report)] == ["person"]


def test_an_account_and_a_suspect_are_compared_by_what_the_account_shows(report: Make) -> None:
    shown = {"link": "", "platform": "x", "text": unlike(900), "display_name": NAME}
    first = alone(report, 1, posts=(SaidPost(handle="@first.one", **shown),), poster_place="LS6")
    other = {**shown, "platform": "instagram", "text": unlike(902)}
    (found,) = looked(alone(report, 2, posts=(SaidPost(handle="other_two", **other),), poster_place="LS6").report)
    assert (found.earlier, found.tier) == (first.report, "person")


def test_a_renamed_account_is_the_same_by_the_number_of_the_platform(report: Make) -> None:
    first = alone(report, 1, posts=(SaidPost("", "x", unlike(801), "@before", account_number="44196397"),))
    second = alone(report, 2, posts=(SaidPost("https://x.com/i/user/44196397", "x", unlike(803), "@after"),))
    (found,) = looked(second.report)
    assert (found.earlier, found.tier) == (first.report, "account")


def test_whoever_reports_or_is_targeted_is_compared_with_nobody(report: Make) -> None:
    """Their name, home and address are those of the suspect of the other report."""
    named(report, 1, poster_age="34", account=unlike(700))
    victim = alone(
        report, 2, identity=Identity(name=NAME, email="z@example.org", phone="0113 496 0000", note=NAME),
        home=TOWN, seen_from=TOWN, danger_place=TOWN, target_note=NAME,
    )  # fmt: skip
    assert item_of(victim.report).people[1:] == ()
    assert all(not one.names and not one.place for one in item_of(victim.report).people)
    assert looked(victim.report) == []
    assert not Suggestion.objects.exists()


def test_a_name_that_too_many_hold_says_nothing_and_is_no_campaign(
    report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(keeping, "CAP", 2)
    made = [named(report, number) for number in range(1, 5)]
    assert [len(looked(each.report)) for each in made] == [0, 1, 2, 0]
    made[-1].case.refresh_from_db()
    assert made[-1].case.marks == []


def test_a_hot_account_name_says_nothing(report: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(keeping, "CAP", 2)
    for number in range(1, 5):
        posts = (SaidPost("", "web", unlike(600 + 2 * number), f"poster{number}", display_name="Anonymous Anonymous"),)
        last = alone(report, number, posts=posts, poster_place=TOWN)
    assert looked(last.report) == []


def test_a_person_never_crowds_out_what_may_be_a_duplicate(report: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    link = "https://x.com/i/status/1234567890123456789"
    for number in range(1, 4):
        alone(report, number, posts=(a_post(number=number, link=link),))
    for number in range(4, 10):
        named(report, number)
    found = looked(named(report, 20, posts=(a_post(number=20, link=link),)).report)
    assert [row.tier for row in found if row.tier != "lexical"] == ["post"] * 3
    tiers = [row.tier for row in looked(named(report, 21, posts=(), account="").report)]
    assert tiers == ["person"] * looking.BESIDE


def test_what_is_the_same_matter_anyway_shows_the_weight_beside_its_reason(report: Make) -> None:
    link = "https://x.com/i/status/1234567890123456789"
    named(report, 1, posts=(a_post(number=1, link=link),))
    (found,) = looked(named(report, 2, posts=(a_post(number=2, link=link),)).report)
    assert found.tier == "post"
    assert [reason["tier"] for reason in found.reasons] == ["post"]
    assert found.person["bits"] > 0


def test_nobody_joins_many_for_a_person(pair: Pair, officer: User) -> None:
    assert suggestions(acting(officer), pair[0].case)
    assert together(acting(officer), pair[0].case) == []


def test_the_weight_goes_when_the_suggestion_is_turned_down_and_is_weighed_anew_when_that_is_undone(
    pair: Pair, officer: User
) -> None:
    two = pair[1]
    claimed(two.case, officer)
    row = Suggestion.objects.get()
    leave_apart(suggestion=row, actor=acting(officer), reason="Two people.", at=LATER)
    row.refresh_from_db()
    assert (row.state, row.person, row.bits) == ("apart", None, 0)
    undo_apart(suggestion=row, actor=acting(officer), at=LATER)
    assert suggestions(acting(officer), two.case) == [], "it has nothing to ask until it is weighed anew"
    looked(two.report)
    assert suggestions(acting(officer), two.case)[0].person["bits"] > 0


def test_the_weight_goes_when_the_two_are_joined_and_is_weighed_anew_when_they_are_split(
    pair: Pair, officer: User
) -> None:
    one, two = pair
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    row = Suggestion.objects.get()
    assert (row.state, row.person) == ("joined", None)
    split(report=two.report, actor=acting(officer), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.person) == ("open", None)
    looked(two.report)
    row.refresh_from_db()
    assert row.person["bits"] > 0


def test_the_database_itself_keeps_no_weight_of_an_answered_pair(pair: Pair) -> None:
    for state in ("apart", "joined"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.update(state=state)


def test_an_erased_report_takes_its_keys_and_every_weight_with_it(
    pair: Pair, report: Make, supervisor: User, make_user: Callable[..., User]
) -> None:
    one, two = pair
    link = "https://x.com/i/status/1234567890123456789"
    named(report, 3, posts=(a_post(number=3, link=link),))
    erased = named(report, 4, posts=(a_post(number=4, link=link),))
    looked(erased.report)
    item = Item.objects.get(report=erased.report).pk
    assert Key.objects.filter(item=item).exists()
    second = make_user(Role.SUPERVISOR, "Insp Gale")
    asked = ask_act(code="erase", about=erased.report, reason="Asked for.", actor=acting(supervisor), at=NOW)
    approve_act(asked=asked, actor=acting(second), at=NOW)
    assert not Key.objects.filter(item=item).exists()
    left = Suggestion.objects.filter(report=erased.report)
    assert [(row.tier, row.reasons, row.person) for row in left] == [("post", [], None)]
    assert Suggestion.objects.get(report=two.report, earlier=one.report).person["bits"] > 0, "of others it stays"
    erased.report.refresh_from_db()
    assert (erased.report.poster_name, erased.report.poster_age, erased.report.poster_place) == ("", "", "")


def test_what_rested_on_a_weight_alone_goes_with_the_words_it_rested_on(pair: Pair) -> None:
    forget_reasons([pair[0].report])
    assert not Suggestion.objects.exists()


def test_a_look_costs_one_query_more_where_somebody_is_found_and_none_where_nobody_is(report: Make) -> None:
    """Beside the two that ask where candidates count, which any candidate at all costs: so all share an account."""

    def asked(number: int, name: str, place: str) -> int:
        return _queries(named(report, number, name, place, account="", posts=(SaidPost("", "x", "", "@busy"),)))

    named(report, 1, account="", posts=(SaidPost("", "x", "", "@busy"),))
    assert asked(31, "Someone Elsewhere", "") == (plain := asked(30, "", ""))
    assert asked(32, NAME, TOWN) == plain + 1
    for number in range(2, 9):
        named(report, number, posts=(a_post(number=number, handle="@one"), a_post(number=number, handle="@two")))
    assert asked(33, NAME, TOWN) == plain + 1


def _queries(received: Received) -> int:
    """Beside one read a key, which SQLite makes one by one."""
    received.report.refresh_from_db()
    with CaptureQueriesContext(connection) as seen:
        look(received.report, received.case)
    return sum("match_key" not in query["sql"] for query in seen.captured_queries)


def test_keys_that_are_made_anew_are_the_same(pair: Pair) -> None:
    assert not list(faults())
    item = Item.objects.get(report=pair[0].report).pk
    before = set(Key.objects.filter(item=item).values_list("k", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM match_key WHERE item = %s", [item])
    assert len(list(faults(mend=True))) == 1
    assert set(Key.objects.filter(item=item).values_list("k", flat=True)) == before
