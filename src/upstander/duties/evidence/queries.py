"""Read the packages of a case, and find the file of one that may be downloaded."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from upstander.duties.evidence.models import Exhibit, Finding, Package, Release
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import of_visible, require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


class NoSuchPackage(LookupError):
    """There is no such package, or the viewer may not know of it."""


def packages(viewer: Actor, case: Case) -> list[Package]:
    """Return the packages of `case`, newest first; to those who cannot ask for one, only what was released.

    Raises NotAllowed.
    """
    require(viewer, Act.DOWNLOAD_PACKAGE, case)
    return list(_shown_to(viewer).filter(case=case).order_by("-version"))


def awaits_release(viewer: Actor, case: Case) -> bool:
    """Whether a package of `case` is sealed and nobody has released it yet. Raises NotAllowed."""
    require(viewer, Act.DOWNLOAD_PACKAGE, case)
    held = (Package.Leaving.SEARCHED, Package.Leaving.WAITING)
    return Package.objects.filter(case=case, state=Package.State.READY, leaving__in=held).exists()


def answers_of(packages: Iterable[Package]) -> dict[int, Release]:
    """Return the latest answer to the leaving of each package that has one; the caller answers for access."""
    rows = Release.objects.filter(package__in=[each.pk for each in packages]).select_related("by")
    return {row.package_id: row for row in rows.order_by("at", "pk")}


def findings_by_package(packages: Iterable[Package]) -> dict[int, list[Finding]]:
    """Return what the gate found in each package, in order; the caller answers for access."""
    found: dict[int, list[Finding]] = {}
    for row in Finding.objects.filter(package__in=[each.pk for each in packages]).order_by("package", "number"):
        found.setdefault(row.package_id, []).append(row)
    return found


def release_of(package: Package) -> Release | None:
    """Return the latest answer to whether a package may leave; the caller answers for access."""
    return Release.objects.filter(package=package).select_related("by").order_by("-at", "-pk").first()


def release_alone(number: int) -> Release:
    """Return what somebody released alone, with its case and who did, for the review of it."""
    return Release.objects.select_related("package__case", "by").get(pk=number)


def findings_of(package: Package) -> list[Finding]:
    """Return what the gate found in a package, in order; the caller answers for access."""
    return list(Finding.objects.filter(package=package).select_related("by").order_by("number"))


def has_package(case: Case) -> bool:
    """Whether a package of `case` was asked for, however far it has come; one that failed is none."""
    return Package.objects.filter(case=case).exclude(state=Package.State.FAILED).exists()


def package(viewer: Actor, id: int) -> Package:
    """Return one package with its case. Raises NoSuchPackage."""
    found = _shown_to(viewer).filter(pk=id).first()
    if found is None:
        raise NoSuchPackage(id)
    return found


def download(viewer: Actor, package: Package) -> Path:
    """Return the file of a finished package; `actions.downloaded` journals that it was given. Raises NoSuchPackage."""
    found = _shown_to(viewer).filter(pk=package.pk, state=Package.State.READY).first()
    if found is None:
        raise NoSuchPackage(package.pk)
    return Path(settings.PACKAGES_FOLDER) / found.place


def exhibits(viewer: Actor, case: Case) -> list[Exhibit]:
    """Return the exhibits that were numbered so far, by number. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return list(Exhibit.objects.filter(case=case).select_related("report", "file", "post").order_by("pk"))


def _shown_to(viewer: Actor) -> QuerySet[Package]:
    rows = Package.objects.filter(of_visible(viewer, act=Act.DOWNLOAD_PACKAGE))
    if not may_ever(viewer.role, Act.BUILD_PACKAGE):
        rows = rows.filter(state=Package.State.READY, leaving=Package.Leaving.RELEASED)
    return rows.select_related("case", "asked_by").defer("pinned")
