"""Keep a file shut, hold a report back, or withdraw one: plain acts of one officer."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.intake.actions.settle_scan import settle_scan
from upstander.duties.oversight.actions.hold_report import hold_report, release_report
from upstander.duties.oversight.actions.refer_withheld import refer_withheld
from upstander.duties.oversight.actions.withdraw_report import withdraw_report
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.duties.oversight.asking import addresses_of, file_to_withhold, referrals_of, running_hold
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.forms.two_people import Hold, Refer, Withhold
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.forms import Form
from upstander.law import specialists
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, reports_of
from upstander.record.cases.models import Case, Report


@signed_in(act=Act.WITHHOLD)
@require_http_methods(["GET", "POST"])
def withhold(request: Request, held: int) -> HttpResponse:
    """Withhold a file: from then on nobody opens it, wherever else it came."""
    file = file_to_withhold(request.actor, held, Act.WITHHOLD)
    if file is None:
        raise Http404(str(held))
    case = case_for(request, case_of(file.report).reference, to=Act.WITHHOLD)
    form = Withhold(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        if done(form, lambda: withhold_file(held=file, **said, actor=request.actor, at=now)):
            messages.success(request, _("The file is withheld. Nobody can open it. Now refer it to specialists."))
            return HttpResponseRedirect(reverse("desk:refer", args=[file.pk]))
    says = _(
        "From then on nobody can open the file, here or in another report that came with the same bytes, now or later."
        " Its preview and the packages that hold it are taken away. Two people are needed to open it or to undo this."
    )
    return _asking(request, case, form, _("Withhold a file"), says, _("Withhold it"), shows=[file.report], warns=True)


@signed_in(act=Act.REFER_WITHHELD)
@require_http_methods(["GET", "POST"])
def refer(request: Request, held: int) -> HttpResponse:
    """Say what is done with a withheld file and to whom it goes, and record that it was referred."""
    file = file_to_withhold(request.actor, held, Act.REFER_WITHHELD)
    if file is None:
        raise Http404(str(held))
    case = case_for(request, case_of(file.report).reference, to=Act.REFER_WITHHELD)
    today, now = timezone.localdate(), timezone.now()
    named = specialists.bodies(file.withheld, today)
    initial = {"referred_on": today, "referred_time": f"{timezone.localtime(now):%H:%M}"}
    offered = [(each.id, each.name, each.contact) for each in named]
    form = Refer(request.POST or None, bodies=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("body", "to_whom", "reference", "note", "referred_at")}
        if done(form, lambda: refer_withheld(held=file, **said, actor=request.actor, at=now)):
            messages.success(request, _("The referral is recorded."))
            return HttpResponseRedirect(reverse("desk:refer", args=[file.pk]))
    context = {
        "file": file, "form": form if file.withheld else None, "steps": specialists.steps(file.withheld, today),
        "addresses": addresses_of(file), "referrals": referrals_of(file),
        "names": {each[0]: each[1] for each in offered},
        "back": reverse("desk:reports", args=[case.reference]),
    }  # fmt: skip
    return case_page(
        request, case, "desk/refer.html", context, title=_("Refer a withheld file"), shows=[file.report, file]
    )


@signed_in(act=Act.SETTLE_SCAN)
@require_http_methods(["GET", "POST"])
def settle(request: Request, held: int) -> HttpResponse:
    """Decide that a file in which the virus scanner found something may be shown all the same."""
    file = file_to_withhold(request.actor, held, Act.SETTLE_SCAN)
    if file is None:
        raise Http404(str(held))
    case = case_for(request, case_of(file.report).reference, to=Act.SETTLE_SCAN)
    form = Asked(request.POST or None, label=_("Why may it be shown?"))
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        if done(form, lambda: settle_scan(held=file, reason=reason, actor=request.actor, at=now)):
            messages.success(request, _("The small copy may be shown. What the scanner found stays beside the file."))
            return _back(case)
    says = _(
        "The virus scanner found something in this file. Its small copy is encoded afresh and carries nothing over, but"
        " the original may harm the computer on which it is opened. Ask whoever answers for your machines first."
    )
    title, button = _("Show a file in spite of the virus scanner"), _("Let it be shown")
    return _asking(request, case, form, title, says, button, shows=[file.report], warns=True)


@signed_in(act=Act.HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: Request, reference: str, report: str) -> HttpResponse:
    """Hold a report, with a clock, and answer for it."""
    case, row = _report(request, reference, report, Act.HOLD)
    form = Hold(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        if done(form, lambda: hold_report(report=row, **said, actor=request.actor, at=now)):
            messages.success(request, _("The report is held. You answer for it."))
            return _back(case)
    says = _("Report %(report)s stays in this case, which gets a clock. The person who reported it is not told.")
    says = says % {"report": row.reference}
    return _asking(request, case, form, _("Hold a report"), says, _("Hold it"), shows=[row])


@signed_in(act=Act.HOLD)
@require_http_methods(["GET", "POST"])
def release(request: Request, reference: str, report: str) -> HttpResponse:
    """Release a held report."""
    case, row = _report(request, reference, report, Act.HOLD)
    held = running_hold(row)
    if held is None:
        raise Http404(report)
    form = Asked(request.POST or None, label=_("What was found?"))
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        if done(form, lambda: release_report(hold=held, reason=reason, actor=request.actor, at=now)):
            messages.success(request, _("The report is worked on like any other again."))
            return _back(case)
    says = _("Held by %(name)s because: %(reason)s") % {"name": held.owner.name, "reason": held.reason}
    return _asking(request, case, form, _("Release a held report"), says, _("Release it"), shows=[row])


@signed_in(act=Act.WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, reference: str, report: str) -> HttpResponse:
    """Withdraw a report as its sender asked."""
    case, row = _report(request, reference, report, Act.WITHDRAW)
    form = Asked(request.POST or None, label=_("Who asked for it, how and when?"))
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        if done(form, lambda: withdraw_report(report=row, reason=reason, actor=request.actor, at=now)):
            messages.success(request, _("The report is withdrawn."))
            return _back(case)
    says = _(
        "Report %(report)s is kept and counts for nothing any more. A case that holds nothing else is closed. The"
        " person gets no letters after this: tell them yourself that it is done."
    ) % {"report": row.reference}
    return _asking(request, case, form, _("Withdraw a report"), says, _("Withdraw it"), shows=[row], warns=True)


def _report(request: Request, reference: str, report: str, act: Act) -> tuple[Case, Report]:
    case = case_for(request, reference, to=act)
    row = reports_of(case).filter(reference=report).first()
    if row is None:
        raise Http404(report)
    return case, row


def _asking(
    request: Request, case: Case, form: Form, title: str, says: str, button: str, *, shows: list[Report],
    warns: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "says": says, "button": button, "warns": warns,
        "back": reverse("desk:reports", args=[case.reference]),
    }  # fmt: skip
    return case_page(request, case, "desk/act.html", context, title=title, shows=shows)


def _back(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:reports", args=[case.reference]))
