"""Where someone lands after signing in: the page of their work, or one that says what their role can do now."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upstander.faces.kit import kept
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.page import page
from upstander.law.access import Act, may_ever


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Send someone to the first page of their work, or to what they had typed when their session ended."""
    role = request.actor.role  # type: ignore[attr-defined]
    if kept.held(request) is not None:
        return HttpResponseRedirect(reverse("account:kept"))
    if may_ever(role, Act.SEE_QUEUE):
        return HttpResponseRedirect(reverse("desk:queue"))
    if may_ever(role, Act.ANSWER_OFFER):
        return HttpResponseRedirect(reverse("force:offers"))
    if may_ever(role, Act.READ_JOURNAL) or may_ever(role, Act.MANAGE_ACCOUNTS):
        return HttpResponseRedirect(reverse("oversight:home"))
    return HttpResponseRedirect(reverse("account:nothing_here"))


@signed_in
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Say what a role without pages of its own can do now."""
    actor = request.actor  # type: ignore[attr-defined]
    return page(request, "account/nothing_here.html", {"user": actor.user, "role": actor.role.value})
