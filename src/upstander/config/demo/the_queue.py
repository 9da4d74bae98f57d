"""What gives the demo's queue its bands, its saved views and its second looks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from upstander.config.demo.casework import Moment, Story
from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.casework.actions.draw_sample import draw_sample
from upstander.duties.casework.actions.look_again import look_again
from upstander.duties.casework.actions.save_view import save_view
from upstander.duties.casework.models import SecondLook
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.people.actors import NotAllowed, acting

ANSWERS = (
    {"T1": "yes", "T2": "yes", "T3": "yes", "T4": "no", "R1": "no", "I1": "yes"},
    {"T1": "no", "T2": "yes", "T3": "no", "T4": "no", "H1": "no", "H2": "no", "R1": "yes", "V1": "no"},
    {"T1": "no", "T2": "no", "T3": "no", "T4": "no", "H1": "no", "H2": "no", "R1": "no", "R2": "no", "I1": "no"},
    {"T1": "no", "H1": "no", "H2": "yes", "R2": "no", "V1": "no", "E1": "yes"},
    {"T1": "no", "T4": "no", "H1": "no", "R1": "no", "R2": "no", "I1": "no", "I2": "yes"},
)
"""Given in turn; every sixth case is left unanswered."""
ROUNDS = (80, 55, 30, 8)
"""Hours before the end of the story at which officers go through the cases that they have."""


def plan_of_the_queue(story: Story) -> Iterator[Moment]:
    """Yield when the twelve questions are answered, views are saved, and finished cases are looked at again."""
    yield from (Moment(story.now - timedelta(hours=hours), lambda at: _answer(story, at)) for hours in ROUNDS)
    yield Moment(story.now - timedelta(hours=7), lambda at: _answer_unread(story, at))
    yield Moment(story.now - timedelta(days=2), lambda at: _save_views(story, at))
    yield Moment(story.now - timedelta(hours=20), lambda at: _look_again(story, at))


def _answer(story: Story, at: datetime) -> None:
    """Let each officer answer for the cases that they have and nobody has answered for."""
    for officer in story.staff.officers:
        actor = acting(officer)
        mine = (
            visible_to(actor)
            .filter(owner=officer, band=None, report_count__gt=0)
            .exclude(state=Case.State.CLOSED)
            .order_by("pk")
        )
        for case in mine:
            if case.pk % 6:
                answer_triage(case=case, answers=ANSWERS[case.pk % len(ANSWERS)], actor=actor, at=at)


def _answer_unread(story: Story, at: datetime) -> None:
    """Let the inspector read a few that nobody has claimed: one is High, one is set to another band than proposed."""
    actor = acting(story.staff.supervisor)
    unread = visible_to(actor).filter(state=Case.State.NEW, route=Case.Route.HUB, band=None, danger=False)
    unread = unread.filter(report_count__gt=0)
    first, second, *_rest = unread.order_by("opened_at", "pk")[:2]
    answer_triage(case=first, answers=ANSWERS[0], actor=actor, at=at)
    answer_triage(
        case=second, answers=ANSWERS[1], band="standard", actor=actor, at=at,
        reason="The same sentence was looked at last week and leads nowhere.",
    )  # fmt: skip


def _save_views(story: Story, at: datetime) -> None:
    inspector, officer = acting(story.staff.supervisor), acting(story.staff.officers[0])
    save_view(name="High at the hub", query="lane=worked&band=high", shared=True, actor=inspector, at=at)
    save_view(name="A clock is over", query="overdue=on", shared=True, actor=inspector, at=at)
    save_view(name="Religion on X", query="strand=religion&platform=x", shared=False, actor=officer, at=at)


def _look_again(story: Story, at: datetime) -> None:
    """Draw five finished cases; the senior investigator looks at the first of them that are not their own work."""
    sample = draw_sample(size=5, actor=acting(story.staff.supervisor), at=at)
    found = (("sound", ""), ("learning", "Right, and the reasons could say which words were weighed."))
    for look, (finding, note) in zip(SecondLook.objects.filter(sample=sample).order_by("pk"), found, strict=False):
        try:
            look_again(look=look, finding=finding, note=note, actor=acting(story.staff.senior), at=at)
        except NotAllowed:
            continue
