"""Keep what someone had typed when their session ended or a second factor was asked for: theirs alone, 30 minutes.

It lies in the session of this browser, which the database holds encrypted, under the number of the user who typed it.
Someone else who signs in here is never shown it, and whoever has no session never had anything kept. Files, passwords
and codes are not kept, and nothing is ever sent again unless its author presses the button.
"""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "kept"
LASTING = 30 * 60
MOST = 200_000
"""Characters that are kept; a page of this length was pasted, and is still where it came from."""
NEVER = ("csrfmiddlewaretoken", "password", "code", "credential", "secret")
CARRIED = ("edition", "key", "next")
"""What forms carry along unseen: sent again, but nothing that its author would know."""
ACCOUNT = "/account/"
"""Nothing typed on the pages of signing in is kept."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """What someone typed, and the page that it was meant for."""

    user: int
    at: float
    path: str
    fields: Fields
    page: str = ""
    """The page to go back to without it."""
    files: bool = False
    """Whether files came with it, which must be chosen again."""

    @property
    def shown(self) -> Fields:
        """Return what a person typed or chose, under names for people; what a form carries for itself is left out."""
        return [
            (name.rpartition("__")[2].replace("_", " ").replace("-", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and name not in CARRIED
        ]


def of_request(request: HttpRequest) -> Kept | None:
    """Return what was just posted, for as long as the user of the request is known; None where nothing is to keep."""
    if request.method != "POST":
        return None
    return _made(request, request.get_full_path(), request.POST, files=bool(request.FILES))


def of_page(request: HttpRequest) -> Kept | None:
    """Return what a page sent to be kept just before the end: its address in `path`, its fields as they stand."""
    path = str(request.GET.get("path", ""))
    return _made(request, path, request.POST) if _ours(path) else None


def held(request: HttpRequest) -> Kept | None:
    """Return what is kept in this browser for the user who is signed in; None for anybody else and after 30 minutes."""
    stored = request.session.get(KEY)
    if not stored:
        return None
    kept = Kept(**{**stored, "fields": [(name, value) for name, value in stored["fields"]]})
    if not request.user.is_authenticated or kept.user != request.user.pk or time.time() - kept.at > LASTING:
        return None
    return kept


def put(request: HttpRequest, kept: Kept | None) -> None:
    """Keep it in the session of this browser, in the place of what was kept before; nothing at all for None."""
    if kept is not None:
        request.session[KEY] = {**vars(kept)}
        if not request.user.is_authenticated:
            request.session.set_expiry(LASTING)  # then the row itself goes; signing in sets the usual end again


def forget(request: HttpRequest) -> None:
    """Forget what is kept."""
    request.session.pop(KEY, None)


def tidy(request: HttpRequest) -> None:
    """Forget what was just sent after all, and what nobody may be shown any more."""
    stored = request.session.get(KEY)
    if stored and request.user.is_authenticated:
        sent = request.method == "POST" and request.get_full_path() == stored["path"]
        if sent or held(request) is None:
            forget(request)


def way_back(request: HttpRequest, kept: Kept | None) -> str:
    """Return where someone goes on after proving again who they are: to what they typed, or the page they were on."""
    return reverse("account:kept") if kept is not None else _page(request)


def _page(request: HttpRequest) -> str:
    """Return the page that is open in the browser, as far as it says; empty where it does not."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    said = urlsplit(came_from)
    path = said.path + (f"?{said.query}" if said.query else "")
    return path if _ours(path) else ""


def _made(request: HttpRequest, path: str, said: QueryDict, *, files: bool = False) -> Kept | None:
    fields = [(name, value) for name in said for value in said.getlist(name) if not _secret(name)]
    if path.startswith(ACCOUNT) or not fields or sum(len(name) + len(value) for name, value in fields) > MOST:
        return None
    return Kept(int(request.user.pk or 0), time.time(), path, fields, _page(request) or path, files)


def _secret(name: str) -> bool:
    return any(part in name for part in NEVER)


def _ours(path: str) -> bool:
    if not path.startswith("/") or path.startswith("//") or not url_has_allowed_host_and_scheme(path, None):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True
