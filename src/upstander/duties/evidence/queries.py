"""Read the packages of a case, and find the file of one that may be downloaded."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from upstander.duties.evidence.models import Exhibit, Package
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import of_visible, require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


class NoSuchPackage(LookupError):
    """There is no such package, or the viewer may not know of it."""


def packages(viewer: Actor, case: Case) -> list[Package]:
    """Return the packages of `case`, newest first; to those who cannot ask for one, the finished ones only.

    Raises NotAllowed.
    """
    require(viewer, Act.DOWNLOAD_PACKAGE, case)
    return list(_shown_to(viewer).filter(case=case).order_by("-version"))


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
        rows = rows.filter(state=Package.State.READY)
    return rows.select_related("case", "asked_by").defer("pinned")
