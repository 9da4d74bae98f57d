"""Read which forces sign on through their own identity provider, from the file of UPSTANDER_OIDC; none without it."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NEEDED = ("name", "issuer", "client_id", "organisation", "email_domains")
KNOWN = {*NEEDED, "client_secret", "client_secret_file", "mfa_acr", "mfa_amr", "email_claim", "emails_are_verified"}
HERE = {"localhost", "127.0.0.1", "::1"}


def providers() -> dict[str, Any]:
    """Return the sign-in library's settings for the file named in the environment. Raises ImproperlyConfigured."""
    path = os.environ.get("UPSTANDER_OIDC", "")
    return for_library(yaml.safe_load(Path(path).read_text()) if path else {})


def for_library(said: Any) -> dict[str, Any]:
    """Return the library's settings for what the file says. Raises ImproperlyConfigured with a sentence."""
    if not isinstance(said, dict):
        raise ImproperlyConfigured("The file of UPSTANDER_OIDC has a name for each identity provider at its left edge.")
    return {
        "openid_connect": {
            "provider_class": "upstander.faces.account.sign_on.provider.Provider",
            "APPS": [_app(str(name), one) for name, one in said.items()],
        }
    }


def _app(name: str, said: Any) -> dict[str, Any]:
    where = f"UPSTANDER_OIDC, {name}"
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(f"{where}: a name has small letters, digits and dashes; it stands in the address.")
    if not isinstance(said, dict) or (missing := [key for key in NEEDED if not said.get(key)]):
        raise ImproperlyConfigured(f"{where}: {', '.join(missing if isinstance(said, dict) else NEEDED)} is missing.")
    if odd := sorted(set(said) - KNOWN):
        raise ImproperlyConfigured(f"{where}: nothing is called {', '.join(odd)}.")
    issuer = urlsplit(str(said["issuer"]))
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in HERE):
        raise ImproperlyConfigured(f"{where}: the issuer is an address that begins with https://.")
    return {
        "provider_id": name,
        "name": str(said["name"])[:40],
        "client_id": str(said["client_id"]),
        "secret": _secret(where, said),
        "settings": {
            "server_url": str(said["issuer"]).rstrip("/"),
            "issuer": str(said["issuer"]),
            "oauth_pkce_enabled": True,
            "fetch_userinfo": False,
            "scope": ["openid", "email"],
            "organisation": str(said["organisation"]),
            "email_domains": [domain.lower() for domain in _list(where, said, "email_domains")],
            "mfa_acr": _list(where, said, "mfa_acr"),
            "mfa_amr": _list(where, said, "mfa_amr"),
            "email_claim": str(said.get("email_claim", "email")),
            "emails_are_verified": said.get("emails_are_verified") is True,
        },
    }


def _list(where: str, said: dict[str, Any], key: str) -> list[str]:
    value = said.get(key, [])
    if not isinstance(value, list):
        raise ImproperlyConfigured(f"{where}: {key} is a list, even of one.")
    return [str(each) for each in value]


def _secret(where: str, said: dict[str, Any]) -> str:
    if path := said.get("client_secret_file"):
        try:
            return Path(str(path)).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{where}: {path} cannot be read: {error.strerror}.") from None
    if secret := said.get("client_secret"):
        return str(secret)
    raise ImproperlyConfigured(f"{where}: client_secret_file or client_secret is missing.")
