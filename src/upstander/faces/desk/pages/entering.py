"""Enter what an officer found or was told: the same intake as every other report."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.intake.actions.receive import Received, receive
from upstander.duties.intake.submission import SentFile
from upstander.faces.desk.forms.entering import Enter
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.law.clocks import LONDON
from upstander.record.vault.keeping import deposit


@signed_in(act=Act.ENTER_REPORT)
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Ask for it all on one page; files lie in the vault before the report is received."""
    form = Enter(request.POST, request.FILES) if request.method == "POST" else Enter()
    if request.method == "POST" and form.is_valid():
        got: list[Received] = []
        if done(form, lambda: got.append(_receive(request, form))):
            said = _("Report %(report)s is entered as case %(case)s.")
            messages.success(request, said % {"report": got[0].report.reference, "case": got[0].case.reference})
            return HttpResponseRedirect(reverse("desk:case", args=[got[0].case.reference]))
    return desk_page(request, "desk/enter.html", {"form": form}, here="enter")


def _receive(request: Request, form: Enter) -> Received:
    files = tuple(SentFile(deposit(file), file.name or "") for file in form.cleaned_data["uploads"] or [])
    heard_on = form.cleaned_data["heard_on"]
    heard_at = datetime.combine(heard_on, time.min, tzinfo=LONDON) if heard_on else None
    return receive(form.submission(files, heard_at), channel="officer", actor=request.actor, at=timezone.now())
