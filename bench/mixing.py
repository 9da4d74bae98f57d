"""Put seeded reports into bundles, and their cases into every state of a hub that has worked for years.

Of the cases that hold reports two in five are closed, one in five is unread, about one in seven is being worked on and
the rest is with a force: every lane of the queue is long. A report that was joined leaves its own case empty, as
joining does; what joining also notes for taking it out again (its clocks' rest, suggestions) is left out.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from upstander.duties.allocation.models import Offer
from upstander.duties.assessment.bands import LEVELS
from upstander.duties.assessment.models import Decision, Triage
from upstander.law import triage
from upstander.law.access import Relation, Role
from upstander.law.clocks import due as clock_end
from upstander.law.places import forces as law_forces
from upstander.law.version import version
from upstander.record.cases.models import Case, Clock, Grant, Listing, Membership
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD, lane_of, listed, turn_of
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Deed
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User

A_CASE = 2.5
"""Reports of a case, on average; one case in four hundred has two hundred."""
OFFICERS, FORCES = 20, 12
STRANDS = ("race", "religion", "religion", "sexual_orientation", "disability", "transgender")
PLATFORMS = ("x", "x", "x", "facebook", "instagram", "tiktok", "youtube", "telegram")
YES = {HIGH: {"H1": "yes"}, MEDIUM: {"R1": "yes"}, STANDARD: {"H1": "no"}}
S = Case.State


@dataclass
class Bundle:
    """The case that gathers reports just now, and how many more it takes."""

    case: Case | None = None
    left: int = 0


@dataclass
class Mix:
    """Places the cases of one batch; `add` keeps a row to be saved, `deeds` is the journal."""

    rng: random.Random
    add: Callable[[Any], None]
    deeds: list[Deed]
    officers: list[User]
    forces: list[Organisation]
    now: datetime = field(default_factory=timezone.now)
    bundle: Bundle = field(default_factory=Bundle)

    def place(self, case: Case, membership: Membership, clocks: list[Clock], at: datetime) -> None:
        """Join a new case's report to the bundle that gathers, or let the case gather; give it what follows."""
        case.platforms = [self.rng.choice(PLATFORMS)]
        case.strands = list(dict.fromkeys(self.rng.choices(STRANDS, k=1 + (self.rng.random() < 0.2))))
        if self.bundle.left > 0 and self.bundle.case:
            self._join(case, membership, clocks, at, self.bundle.case)
        else:
            self._gather()
            self.bundle.case = case
            self._state(case, clocks, at)
        case.lane = lane_of(case)
        case.turn_at = turn_of(case)
        for under, code in sorted(listed(case)):
            self.add(Listing(case=case, under=under, code=code, lane=case.lane, turn_at=case.turn_at))

    def _gather(self) -> None:
        if self.rng.random() < 1 / 400:
            self.bundle.left = 199
        else:
            self.bundle.left = min(int(self.rng.expovariate(1 / 1.5)), 12)

    def _join(self, case: Case, membership: Membership, clocks: list[Clock], at: datetime, target: Case) -> None:
        self.bundle.left -= 1
        later = at + timedelta(hours=1)
        membership.until_at = later
        self.add(Membership(report_id=membership.report_id, case=target, from_at=later, reason="Seeded."))
        target.report_count += 1
        target.last_report_at = at
        case.report_count = 0
        _end(case, clocks, later)
        about = (("case", case.pk), ("case", target.pk))
        self.deeds.append(
            Deed(acting(self.officers[0]), Verb.JOINED, ("report", membership.report_id), later, about, {})
        )

    def _state(self, case: Case, clocks: list[Clock], at: datetime) -> None:
        lot = self.rng.random()
        if lot < 0.2:
            case.danger, case.wording = self.rng.random() < 0.01, "threat" if self.rng.random() < 0.03 else ""
            return
        officer = self.rng.choice(self.officers)
        self._own(case, officer, at)
        self._band(case, officer, at)
        if lot < 0.35:
            self._work(case, clocks, officer, at)
        elif lot < 0.6:
            self._send(case, clocks, officer, at)
        else:
            self._close(case, clocks, officer, at)

    def _own(self, case: Case, officer: User, at: datetime) -> None:
        case.owner = officer
        self.add(Grant(case=case, user=officer, relation=Relation.OWNER, from_at=at))
        self.deeds.append(Deed(acting(officer), Verb.CLAIMED, ("case", case.pk), at))

    def _band(self, case: Case, officer: User, at: datetime) -> None:
        lot = self.rng.random()
        case.band = None if lot < 0.1 else HIGH if lot < 0.2 else MEDIUM if lot < 0.5 else STANDARD
        if case.band is None:
            return
        found = triage.band(YES[case.band])
        assert found.level == LEVELS[case.band]
        self.add(
            Triage(
                case=case, answers=YES[case.band], proposed=case.band, rule=found.rule, band=case.band,
                law_version=version(), by=officer, at=at,
            )
        )  # fmt: skip

    def _work(self, case: Case, clocks: list[Clock], officer: User, at: datetime) -> None:
        _end(case, clocks, at)
        name = "decision" if self.rng.random() < 0.5 else "line_of_enquiry"
        case.state = S.CLAIMED if name == "decision" else S.DECIDED
        if case.state == S.DECIDED:
            self._decide(case, officer, at, "crime")
        if self.rng.random() < 0.05:
            case.marks = ["added to"]
        # Most clocks end within the week to come, some are over.
        end = self.now + timedelta(hours=self.rng.uniform(-24, 120))
        self.add(Clock(case=case, name=name, started_at=at, due_at=end))
        case.next_clock, case.next_clock_at = name, end

    def _send(self, case: Case, clocks: list[Clock], officer: User, at: datetime) -> None:
        _end(case, clocks, at)
        self._decide(case, officer, at, "crime")
        force, waits = self.rng.choice(self.forces), self.rng.random() < 0.3
        case.state, case.force, case.positive_line = S.OFFERED if waits else S.ACCEPTED, force.code, True
        end = clock_end("force_answer", self.now - timedelta(hours=self.rng.uniform(0, 48)))
        self.add(
            Offer(
                case=case, force=force, capacity=Offer.Capacity.INVESTIGATING, proposal={}, reason="Seeded.",
                state=Offer.State.WAITING if waits else Offer.State.ACCEPTED, offered_by=officer, offered_at=at,
                answer_by=end,
            )
        )  # fmt: skip
        if waits:
            self.add(Clock(case=case, name="force_answer", started_at=at, due_at=end))
            case.next_clock, case.next_clock_at = "force_answer", end

    def _close(self, case: Case, clocks: list[Clock], officer: User, at: datetime) -> None:
        _end(case, clocks, at)
        self._decide(case, officer, at, "not a crime")
        case.state, case.closed_at, case.closed_as = S.CLOSED, at + timedelta(days=1), "not_criminal"
        if self.rng.random() < 0.02:
            case.marks = ["reported again"]
        self.deeds.append(Deed(acting(officer), Verb.CLOSED, ("case", case.pk), at))

    def _decide(self, case: Case, officer: User, at: datetime, finding: str) -> None:
        self.add(
            Decision(
                case=case, finding=finding, state=Decision.State.FINAL, reasons="Seeded.", expression={},
                law_version=version(), decided_by=officer, decided_at=at + timedelta(hours=2),
            )
        )  # fmt: skip


def staff() -> tuple[list[User], list[Organisation]]:
    """Make the officers who work the seeded cases and the forces that have them, or find them again."""
    hub = Organisation.objects.get(kind=Organisation.Kind.HUB)
    officers = [
        User.objects.get_or_create(
            email=f"seeded.{number}@example.org",
            defaults={
                "name": f"PC Seeded {number}", "role": Role.HUB_OFFICER.value, "organisation": hub,
                "made_at": timezone.now(),
            },
        )[0]
        for number in range(OFFICERS)
    ]  # fmt: skip
    forces = [
        Organisation.objects.get_or_create(
            code=each.code, defaults={"kind": Organisation.Kind.FORCE, "name": each.name}
        )[0]
        for each in law_forces(timezone.localdate())[:FORCES]
    ]
    return officers, forces


def _end(case: Case, clocks: list[Clock], at: datetime) -> None:
    for clock in clocks:
        clock.ended_at = at
    case.next_clock, case.next_clock_at = "", None
