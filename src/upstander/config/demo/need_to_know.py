"""What the demo shows of need-to-know: a restricted case, glass that waits for its review, a connection."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from upstander.config.demo.casework import Moment, Story
from upstander.duties.casework.actions.break_glass import break_glass
from upstander.duties.casework.actions.declare_connection import declare_connection
from upstander.duties.casework.actions.restrict import restrict
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User


def plan_of_need_to_know(story: Story) -> Iterator[Moment]:
    """Yield the restriction of one case, a look through the glass at it, and a connection that an officer declares."""
    _first, second, third, fourth, _fifth = story.staff.officers
    yield Moment(story.now - timedelta(hours=20), lambda at: _declare(third, at))
    yield Moment(story.now - timedelta(hours=4), lambda at: _restrict(fourth, story.staff.supervisor, at))
    yield Moment(story.now - timedelta(hours=2), lambda at: _break(second, at))


def _declare(officer: User, at: datetime) -> None:
    said, how = "Megan Ellis-Rowe", "We share a house."
    declare_connection(kind="name", said=said, how=how, actor=acting(officer), at=at)


def _restrict(officer: User, supervisor: User, at: datetime) -> None:
    own = Case.objects.filter(owner=officer, state__in=("claimed", "decided", "offered"), report_count__gt=0)
    case = own.order_by("-opened_at").first()
    if case is not None:
        reason = "The account is thought to be that of somebody who works for a police force."
        restrict(case=case, members=[supervisor], reason=reason, actor=acting(officer), at=at)


def _break(officer: User, at: datetime) -> None:
    case = Case.objects.filter(restricted=True, report_count__gt=0).first()
    if case is not None:
        words = "The person who reported rang and is afraid to go home. The officer on the case is off duty."
        break_glass(case=case, code="contact", words=words, actor=acting(officer), at=at)
