"""Show campaigns: one row for all that stand behind each, its reports page by page, its trend; through what is visible.

A viewer sees a campaign through the cases that they may see and through nothing else: those alone are counted, and a
campaign none of whose cases they may see is not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDay, TruncHour
from django.utils import timezone

from upstander.duties.campaigns.breaking_out import sentences
from upstander.duties.campaigns.models import Campaign, Member
from upstander.law.access import Act
from upstander.record.cases.grants import of_visible
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import BEHIND, OUT, UNREAD, URGENT
from upstander.record.people.actors import Actor, require_role

PAGE = 50
HOURS = timedelta(days=2)
"""For so long a trend is told by hours, and by days beyond it."""
MOST_STEPS = 60
"""Hours or days that a trend tells, the latest."""


@dataclass(frozen=True)
class Standing:
    """A campaign as one row of the queue: of what the viewer may see of it."""

    campaign: Campaign
    behind: int
    """Cases that stand behind it."""
    reporters: int
    """Different addresses that they came from."""
    without_address: int
    """Those of them that came without one: how many people sent them cannot be said."""
    first_at: datetime
    last_at: datetime
    in_last_hour: int
    in_last_day: int
    clock_at: datetime | None
    """The end of the clock among them that ends first."""

    @property
    def lane(self) -> int:
        """The lane of the queue in which it stands: that of its cases, were they to stand singly."""
        return URGENT if self.urgent else UNREAD

    @property
    def urgent(self) -> bool:
        """Whether the pasted words themselves hold wording that brings a case forward."""
        return bool(settings.TRIAGE and self.campaign.wording)

    @property
    def place(self) -> tuple[int, datetime]:
        """Where it stands in the order of the queue: where the first of its cases would."""
        return self.lane, self.campaign.first_at


@dataclass(frozen=True)
class Whole:
    """All of one campaign that the viewer may see."""

    campaign: Campaign
    standing: Standing | None
    """None where nothing stands behind it any more."""
    singly: int
    """Its cases that are open and stand by themselves."""
    finished: int
    """Its cases that are closed, or whose report was joined to another."""


@dataclass(frozen=True)
class MemberLine:
    """One case of a campaign, and why it stands singly: sentences, and what a person said who took it out."""

    member: Member
    case: Case
    why: tuple[str, ...]
    reason: str

    @property
    def behind(self) -> bool:
        """Whether it stands behind the campaign now."""
        return self.case.lane == BEHIND


@dataclass(frozen=True)
class Step:
    """How many reports came in an hour or on a day, and that as a share of the most in any."""

    at: datetime
    number: int
    share: float


@dataclass(frozen=True)
class Trend:
    """The reports of a campaign by hour or by day, in order, empty ones included; `cut` where it began before."""

    hourly: bool
    steps: tuple[Step, ...]
    cut: bool


def standing(viewer: Actor, *, only: Campaign | None = None) -> list[Standing]:
    """Return the campaigns behind which something stands that the viewer may see, in the order of the queue.

    One query along what stands behind any of them, and one more where something does. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_QUEUE)
    now = timezone.now()
    behind = _visible(viewer).filter(case__lane=BEHIND)
    if only is not None:
        behind = behind.filter(campaign=only)
    counted = behind.order_by().values("campaign").annotate(
        behind=Count("pk"),
        reporters=Count("reporter__email_index", distinct=True, filter=_ADDRESSED),
        without_address=Count("pk", filter=~_ADDRESSED),
        first=Min("at"), last=Max("at"), clock=Min("case__next_clock_at"),
        last_hour=Count("pk", filter=Q(at__gt=now - timedelta(hours=1))),
        last_day=Count("pk", filter=Q(at__gt=now - timedelta(days=1))),
    )  # fmt: skip
    found = list(counted)
    campaigns = Campaign.objects.in_bulk([row["campaign"] for row in found]) if found else {}
    rows = [
        Standing(
            campaigns[row["campaign"]], row["behind"], row["reporters"], row["without_address"], row["first"],
            row["last"], row["last_hour"], row["last_day"], row["clock"],
        )
        for row in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (*row.place, row.campaign.pk))


