"""Organisations, the tokens of their machines, and what hub this is."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.oversight import queries
from upstander.duties.oversight.actions.make_organisation import make_organisation
from upstander.duties.oversight.actions.make_token import make_token
from upstander.duties.oversight.actions.revoke_token import revoke_token
from upstander.duties.oversight.actions.set_hub import set_hub
from upstander.duties.oversight.auditing import clock_set_back
from upstander.duties.oversight.scrubbing import stored
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.faces.kit.stored import FAULTS
from upstander.faces.oversight.forms.accounts import SCOPES, Body, Hub, NewToken
from upstander.faces.oversight.hall import oversight_page
from upstander.faces.oversight.wording import ORGANISATIONS
from upstander.law.access import Act
from upstander.record.people.models import Organisation, Token


@signed_in(act=Act.MANAGE_ACCOUNTS)
@require_safe
def organisations(request: Request) -> HttpResponse:
    """List the organisations."""
    context = {"rows": list(queries.organisations(request.actor)), "kinds": ORGANISATIONS}
    return oversight_page(request, "oversight/organisations.html", context, here="organisations")


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Enter an organisation."""
    form = Body(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: make_organisation(**said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The organisation is entered."))
            return HttpResponseRedirect(reverse("oversight:organisations"))
    context = {
        "form": form, "title": _("Enter an organisation"), "button": _("Enter it"),
        "cancel": reverse("oversight:organisations"),
    }  # fmt: skip
    return oversight_page(request, "oversight/form.html", context, here="organisations")


@signed_in(act=Act.MANAGE_ACCOUNTS)
@require_safe
def tokens(request: Request) -> HttpResponse:
    """List the tokens: whose, for which machine, whether they still run. A token itself is kept nowhere."""
    return oversight_page(
        request, "oversight/tokens.html", {"rows": list(queries.tokens(request.actor))}, here="tokens"
    )


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_http_methods(["GET", "POST"])
def new_token(request: Request) -> HttpResponse:
    """Make a token and show it this once."""
    bodies = [body for body in queries.organisations(request.actor) if body.kind == Organisation.Kind.OUTSIDE]
    form = NewToken(bodies, request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = next(each for each in bodies if str(each.pk) == form.cleaned_data["organisation"])
        made: list[tuple[Token, str]] = []
        label, now = form.cleaned_data["label"], timezone.now()
        if done(form, lambda: made.append(make_token(organisation=body, label=label, actor=request.actor, at=now))):
            token, plain = made[0]
            return oversight_page(request, "oversight/token.html", {"token": token, "plain": plain}, here="tokens")
    context = {
        "form": form, "title": _("Make a token"), "button": _("Make the token"), "cancel": reverse("oversight:tokens")
    }  # fmt: skip
    return oversight_page(request, "oversight/form.html", context, here="tokens")


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_POST
def revoke(request: Request, number: int) -> HttpResponse:
    """Revoke a token: the next call with it is refused."""
    token = queries.tokens(request.actor).filter(pk=number).first()
    if token is None:
        raise Http404(str(number))
    act = lambda: revoke_token(token=token, actor=request.actor, at=timezone.now())  # noqa: E731
    pressed(request, act, _("The token is revoked."))
    return HttpResponseRedirect(reverse("oversight:tokens"))


@signed_in(act=Act.MANAGE_ACCOUNTS)
@require_safe
def hub(request: Request) -> HttpResponse:
    """Show what hub this is."""
    context = {
        "profile": queries.hub(), "scopes": SCOPES, "files": stored(request.actor), "faults": FAULTS,
        "set_back": clock_set_back(request.actor),
    }  # fmt: skip
    return oversight_page(request, "oversight/hub.html", context, here="hub")


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_http_methods(["GET", "POST"])
def change_hub(request: Request) -> HttpResponse:
    """Say what hub this is."""
    bodies = [body for body in queries.organisations(request.actor) if body.kind == Organisation.Kind.HUB]
    now = queries.hub()
    held = {"organisation": str(now.organisation_id), "scope": now.scope, "force": now.force,
            "holding_force": now.holding_force, "daily_looks": str(now.daily_looks)} if now else {}  # fmt: skip
    form = Hub(bodies, request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        body = next(each for each in bodies if str(each.pk) == said.pop("organisation"))
        if done(form, lambda: set_hub(organisation=body, **said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The profile of the hub is set."))
            return HttpResponseRedirect(reverse("oversight:hub"))
    context = {
        "form": form, "title": _("What hub this is"), "button": _("Set the profile"), "cancel": reverse("oversight:hub")
    }  # fmt: skip
    return oversight_page(request, "oversight/form.html", context, here="hub")
