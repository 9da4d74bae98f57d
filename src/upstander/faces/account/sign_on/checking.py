"""Check what an identity provider says, all of it: the library leaves out the signature and knows no nonce."""

import time
from secrets import compare_digest
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""With a public key only: a token signed with a shared secret, or not at all, is refused."""
LEEWAY = 60
"""Seconds by which the two clocks may differ."""
FRESH = 300
"""Seconds since somebody proved themselves at the provider when they were asked to do it now."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class CheckingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The library's conversation with a provider, believing nothing that was not checked."""

    state: dict[str, Any]
    """What was put aside in this browser's session when it was sent to the provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return the provider's own description. Raises OAuth2Error where it is not that of the issuer we know."""
        said: dict[str, Any] = super().openid_config
        issuer = self._settings["issuer"]
        if said.get("issuer") != issuer:
            raise OAuth2Error("the description is of another issuer")
        for name in ENDPOINTS:
            place, own = urlsplit(str(said.get(name, ""))), urlsplit(issuer)
            if place.scheme != "https" and (place.scheme, place.netloc) != (own.scheme, own.netloc):
                raise OAuth2Error(f"{name} is not an https address")
        return said

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Return the library's record of who signed on, with the checked claims on it. Raises OAuth2Error."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("no ID token")
        claims = self._checked(app, id_token)
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login

    def _checked(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=list(ALGORITHMS),
                issuer=self._settings["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "sub", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error(f"the ID token is not valid: {type(error).__name__}") from error
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("the ID token was made out to another")
        if not compare_digest(str(claims["nonce"]), str(self.state.get("nonce") or "")) or not self.state.get("nonce"):
            raise OAuth2Error("the ID token answers another question")
        if self.state.get("again") and time.time() - float(claims.get("auth_time") or 0) > FRESH:
            raise OAuth2Error("nobody proved themselves now")
        return claims

    def _key(self, id_token: str) -> Any:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [key for key in keys if wanted is None or key.key_id == wanted]
        if len(fitting) != 1 or fitting[0].key_type == "oct":
            raise OAuth2Error("no key of the provider fits the ID token")
        return fitting[0]

    @property
    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = self.get_provider().app.settings
        return settings
