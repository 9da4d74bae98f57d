"""The hub's index and the embedded one give the same answers, and a look asks the database no more than it must."""

from collections.abc import Callable
from contextlib import closing

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.duties.bundling.looking import look
from upstander.duties.bundling.tests.making import a_post, alone, unlike
from upstander.duties.intake.actions.receive import Received
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import best, find
from upstander.engines.matching.keys import keys_of
from upstander.record.keys import keeping
from upstander.record.keys.index import Held
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Item, Key

Make = Callable[..., Received]
LINK = "https://x.com/i/status/1234567890123456789"
TEXT = "They should all be driven out of this town before the winter comes, and I mean every family of them."


def held_reports(report: Make) -> list[Received]:
    texts = [TEXT, TEXT.replace("winter", "summer"), unlike(40), f"He wrote: {TEXT[:70]} and laughed", unlike(41)]
    made = [alone(report, at, posts=(a_post(number=at, text=text),)) for at, text in enumerate(texts)]
    made.append(alone(report, 6, posts=(a_post(number=6, link=LINK, handle="@harbour"),)))
    made.append(alone(report, 7, posts=(a_post(number=7, handle="Harbour"),)))
    return made


@pytest.mark.parametrize(
    "asked", [{"text": TEXT}, {"link": LINK + "?s=20"}, {"handle": "harbour"}, {"text": TEXT[10:80], "link": LINK}]
)
def test_the_two_indexes_give_the_same_answers(report: Make, asked: dict[str, str]) -> None:
    made = [one.report for one in held_reports(report)]
    numbers = {Item.objects.get(report=each).pk: place for place, each in enumerate(made, 1)}
    new = alone(report, 9, posts=(a_post(number=9, **asked),)).report
    own = Item.objects.get(report=new).pk
    with closing(Embedded()) as other:
        for each in made:
            other.add(str(each.pk), item_of(each))
        hub = best(find(item_of(new), Held(), own=own, before=own), Held(), top=10)
        alone_standing = best(find(item_of(new), other), other, top=10)
    assert hub
    assert [(numbers[one.item], one.tier, one.linked) for one in hub] == [
        (one.item, one.tier, one.linked) for one in alone_standing
    ]
    assert [round(one.weight, 6) for one in hub] == [round(one.weight, 6) for one in alone_standing]


def test_a_look_asks_the_database_as_often_however_many_there_are(report: Make) -> None:
    """Beside one read a key, which SQLite makes one by one, and the texts of those that are explained."""

    def made(at: int) -> Received:
        # A run that all share, so that there are letters to glance at, and too little to be explained.
        text = f"{unlike(60 + at)} driven out of this town {unlike(120 + at)}"
        return alone(report, at, posts=(a_post(number=at, handle="@busy", text=text),))

    few = [made(at) for at in range(4)]
    asked = _queries(few[-1])
    last = [made(at) for at in range(10, 24)][-1]
    assert asked == _queries(last) == 12


def test_an_explained_candidate_costs_the_reading_of_its_texts_and_no_more(report: Make) -> None:
    def asked(copies: int, first: int) -> int:
        for at in range(copies):
            alone(report, first + at, posts=(a_post(number=first + at, text=f"{TEXT} {unlike(first + at)}"),))
        return _queries(alone(report, first + 20, posts=(a_post(number=first + 20, text=TEXT),)))

    one = asked(1, 100)
    assert asked(2, 200) - one == 3 * 3, "three more explained (one is the report that asked before), three each"


def _queries(received: Received) -> int:
    received.report.refresh_from_db()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        look(received.report, received.case)
    return sum("match_key" not in query["sql"] for query in seen.captured_queries)


def test_what_a_report_no_longer_says_and_a_report_that_goes_are_found_by_its_own_list(report: Make) -> None:
    """The table leads from keys to items: asking it for those of one item would read all that is held."""
    received = alone(report, 1, posts=(a_post(number=1, text=TEXT, link=LINK, handle="@harbour"),)).report
    item = Item.objects.get(report=received)
    held = set(Key.objects.filter(item=item.pk).values_list("k", flat=True))
    received.posts.update(text="", handle="")
    with CaptureQueriesContext(connection) as asked:
        keeping.keep(received)
    less = set(Key.objects.filter(item=item.pk).values_list("k", flat=True))
    assert set() < less < held
    assert less == set(keys_of(item_of(received)).all)
    with CaptureQueriesContext(connection) as forgotten:
        assert keeping.forget(received) == len(less)
    assert not Key.objects.filter(item=item.pk).exists()
    said = [each["sql"] for each in (*asked, *forgotten) if "match_key" in each["sql"]]
    assert said
    assert all("WHERE k =" in one or "INSERT" in one for one in said)
