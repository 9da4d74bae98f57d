"""The worked cases and edges notice when the tables of rules are changed: nine in ten changes at least."""

from upstander.law.advice.tests.mutations import DOCUMENTS, Mutant, caught, mutants, survivors

EVERY = 12
"""One change in so many is tried here; bench/mutations.py tries all."""


def test_nine_in_ten_changes_of_the_rules_are_caught():
    tried = list(mutants())[::EVERY]
    assert len(tried) >= 60
    left = survivors(tried)
    assert len(left) <= len(tried) / 10, [each.what for each in left]


def test_rules_that_are_not_changed_are_not_called_changed():
    assert DOCUMENTS
    assert not caught(Mutant("nothing", "nothing changed", {}))
