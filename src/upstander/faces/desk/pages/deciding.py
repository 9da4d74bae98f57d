"""Decide whether a case is a crime: one question a page, the answers so far beside it, then all of it to check."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.threshold import sign_off_for
from upstander.faces.desk.forms.deciding import elements_said, steps, tests_said
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.forms import Form
from upstander.faces.kit.wizard import CHANGE, Row, Wizard
from upstander.law.access import Act
from upstander.law.expression import factors
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState


class SessionDraft:
    """The answers so far, in the officer's own session: gone when they sign out, or when the decision is made."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        self._session, self._key = request.session, key

    def get(self) -> dict[str, Any]:
        """Return what is kept."""
        return dict(self._session.get(self._key, {}))

    def put(self, kept: dict[str, Any]) -> None:
        """Keep this instead."""
        self._session[self._key] = kept

    def forget(self) -> None:
        """Keep nothing more."""
        self._session.pop(self._key, None)


@signed_in(act=Act.DECIDE)
def begin(request: Request, reference: str) -> HttpResponse:
    """Lead to the first question that is not yet answered."""
    case = case_for(request, reference, to=Act.DECIDE)
    wizard = _wizard(request, case)
    opened = wizard.first_open()
    return HttpResponseRedirect(wizard.address(opened.slug) if opened else wizard.finish)


@signed_in(act=Act.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: Request, reference: str, slug: str) -> HttpResponse:
    """Ask one question, or take its answer and go on."""
    case = case_for(request, reference, to=Act.DECIDE)
    wizard = _wizard(request, case)
    asked, changing = wizard.step(slug), CHANGE in request.GET
    if request.method == "POST":
        form = wizard.take(asked, request.POST)
        if form.is_valid():
            # The day of the conduct changes which offences can be asked about.
            return HttpResponseRedirect(_wizard(request, case).after(asked, changing=changing))
    else:
        form = wizard.form(asked)
        if slug == "strands" and wizard.answered(asked) is None:
            form.initial["strands"] = case.strands
    context = {
        "form": form,
        "asked": asked,
        "rows": _rows(wizard),
        "back": wizard.finish if changing else wizard.before(asked) or reverse("desk:case", args=[case.reference]),
    }
    return case_page(request, case, asked.template, context, title=str(asked.title))


@signed_in(act=Act.DECIDE)
@require_http_methods(["GET", "POST"])
def check(request: Request, reference: str) -> HttpResponse:
    """Show every answer; on confirming, make the decision."""
    case = case_for(request, reference, to=Act.DECIDE)
    wizard = _wizard(request, case)
    if opened := wizard.first_open():
        return HttpResponseRedirect(wizard.address(opened.slug))
    answers, today = wizard.answers(), timezone.localdate()
    on = answers.get("conduct_on") or today
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _decide(request, case, answers)):
        _draft(request, case).forget()
        messages.success(request, _("The decision is recorded."))
        return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    needed = (
        sign_off_for(answers.get("offences", []), conduct_on=on, on=today) if answers["finding"] == "crime" else None
    )
    context = {
        "form": form,
        "rows": _rows(wizard),
        "needed": needed,
        "back": reverse("desk:case", args=[case.reference]),
    }
    return case_page(request, case, "desk/decide_check.html", context, title=_("Check the decision"))


def _decide(request: Request, case: Case, answers: dict[str, Any]) -> None:
    if answers["finding"] not in ("crime", "not a crime", "need more"):
        raise WrongState(_("Answer the first question again."))
    at = timezone.now()
    today = timezone.localdate(at)
    crime = answers["finding"] == "crime"
    tests = tests_said(answers, today) if answers["finding"] == "not a crime" else ""
    decide(
        case=case,
        finding=answers["finding"],
        offences=answers.get("offences", []) if crime else [],
        elements=elements_said(answers, answers.get("conduct_on") or today) if crime else {},
        strands=answers.get("strands", []),
        disposition=answers.get("disposition", "") if not crime else "",
        reasons="\n\n".join(each for each in (answers["reasons"], tests) if each),
        expression={factor.id: answers[factor.id] for factor in factors(today) if answers.get(factor.id)},
        conduct_on=answers.get("conduct_on"),
        actor=request.actor,
        at=at,
    )


def _rows(wizard: Wizard) -> list[Row]:
    """Return the lines to check, the offences of all groups in one."""
    rows = wizard.rows()
    asked = [row for row in rows if row.change.startswith(wizard.address("offences"))]
    if not asked:
        return rows
    first = rows.index(asked[0])
    chosen = [answer for row in asked for answer in row.answers]
    together = Row(str(_("Which offences?")), chosen, asked[0].change)
    return [*rows[:first], together, *rows[first + len(asked) :]]


def _draft(request: HttpRequest, case: Case) -> SessionDraft:
    return SessionDraft(request, f"decide:{case.pk}")


def _wizard(request: HttpRequest, case: Case) -> Wizard:
    draft = _draft(request, case)
    said = draft.get().get("answers", {}).get("finding", {})
    first = QueryDict(mutable=True)
    for name, values in said.items():
        first.setlist(name, values)
    return Wizard(
        steps(first, timezone.localdate()),
        draft,
        address=lambda slug: reverse("desk:decide_step", args=[case.reference, slug]),
        finish=reverse("desk:decide_check", args=[case.reference]),
    )
