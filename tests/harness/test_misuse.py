"""The rules of the audit find misuses planted in an invented month of work, every opened tripwire among them."""

import pytest
from bench import month_of_work

from upstander.duties.oversight import watching

pytestmark = pytest.mark.django_db
SIZE = {"looks": 3_000, "misuses": 16, "rng": 5}


def test_most_planted_misuses_and_every_tripwire_are_found_at_few_questions_a_day() -> None:
    measured = month_of_work.measure(**SIZE)
    assert measured["tripwires"] == measured["tripwires_found"] == 2
    assert measured["found"] >= 12, "nine in ten is measured on whole months: python -m bench misuse --scale whole"
    assert measured["questions_a_day"] <= 5


def test_with_the_rules_switched_off_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "questions", lambda _on: {})
    measured = month_of_work.measure(looks=500, misuses=8, rng=5)
    assert (measured["found"], measured["questions"]) == (0, 0)
