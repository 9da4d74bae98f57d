"""What all pages of a local force share: the frame, and the offer that an address names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.allocation.queries import OfferLine, offer_to
from upstander.faces.kit.acting import Request
from upstander.faces.kit.page import page
from upstander.faces.kit.wording import EVERY
from upstander.law.access import Act, judge
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case

LARGEST = 2**63 - 1
"""The largest number that a row of a database can have."""


def force_page(
    request: Request, template: str, context: Mapping[str, Any] | None = None, *, shows: Iterable[Any] = ()
) -> HttpResponse:
    """Return a page of a force, for the journal to know what it `shows`."""
    user = request.actor.user
    frame = {
        "navigation": [{"code": "offers", "text": _("Offers"), "href": reverse("force:offers")}],
        "here": "offers",
        "home": reverse("force:offers"),
        "section": user.organisation.name if user else "",
        "section_home": reverse("force:offers"),
        "words": EVERY,
        "now": timezone.now(),
        "viewer": request.actor,
    }
    return page(request, template, {**frame, **(context or {})}, shows=shows)


def offer_for(request: Request, offer: int) -> OfferLine:
    """Return an offer to the viewer's own force; Http404 for every other, whether there is one or not."""
    line = offer_to(request.actor, offer) if offer <= LARGEST else None
    if line is None:
        raise Http404(str(offer))
    return line


def may_reach(request: Request, case: Case) -> bool:
    """Return whether the viewer's force has taken the case or its contact, and may, with a reason, see who reported."""
    verdict = judge(request.actor.role, Act.SEE_IDENTITY, relations(request.actor, case))
    return verdict.allowed or verdict.needs_reason
