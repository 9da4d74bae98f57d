"""Declared connections: my own, a connection to a case, and what a supervisor ends."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.actions.declare_connection import declare_connection
from upstander.duties.casework.actions.end_connection import end_connection
from upstander.duties.casework.connections import mine, of_others, one
from upstander.faces.desk.forms.need_to_know import KINDS, Declare
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act, may_ever
from upstander.record.cases.models import Connection


@signed_in(act=Act.DECLARE_CONFLICT)
@require_http_methods(["GET", "POST"])
def show(request: Request) -> HttpResponse:
    """Show what I have declared and take another; a supervisor sees that others have, unopened."""
    form = Declare(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(
            form,
            lambda: declare_connection(
                kind=said["kind"], said=said["said"], how=said["how"], actor=request.actor, at=timezone.now()
            ),
        ):
            messages.success(request, _("Your connection is kept. What names it is closed to you, now and later."))
            return HttpResponseRedirect(reverse("desk:connections"))
    own = mine(request.actor)
    others = of_others(request.actor) if may_ever(request.actor.role, Act.END_CONFLICT) else []
    context = {"form": form, "own": own, "others": others, "kinds": KINDS}
    shown = [*(each.connection for each in own), *others]
    return desk_page(request, "desk/connections.html", context, here="connections", shows=shown)


@signed_in(act=Act.DECLARE_CONFLICT)
@require_http_methods(["GET", "POST"])
def in_case(request: Request, reference: str) -> HttpResponse:
    """Declare a connection to somebody or something in this very case: it is closed from then on."""
    case = case_for(request, reference)
    form = Asked(request.POST or None, label=_("Whom or what do you know in it?"))
    if request.method == "POST" and form.is_valid():
        how = form.cleaned_data["reason"]
        if done(
            form,
            lambda: declare_connection(
                kind=Connection.Kind.CASE, case=case, how=how, actor=request.actor, at=timezone.now()
            ),
        ):
            messages.success(request, _("%(case)s is closed to you from now on.") % {"case": case.reference})
            return HttpResponseRedirect(reverse("desk:connections"))
    says = _(
        "From now on you cannot open this case, and it is in none of your lists. "
        "If you have claimed it, it goes back into the queue. Only a supervisor can end this."
    )
    context = {"form": form, "says": says, "button": _("Declare my connection"), "warns": True}
    return case_page(request, case, "desk/act.html", context, title=_("I know someone in this case"))


@signed_in(act=Act.END_CONFLICT)
@require_http_methods(["GET", "POST"])
def end(request: Request, connection: int) -> HttpResponse:
    """End somebody else's connection, with a reason."""
    found = one(request.actor, connection)
    if found is None:
        raise Http404(str(connection))
    form = Asked(request.POST or None, label=_("Why does it end?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(
            form,
            lambda: end_connection(connection=found.connection, reason=reason, actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("The connection is ended."))
            return HttpResponseRedirect(reverse("desk:connections"))
    context = {"form": form, "found": found, "kinds": KINDS}
    return desk_page(request, "desk/end_connection.html", context, here="connections", shows=[found.connection])
