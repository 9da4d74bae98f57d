"""Make pasted reports in tests, and the campaign that they make known."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from upstander.conftest import NOW
from upstander.duties.campaigns.models import Member
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.engines.matching import finding
from upstander.law import oversight
from upstander.record.cases.models import Case
from upstander.record.keys import keeping
from upstander.record.people.identity import Identity
from upstander.record.work.worker import run_all

Make = Callable[..., Received]
TEXT = "They all came here on one boat and the council hides it, share this before it is taken down again everywhere."
LINK = "https://x.com/i/status/7700000000000000001"
MOST = 4


@contextmanager
def held_by_more_than(most: int = MOST) -> Iterator[None]:
    """Let a campaign begin with a handful of reports."""
    rule = replace(oversight.all_campaigns()[0], held_by_more_than=most)
    with (
        patch.object(oversight, "campaigns", lambda on: rule),
        patch.object(finding, "CAP", most),
        patch.object(keeping, "CAP", most),
    ):
        yield


def pasted(make: Make, number: int = 0, *, at: datetime | None = None, **fields: Any) -> Received:
    """Receive one report of the pasted text: of the same post, from a witness who says nothing else."""
    plain: dict[str, Any] = {
        "account": "", "why": "", "told_as": "witness", "targeted": "group", "home": "", "seen_from": "",
        "posts": (SaidPost(link=LINK, platform="x", text=TEXT),), "target_note": "",
        "identity": Identity(email=f"witness{number}@example.org"),
    }  # fmt: skip
    return make(at=at or NOW + timedelta(minutes=number), **{**plain, **fields})


def flooded(make: Make, number: int) -> list[Case]:
    """Receive so many pasted reports, let the worker do its work, and return their cases in order."""
    made = [pasted(make, each) for each in range(number)]
    run_all()
    return [Case.objects.get(pk=one.case.pk) for one in made]


def why(case: Case) -> list[str]:
    """Return why the case of a member stands singly."""
    return list(Member.objects.get(case=case).why)
