"""What the flood does inside a hub's own process, under the real settings."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

GENUINE = (
    ("in words and of a post of its own", 6),
    ("pasted, and facts of its own", 3),
    ("pasted, and another post", 2),
    ("pasted, and for themselves", 2),
    ("pasted, and words of danger", 1),
    ("pasted, and the answer that someone is in danger", 1),
)
"""Kinds of genuine reports, and how many of fifteen each is."""
DISGUISED, NAMELESS = 0.1, 0.3
"""Shares of the pasted ones: with digits for letters; without an address."""
ROUNDS = 10


def play(do: str, **said: Any) -> dict[str, Any]:
    """Do one of the things below and return what it saw."""
    return dict(globals()[do](**said))


def flood(pasted: int, genuine: int, most: int, texts: int, minutes: int, rng: int) -> dict[str, Any]:
    """Take the flood in, let one worker follow it, and count."""
    from django.utils import timezone

    from upstander.record.work.worker import run_all

    pick = random.Random(rng)
    arrivals = _arrivals(pick, pasted, genuine, texts, minutes)
    run_all()
    with held_by_more_than(most):
        flow = _Flow(timezone.now() - timedelta(minutes=minutes + 1))
        for at, kind, said in arrivals:
            flow.work_until(at)
            flow.receive(at, kind, said)
        flow.work_until(None)
    return flow.figures() | _seen(flow)


@contextmanager
def held_by_more_than(most: int) -> Iterator[None]:
    """Let a campaign begin with fewer reports, for a flood that has fewer."""
    from upstander.engines.matching import finding
    from upstander.law import oversight
    from upstander.record.keys import keeping

    rule = replace(oversight.all_campaigns()[0], held_by_more_than=most)
    with (
        patch.object(oversight, "campaigns", lambda on: rule),
        patch.object(finding, "CAP", most),
        patch.object(keeping, "CAP", most),
    ):
        yield


def _arrivals(pick: random.Random, pasted: int, genuine: int, texts: int, minutes: int) -> list[tuple[float, str, Any]]:
    """Return when each report comes (seconds), of which kind it is and what it says, in order."""
    from bench.words import words

    bodies = [words(pick, 30) for _ in range(texts)]
    reports = [("pasted", _pasted(pick, bodies, number)) for number in range(pasted)]
    kinds = [kind for kind, share in GENUINE for _ in range(share)]
    for number in range(genuine):
        kind = kinds[number * len(kinds) // genuine]
        reports.append((kind, _genuine(pick, bodies, pasted + number, kind)))
    times = [pick.uniform(0, 60 * minutes) for _ in reports]
    return sorted(((at, *report) for at, report in zip(times, reports, strict=True)), key=lambda each: each[0])


def _pasted(pick: random.Random, bodies: list[str], number: int) -> Any:
    from upstander.duties.intake.submission import SaidPost, Submission
    from upstander.record.people.identity import Identity

    which = pick.randrange(len(bodies))
    body = bodies[which]
    if pick.random() < DISGUISED:
        body = "".join({"o": "0", "i": "1", "e": "3"}.get(char, char) if pick.random() < 0.5 else char for char in body)
    email = "" if pick.random() < NAMELESS else f"crowd.{number}@example.org"
    return Submission(
        account=body, posts=(SaidPost(link=f"https://x.com/someone/status/{10**18 + which}", platform="x"),),
        told_as="witness", targeted="group", strands=("religion",), identity=Identity(email=email),
    )  # fmt: skip


def _genuine(pick: random.Random, bodies: list[str], number: int, kind: str) -> Any:
    """Return a genuine report: pasted as well but for one thing, or all its own."""
    from bench.words import words
    from upstander.duties.intake.submission import SaidPost

    plain = replace(_pasted(pick, bodies, number), identity=_somebody(number))
    link = f"https://x.com/someone/status/{2 * 10**18 + number}"
    if kind.startswith("in words"):
        return replace(plain, account=words(pick, 40), posts=(SaidPost(link=link, platform="x", text=words(pick, 20)),))
    if "facts" in kind:
        return replace(plain, account=f"{plain.account} {words(pick, 14)}")
    if "another post" in kind:
        return replace(plain, posts=(*plain.posts, SaidPost(link=link, platform="x")))
    if "themselves" in kind:
        return replace(plain, told_as="victim", targeted="person")
    if "words of danger" in kind:
        return replace(plain, why=f"I am scared to leave the house at {number % 12 + 1} o'clock.")
    return replace(plain, danger=True, danger_place="LS1 1UR")


def _somebody(number: int) -> Any:
    from upstander.record.people.identity import Identity

    return Identity(email=f"somebody.{number}@example.org")


class _Flow:
    """Reports that come at invented times, and one worker whose clock runs by the CPU that its work takes."""

    def __init__(self, began: datetime) -> None:
        from upstander.record.work import asking

        self.began, self.clock = began, 0.0
        self.came: dict[int, float] = {}
        self.kinds: dict[int, str] = {}
        self.matched: dict[int, float] = {}
        self.intake: list[float] = []
        self.looks: list[float] = []
        self.most_singly, self.worked = 0, 0.0
        self._looked = 0
        plain = asking.HANDLERS["look_for_others"]
        asking.HANDLERS["look_for_others"] = replace(plain, run=partial(self._look, plain.run))

    def receive(self, at: float, kind: str, said: Any) -> None:
        """Take one report in."""
        from upstander.duties.intake.actions.receive import receive
        from upstander.record.people.actors import PUBLIC

        used = time.process_time()
        report = receive(said, channel="web", actor=PUBLIC, at=self.began + timedelta(seconds=at)).report
        self.intake.append((time.process_time() - used) * 1000)
        self.came[report.pk], self.kinds[report.pk] = at, kind
        if len(self.came) % 250 == 0:
            self.most_singly = max(self.most_singly, _standing_singly())

    def work_until(self, at: float | None) -> None:
        """Let the worker work up to a time, or until nothing is left."""
        from upstander.record.work.worker import run_one

        while at is None or self.clock < at:
            self._looked, used = 0, time.process_time()
            if not run_one():
                self.clock = self.clock if at is None else at
                return
            spent = time.process_time() - used
            self.clock += spent
            self.worked += spent
            if self._looked:
                self.matched[self._looked] = self.clock
                self.looks.append(spent * 1000)

    def figures(self) -> dict[str, Any]:
        """Return how long reports waited, and what that took."""
        from bench.measuring import middle, p95

        waits = [self.matched[report] - at for report, at in self.came.items()]
        singly = max(self.most_singly, _standing_singly())
        return {
            "reports": len(self.came),
            "wait_from_receipt_to_matched_median_s": round(middle(waits), 2),
            "wait_from_receipt_to_matched_p95_s": round(p95(waits), 2),
            "wait_longest_s": round(max(waits), 2),
            "intake_CPU_p95_ms": round(p95(self.intake), 1),
            "look_CPU_median_ms": round(middle(self.looks), 1),
            "look_CPU_p95_ms": round(p95(self.looks), 1),
            "worker_CPU_in_all_s": round(self.worked),
            "most_standing_singly_at_any_time": singly,
        }

    def _look(self, plain: Callable[..., Any], report: int) -> Any:
        self._looked = report
        return plain(report=report)


def _why(reports: set[int]) -> str:
    """Return how often each clause let one of these reports stand singly; `before` stands for those in no campaign."""
    from collections import Counter

    from upstander.duties.campaigns.models import Member

    found = dict(Member.objects.filter(report__in=reports).values_list("report", "why"))
    counts = Counter(code for report in reports for code in found.get(report, ["before"]))
    return ", ".join(f"{code}: {number}" for code, number in counts.most_common())


def _standing_singly() -> int:
    from upstander.record.cases.models import Case
    from upstander.record.cases.queue import OUT

    return Case.objects.filter(lane__lt=OUT).count()


def _seen(flow: _Flow) -> dict[str, Any]:
    """Return what stands where once the flood is over, and what the pages cost."""
    from django.urls import reverse

    from bench.inside import _cpu_ms, _signed_in
    from bench.measuring import middle
    from upstander.duties.campaigns.models import Campaign
    from upstander.law.access import Role
    from upstander.record.cases.models import Case
    from upstander.record.cases.queue import BEHIND, OUT, faults

    lanes = dict(Case.objects.values_list("opened_by", "lane"))
    singly = {report for report in flow.kinds if lanes[report] < OUT}
    genuine = {report for report, kind in flow.kinds.items() if kind != "pasted"}
    found: dict[str, Any] = {
        "genuine_reports": len(genuine),
        "genuine_singly": len(genuine & singly),
        "pasted_behind_a_campaign": sum(lanes[report] == BEHIND for report in flow.kinds.keys() - genuine),
        "pasted_singly": len(singly - genuine),
        "why_pasted_ones_stand_singly": _why(singly - genuine),
        "campaigns": Campaign.objects.count(),
        "lines_of_the_queue": len(singly) + Campaign.objects.count(),
        "faults": sum(1 for _ in faults()),
    }
    for kind, _share in GENUINE:
        of_kind = {report for report in genuine if flow.kinds[report] == kind}
        found[f"singly,_of_those_{kind}"] = f"{len(of_kind & singly)} of {len(of_kind)}"
    officer = _signed_in(Role.HUB_OFFICER)
    first = Campaign.objects.order_by("pk").first()
    pages = {"queue": reverse("desk:queue")}
    pages |= {"campaign": reverse("desk:campaign", args=[first.pk])} if first else {}
    for name, address in pages.items():
        officer.get(address)
        spent = [_cpu_ms(partial(officer.get, address))[0] for _ in range(ROUNDS)]
        found[f"page_of_the_{name}_CPU_median_ms"] = round(middle(spent))
    return found
