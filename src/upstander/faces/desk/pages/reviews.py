"""What a supervisor reviews: broken glass, turned-away looks, acts done alone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from upstander.duties.casework.actions.review import review
from upstander.duties.casework.reviewing import done as done_lately
from upstander.duties.casework.reviewing import looked_at, one, waiting
from upstander.faces.desk.forms.need_to_know import Found
from upstander.faces.desk.hall import desk_page, readable
from upstander.faces.desk.reviewed import ACTS, KINDS, PAGES, reason_words
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act


@signed_in(act=Act.REVIEW)
@require_safe
def show(request: Request) -> HttpResponse:
    """Show what waits for a review, the first due first, and what was reviewed lately."""
    rows, past = waiting(request.actor), done_lately(request.actor)
    context: dict[str, Any] = {"rows": rows, "past": past, "kinds": KINDS, "acts": ACTS}
    context["readable"] = readable(request.actor, [row.case for row in (*rows, *past)])
    return desk_page(request, "desk/reviews.html", context, here="reviews", shows=[*rows, *past])


@signed_in(act=Act.REVIEW)
@require_http_methods(["GET", "POST"])
def open_one(request: Request, number: int) -> HttpResponse:
    """Show what was done and why, and record what the supervisor finds on it."""
    found = one(request.actor, number)
    if found is None:
        raise Http404(str(number))
    form = Found(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proper, words = form.cleaned_data["proper"] == "yes", form.cleaned_data["words"]
        if done(form, lambda: review(asked=found, proper=proper, words=words, actor=request.actor, at=timezone.now())):
            messages.success(request, _("Your finding is kept."))
            return HttpResponseRedirect(reverse("desk:reviews"))
    looks = looked_at(found)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "looks": looks,
        "kinds": KINDS,
        "acts": ACTS,
        "pages": PAGES,
    }
    context["readable"] = readable(request.actor, [found.case])
    context["reason"] = reason_words(found.code)
    return desk_page(request, "desk/review.html", context, here="reviews", shows=[found])
