"""Keep in the journal that somebody fetched a package."""

from datetime import datetime

from upstander.duties.evidence.models import Package
from upstander.duties.evidence.queries import NoSuchPackage
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import require
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor


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
