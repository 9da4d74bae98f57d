"""Read the samples drawn for a second look, and what a new one would be drawn from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from upstander.duties.assessment.queries import finished_between
from upstander.duties.casework.models import Sample, SecondLook
from upstander.duties.casework.team import start_of
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.people.actors import Actor, require_role

LEAST_APART = timedelta(days=7)
NEWEST = 8


@dataclass(frozen=True)
class SampleLine:
    """A sample with its cases that the viewer may see, and how many were looked at."""

    sample: Sample
    looks: tuple[SecondLook, ...]
    hidden: int

    @property
    def done(self) -> int:
        """Return how many of the shown cases were looked at."""
        return sum(1 for look in self.looks if look.finding)


@dataclass(frozen=True)
class Window:
    """From when until when finished cases would be drawn from now, and from which day on that is allowed."""

    since: datetime
    until: datetime
    allowed_from: datetime

    @property
    def open(self) -> bool:
        """Whether a sample may be drawn now."""
        return self.until >= self.allowed_from


def samples(viewer: Actor) -> list[SampleLine]:
    """Return the newest samples of the viewer's hub, with the cases of each that they may see. Raises NotAllowed."""
    require_role(viewer, Act.SEE_TEAM)
    own = Sample.objects.filter(organisation=viewer.organisation).select_related("drawn_by")
    newest = list(own.order_by("-until")[:NEWEST])
    looks = list(SecondLook.objects.filter(sample__in=newest).select_related("case", "by").order_by("pk"))
    seen = set(visible_to(viewer).filter(pk__in=[look.case_id for look in looks]).values_list("pk", flat=True))
    lines = []
    for sample in newest:
        held = [look for look in looks if look.sample_id == sample.pk]
        shown = tuple(look for look in held if look.case_id in seen)
        lines.append(SampleLine(sample, shown, len(held) - len(shown)))
    return lines


def window(viewer: Actor) -> Window:
    """Return what the next sample would be drawn from: what was finished since the last one, a week at least.

    Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_TEAM)
    return window_of(viewer.organisation, timezone.now())


def window_of(organisation: int | None, at: datetime) -> Window:
    """Return the window of an organisation's next sample at a time: it ends with the day before."""
    last = Sample.objects.filter(organisation=organisation).order_by("-until").first()
    until = start_of(at)
    since = last.until if last else until - LEAST_APART
    return Window(since, until, since + LEAST_APART)


def drawn(seed: str, population: list[int], size: int) -> list[int]:
    """Return the cases that this seed draws from this list: the same every time, for whoever draws again."""
    return sorted(Random(seed).sample(population, min(size, len(population))))  # noqa: S311 - a lot, not a secret


def population(viewer: Actor, since: datetime, until: datetime) -> list[int]:
    """Return in order the ids of the cases decided or closed in the window, of those that the viewer may see."""
    return sorted(finished_between(viewer, since, until))
