"""Erasing the subject of an old record takes the name, age and place given of them, and what was weighed by them."""

from collections.abc import Callable

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import alone, looked
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight.tests.reviewed import Make, decide
from upstander.record.cases.conflicts import index_of
from upstander.record.cases.models import Case, Mention, Report, ReportedPost
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Item, Key
from upstander.record.people.actors import acting
from upstander.record.people.models import User

WHO = {"poster_name": "Zbigniew Unheardofski", "poster_age": "34", "poster_place": "Leeds"}


def old(make: Make, officer: User) -> Case:
    """A closed case of no crime that says whom somebody takes for the poster."""
    posts = (SaidPost("", "x", "Words of a post.", "@harbour", display_name="Harbour", account_number="44196397"),)
    received = alone(make, 1, posts=posts, **WHO)
    decided(received.case, officer, NOW, **no_crime())
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    return Case.objects.get(pk=received.case.pk)


def test_the_columns_of_the_poster_their_digests_keys_and_weights_are_gone(
    report: Make, officer: User, supervisor: User, make_user: Callable[..., User]
) -> None:
    case = old(report, officer)
    later = alone(report, 3, posts=(), **WHO).report
    assert [row.tier for row in looked(later)] == ["person"]
    named = index_of("name", WHO["poster_name"])
    item = Item.objects.get(report=case.opened_by).pk
    keys = Key.objects.filter(item=item).count()
    assert Mention.objects.filter(report=case.opened_by, index=named).exists()
    decide(case, supervisor)
    left = Report.objects.get(pk=case.opened_by_id)
    assert {name: getattr(left, name) for name in WHO} == dict.fromkeys(WHO, "")
    post = ReportedPost.objects.get(report=left)
    assert (post.handle, post.display_name, post.account_number, post.text) == ("", "", "", "Words of a post.")
    assert item_of(left).people == ()
    assert Key.objects.filter(item=item).count() < keys
    assert not Mention.objects.filter(report=left, index=named).exists()
    assert not Suggestion.objects.exists()
    assert looked(later) == []
