"""Pages that inform: the start, emergencies, accessibility, privacy, cookies, and the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from upstander.faces.kit.access import public_page
from upstander.faces.kit.context import Hub
from upstander.faces.public.browser import DRAFT, FOLLOWED, BrowserDraft, forget_all
from upstander.faces.public.forms.emergency import PlaceForm
from upstander.faces.public.place import near
from upstander.faces.public.showing import show


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is for, what happens, and where to go instead."""
    return show(request, "public/start.html")


@public_page
def emergency(request: HttpRequest) -> HttpResponse:
    """Say whom to call, and name the force of a place (sent by POST, so that it stays out of history and logs)."""
    form = PlaceForm(request.POST) if request.method == "POST" else PlaceForm()
    asked = form.is_bound and form.is_valid()
    forces = near(form.cleaned_data["place"]) if asked else []
    return show(request, "public/emergency.html", {"form": form, "asked": asked, "forces": forces})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return show(request, "public/accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return show(request, "public/privacy.html")


@public_page
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies of this service, by name."""
    names = {
        "draft": DRAFT, "followed": FOLLOWED, "csrf": settings.CSRF_COOKIE_NAME,
        "language": settings.LANGUAGE_COOKIE_NAME, "session": settings.SESSION_COOKIE_NAME,
    }  # fmt: skip
    return show(request, "public/cookies.html", {"names": names})


@public_page
def leave(request: HttpRequest) -> HttpResponse:
    """Go to a harmless page at once, and leave nothing of ours behind in the browser."""
    draft = BrowserDraft(request)
    answer = HttpResponseRedirect(Hub(request).exit_to)
    if draft.uid or draft.gone or FOLLOWED in request.COOKIES:
        forget_all(answer)
    return answer
