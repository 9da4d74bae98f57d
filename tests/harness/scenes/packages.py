"""Evidence packages, built by workers that are killed: each is ready once, whole, and the only file of its name."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import count
from json import loads
from pathlib import Path
from random import Random
from typing import Any

from tests.harness.doomed import Place, forked, outcome
from tests.harness.scenes.uploading import fill
from tests.harness.workers import ANY_WORK, under_fire

BUILD = "upstander.duties.evidence.building"
SEALING = "upstander.engines.sealing"
PLACES = (
    *ANY_WORK,
    Place(f"{BUILD}:previews.make_previews"),
    Place(f"{BUILD}:custody.extract"),
    Place(f"{BUILD}:press"),
    Place("os:link"),
    Place(f"{BUILD}:fsync_folder"),
    Place("upstander.duties.evidence.due:_ready"),
    Place("upstander.duties.evidence.documents.typeset:typeset_all", in_the_press=True),
    Place(f"{SEALING}.pdf_signing:sign_reports", in_the_press=True),
    Place(f"{SEALING}.bag:PackageWriter.add_file", 2, in_the_press=True),
    Place(f"{SEALING}.bag:PackageWriter.add_made", 8, in_the_press=True),
    Place(f"{SEALING}.bag:PackageWriter.finish", in_the_press=True),
    Place(f"{SEALING}.bag:verify_finished", in_the_press=True),
    Place("os:link", in_the_press=True),
    Place("os:fsync", 2, in_the_press=True),
)
SMALL = 60_000
"""Bytes of the words on a disk that is filled: it must not be full for good."""
LEVELS = (0, 0, 8, 32, 64, 128, 256, 512)
"""KiB that are left free on a disk that is filled."""


def play(kills: int, seed: int, broken: str = "", full: bool = False) -> dict[str, Any]:
    """Return how many packages were asked for, and which are missing, doubled, or do not verify.

    On a disk that is `full`, `kills` builds that could not be made are waited for instead.
    """
    from django.conf import settings
    from django.utils import timezone

    from tests.harness.saying import receive_one
    from upstander.duties.evidence.models import Package
    from upstander.duties.evidence.tests import story
    from upstander.duties.oversight.actions.make_user import make_user
    from upstander.engines.sealing.verify import verify_package
    from upstander.law.access import Role
    from upstander.record.journal.models import Entry
    from upstander.record.journal.verbs import Verb
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation, User

    def user(name: str, role: Role) -> User:
        return make_user(
            email=f"{role}@example.org", name=name, role=role, password="a long enough phrase", actor=SYSTEM,
            organisation=Organisation.objects.get(kind="hub"), at=timezone.now(),
        )  # fmt: skip

    officer, supervisor = user("PC Abara", Role.HUB_OFFICER), user("Insp Cole", Role.SUPERVISOR)
    numbers = count(1)

    def more() -> None:
        number = next(numbers)
        content = BytesIO(Random(number).randbytes(SMALL if full else 2_000_000).hex().encode())
        received = receive_one(
            number, files=((f"words {number}.txt", content), ("picture.png", BytesIO(story.picture())))
        )
        story.asked(story.decided(received, officer, supervisor), officer)

    if full:
        fire = _without_room(kills, seed, more)
    else:
        fire = under_fire(PLACES, kills=kills, seed=seed, more=more, broken=broken)
    rows = list(Package.objects.all())
    sealed = Counter(
        loads(body)["subject"] for body in Entry.objects.filter(verb=Verb.PACKAGE_SEALED).values_list("body", flat=True)
    )
    folder, anchor = settings.PACKAGES_FOLDER, settings.KEYS_FOLDER / "hub-root.pem"
    named = {row.place for row in rows}
    return fire | {
        "asked": next(numbers) - 1,
        "not_ready": [row.name for row in rows if row.state != Package.State.READY],
        "said": sorted({row.trouble for row in rows if row.state == Package.State.FAILED}),
        "double": [subject for subject, times in sealed.items() if times > 1],
        "sealed": len(sealed),
        "unverified": [row.name for row in rows if row.place and not verify_package(folder / row.place, anchor).ok],
        "left_behind": [path.name for path in folder.iterdir() if path.name not in named],
    }


def _without_room(tries: int, seed: int, more: Callable[[], None]) -> dict[str, Any]:
    """Have packages built on a disk that is nearly full until `tries` builds could not be made, then with room."""
    from django.db import transaction
    from django.utils import timezone
    from django.utils.module_loading import autodiscover_modules

    from upstander.duties.evidence.forgetting import take_away_packages
    from upstander.duties.evidence.models import Package
    from upstander.record.work import worker
    from upstander.record.work.models import Item

    autodiscover_modules("due")
    rng, failed, filler = Random(seed), 0, Path(os.environ["UPSTANDER_HOME"]).parent / "filler"
    while failed < tries:
        unfinished = Package.objects.filter(state__in=(Package.State.ASKED, Package.State.BUILDING))
        if not unfinished.exists():
            with transaction.atomic():
                take_away_packages([row.case for row in Package.objects.filter(state=Package.State.READY)[:1]])
            more()
        asked = unfinished.get().pk
        fill(filler, rng.choice(LEVELS) * 1024)
        outcome(forked(partial(_try, asked)))
        filler.unlink(missing_ok=True)
        failed += Package.objects.get(pk=asked).state != Package.State.READY
        Item.objects.filter(state=Item.State.STUCK).update(state=Item.State.READY, attempts=0)
        Item.objects.update(due_at=timezone.now())
        worker.reclaim_all()
    worker.run_all()
    return {"failed": failed}


def _try(package: int) -> None:
    """Build as a worker does that runs for ever: where the database has no room, it tries again later."""
    from django.db import OperationalError

    from upstander.record.work import worker

    with suppress(OperationalError):
        worker.run_one(once=f"build_package:{package}")
