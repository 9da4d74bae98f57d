"""What the background worker does for evidence: build what was asked for and search it, mark what is overtaken."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.building import Order, build
from upstander.duties.evidence.gate import Found, search_package
from upstander.duties.evidence.models import Finding, Package
from upstander.duties.evidence.pressing import Progress
from upstander.duties.evidence.trouble import Trouble, trouble_of
from upstander.engines.sealing.bag import Sealed
from upstander.engines.sealing.custody import BadExtract
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Checkpoint
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.work.asking import due, handles

log = logging.getLogger("upstander.evidence")
_listening: list[Progress] = []


@contextmanager
def listening(show: Progress) -> Iterator[None]:
    """Have `show` told how far each package is that is built in this process."""
    _listening.append(show)
    try:
        yield
    finally:
        _listening.remove(show)


@handles("build_package", long=True)
def build_package(*, package: int) -> Callable[[], None] | None:
    """Build the package on disk; that it is ready, or why it is not, is kept in the transaction of the done-mark.

    A worker that dies loses nothing: the next attempt starts anew and sweeps. Trouble of the database is left to the
    worker, which tries again; all other trouble ends the build and is shown to the officer.
    """
    unfinished = Package.objects.filter(pk=package, state__in=(Package.State.ASKED, Package.State.BUILDING))
    if not unfinished.update(state=Package.State.BUILDING, progress=0):
        return None
    row = Package.objects.get(pk=package)
    pinned = Pinned.load(row.pinned)
    try:
        order = Order(row.name, pinned, _settled_checkpoint(row))
        sealed = build(order, at=timezone.now(), progress=lambda per_cent: _tell(package, per_cent))
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.exception("package %s could not be built", row.name)
        places = {source.ref: source.place for source in pinned.sources}
        found = trouble_of(error, [(each["ref"], places.get(each["ref"], "")) for each in pinned.case["exhibits"]])
        return lambda: _failed(package, found)
    return lambda: _ready(package, sealed)


@handles("search_package", long=True)
def look_through(*, package: int) -> Callable[[], None] | None:
    """Look through a sealed package for what must not leave; then it waits for a second person to release it."""
    row = Package.objects.filter(pk=package, state=Package.State.READY, leaving=Package.Leaving.SEARCHED).first()
    if row is None:
        return None
    found = search_package(row)
    return lambda: _searched(package, found)


@handles("package_stale")
def package_stale(*, case: int) -> None:
    """Mark the packages of a case that holds other reports now; the next version says what changed."""
    Package.objects.filter(case=case).exclude(state=Package.State.FAILED).update(stale=True)


def _settled_checkpoint(row: Package) -> Checkpoint:
    """Return the checkpoint that the first attempt settled on, so that every attempt proves its events the same way."""
    with transaction.atomic():
        size = Package.objects.select_for_update().values_list("checkpoint", flat=True).get(pk=row.pk)
        if size is not None:
            return Checkpoint.objects.get(size=size)
        made = checkpoint()
        if made is None:
            raise BadExtract("the journal is empty")
        Package.objects.filter(pk=row.pk).update(checkpoint=made.size)
        return made


def _tell(package: int, per_cent: int) -> None:
    Package.objects.filter(pk=package, state=Package.State.BUILDING).update(progress=per_cent)
    for show in _listening:
        show(per_cent)


def _ready(package: int, sealed: Sealed) -> None:
    row = Package.objects.select_for_update(of=("self",)).select_related("case").get(pk=package)
    if row.state == Package.State.ERASED:
        sealed.path.unlink(missing_ok=True)  # a report was erased, or a file withheld, while it was being built
        return
    now = timezone.now()
    row.state, row.progress, row.done_at, row.trouble = Package.State.READY, 100, now, ""
    row.leaving = Package.Leaving.SEARCHED
    row.place = sealed.path.relative_to(Path(settings.PACKAGES_FOLDER)).as_posix()
    row.size, row.sha256, row.manifest_sha256 = sealed.size, sealed.sha256, sealed.tagmanifest_sha256
    row.save()
    record(
        SYSTEM, Verb.PACKAGE_SEALED, row, at=now, about=[row.case], version=row.version, exhibits=row.exhibits,
        manifest=row.manifest_sha256, sha256=row.sha256,
    )  # fmt: skip
    due("search_package", package=row, once=f"search_package:{row.pk}")


def _searched(package: int, found: list[Found]) -> None:
    row = Package.objects.select_for_update(of=("self",)).select_related("case").get(pk=package)
    if row.state != Package.State.READY or row.leaving != Package.Leaving.SEARCHED:
        return
    Finding.objects.bulk_create(
        Finding(
            package=row, number=number, kind=each.kind, place=each.place[:300], exhibit=each.exhibit,
            what=each.what[:200], bars=each.bars,
        )
        for number, each in enumerate(found, 1)
    )  # fmt: skip
    row.leaving = Package.Leaving.WAITING
    row.save(update_fields=["leaving"])
    record(
        SYSTEM, Verb.PACKAGE_SEARCHED, row, at=timezone.now(), about=[row.case], version=row.version,
        findings=len(found), bars=sum(each.bars for each in found),
    )  # fmt: skip


def _failed(package: int, found: Trouble) -> None:
    row = Package.objects.select_for_update(of=("self",)).select_related("case").get(pk=package)
    if row.state == Package.State.ERASED:
        return
    now = timezone.now()
    row.state, row.done_at, row.trouble = Package.State.FAILED, now, found.sentence
    row.save()
    record(
        SYSTEM, Verb.PACKAGE_FAILED, row, at=now, about=[row.case], version=row.version, kind=found.kind,
        exhibit=found.exhibit,
    )  # fmt: skip
