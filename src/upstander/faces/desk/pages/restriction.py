"""Restricted cases: break the glass, restrict, lift, and say who may work on one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.actions.break_glass import break_glass
from upstander.duties.casework.actions.lift_restriction import lift_restriction
from upstander.duties.casework.actions.name_member import name_member
from upstander.duties.casework.actions.remove_member import remove_member
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.glass import behind_glass
from upstander.duties.casework.members import candidates, membership
from upstander.faces.desk.forms.need_to_know import Member, Restrict
from upstander.faces.desk.forms.reasons import Asked, Justified
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act, judge
from upstander.law.clocks import due
from upstander.record.cases.grants import relations
from upstander.record.cases.references import normalise


@signed_in(act=Act.BREAK_GLASS, step_up=True)
@require_http_methods(["GET", "POST"])
def glass(request: Request, reference: str) -> HttpResponse:
    """Say that the case is restricted, and nothing else; let it be read for a while to whoever gives a reason."""
    case = behind_glass(request.actor, normalise(reference) or "")
    if case is None:
        seen = case_for(request, reference)
        return HttpResponseRedirect(reverse("desk:case", args=[seen.reference]))
    form = Justified(request.POST or None, label=_("Why must you read this restricted case?"))
    if request.method == "POST" and form.is_valid():
        code, words = form.cleaned_data["code"], form.cleaned_data["reason"]
        if done(
            form,
            lambda: break_glass(case=case, code=code, words=words, actor=request.actor, at=timezone.now()),
        ):
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    context = {"form": form, "reference": case.reference, "until": due("broken_glass", timezone.now())}
    return desk_page(request, "desk/glass.html", context, shows=[case])


@signed_in(act=Act.RESTRICT)
@require_http_methods(["GET", "POST"])
def close_to_others(request: Request, reference: str) -> HttpResponse:
    """Restrict the case to the people who are ticked."""
    case = case_for(request, reference, to=Act.RESTRICT)
    people = [user for user in candidates(case) if user.pk != case.owner_id]
    begun = {"members": [str(request.actor.id)]}
    form = Restrict(request.POST or None, people=people, initial=begun)
    if request.method == "POST" and form.is_valid():
        chosen = [user for user in people if str(user.pk) in form.cleaned_data["members"]]
        reason = form.cleaned_data["reason"]
        if done(
            form,
            lambda: restrict(case=case, members=chosen, reason=reason, actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("%(case)s is restricted.") % {"case": case.reference})
            still = case.owner_id == request.actor.id or any(user.pk == request.actor.id for user in chosen)
            there = reverse("desk:members", args=[case.reference]) if still else reverse("desk:queue")
            return HttpResponseRedirect(there)
    says = _(
        "For everyone at the hub who is not a member this case is in no queue, no search and no count. "
        "In need they can break the glass, which a supervisor reviews. Forces keep what they were offered."
    )
    context = {"form": form, "says": says, "button": _("Restrict this case")}
    return case_page(request, case, "desk/act.html", context, title=_("Restrict this case"))


@signed_in(act=Act.RESTRICT)
@require_http_methods(["GET", "POST"])
def open_to_all(request: Request, reference: str) -> HttpResponse:
    """Lift the restriction."""
    case = case_for(request, reference, to=Act.RESTRICT)
    form = Asked(request.POST or None, label=_("Why is the restriction lifted?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: lift_restriction(case=case, reason=reason, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The restriction is lifted."))
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    says = _("Everyone at the hub sees this case from now on as any other.")
    context = {"form": form, "says": says, "button": _("Lift the restriction")}
    return case_page(request, case, "desk/act.html", context, title=_("Lift the restriction"))


@signed_in(act=Act.NAME_MEMBER)
@require_http_methods(["GET", "POST"])
def members(request: Request, reference: str) -> HttpResponse:
    """Show who may work on a restricted case, and name another."""
    case = case_for(request, reference, to=Act.NAME_MEMBER)
    if not case.restricted:
        raise Http404(reference)
    found = membership(request.actor, case)
    needs = judge(request.actor.role, Act.NAME_MEMBER, relations(request.actor, case)).needs_reason
    form = Member(request.POST or None, people=found.others, needed=needs)
    if request.method == "POST" and form.is_valid():
        user = next(user for user in found.others if str(user.pk) == form.cleaned_data["user"])
        reason = form.cleaned_data["reason"]
        if done(form, lambda: name_member(case=case, user=user, reason=reason, actor=request.actor, at=timezone.now())):
            messages.success(request, _("%(name)s may work on this case.") % {"name": user.name})
            return HttpResponseRedirect(request.path)
    context = {"form": form, "found": found}
    shown = [*found.members, *found.steps]
    return case_page(request, case, "desk/members.html", context, title=_("Members"), shows=shown)


@signed_in(act=Act.NAME_MEMBER)
@require_http_methods(["GET", "POST"])
def remove(request: Request, reference: str, user: int) -> HttpResponse:
    """Remove a member, with a reason."""
    case = case_for(request, reference, to=Act.NAME_MEMBER)
    found = next((each for each in membership(request.actor, case).members if each.pk == user), None)
    if found is None:
        raise Http404(reference)
    form = Asked(request.POST or None, label=_("Why are they removed?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(
            form,
            lambda: remove_member(case=case, user=found, reason=reason, actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("%(name)s no longer sees %(case)s.") % {"name": found.name, "case": reference})
            there = reverse("desk:queue") if found == request.actor.user else reverse("desk:members", args=[reference])
            return HttpResponseRedirect(there)
    says = _("%(name)s will not see this case any more.") % {"name": found.name}
    context = {"form": form, "says": says, "button": _("Remove"), "back": reverse("desk:members", args=[reference])}
    return case_page(request, case, "desk/act.html", context, title=_("Remove a member"), shows=[found])
