"""What a measurement does inside a hub's own process, under the real settings."""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any


def play(do: str, **said: Any) -> dict[str, Any]:
    """Do one of the things below and return what it saw."""
    return dict(globals()[do](**said))


def seed(total: int, closed: float = 0.0, mixed: bool = False, keys: bool = True) -> dict[str, Any]:
    """Fill the hub."""
    from bench.seeding import seed as fill

    began = time.process_time()
    fill(total, closed=closed, mixed=mixed, keys=keys)
    return {"cpu_s": time.process_time() - began}


def misuse(looks: int, misuses: int, rng: int) -> dict[str, Any]:
    """Invent a month of work with misuses in it, watch it, and return what was found."""
    from bench.month_of_work import measure

    return measure(looks, misuses, rng)


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
    """Open the pages of the desk as an officer and a supervisor; return the CPU milliseconds of each and its rows.

    The time is that of this process and, on PostgreSQL, of the server process that answers it.
    """
    from upstander.law.access import Role
    from upstander.record.cases.models import Case

    officer, supervisor = _signed_in(Role.HUB_OFFICER), _signed_in(Role.SUPERVISOR)
    pick = random.Random(rng)
    last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    spent: dict[str, list[tuple[float, int]]] = {}
    for turn in range(-3, rounds):
        held = Case.objects.filter(pk__gte=pick.randint(1, last), report_count__gt=0).order_by("pk")
        case = held.first() or Case.objects.filter(report_count__gt=0).order_by("-pk")[0]
        for name, address, client in _addresses(case, officer, supervisor):
            used, page = _cpu_ms(partial(client.get, address))
            if page.status_code != 200:
                raise RuntimeError(f"{address}: {page.status_code}")
            if turn >= 0:
                spent.setdefault(name, []).append((used, page.content.count(b'<tr class="govuk-table__row"')))
    return spent


def file_all() -> dict[str, Any]:
    """File what was seeded for the search."""
    from bench import filing

    began = time.process_time()
    filing.file_all()
    return {"cpu_s": time.process_time() - began}


def searches(rounds: int, rng: int = 1) -> dict[str, Any]:
    """Search as an officer, and return by kind the CPU milliseconds of each search and how much its page showed."""
    from django.urls import reverse

    from upstander.law.access import Role
    from upstander.record.cases.models import Report

    officer, pick = _signed_in(Role.HUB_OFFICER), random.Random(rng)
    last = Report.objects.order_by("-pk").values_list("pk", flat=True)[0]
    spent: dict[str, list[tuple[float, int]]] = {}
    for turn in range(-1, rounds):
        report = Report.objects.filter(pk__gte=pick.randint(2, last)).order_by("pk")[0]
        for name, typed in _typed(report, pick):
            used, page = _cpu_ms(partial(officer.post, reverse("desk:search"), {"typed": typed}, follow=True))
            if page.status_code != 200 or not page.redirect_chain:
                raise RuntimeError(f"{name}: {page.status_code}")
            if turn >= 0:
                spent.setdefault(name, []).append((used, page.content.count(b'class="up-found__one"')))
    return spent


def _typed(report: Any, pick: random.Random) -> list[tuple[str, str]]:
    """Return what somebody types who looks for a report, by the kind of search."""
    from bench.filing import postcode_of
    from bench.words import WORDS

    post = report.posts.get()
    said = report.account.split()
    handle = post.handle.lstrip("@")
    cut = pick.randrange(1, len(handle) - 1)
    common, rare = WORDS[:20], WORDS[-2000:]
    return [
        ("a reference", report.reference),
        ("a mistyped reference", report.reference[:-1] + ("A" if report.reference[-1] != "A" else "B")),
        ("an account", post.handle),
        ("an account with a typo", handle[:cut] + handle[cut + 1 :]),
        ("the beginning of an account", handle[:6]),
        ("a link", post.link),
        ("a common word", pick.choice(common)),
        ("three common words", " ".join(pick.sample(common, 3))),
        ("a rare word", pick.choice(rare)),
        ("a common and a rare word", f"{pick.choice(common)} {pick.choice(rare)}"),
        ("two common words together", '"' + " ".join(pick.choices(common, k=2)) + '"'),
        ("five words of an account", " ".join(said[:5])),
        ("the beginning of a word", pick.choice(WORDS[100:])[:4] + "*"),
        ("a postcode", postcode_of(report.pk)),
        ("a word that is nowhere", "zzqqxx"),
    ]


def counted() -> dict[str, Any]:
    """Return how many reports and cases there are, by state, and how many stand in each lane."""
    from django.db.models import Count

    from upstander.record.cases.models import Case, Report

    cases = Case.objects.filter(report_count__gt=0)
    lanes = dict(cases.values_list("lane").annotate(number=Count("pk")).order_by("lane"))
    return {"reports": Report.objects.count(), "cases": cases.count(), "lanes": lanes}


def _signed_in(role: Any) -> Any:
    from django.test import Client
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_user import make_user
    from upstander.faces.account.testing import sign_in
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation, User

    email = f"{role.value}@bench.example.org"
    user = User.objects.filter(email=email).first() or make_user(
        email=email, name=f"Bench {role.value}", role=role, password="a long enough phrase",
        organisation=Organisation.objects.get(kind="hub"), actor=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    client = Client(HTTP_HOST="localhost")
    sign_in(client, user)
    return client


def _addresses(case: Any, officer: Any, supervisor: Any) -> list[tuple[str, str, Any]]:
    """Return each page with its address and who opens it."""
    from django.urls import reverse
    from django.utils import timezone

    from upstander.record.cases.models import Case
    from upstander.record.people.models import Organisation

    there, day = reverse("desk:queue"), timezone.localdate()
    days = "&".join(f"opened_{end}-{part}={getattr(day, part)}" for end in ("from", "to") for part in PARTS)
    force = Organisation.objects.filter(kind="force").order_by("pk").values_list("code", flat=True).first()
    lane = Case.objects.filter(lane=2).order_by("turn_at", "pk")
    middle = lane[lane.count() // 2]
    filters = {
        "queue, page in the middle": f"after={middle.lane}~{middle.turn_at.isoformat()}~{middle.pk}".replace(
            "+", "%2B"
        ),
        "queue, one strand": "strand=disability",
        "queue, strand and platform": "strand=disability&platform=telegram",
        "queue, platform and state": "platform=telegram&state=offered",
        "queue, band": "lane=worked&band=high",
        "queue, force": f"force={force}",
        "queue, mark": "mark=added+to",
        "queue, wording": "wording=threat",
        "queue, overdue": "overdue=on",
        "queue, opened today": days,
    }
    return [
        ("queue", there, officer),
        *((name, f"{there}?{query}", officer) for name, query in filters.items()),
        ("my cases", reverse("desk:mine"), officer),
        ("with forces", reverse("desk:with_forces"), officer),
        ("case", reverse("desk:case", args=[case.reference]), officer),
        ("twelve questions", reverse("desk:triage", args=[case.reference]), officer),
        ("team", reverse("desk:team"), supervisor),
        ("morning", reverse("desk:morning"), supervisor),
    ]


PARTS = ("day", "month", "year")


def _cpu_ms(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU milliseconds that something takes, here and in the database's own process, and its answer."""
    from django.db import connection

    from bench.measuring import cpu_of

    backend = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
    before, began = cpu_of(backend) if backend else 0.0, time.process_time()
    answer = act()
    used = time.process_time() - began
    return (used + (cpu_of(backend) - before if backend else 0.0)) * 1000, answer
