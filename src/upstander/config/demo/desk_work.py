"""What officers of the demo write down, owe, hand over and give to one another beside their decisions."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from upstander.config.demo.casework import Moment, Story
from upstander.duties.casework.actions.add_note import add_note
from upstander.duties.casework.actions.finish_task import finish_task
from upstander.duties.casework.actions.hand_over_shift import acknowledge, hand_over_shift
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.casework.actions.work_shift import end_shift, start_shift
from upstander.duties.casework.days import end_of
from upstander.duties.casework.models import Task
from upstander.duties.casework.queries import running_shift, waiting_handovers
from upstander.law.clocks import LONDON
from upstander.record.cases.models import Case
from upstander.record.cases.queue import OUT
from upstander.record.people.actors import Actor, acting
from upstander.record.people.models import User

NINE = time(9)


def plan_of_the_desk(story: Story) -> Iterator[Moment]:
    """Yield the shifts of the last two days, with what officers wrote down and handed over in them."""
    first, second, third, fourth, fifth = story.staff.officers
    for days in (2, 1):
        for officer in (first, second, third):
            yield from _shift(story.now - timedelta(days=days, hours=3), officer)
    yield Moment(story.now - timedelta(hours=30), lambda at: _write_notes(fourth, at))
    yield Moment(story.now - timedelta(hours=104), lambda at: _set_tasks(story, first, second, at))
    yield Moment(story.now - timedelta(hours=26), lambda at: _hand_over(third, "", at))
    yield Moment(story.now - timedelta(hours=25), lambda at: _read(fourth, third, at))
    yield Moment(story.now - timedelta(hours=9), lambda at: _give(story, fifth, first, at))
    words = "Two schools ring back in the morning. The platform answers after nine. Mind the clock of the first case."
    yield Moment(story.now - timedelta(hours=6), lambda at: _hand_over(second, words, at))
    yield Moment(story.now - timedelta(hours=5), lambda at: _begin(first, at))
    yield Moment(story.now - timedelta(hours=5), lambda at: _begin(story.staff.supervisor, at))
    yield Moment(story.now - timedelta(hours=4), lambda at: _look_again(story, at))


def _shift(start: datetime, officer: User) -> Iterator[Moment]:
    yield Moment(start, lambda at: _begin(officer, at))
    yield Moment(start + timedelta(hours=8), lambda at: _end(officer, at))


def _begin(officer: User, at: datetime) -> None:
    start_shift(actor=acting(officer), at=at)


def _end(officer: User, at: datetime) -> None:
    if running_shift(acting(officer)):  # a hand-over may have ended it already
        end_shift(actor=acting(officer), at=at)


def _own(officer: User) -> list[Case]:
    return list(Case.objects.filter(owner=officer, lane__lt=OUT, report_count__gt=0).order_by("opened_at", "pk"))


def _write_notes(officer: User, at: datetime) -> None:
    actor = acting(officer)
    for case in _own(officer)[:3]:
        add_note(case=case, kind="fact", actor=actor, at=at, text=(
            "The profile page of the account, seen at 14:05 without signing in, names a town and a football club. "
            "A copy is in the reports."
        ))  # fmt: skip
        guess = add_note(
            case=case, kind="fact", text="The poster lives in that town.", actor=actor, at=at + timedelta(minutes=4)
        )
        add_note(
            case=case, kind="opinion", corrects=guess, actor=actor, at=at + timedelta(minutes=20),
            text="The poster may live in that town: the page says so, and nothing else does.",
        )  # fmt: skip


def _set_tasks(story: Story, officer: User, other: User, at: datetime) -> None:
    actor = acting(officer)
    cases: list[Case | None] = [*_own(officer)[:2], None, None]
    _task(actor, "Ask the platform to keep the account's data", officer, cases[0], at, days=0)
    done = _task(actor, "Ring the community centre back", officer, cases[1], at, days=1)
    finish_task(task=done, actor=actor, at=at + timedelta(minutes=30))
    _task(actor, "Look whether the post is still up", officer, cases[0], at, days=5)
    _task(actor, "Bring the list of partner contacts up to date", officer, None, at, days=8)
    _task(acting(story.staff.supervisor), "Write the line for the morning meeting", other, None, at, days=5)
    later = datetime.combine((story.now + timedelta(days=2)).astimezone(LONDON).date(), NINE, tzinfo=LONDON)
    set_task(
        what="Ask the force how far it is", whose=officer, due_at=end_of(later.date()), shown_from=later, case=cases[1],
        actor=actor, at=at,
    )  # fmt: skip


def _task(actor: Actor, what: str, whose: User, case: Case | None, at: datetime, *, days: int) -> Task:
    due_at = end_of((at + timedelta(days=days)).astimezone(LONDON).date())
    return set_task(what=what, whose=whose, due_at=due_at, case=case, actor=actor, at=at)


def _hand_over(officer: User, words: str, at: datetime) -> None:
    cases = {case.reference: "Waits for one answer. Nothing else is open." for case in _own(officer)[:2]}
    hand_over_shift(text=words or "A quiet shift.", cases=cases, actor=acting(officer), at=at)


def _read(reader: User, writer: User, at: datetime) -> None:
    for line in waiting_handovers(acting(reader)):
        if line.handover.by == writer:
            acknowledge(handover=line.handover, actor=acting(reader), at=at)


def _give(story: Story, before: User, to: User, at: datetime) -> None:
    for case in _own(before)[:1]:
        reason = f"{before.name} is on a course until Thursday, and the clock does not wait."
        reassign(case=case, to=to, reason=reason, actor=acting(story.staff.supervisor), at=at)


def _look_again(story: Story, at: datetime) -> None:
    for case in _own(story.staff.officers[0])[:1]:
        mark_for_review(case=case, actor=acting(story.staff.supervisor), at=at)