def campaign_for(viewer: Actor, number: int) -> Campaign | None:
    """Return the campaign of this number; None where the viewer may see none of its cases. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    seen = Exists(_visible(viewer).filter(campaign=OuterRef("pk")))
    return Campaign.objects.filter(seen, pk=number).first()


def whole(viewer: Actor, campaign: Campaign) -> Whole:
    """Return what stands behind a campaign, what stands singly and what is finished. Raises NotAllowed."""
    rows = standing(viewer, only=campaign)
    counts = _visible(viewer).filter(campaign=campaign).aggregate(
        singly=Count("pk", filter=_SINGLY), finished=Count("pk", filter=Q(case__lane=OUT))
    )  # fmt: skip
    return Whole(campaign, rows[0] if rows else None, **counts)


def members(viewer: Actor, campaign: Campaign, *, behind: bool, page: int = 1) -> list[MemberLine]:
    """Return a page of a campaign's cases, those behind it or those that stand singly and are open, oldest first.

    One query, and PAGE lines at most. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_QUEUE)
    rows = _visible(viewer).filter(Q(case__lane=BEHIND) if behind else _SINGLY, campaign=campaign)
    start = (max(page, 1) - 1) * PAGE
    found = rows.select_related("case__owner", "report").order_by("at", "pk")[start : start + PAGE]
    return [_line(row) for row in found]


def trend(viewer: Actor, campaign: Campaign) -> Trend:
    """Return when the reports of a campaign came in, all of those that the viewer may see. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    rows = _visible(viewer).filter(campaign=campaign)
    ends = rows.aggregate(first=Min("at"), last=Max("at"))
    if ends["first"] is None:
        return Trend(hourly=True, steps=(), cut=False)
    hourly = ends["last"] - ends["first"] <= HOURS
    by = (TruncHour if hourly else TruncDay)("at")
    found = dict(rows.order_by().values_list(by).annotate(number=Count("pk")))
    times = _every(min(found), max(found), hourly=hourly)
    shown, most = times[-MOST_STEPS:], max(found.values())
    steps = tuple(Step(at, found.get(at, 0), found.get(at, 0) / most) for at in shown)
    return Trend(hourly, steps, cut=len(shown) < len(times))


def why_singly(cases: Iterable[Case]) -> dict[int, tuple[str, ...]]:
    """Return, by case, why it stands singly although it belongs to a campaign; of cases that the viewer may see.

    One query for all of them.
    """
    rows = Member.objects.filter(case__in=[case.pk for case in cases])
    found = {row.case_id: _line_of(row) for row in rows}
    return {case: said for case, said in found.items() if said}


def place_of(case: Case) -> MemberLine | None:
    """Return the place of a case, which the viewer may see, in its campaign; None where it belongs to none."""
    row = Member.objects.filter(case=case).select_related("campaign", "case").first()
    return _line(row) if row else None


def behind_of(viewer: Actor, campaign: Campaign, *, references: list[str] | None, most: int) -> list[Report]:
    """Return the reports of the cases that stand behind a campaign, oldest first: of these cases alone, or of all.

    At most `most`, and only what the viewer may see. Raises NotAllowed.
    """
    require_role(viewer, Act.SEE_QUEUE)
    rows = _visible(viewer).filter(campaign=campaign, case__lane=BEHIND)
    if references is not None:
        rows = rows.filter(case__reference__in=references)
    return [row.report for row in rows.select_related("report").order_by("at", "pk")[:most]]


def targets(viewer: Actor, campaign: Campaign) -> list[Case]:
    """Return the cases of a campaign that the viewer has claimed: others of it may be joined to them."""
    if viewer.user is None:
        return []
    rows = _visible(viewer).filter(campaign=campaign, case__owner=viewer.user, case__lane__lt=OUT)
    return [row.case for row in rows.select_related("case").order_by("at", "pk")[:PAGE]]


_ADDRESSED = Q(reporter__isnull=False) & ~Q(reporter__email_index="")
_SINGLY = Q(case__lane__lt=OUT)


def _visible(viewer: Actor) -> QuerySet[Member]:
    return Member.objects.filter(of_visible(viewer))


def _line(row: Member) -> MemberLine:
    return MemberLine(row, row.case, _line_of(row), row.reason)


def _line_of(row: Member) -> tuple[str, ...]:
    return tuple(sentences(row.why))


def _every(first: datetime, last: datetime, *, hourly: bool) -> list[datetime]:
    """Every hour or day between two, both included; days as the clocks of this place begin them."""
    found, at = [first], first
    while at < last:
        if hourly:
            at += timedelta(hours=1)
        else:
            day = timezone.localdate(at) + timedelta(days=1)
            at = timezone.make_aware(datetime.combine(day, time()))
        found.append(at)
    return found
