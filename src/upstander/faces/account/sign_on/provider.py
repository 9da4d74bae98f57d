"""One force's identity provider: what is asked of it, and what of its answer is kept."""

import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from upstander.faces.account.sign_on.checking import CheckingAdapter

AGAIN = "again"
"""In a form: the factor is to be shown now, whatever session the provider still has."""


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The library's provider, with a nonce, and with nothing taken from the caller's address."""

    oauth2_adapter_class = CheckingAdapter

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Lead to the provider's page."""
        again = bool(request.POST.get(AGAIN))
        nonce = secrets.token_urlsafe(32)
        asked = {"nonce": nonce, **({"prompt": "login", "max_age": "0"} if again else {})}
        answer: HttpResponse = self.redirect(
            request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request), auth_params=asked, nonce=nonce,
            again=again,
        )  # fmt: skip
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of someone's claims: nothing but their number at the provider."""
        return {}


provider_classes = [Provider]
