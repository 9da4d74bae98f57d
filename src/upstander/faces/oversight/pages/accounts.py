"""The accounts of people: list, make, change, close, end their sessions. No page here leads to a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.oversight import queries
from upstander.duties.oversight.actions.change_role import change_role, open_again
from upstander.duties.oversight.actions.deactivate_user import deactivate_user
from upstander.duties.oversight.actions.end_sessions import end_sessions
from upstander.duties.oversight.actions.make_user import make_user
from upstander.duties.oversight.actions.reset_factors import reset_factors
from upstander.duties.oversight.passwords import first_password
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.faces.oversight.forms.accounts import Account, Find, Placed
from upstander.faces.oversight.hall import oversight_page, this_with
from upstander.law.access import Act, Role
from upstander.record.people.models import User

PAGE = 50


@signed_in(act=Act.MANAGE_ACCOUNTS)
@require_safe
def show(request: Request) -> HttpResponse:
    """List the accounts, fifty a page."""
    find = Find(request.GET)
    find.is_valid()
    said = find.cleaned_data
    rows = queries.users(
        request.actor, name=said.get("name", ""), role=said.get("role", ""), state=said.get("state", "")
    )
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": list(shown),
        "find": find,
        "narrowed": any(said.values()),
        "following": this_with(request, page=shown.next_page_number()) if shown.has_next() else "",
        "first": this_with(request, page="") if shown.has_previous() else "",
        "clear": request.path,
    }
    return oversight_page(request, "oversight/accounts.html", context, here="accounts", shows=list(shown))


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponse:
    """Make an account; its first password is shown this once, to be handed over in person."""
    bodies = list(queries.organisations(request.actor))
    form = Account(bodies, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password, said, made = first_password(), form.cleaned_data, []
        body = next(each for each in bodies if str(each.pk) == said["organisation"])
        if done(form, lambda: made.append(_make(request, body, password, said))):
            context = {"user": made[0], "password": password}
            return oversight_page(request, "oversight/password.html", context, here="accounts", shows=made)
    return _asking(request, form, _("Make an account"), _("Make the account"))


@signed_in(act=Act.MANAGE_ACCOUNTS)
@require_safe
def open_one(request: Request, number: int) -> HttpResponse:
    """Show one account and what can be done to it."""
    user = _user(request, number)
    own = request.actor.user is not None and request.actor.user.pk == user.pk
    context = {"user": user, "own": own}
    return oversight_page(request, "oversight/account.html", context, here="accounts", shows=[user])


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_http_methods(["GET", "POST"])
def change(request: Request, number: int) -> HttpResponse:
    """Give an account another role or organisation; whoever has it signs in again."""
    user = _user(request, number)
    bodies = list(queries.organisations(request.actor))
    form = Placed(bodies, request.POST or None, initial={"role": user.role, "organisation": str(user.organisation_id)})
    if request.method == "POST" and form.is_valid():
        body = next(each for each in bodies if str(each.pk) == form.cleaned_data["organisation"])
        role, now = Role(form.cleaned_data["role"]), timezone.now()
        if done(form, lambda: change_role(user=user, role=role, organisation=body, actor=request.actor, at=now)):
            messages.success(request, _("The account is changed. Its sessions have ended."))
            return _back(user)
    title = _("Change the role of %(name)s") % {"name": user.name}
    return _asking(request, form, title, _("Change the account"), back=reverse("oversight:account", args=[user.pk]))


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_POST
def close(request: Request, number: int) -> HttpResponse:
    """Close an account: whoever has it is out at their next click."""
    return _press(request, number, lambda user: deactivate_user(user=user, **_by(request)), _("The account is closed."))


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_POST
def reopen(request: Request, number: int) -> HttpResponse:
    """Open a closed account again."""
    return _press(request, number, lambda user: open_again(user=user, **_by(request)), _("The account is open again."))


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_POST
def sign_out(request: Request, number: int) -> HttpResponse:
    """End every session of an account now."""
    return _press(request, number, lambda user: end_sessions(user=user, **_by(request)), _("All sessions have ended."))


@signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)
@require_POST
def reset(request: Request, number: int) -> HttpResponse:
    """Take away lost second factors; a new password is shown this once, to be handed over in person."""
    user, password = _user(request, number), first_password()
    did = pressed(
        request, lambda: reset_factors(user=user, password=password, **_by(request)), _("The factors are taken away.")
    )
    if not did:
        return _back(user)
    context = {"user": user, "password": password}
    return oversight_page(request, "oversight/password.html", context, here="accounts", shows=[user])


def _make(request: Request, body: Any, password: str, said: dict[str, Any]) -> User:
    return make_user(
        email=said["email"], name=said["name"], role=Role(said["role"]), organisation=body, password=password,
        **_by(request),
    )  # fmt: skip


def _user(request: Request, number: int) -> User:
    user = queries.users(request.actor).filter(pk=number).first()
    if user is None:
        raise Http404(str(number))
    return user


def _by(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "at": timezone.now()}


def _press(request: Request, number: int, act: Callable[[User], Any], said: str) -> HttpResponse:
    user = _user(request, number)
    pressed(request, lambda: act(user), said)
    return _back(user)


def _back(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("oversight:account", args=[user.pk]))


def _asking(request: Request, form: Any, title: str, button: str, *, back: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "cancel": back or reverse("oversight:accounts")}
    return oversight_page(request, "oversight/form.html", context, here="accounts")
