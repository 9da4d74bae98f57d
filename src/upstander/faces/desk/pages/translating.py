"""Record a translation of some words of a report, with the words themselves beside it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.casework.looks import asked_today
from upstander.engines.triage.language import NOT_SURE
from upstander.faces.desk.asking import written
from upstander.faces.desk.content import TOGETHER, Passage, cards
from upstander.faces.desk.forms.translating import Translated
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, Report, ReportedPost, Translation


@signed_in(act=Act.TRANSLATE)
@require_http_methods(["GET", "POST"])
def translate(request: Request, reference: str, report: str, of: str) -> HttpResponse:
    """Ask for a translation of some words of a report; show the words only to who asked for them today."""
    case = case_for(request, reference, to=Act.TRANSLATE)
    held = reports_of(case).select_related("sender").prefetch_related(*TOGETHER).filter(reference=report).first()
    if held is None:
        raise Http404(report)
    asked = asked_today(request.actor, case, timezone.now()) & {("words", held.pk)}
    [card] = cards([held], viewer=request.actor, asked=asked)
    passage, post = _named(of, [*card.posts], [*card.passages])
    sent = request.POST if request.method == "POST" else None
    form = Translated(sent, initial=_initial(case, passage))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: _add(request, held, post, passage, said)):
            messages.success(request, _("The translation is kept beside the words."))
            back = reverse("desk:case", args=[case.reference])
            return HttpResponseRedirect(f"{back}?{written(asked)}#{held.reference}")
    context = {"form": form, "passage": passage, "report": held, "back": _back(case, held)}
    return case_page(request, case, "desk/translate.html", context, title=_("Record a translation"), shows=[held])


def _named(
    key: str, posts: list[tuple[ReportedPost, Passage | None]], passages: list[Passage]
) -> tuple[Passage, ReportedPost | None]:
    for post, passage in posts:
        if passage and passage.slug == key:
            return passage, post
    for each in passages:
        if each.slug == key:
            return each, None
    raise Http404(key)


def _add(request: Request, report: Report, post: ReportedPost | None, passage: Passage, said: dict[str, Any]) -> None:
    add_translation(
        report=report, post=post, column="" if post else passage.key, language_from=said["language_from"],
        language_to=said["language_to"], text=said["text"], made_by=said["made_by"], maker=said["maker"],
        made_on=said["made_on"], actor=request.actor, at=timezone.now(),
    )  # fmt: skip


def _initial(case: Case, passage: Passage) -> dict[str, Any]:
    """Return what is known already: the language where two recognisers agree, and who translated last in this case."""
    last = Translation.objects.filter(report__in=reports_of(case)).order_by("-pk").first()
    known = {"language_to": "en", "made_on": timezone.localdate()}
    if passage.language not in (NOT_SURE, "en"):
        known["language_from"] = passage.language
    if last:
        known |= {"made_by": last.made_by, "maker": last.maker}
        known.setdefault("language_from", last.language_from)
    return known


def _back(case: Case, report: Report) -> str:
    return f"{reverse('desk:case', args=[case.reference])}#{report.reference}"
