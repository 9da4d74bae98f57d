"""Page on which someone who follows a report asks for a review of what was decided."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.ask_appeal import ask_appeal
from upstander.duties.assessment.appeals import askable
from upstander.faces.kit.access import public_page
from upstander.faces.kit.acting import done
from upstander.faces.public.browser import follow, followed
from upstander.faces.public.forms.follow import ReviewForm
from upstander.faces.public.pages.follow import NOT_SHOWN
from upstander.faces.public.showing import show
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, require
from upstander.record.cases.models import Report
from upstander.record.people.actors import complainant


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """Ask why, where a review may be asked for; say clearly why not, and what else there is, where it may not."""
    pk = followed(request)
    row = Report.objects.filter(pk=pk).exclude(standing__in=NOT_SHOWN).first() if pk else None
    if row is None:
        return HttpResponseRedirect(f"{reverse('public:follow')}?ended=1")
    actor, at = complainant(row), timezone.now()
    require(actor, Act.FOLLOW_REPORT, case_of(row))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if done(form, lambda: ask_appeal(report=row, words=words, actor=actor, at=at)):
            return follow(HttpResponseRedirect(f"{reverse('public:report')}?review=1"), row.pk)
    context = {"form": form, "can": askable(row, at=at), "report": row}
    return follow(show(request, "public/review.html", context, shows=[row], actor=actor), row.pk)
