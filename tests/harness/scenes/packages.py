"""Evidence packages, built by workers that are killed: each is ready once, whole, and the only file of its name."""

from collections import Counter
from io import BytesIO
from itertools import count
from json import loads
from random import Random
from typing import Any

from tests.harness.doomed import Place
from tests.harness.workers import ANY_WORK, under_fire

BUILD = "upstander.duties.evidence.building"
PLACES = (
    *ANY_WORK,
    Place("upstander.engines.sealing.bag:PackageWriter.add_file", 4),
    Place("upstander.engines.sealing.bag:PackageWriter.add_bytes", 8),
    Place("upstander.engines.sealing.bag:PackageWriter.finish"),
    Place(f"{BUILD}:previews.make_previews"),
    Place(f"{BUILD}:render_report"),
    Place("os:link"),
    Place("os:fsync", 3),
    Place("upstander.duties.evidence.due:_ready"),
)


def play(kills: int, seed: int, broken: str = "") -> dict[str, Any]:
    """Return how many packages were asked for, and which are missing, doubled, or do not verify."""
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
        content = BytesIO(Random(number).randbytes(2_000_000).hex().encode())
        received = receive_one(
            number, files=((f"words {number}.txt", content), ("picture.png", BytesIO(story.picture())))
        )
        story.asked(story.decided(received, officer, supervisor), officer)

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
        "double": [subject for subject, times in sealed.items() if times > 1],
        "sealed": len(sealed),
        "unverified": [row.name for row in rows if row.place and not verify_package(folder / row.place, anchor).ok],
        "left_behind": [path.name for path in folder.iterdir() if path.name not in named],
    }
