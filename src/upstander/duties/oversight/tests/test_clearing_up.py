"""What was typed into the search is erased when its time is over; that somebody searched stays in the journal."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from upstander.duties.casework.actions.search import own_search, search
from upstander.duties.oversight.due import watch_from
from upstander.law.oversight import kept_for
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.search.asking import opened
from upstander.record.search.models import Search
from upstander.record.work.models import Item
from upstander.record.work.worker import run_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def nights(at: datetime) -> None:
    """Do what is asked for in the night before `at`."""
    watch_from(at=at - DAY)
    Item.objects.exclude(name="erase_searches").delete()
    run_all()


def test_old_searches_are_erased_at_night_and_young_ones_stay(officer: User) -> None:
    now, kept = timezone.now(), kept_for("searches", timezone.localdate())
    old = search(typed="the heron", actor=acting(officer), at=now - kept - DAY)
    young = search(typed="the egret", actor=acting(officer), at=now - kept + DAY)
    nights(now)
    rows = {row.pk: row for row in Search.objects.all()}
    assert rows[old.pk].locked is None
    assert opened(rows[young.pk]) == "the egret"
    assert own_search(acting(officer), old.uid) is None
    assert own_search(acting(officer), young.uid) == young
    entries = Entry.objects.filter(verb=Verb.SEARCHED)
    assert {entry.subject for entry in entries} == {f"search:{old.pk}", f"search:{young.pk}"}


def test_the_next_night_is_asked_for_once() -> None:
    now = timezone.now()
    nights(now)
    watch_from(at=now)
    assert Item.objects.filter(name="erase_searches", state="ready", due_at__gt=now).count() == 1


def test_nothing_is_erased_where_nobody_asks(officer: User) -> None:
    """The control: without its work of the night an old search stays."""
    row = search(typed="the heron", actor=acting(officer), at=timezone.now() - timedelta(days=1000))
    run_all()
    assert opened(Search.objects.get(pk=row.pk)) == "the heron"
