"""Leaving for the identity provider of one's force, and coming back from it."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upstander.faces.account.sign_on.accounts import refused
from upstander.faces.account.sign_on.checking import CheckingAdapter
from upstander.faces.kit.access import public_page, signed_in
from upstander.faces.kit.page import page


@public_page
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Lead to the provider by a page of our own, which only our own form opens.

    Not by a redirect: the content policy lets forms lead nowhere but to the hub, and stays that way.
    """
    found = _provider(request, provider)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    try:
        to = found.redirect_from_request(request)["Location"]
    except (OAuth2Error, OSError, ValueError, KeyError):  # OSError: what the library's HTTP client raises
        return refused(request, "provider not reached")
    except ImmediateHttpResponse as answer:
        return answer.response  # type: ignore[no-any-return]
    return page(request, "account/going_on.html", {"to": to, "name": found.app.name})


@public_page
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer; the library asks it for the ID token, and our own checks follow."""
    _provider(request, provider_id)
    try:
        answer: HttpResponse = _Callback.adapter_view(CheckingAdapter(request, provider_id))(request)
    except (OSError, ValueError, KeyError, TypeError, ImproperlyConfigured):
        return refused(request, "not proved")
    return answer


@signed_in
def again(request: HttpRequest) -> HttpResponse:
    """Ask someone without a factor of our own to show theirs at the provider again."""
    offered = [app for app in providers(request) if app.provider_id in linked(request)]
    if not offered:
        return HttpResponseRedirect(reverse("mfa_index"))
    return page(request, "account/sign_on_again.html", {"sign_ons": offered, "next": request.GET.get("next", "")})


def providers(request: HttpRequest) -> list[SocialApp]:
    """Return the providers that the operator has named."""
    apps: list[SocialApp] = get_adapter(request).list_apps(request, provider="openid_connect")
    return apps


def linked(request: HttpRequest) -> set[str]:
    """Return through which providers the one who is signed in has ever signed on."""
    from allauth.socialaccount.models import SocialAccount

    return set(SocialAccount.objects.filter(user_id=request.user.pk).values_list("provider", flat=True))


def _provider(request: HttpRequest, name: str) -> Any:
    if name not in {app.provider_id for app in providers(request)}:
        raise Http404(name)
    return get_adapter(request).get_provider(request, provider=name)


class _Callback(OAuth2CallbackView):  # type: ignore[misc]
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, answer
