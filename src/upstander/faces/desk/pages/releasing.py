"""Whether a sealed package may leave: what the gate found, release, return, and withdraw a release."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.actions.send_back import send_back
from upstander.duties.evidence.actions.withdraw_release import withdraw_release
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.queries import findings_of, packages, release_of
from upstander.duties.evidence.releasing import SECOND, is_second, may_release_alone
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.forms.releasing import KINDS, RELEASE, Releasing
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.record.cases.models import Case


@signed_in(act=Act.RELEASE_PACKAGE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str, version: int) -> HttpResponse:
    """Show what the gate found in a sealed package; take an answer to each finding, then release it or return it."""
    case = case_for(request, reference, to=Act.RELEASE_PACKAGE)
    package = _version(request, case, version)
    findings = findings_of(package)
    alone = not is_second(request.actor, package)
    refused = SECOND if alone and not may_release_alone(request.actor, case, package) else ""
    form = Releasing(request.POST or None, findings=findings, alone=alone)
    if request.method == "POST" and form.is_valid() and _answered(request, package, form, alone=alone):
        return HttpResponseRedirect(reverse("desk:package", args=[case.reference]))
    context = {
        "form": form,
        "package": package,
        "findings": findings,
        "barred": [each for each in findings if each.bars],
        "kinds": KINDS,
        "alone": alone,
        "refused": refused,
        "answer": release_of(package),
    }
    title = _("Release version %(number)d") % {"number": package.version}
    return case_page(request, case, "desk/release.html", context, title=title, part="package", shows=[package])


@signed_in(act=Act.RELEASE_PACKAGE)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, reference: str, version: int) -> HttpResponse:
    """Withdraw a release that no force has used yet."""
    case = case_for(request, reference, to=Act.RELEASE_PACKAGE)
    package = _version(request, case, version)
    form = Asked(request.POST or None, label=_("Why is the release withdrawn?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        at = timezone.now()
        if done(form, lambda: withdraw_release(package=package, reason=reason, actor=request.actor, at=at)):
            messages.success(request, _("The release is withdrawn. No force sees this version."))
            return HttpResponseRedirect(reverse("desk:package", args=[case.reference]))
    context = {
        "form": form,
        "button": _("Withdraw the release"),
        "warns": True,
        "back": reverse("desk:package", args=[case.reference]),
        "says": _(
            "Until a force has fetched a version, its release can be withdrawn. It then waits to be released again."
        ),
    }
    title = _("Withdraw the release of version %(number)d") % {"number": package.version}
    return case_page(request, case, "desk/act.html", context, title=title, part="package", shows=[package])


def _version(request: Request, case: Case, version: int) -> Package:
    """Return a sealed version of the case's package. Raises Http404."""
    found = next((each for each in packages(request.actor, case) if each.version == version), None)
    if found is None or found.state != "ready":
        raise Http404(str(version))
    return found


def _answered(request: Request, package: Package, form: Releasing, *, alone: bool) -> bool:
    said, at = form.cleaned_data, timezone.now()
    leaves = alone or said["answer"] == RELEASE
    if leaves:
        ground = said["ground"] if alone else ""
        act = lambda: release(  # noqa: E731
            package=package, answers=form.answers(), ground=ground, reason=said["reason"], actor=request.actor, at=at
        )
    else:
        act = lambda: send_back(  # noqa: E731
            package=package, answers=form.answers(), reason=said["reason"], actor=request.actor, at=at
        )
    if not done(form, act):
        return False
    told = _("Released. The force may fetch it.") if leaves else _("Returned. The officer reads why.")
    messages.success(request, told)
    return True
