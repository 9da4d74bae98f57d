"""Read notes, tasks, shifts and hand-overs: each viewer only what stands on cases that they may read."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from upstander.duties.casework.models import HandedOver, Note, Reassignment, Shift, ShiftHandover, Task
from upstander.law.access import Act, Role
from upstander.record.cases.grants import of_visible, require, visible_to
from upstander.record.cases.models import Case
from upstander.record.fence.viewer import unfenced
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.people.models import User

MOST = 200
HUB_ROLES = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR)


@dataclass(frozen=True)
class TaskCounts:
    """How many open tasks somebody has, and how many of them are overdue."""

    due: int
    overdue: int


@dataclass(frozen=True)
class HandoverLine:
    """A hand-over as one reader sees it: the cases that they may read, and how many they may not."""

    handover: ShiftHandover
    cases: tuple[HandedOver, ...]
    hidden: int


def notes(viewer: Actor, case: Case) -> list[Note]:
    """Return the notes on `case`, newest first, each with the one it corrects and the one that corrects it.

    Raises NotAllowed.
    """
    require(viewer, Act.ADD_NOTE, case)
    rows = Note.objects.filter(case=case).select_related("by", "corrects__by", "corrected_by__by")
    return list(rows.order_by("-at", "-pk"))


def tasks_of(viewer: Actor, case: Case) -> list[Task]:
    """Return the open tasks on `case` by their day, then those done, newest first. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    rows = Task.objects.filter(case=case).filter(_shown(viewer)).select_related("whose", "by", "done_by")
    return [*rows.filter(done_at=None).order_by("due_at", "pk"), *rows.exclude(done_at=None).order_by("-done_at")[:20]]


def my_tasks(viewer: Actor) -> list[Task]:
    """Return the viewer's open tasks that are shown by now, overdue first. Raises NotAllowed."""
    require_role(viewer, Act.SET_TASK)
    return list(_mine(viewer).order_by("due_at", "pk")[:MOST])


def later_tasks(viewer: Actor) -> list[Task]:
    """Return the reminders that the viewer set for themselves and that rest until their time. Raises NotAllowed."""
    require_role(viewer, Act.SET_TASK)
    rows = Task.objects.filter(whose=user_of(viewer), by=user_of(viewer), done_at=None, shown_from__gt=timezone.now())
    return list(_readable(rows, viewer).select_related("case", "whose", "by").order_by("shown_from")[:MOST])


def tasks_i_set(viewer: Actor) -> list[Task]:
    """Return the open tasks that the viewer set for others, by their day. Raises NotAllowed."""
    require_role(viewer, Act.SET_TASK)
    rows = Task.objects.filter(by=user_of(viewer), done_at=None).exclude(whose=user_of(viewer))
    return list(_readable(rows, viewer).select_related("case", "whose", "by").order_by("due_at", "pk")[:MOST])


def done_tasks(viewer: Actor) -> list[Task]:
    """Return the viewer's tasks that were done last. Raises NotAllowed."""
    require_role(viewer, Act.SET_TASK)
    rows = Task.objects.filter(whose=user_of(viewer)).exclude(done_at=None)
    return list(_readable(rows, viewer).select_related("case", "whose", "by").order_by("-done_at")[:20])


def task(viewer: Actor, number: int) -> Task | None:
    """Return one task: the viewer's, one that they set, or one on a case that they may read; None for every other."""
    found = Task.objects.filter(pk=number).select_related("case", "whose", "by").first()
    if found is None:
        return None
    if found.case_id is not None:
        return found if visible_to(viewer).filter(pk=found.case_id).exists() else None
    return found if viewer.user and viewer.user.pk in (found.whose_id, found.by_id) else None


def task_counts(viewer: Actor) -> TaskCounts:
    """Return how many open tasks the viewer has, and how many of them are overdue. Raises NotAllowed."""
    require_role(viewer, Act.SET_TASK)
    over = Count("pk", filter=Q(due_at__lt=timezone.now()))
    return TaskCounts(**_mine(viewer).aggregate(due=Count("pk"), overdue=over))


def colleagues(viewer: Actor) -> list[User]:
    """Return the people who work in the viewer's hub, by name."""
    rows = User.objects.filter(organisation=viewer.organisation, is_active=True, role__in=[*HUB_ROLES])
    return list(rows.order_by("name", "pk"))


def running_shift(viewer: Actor) -> Shift | None:
    """Return the viewer's shift that runs now."""
    return Shift.objects.filter(user=viewer.user, ended_at=None).first() if viewer.user else None


