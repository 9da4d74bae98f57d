"""What a measurement does inside a hub's own process, under the real settings."""

import random
import time
from typing import Any


def play(do: str, **said: Any) -> dict[str, Any]:
    """Do one of the things below and return what it saw."""
    return dict(globals()[do](**said))


def seed(total: int, closed: float = 0.0) -> dict[str, Any]:
    """Fill the hub."""
    from bench.seeding import seed as fill

    began = time.process_time()
    fill(total, closed=closed)
    return {"cpu_s": time.process_time() - began}


def held() -> dict[str, Any]:
    """Return how many reports, suggestions and journal entries there are, and which database holds them."""
    from django.db import connection

    from upstander.duties.bundling.models import Suggestion
    from upstander.record.cases.models import Report
    from upstander.record.journal.reading import size
    from upstander.record.work.models import Item

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "reports": Report.objects.count(),
        "suggestions": Suggestion.objects.count(),
        "entries": size(),
        "stuck": Item.objects.exclude(state=Item.State.DONE).count(),
        "database": f"{connection.vendor} {version.split()[0]}",
    }


def pages(rounds: int, rng: int = 1) -> dict[str, Any]:
    """Open the queue and case pages as an officer and return the CPU milliseconds of each request."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_user import make_user
    from upstander.faces.account.testing import sign_in
    from upstander.law.access import Role
    from upstander.record.cases.models import Case
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation, User

    officer = User.objects.filter(email="bench@example.org").first() or make_user(
        email="bench@example.org", name="Bench Officer", role=Role.HUB_OFFICER, password="a long enough phrase",
        organisation=Organisation.objects.get(kind="hub"), actor=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    client = Client(HTTP_HOST="localhost")
    sign_in(client, officer)
    pick = random.Random(rng)
    last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    spent: dict[str, list[float]] = {"queue": [], "case": []}
    for turn in range(-5, rounds):
        case = Case.objects.filter(pk__gte=pick.randint(1, last)).order_by("pk")[0]
        for name, address in (("queue", reverse("desk:queue")), ("case", _case_address(case))):
            began = time.process_time()
            answer = client.get(address)
            used = (time.process_time() - began) * 1000
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            if turn >= 0:
                spent[name].append(used)
    return spent


def _case_address(case: Any) -> str:
    from django.urls import NoReverseMatch, reverse

    for argument in (case.reference, case.pk):
        try:
            return reverse("desk:case", args=[argument])
        except NoReverseMatch:
            continue
    raise LookupError("the desk has no page for a case")
