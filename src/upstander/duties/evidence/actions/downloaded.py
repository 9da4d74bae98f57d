"""Keep in the journal that somebody fetched a package."""

import logging
from datetime import datetime, timedelta

from upstander.duties.evidence.models import Package
from upstander.duties.evidence.queries import NoSuchPackage
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import require
from upstander.record.fence.viewer import action
from upstander.record.journal.models import Entry, Touch
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor

log = logging.getLogger("upstander.evidence")
BROKEN_OFF = timedelta(hours=24)
"""How long somebody may go on with a download that broke off; later it is a download of its own."""


def fetched(*, package: Package, actor: Actor, first: int, at: datetime) -> None:
    """Journal as `downloaded` does that `actor` is given the file from the byte `first` on.

    Of what goes on with a download that the journal has, and that may still be made, only the log speaks.
    Raises NotAllowed, NoSuchPackage.
    """
    if first and _goes_on(package, actor, at):
        require(actor, Act.DOWNLOAD_PACKAGE, package.case)
        log.info("%s goes on with %s from byte %d", actor.key, package.name, first)
    else:
        downloaded(package=package, actor=actor, at=at)


def _goes_on(package: Package, actor: Actor, at: datetime) -> bool:
    since = Touch.objects.filter(kind="package", record=package.pk).values("entry")
    begun = Entry.objects.filter(seq__in=since, verb=Verb.DOWNLOADED, actor=actor.key, at__gt=at - BROKEN_OFF)
    return begun.exists()


@action
def downloaded(*, package: Package, actor: Actor, at: datetime) -> None:
    """Journal that `actor` is given the file of `package`; to be committed before the first byte is sent.

    The row is locked, so that a release is not withdrawn at the moment at which a force fetches what it released.
    Raises NotAllowed, NoSuchPackage (for a force: not released, or not any more).
    """
    row = Package.objects.select_for_update(of=("self",)).select_related("case").defer("pinned").get(pk=package.pk)
    require(actor, Act.DOWNLOAD_PACKAGE, row.case)
    if not may_ever(actor.role, Act.BUILD_PACKAGE):
        if row.state != Package.State.READY or row.leaving != Package.Leaving.RELEASED:
            raise NoSuchPackage(row.pk)
        if row.fetched_at is None:
            row.fetched_at = at
            row.save(update_fields=["fetched_at"])
    record(actor, Verb.DOWNLOADED, row, at=at, about=[row.case], manifest=row.manifest_sha256)
