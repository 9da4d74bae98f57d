"""Ask for the evidence package of a case: number the exhibits, pin what the case is now, let the worker build it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from upstander.duties.assessment.queries import is_crime
from upstander.duties.bundling.queries import require_reports_at_work
from upstander.duties.enquiries.queries import line
from upstander.duties.evidence.assembling.custody import events
from upstander.duties.evidence.assembling.pinning import Pinned, pin
from upstander.duties.evidence.exhibits import as_numbered, number_all
from upstander.duties.evidence.models import Package
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require, working_reports_of
from upstander.record.cases.models import Case, Report
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.work.asking import due

UNFINISHED = (Package.State.ASKED, Package.State.BUILDING)


class PackageRefused(WrongState):
    """A package of this case cannot be asked for now; the message says why in plain words."""


@action
def ask(*, case: Case, actor: Actor, at: datetime) -> Package:
    """Ask for the next version of the case's package; it says what the case is at this moment, whenever it is built.

    Raises NotAllowed, PackageRefused (no crime, no positive line of enquiry, closed, one is being built already),
    WrongState for a case without reports at work.
    """
    case = locked(case.pk)
    require(actor, Act.BUILD_PACKAGE, case)
    require_reports_at_work(case)
    if why := why_not(case):
        raise PackageRefused(why)
    reports = _reports(case)
    exhibits = number_all(case, reports, at=at)
    package = _next_version(case, actor, at)
    package.exhibits = len(exhibits)
    pinned = pin(package, exhibits, reports, actor, at)
    package.pinned = pinned.dump()
    package.save(force_insert=True)
    record(actor, Verb.PACKAGE_ASKED, package, at=at, about=[case], version=package.version, exhibits=len(exhibits))
    packages = Package.objects.filter(case=case).values_list("pk", "name")
    pinned.case["custody"]["events"] = events(case, reports, packages)
    package.pinned = pinned.dump()
    package.save(update_fields=["pinned"])
    due("build_package", package=package, once=f"build_package:{package.pk}")
    return package


@dataclass(frozen=True)
class Preview:
    """The next version as it would be if it were asked for now: nothing of it is kept."""

    package: Package
    pinned: Pinned


def preview(*, case: Case, actor: Actor, at: datetime) -> Preview:
    """Return what `ask` would pin now, but for its custody: nothing is numbered, kept or journalled.

    Raises NotAllowed, NothingDecided, WrongState for a case without reports at work.
    """
    require(actor, Act.BUILD_PACKAGE, case)
    require_reports_at_work(case)
    reports = _reports(case)
    exhibits = as_numbered(case, reports, at=at)
    package = _next_version(case, actor, at)
    package.exhibits = len(exhibits)
    return Preview(package, pin(package, exhibits, reports, actor, at))


def why_not(case: Case) -> str:
    """Return why a package of this case cannot be asked for now, in plain words; nothing where it can."""
    found = line(case)
    if case.state == Case.State.CLOSED:
        return "This case is closed. Reopen it before a package is built."
    if not is_crime(case):
        return "A package is built once it is decided, and signed off if need be, that this is a crime."
    if not (case.positive_line and found and found.positive):
        return "A package is built once a positive line of enquiry is recorded after the decision."
    if Package.objects.filter(case=case, state__in=UNFINISHED).exists():
        return "A package of this case is being built already."
    return ""


def _reports(case: Case) -> list[Report]:
    return list(working_reports_of(case).select_related("complainant", "sender"))


def _next_version(case: Case, actor: Actor, at: datetime) -> Package:
    version = (Package.objects.filter(case=case).aggregate(last=Max("version"))["last"] or 0) + 1
    return Package(
        case=case, version=version, asked_by=actor.user, asked_at=at, name=f"{case.reference}_v{version}"
    )  # fmt: skip
