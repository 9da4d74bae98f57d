"""What a report says of whoever posted, read out of its columns: accounts, names, ages and places, and nobody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from upstander.duties.intake.actions.receive import Received, content_digest
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.engines.matching.people.described import Described
from upstander.record.keys import people
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Item, Key

Make = Callable[..., Received]


def said(make: Make, *posts: SaidPost, **fields: object) -> tuple[Described, ...]:
    return item_of(make(posts=posts, **fields).report).people


def test_a_person_and_the_one_account_named_are_one_description(report: Make) -> None:
    posts = (
        SaidPost("https://x.com/harbour/status/1", "x", "", "@Harbour", display_name="Some One"),
        SaidPost("https://x.com/harbour/status/2", "x", "", "harbour", account_number="44196397"),
    )
    (one,) = said(report, *posts, poster_name="Zbigniew Unheardofski\nZbyszek", poster_place="Leeds, LS6 2AB")
    assert one.whom == "suspect"
    assert (one.names, one.place, one.outcode) == (("Zbigniew Unheardofski", "Zbyszek"), "Leeds", "LS6")
    assert (one.platform, one.handle, one.display_name) == ("x", "@Harbour", "Some One")
    assert one.number == "44196397"


def test_of_several_accounts_it_is_not_said_whose_each_is(report: Make) -> None:
    posts = (SaidPost("", "x", "", "@one"), SaidPost("", "instagram", "", "two"))
    suspect, *accounts = said(report, *posts, poster_name="Zbigniew Unheardofski")
    assert (suspect.whom, suspect.handle, suspect.accounts) == ("suspect", "", (("x", "@one"), ("instagram", "two")))
    assert [(one.whom, one.names, one.handle) for one in accounts] == [("account", (), "@one"), ("account", (), "two")]


def test_a_link_to_an_account_names_it_by_handle_or_number(report: Make) -> None:
    (one,) = said(report, SaidPost("https://www.instagram.com/some.one/", "", "", ""))
    assert (one.platform, one.handle) == ("instagram", "some.one")
    (one,) = said(report, SaidPost("https://x.com/i/user/44196397", "", "", ""))
    assert (one.platform, one.handle, one.number) == ("x", "", "44196397")


def test_who_reports_and_who_is_targeted_is_no_part_of_it(report: Make) -> None:
    """The plain report of the tests has an identity, a home and a place; the poster's columns of it are empty."""
    assert said(report) == ()
    assert "people.identity" not in people.__dict__
    assert not {"Person", "opened", "identity"} & set(vars(people))


@pytest.mark.parametrize(
    ("age", "born"),
    [
        ("about 34", {"born_from": 1991, "born_to": 1992}),
        ("30 to 35", {"born_from": 1990, "born_to": 1996}),
        ("1990", {"born_from": 1990, "born_to": 1990}),
        ("3.2.1990", {"born": date(1990, 2, 3)}),
        ("1990-02-03", {"born": date(1990, 2, 3)}),
        ("31/02/1990", {"born_from": 1990, "born_to": 1990}),
        ("middle-aged", {}),
        ("999", {}),
        ("", {}),
    ],
)
def test_an_age_a_year_and_a_date_are_read_as_they_are_given(age: str, born: dict[str, Any]) -> None:
    assert people._born(age, date(2026, 6, 1)) == born


def test_what_knows_one_kind_of_evidence_gets_no_key_of_a_person(report: Make) -> None:
    """A name or a handle alone could never be suggested, and so it is not even filed."""
    plain = report(posts=(SaidPost("", "x", "", "@one"),))
    named = report(posts=(SaidPost("", "x", "", "@one"),), poster_name="Zbigniew Unheardofski")
    both = report(
        posts=(SaidPost("", "x", "", "@one"),), poster_name="Zbigniew Unheardofski", poster_place="Leeds"
    )  # fmt: skip
    assert _keys(plain) == _keys(named) < _keys(both)


def test_a_field_that_was_added_since_changes_no_digest_that_is_kept(report: Make) -> None:
    before = "2f"  # any: what counts is that an empty field is left out and a filled one is not
    plain = Submission(posts=(SaidPost("https://x.com/a/status/1", "x", before),))
    assert "display_name" not in _digested(plain)
    assert content_digest(plain) != content_digest(
        Submission(posts=(SaidPost("https://x.com/a/status/1", "x", before, display_name="One"),))
    )


def _keys(received: Received) -> set[int]:
    item = Item.objects.get(report=received.report).pk
    return set(Key.objects.filter(item=item).values_list("k", flat=True))


def _digested(submission: Submission) -> str:
    """What goes into the digest of a submission."""
    from unittest import mock

    from upstander.record.vault import cipher

    with mock.patch.object(cipher, "blind", lambda words, purpose: words):
        return content_digest(submission)
