"""Wrong suggestions by origin of names, in short; `python -m bench people --scale whole` has them whole."""

import dataclasses
import random

import pytest

from upstander.engines.matching.people import inventing, model
from upstander.engines.matching.people.evaluating import Rates, evaluate, gap, strangers_among
from upstander.engines.matching.people.model import Model, shipped, weigh
from upstander.engines.matching.people.prepared import Terms, prepare


@pytest.fixture(scope="module")
def rates() -> dict[str, Rates]:
    return evaluate(shipped(), seed=7, people=250)


def test_strangers_of_no_origin_are_suggested_much_more_than_of_another(rates: dict[str, Rates]) -> None:
    shown = {name: f"{one.false_rate:.4f} of {one.strangers}, {one.recall:.2f} found" for name, one in rates.items()}
    assert len(rates) >= 15
    assert min(one.strangers for one in rates.values()) > 50, shown
    assert gap(rates) <= 0.02, shown
    assert max(one.false_rate for one in rates.values()) <= 0.02, shown


def test_something_is_found_for_every_origin(rates: dict[str, Rates]) -> None:
    assert min(one.recall for one in rates.values()) > 0.1
    assert all(one.found <= one.same and one.reached <= one.same for one in rates.values())


def test_the_threshold_and_the_shares_of_names_are_what_keeps_the_gap_small() -> None:
    blunt = _without_shares(shipped())
    assert gap(evaluate(blunt, seed=7, people=250)) > 0.02


def _without_shares(of: Model) -> Model:
    """The model as it would be if every name were rare and a lower sum were enough."""
    rare = Terms({}, {}, of.terms.rare_below, of.terms.handle_least)
    return dataclasses.replace(of, terms=rare, threshold=-4.0)


def test_the_same_seed_gives_the_same_figures() -> None:
    assert evaluate(shipped(), seed=3, people=20) == evaluate(shipped(), seed=3, people=20)


def test_strangers_are_those_who_share_a_key() -> None:
    pick = random.Random(1)
    origin = inventing.origins()[0]
    people = [prepare(inventing.suspect(pick, inventing.person(pick, origin)), shipped().terms) for _ in range(60)]
    near = strangers_among(people)
    assert near == sorted(set(near))
    assert all(a < b for a, b in near)
    assert len(near) < 60 * 59 / 4


def test_invented_records_are_the_same_for_one_seed_and_speak_of_suspects_and_accounts_only() -> None:
    def invent() -> list[object]:
        pick = random.Random(11)
        return [inventing.two_reports(pick, inventing.person(pick, origin)) for origin in inventing.origins()]

    assert invent() == invent()
    for pair in invent():
        for one in pair:  # type: ignore[attr-defined]
            assert one.whom in ("suspect", "account")
            assert all("example" in contact or "7700 9" in contact for contact in one.contacts)


def test_a_pair_is_walked_without_a_database_or_splink(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "splink", None)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    pick = random.Random(2)
    a, b = inventing.two_reports(pick, inventing.person(pick, inventing.origins()[3]))
    ready = [prepare(one, shipped().terms) for one in (a, b)]
    assert weigh(*ready, shipped()).steps
    assert model.SHIPPED.exists()
