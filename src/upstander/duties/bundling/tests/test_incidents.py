"""Two witnesses' own words are suggested as one incident; nothing of that outlives the report."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.tests.making import a_post, alone, looked
from upstander.duties.intake.actions.receive import Received
from upstander.engines.matching import incidents
from upstander.engines.matching.tests.test_incidents import FIRST, SECOND
from upstander.record.keys import keeping
from upstander.record.keys.models import Item, Key
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
Make = Callable[..., Received]


@pytest.fixture
def pair(report: Make, monkeypatch: pytest.MonkeyPatch) -> tuple[Received, Received]:
    """Two accounts of one incident in a hub that holds enough to know what is rare."""
    for limit, bits in (("RARE_NAME", 2.0), ("RARE_OTHERS", 4.0), ("FEWEST_BITS", 8.0)):
        monkeypatch.setattr(incidents, limit, bits)
    for number in range(10, 20):
        alone(report, number)
    return alone(report, 1, account=FIRST), alone(report, 2, account=SECOND)


def test_the_two_are_suggested_once_and_with_the_words(pair: tuple[Received, Received]) -> None:
    first, second = pair
    (found,) = looked(second.report)
    assert (found.earlier, found.tier, found.bits > 8) == (first.report, "incident", True)
    (reason,) = found.reasons
    assert "another witness" in reason["sentence"]
    assert {"brannwell", "megaphon"} <= {word["word"] for word in reason["evidence"]["words"]}
    assert looked(second.report) == [found]


def test_what_something_else_points_to_is_not_said_twice(pair: tuple[Received, Received], report: Make) -> None:
    link = "https://x.com/i/status/1234567890123456789"
    first = alone(report, 3, account=FIRST, posts=(a_post(number=3, link=link),))
    second = alone(report, 4, account=SECOND, posts=(a_post(number=4, link=link),))
    rows = {row.earlier: row for row in looked(second.report)}
    assert rows[first.report].tier == "post"
    assert [reason["tier"] for reason in rows[first.report].reasons] == ["post"]


def test_another_month_is_another_matter(report: Make, pair: tuple[Received, Received]) -> None:
    late = alone(report, 5, account=SECOND, told_policing_at=NOW - timedelta(days=31))
    assert not [row for row in looked(late.report) if row.tier == "incident"]


def test_the_keys_of_its_words_go_with_the_report(pair: tuple[Received, Received]) -> None:
    first, second = pair
    item = Item.objects.get(report=first.report)
    keys = set(Key.objects.filter(item=item.pk).values_list("k", flat=True))
    words = incidents.telling((("account", FIRST),), ())
    assert set(incidents.keys_to_file(words, [NOW.date()])) <= keys
    keeping.forget(first.report)
    assert not Key.objects.filter(item=item.pk).exists()
    assert looked(second.report) == []


def test_joined_once_they_are_not_suggested_again(pair: tuple[Received, Received], officer: User) -> None:
    first, second = pair
    claimed(first.case, officer)
    looked(second.report)
    join(report=second.report, case=first.case, actor=acting(officer), at=NOW + timedelta(hours=1))
    assert [row.state for row in looked(second.report)] == ["joined"]
