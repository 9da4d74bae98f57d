"""Keep in the journal that somebody fetched a package."""

from datetime import datetime

from upstander.duties.evidence.models import Package
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor


@action
def downloaded(*, package: Package, actor: Actor, at: datetime) -> None:
    """Journal that `actor` is given the file of `package`; to be committed before the first byte is sent.

    Raises NotAllowed.
    """
    require(actor, Act.DOWNLOAD_PACKAGE, package.case)
    record(actor, Verb.DOWNLOADED, package, at=at, about=[package.case], manifest=package.manifest_sha256)
