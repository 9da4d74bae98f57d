"""What every page knows about the hub it belongs to: its names, its language switch, its footer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from upstander.faces.kit.language import PARAMETER
from upstander.faces.kit.sessions import Left, left

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True)
class Language:
    """One language of the switch: its code, its own name, whether the page is in it, and where the page is in it."""

    code: str
    name: str
    current: bool
    href: str


@dataclass(frozen=True)
class Session:
    """How long the reader stays signed in, and the page to come back to."""

    left: Left
    ends: datetime
    page: str


@dataclass(frozen=True)
class Hub:
    """The hub as the page shell shows it; usable without a request, for the pages that say something went wrong."""

    request: HttpRequest | None = None

    @property
    def service(self) -> str:
        """Return the service's name."""
        return str(getattr(settings, "SERVICE_NAME", "Upstander"))

    @property
    def organisation(self) -> str:
        """Return the name of the body that runs this hub."""
        return str(getattr(settings, "HUB_NAME", "Online Hate Crime Hub"))

    @property
    def demo(self) -> bool:
        """Return whether this is a demonstration, which every page must say."""
        return bool(getattr(settings, "DEMO", False))

    @property
    def exit_to(self) -> str:
        """Return where `Exit this page` goes: a page that tells nothing about where the reader was."""
        return str(getattr(settings, "EXIT_PAGE", "https://www.bbc.co.uk/weather"))

    @property
    def languages(self) -> list[Language]:
        """Return the languages of the switch; none where the page cannot be asked for again by its address."""
        if self.request is None:
            return []
        now = (translation.get_language() or "en").split("-")[0]
        found = []
        for full, _name in settings.LANGUAGES:
            code = full.split("-")[0]
            query = self.request.GET.copy()
            query[PARAMETER] = full
            found.append(Language(code, NAMES[code], code == now, f"{self.request.path}?{query.urlencode()}"))
        return found

    @property
    def session(self) -> Session | None:
        """Return how long the reader stays signed in; None for everyone who is not."""
        actor = getattr(self.request, "actor", None)
        if self.request is None or actor is None or actor.user is None:
            return None
        lasts = left(self.request)
        page = self.request.get_full_path() if self.request.method == "GET" else ""
        return Session(lasts, timezone.now() + timedelta(seconds=lasts.seconds), page)


def hub(request: HttpRequest) -> dict[str, object]:
    """Context processor: put the hub into every page."""
    return {"hub": Hub(request)}
