"""Build the evidence package of a case and write it to a file; run it again to go on after a stop.

It does what the page of the case does, in the name of somebody who may: same rules, same refusals, same journal. A
package that is not finished is gone on with; where nothing of the case has changed the newest is given out again.
Exit code: 0 the file is there, 1 the package could not be built, 2 it was refused, 3 the file could not be written,
130 it was stopped.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upstander.config.command import start_django
from upstander.config.giving_out import Given, NotGiven, give_out, look_at

if TYPE_CHECKING:
    from upstander.duties.evidence.models import Package
    from upstander.record.cases.models import Case
    from upstander.record.people.actors import Actor

PAUSE = 0.3
"""Seconds between two looks at a package that another worker builds."""

THERE = "That file is there already and is another. Name another, or replace it with --force."


class Refused(Exception):
    """It is not done; the message says why in plain words."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the case, the file, and in whose name."""
    parser.add_argument("case", metavar="CASE", help="the reference of the case")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the zip to write")
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="in whose name; else of the officer of the case")
    parser.add_argument("--force", action="store_true", help="put it in the place of a FILE that is there")
    parser.add_argument("--anew", action="store_true", help="make a new version though nothing of the case has changed")


def run(args: argparse.Namespace) -> int:
    """Build what is to be built, write it, and say what it is."""
    start_django()
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        return _run(args)
    except Refused as why:
        return _end(2, str(why))
    except NotGiven as why:
        return _end(3, str(why))
    except KeyboardInterrupt:
        return _end(130, "Stopped. Run the same command again to go on.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(args: argparse.Namespace) -> int:
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("due")
    actor = _actor(args.email, args.case)
    case = _case(actor, args.case)
    there = look_at(args.out)
    package = _chosen(case, actor, anew=args.anew, waits=there is None or args.force)
    if there and not args.force and there.sha256 != package.sha256:
        raise Refused(THERE)
    with _shown(package.name) as show:
        _finish(package, show)
    if package.state != package.State.READY:
        return _end(1, package.trouble)
    given = there if there and there.sha256 == package.sha256 else _given(package, actor, args.out, over=args.force)
    print(f"{args.out}: {package.name}, {package.exhibits} exhibits, {given.size:,} bytes, SHA-256 {given.sha256}")  # noqa: T201
    if package.leaving != package.Leaving.RELEASED:
        print("Nobody has released it yet: it is not to leave the hub before a second person does.", file=sys.stderr)  # noqa: T201
    return 0


def _actor(email: str | None, reference: str) -> "Actor":
    """Return who asks: whoever is named, else the officer who has the case."""
    from upstander.record.cases.models import Case
    from upstander.record.people.actors import acting
    from upstander.record.people.models import User

    if email:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise Refused(f"There is nobody here with the address {email}.")
        return acting(user)
    case = Case.objects.filter(reference=reference).select_related("owner").first()
    if case is None or case.owner is None:
        raise Refused("Say in whose name: upstander package CASE --out FILE --as EMAIL.")
    print(f"In the name of {case.owner.name}, who has the case.", file=sys.stderr)  # noqa: T201
    return acting(case.owner)


def _case(actor: "Actor", reference: str) -> "Case":
    """Return the case if `actor` may see it; that this command showed it is in the journal."""
    from django.db import transaction
    from django.utils import timezone

    from upstander.record.cases.grants import visible_to
    from upstander.record.journal.writing import consulted

    found = visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise Refused(f"There is no case {reference} that they may see.")
    with transaction.atomic():
        consulted(actor, [found], page="command/package", at=timezone.now())
    return found


def _chosen(case: "Case", actor: "Actor", *, anew: bool, waits: bool) -> "Package":
    """Return the package that is gone on with, or given out again, or asked for now.

    None is asked for as long as its file could not be put in its place: unless it `waits` for one.
    """
    from django.utils import timezone

    from upstander.duties.evidence.actions.ask import ask
    from upstander.duties.evidence.going_on import unfinished, up_to_date
    from upstander.record.cases.states import WrongState
    from upstander.record.people.actors import NotAllowed

    at = timezone.now()
    try:
        found = unfinished(case=case, actor=actor)
        if found is None and not anew and (found := up_to_date(case=case, actor=actor, at=at)):
            return _told(found, "says what the case is now: nothing is built")
        if not waits:
            raise Refused(THERE)
        return _told(found, "is not finished and is gone on with") if found else ask(case=case, actor=actor, at=at)
    except (NotAllowed, WrongState) as refusal:
        raise Refused(str(refusal)) from refusal


def _told(package: "Package", what: str) -> "Package":
    print(f"{package.name} {what}.", file=sys.stderr)  # noqa: T201
    return package


def _finish(package: "Package", show: Callable[[int], None]) -> None:
    """Build the package here, or look on while another worker builds it, until it is finished one way or the other."""
    from upstander.duties.evidence.actions.ask import UNFINISHED
    from upstander.duties.evidence.due import listening
    from upstander.record.work.models import Item
    from upstander.record.work.worker import run_one

    asked = f"build_package:{package.pk}"
    with listening(show):
        while package.state in UNFINISHED:
            if not run_one(once=asked):
                if Item.objects.filter(once=asked, state=Item.State.STUCK).exists():
                    raise Refused("Building it failed too often: see the page Trouble, then run this again.")
                time.sleep(PAUSE)
            package.refresh_from_db()
            show(package.progress)


@contextmanager
def _shown(name: str) -> Iterator[Callable[[int], None]]:
    """Yield what shows the progress: a bar on a terminal, else a line for every tenth of the way."""
    from tqdm import tqdm

    with tqdm(total=100, unit="%", disable=not sys.stderr.isatty(), file=sys.stderr, desc=name) as bar:
        told = 0

        def show(per_cent: int) -> None:
            nonlocal told
            bar.update(max(0, per_cent - bar.n))
            if bar.disable and per_cent >= told + 10:
                told = per_cent
                print(f"{name}: {per_cent} per cent", file=sys.stderr, flush=True)  # noqa: T201

        yield show


def _given(package: "Package", actor: "Actor", out: Path, *, over: bool) -> Given:
    """Journal that the package is given out, and write it."""
    from django.utils import timezone

    from upstander.duties.evidence.actions.downloaded import downloaded
    from upstander.duties.evidence.queries import NoSuchPackage
    from upstander.duties.evidence.queries import download as file_of
    from upstander.record.people.actors import NotAllowed

    try:
        path = file_of(actor, package)
        downloaded(package=package, actor=actor, at=timezone.now())
    except (NoSuchPackage, NotAllowed) as refusal:
        raise Refused("They may not fetch the package of this case.") from refusal
    return give_out(path, out, sha256=package.sha256, over=over)


def _stop(*_: Any) -> None:
    raise KeyboardInterrupt


def _end(code: int, why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201
    return code