def on_shift(at: datetime, *, organisation: int | None = None) -> list[User]:
    """Return who was on duty at a moment, by name; of one organisation alone where one is named."""
    rows = Shift.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at)
    if organisation is not None:
        rows = rows.filter(user__organisation=organisation)
    return list(dict.fromkeys(row.user for row in rows.select_related("user").order_by("user__name", "pk")))


def shifts_between(since: datetime, until: datetime) -> list[tuple[int, datetime, datetime | None]]:
    """Return who was on duty in this time, from when to when; None for a shift that still runs."""
    rows = Shift.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), started_at__lt=until)
    return list(rows.order_by("started_at").values_list("user", "started_at", "ended_at"))


def waiting_handovers(viewer: Actor) -> list[HandoverLine]:
    """Return the hand-overs of the viewer's hub that nobody acknowledged yet, oldest first. Raises NotAllowed."""
    require_role(viewer, Act.WORK_SHIFT)
    rows = ShiftHandover.objects.filter(organisation=viewer.organisation, read_at=None).order_by("at", "pk")
    return _lines(viewer, rows[:MOST])


def read_handovers(viewer: Actor) -> list[HandoverLine]:
    """Return the hand-overs of the viewer's hub that were acknowledged last. Raises NotAllowed."""
    require_role(viewer, Act.WORK_SHIFT)
    rows = ShiftHandover.objects.filter(organisation=viewer.organisation).exclude(read_at=None).order_by("-read_at")
    return _lines(viewer, rows[:10])


def handover(viewer: Actor, number: int) -> HandoverLine | None:
    """Return one hand-over of the viewer's hub, None for every other. Raises NotAllowed."""
    require_role(viewer, Act.WORK_SHIFT)
    found = _lines(viewer, ShiftHandover.objects.filter(pk=number, organisation=viewer.organisation)[:1])
    return found[0] if found else None


def reassigned_to_me(viewer: Actor) -> list[Reassignment]:
    """Return the cases that others gave to the viewer and that they have not yet seen said."""
    if viewer.user is None:
        return []
    rows = Reassignment.objects.filter(of_visible(viewer), to=viewer.user, seen_at=None)
    return list(rows.select_related("case", "by", "before").order_by("at", "pk")[:MOST])


def reassigned_from_me(viewer: Actor, since: datetime) -> list[Reassignment]:
    """Return the cases that others took from the viewer since a moment."""
    if viewer.user is None:
        return []
    rows = Reassignment.objects.filter(of_visible(viewer), before=viewer.user, at__gte=since)
    return list(rows.exclude(by=viewer.user).select_related("case", "by", "to").order_by("-at", "-pk")[:20])


def reassignments(viewer: Actor, case: Case) -> list[Reassignment]:
    """Return who had the case before, newest first, with the reasons. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return list(Reassignment.objects.filter(case=case).select_related("before", "to", "by").order_by("-at", "-pk"))


def _mine(viewer: Actor) -> QuerySet[Task]:
    rows = Task.objects.filter(whose=user_of(viewer), done_at=None)
    shown = rows.filter(Q(shown_from=None) | Q(shown_from__lte=timezone.now()))
    return _readable(shown, viewer).select_related("case", "whose", "by")


def _readable(rows: QuerySet[Task], viewer: Actor) -> QuerySet[Task]:
    """Leave out what stands on a case that the viewer may no longer read."""
    return rows.filter(Q(case=None) | of_visible(viewer))


def _shown(viewer: Actor) -> Q:
    return Q(shown_from=None) | Q(shown_from__lte=timezone.now()) | Q(whose=viewer.user) | Q(by=viewer.user)


def _lines(viewer: Actor, rows: QuerySet[ShiftHandover]) -> list[HandoverLine]:
    found = list(rows.select_related("by", "read_by"))
    held = HandedOver.objects.filter(handover__in=[row.pk for row in found]).select_related("case__owner")
    with unfenced():  # how many there are, of those that the viewer may not read as well
        whole = Counter(held.values_list("handover", flat=True))
    seen = set(visible_to(viewer).filter(pk__in=held.values("case")).values_list("pk", flat=True))
    cases: dict[int, list[HandedOver]] = {row.pk: [] for row in found}
    for each in held.order_by("pk"):
        cases[each.handover_id].append(each)
    return [
        HandoverLine(row, shown := tuple(one for one in cases[row.pk] if one.case_id in seen),
                     whole.get(row.pk, 0) - len(shown))
        for row in found
    ]  # fmt: skip
