"""Decide whether a case is a crime: the finding, then what it rests on, with the answers so far beside it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.facts import propose
from upstander.duties.allocation.forces import organisation_of
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.children import children_of
from upstander.duties.assessment.limits import days_of, newest_facts
from upstander.duties.assessment.threshold import sign_off_for
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.queries import has_package
from upstander.faces.desk.exhibits import things_of
from upstander.faces.desk.forms.deciding import Crime, steps
from upstander.faces.desk.forms.hostility import ON_A_PAGE, aggravation_said
from upstander.faces.desk.forms.reasoned import LETTER, expression_said, tests_said
from upstander.faces.desk.forms.strands import faiths_chosen, faiths_said
from upstander.faces.desk.forms.why import About, Why, elements_said, interest_said, shown_by_said
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.letters import preview
from upstander.faces.desk.prefilling import conduct_day
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.editions import posted
from upstander.faces.kit.wizard import Row, Wizard
from upstander.faces.kit.wording import force_name
from upstander.law.access import Act
from upstander.record.cases.editions import Picture
from upstander.record.cases.models import Case
from upstander.record.cases.spoken_for import labels_told
from upstander.record.cases.states import WrongState

FINDINGS = {"crime": "crime", "not-a-crime": "not a crime", "need-more": "need more"}
"""The findings as an address names them: a button on the case's page leads past the first question."""
OFFER = "offer"
"""The button that decides and offers in one."""


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
    """Lead to the first question that is not yet answered; `?finding=` answers the first one."""
    case = case_for(request, reference, to=Act.DECIDE)
    if finding := FINDINGS.get(request.GET.get("finding", "")):
        wizard = _wizard(request, case, About())
        wizard.take(wizard.step("finding"), QueryDict(f"finding={finding}"))
    wizard = _wizard(request, case, about_of(case))
    return HttpResponseRedirect(wizard.address((wizard.first_open() or wizard.flow()[-1]).slug))


@signed_in(act=Act.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: Request, reference: str, slug: str) -> HttpResponse:
    """Ask one page of questions; the last one makes the decision."""
    case = case_for(request, reference, to=Act.DECIDE)
    about = about_of(case)
    wizard = _wizard(request, case, about)
    if slug not in {asked.slug for asked in wizard.flow()}:
        return _away(case, wizard, slug)
    asked = wizard.step(slug)
    if request.method == "POST":
        _keep_picture(request, case)
        form = wizard.take(asked, request.POST)
        if form.is_valid() and OFFER in request.POST and not form.cleaned_data.get("line"):
            form.add_error("line", _("Say what the positive line of enquiry is, or decide without offering"))
        if form.is_valid():
            wizard = _wizard(request, case, about)  # what was just said may ask other questions
            if opened := wizard.first_open():
                return HttpResponseRedirect(wizard.address(opened.slug))
            if asked.slug != wizard.flow()[-1].slug:
                return HttpResponseRedirect(wizard.address(wizard.flow()[-1].slug))
            if done(form, lambda: _decide(request, case, wizard, about)):
                _draft(request, case).forget()
                offered = OFFER in request.POST
                messages.success(request, _("Decided and offered.") if offered else _("The decision is recorded."))
                return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    else:
        form = wizard.form(asked)
        days = days_of(case)
        day = days.last or (None if days.first else conduct_day(case))
        if wizard.answered(asked) is None and "conduct_on" in form.fields and day:
            form = asked.form(initial={"conduct_on": day})
        if "strands" in form.fields and wizard.answered(asked) is None:
            form.initial.update({"strands": case.strands, **faiths_chosen(about.faiths)})
    context = {
        "form": form,
        "asked": asked,
        "rows": _rows(wizard, asked.slug),
        "about": about,
        "last": asked.slug in ("why", "not-a-crime", "need-more"),
        "needed": _needed(wizard.answers()),
        "letter": preview("closed", [LETTER]) if asked.slug == "not-a-crime" else [],
        "back": wizard.before(asked) or reverse("desk:case", args=[case.reference]),
    }
    return case_page(
        request, case, asked.template, context, title=str(asked.title), picture=_picture(_draft(request, case))
    )


def _keep_picture(request: Request, case: Case) -> None:
    """Keep what of the case was seen when the decision was begun, so that its last page rests on that too."""
    draft, seen = _draft(request, case), posted(request, case)
    if seen:
        draft.put({**draft.get(), "picture": [seen.edition, seen.journal]})


def _picture(draft: SessionDraft) -> Picture | None:
    """Return the picture of the case on which a begun decision rests."""
    kept = draft.get().get("picture")
    return Picture(*kept) if kept else None


def _away(case: Case, wizard: Wizard, slug: str) -> HttpResponse:
    """Lead on from a page that these answers do not ask: its decision was made, or another finding was chosen."""
    if slug not in {asked.slug for asked in wizard.steps}:
        raise Http404(slug)
    opened = wizard.first_open()
    begun = opened is not None and opened.slug != "finding"
    there = wizard.address(opened.slug) if opened and begun else reverse("desk:case", args=[case.reference])
    return HttpResponseRedirect(there)


def _needed(answers: dict[str, Any]) -> Any:
    """Return the sign-off that the offences chosen so far need."""
    today = timezone.localdate()
    if answers.get("finding") != "crime" or not answers.get("offences"):
        return None
    return sign_off_for(answers["offences"], conduct_on=answers.get("conduct_on") or today, on=today)


def about_of(case: Case) -> About:
    """Return what is known of the case that a decision begins from."""
    held, today = newest_facts(case), timezone.localdate()
    things = things_of(case)
    if held is None:
        told = labels_told(case)
        children = children_of(case, {}, None, today)
        return About(victims=told if len(told) <= ON_A_PAGE else (), children=children, things=things)
    advice = ask_law(case, held.facts, today).advice
    victims = held.facts.get("victims") or ()
    evidenced = {
        row["label"]: [
            each["strand"] for each in row.get("hostility") or () if each.get("demonstrated") or each.get("motivated")
        ]
        for row in victims
    }
    children = children_of(case, held.facts, advice, today)
    targeted = dict.fromkeys(
        id for row in victims for each in row.get("perceived") or () for id in each.get("faiths") or ()
    )
    return About(advice, tuple(evidenced), evidenced, children, things, tuple(targeted), set_down=True)


@transaction.atomic
def _decide(request: Request, case: Case, wizard: Wizard, about: About) -> None:
    """Decide; with a line of enquiry record it, and offer the case if that was asked for: all of it, or nothing."""
    answers = wizard.answers()
    why = next((wizard.answered(step) for step in wizard.flow() if step.slug == "why"), None)
    shown_by = shown_by_said(why) if isinstance(why, Why) and why.is_valid() else {}
    at = timezone.now()
    today = timezone.localdate(at)
    finding = answers["finding"]
    none_found = finding == "not a crime"
    tests = tests_said(answers, today) if none_found and answers["disposition"] != "no_record" else ""
    closing = answers.get("closing_reason", "") if none_found else ""
    decide(
        case=case,
        finding=finding,
        offences=answers.get("offences", []),
        elements=elements_said(answers, answers.get("conduct_on") or today),
        strands=answers.get("strands", []) if finding != "need more" else case.strands,
        faiths=faiths_said(answers) if finding != "need more" else (),
        disposition=answers.get("disposition", ""),
        reasons="\n\n".join(each for each in (answers["reasons"], tests) if each),
        expression=expression_said(answers, today),
        shown_by=shown_by,
        aggravation=aggravation_said(answers, about.victims),
        public_interest=interest_said(answers),
        child_welfare=answers.get("child_welfare", ""),
        conduct_on=answers.get("conduct_on"),
        closing_reason="" if closing == "open" else closing,
        actor=request.actor,
        at=at,
    )
    if answers.get("line"):
        record_line(case=case, positive=True, reasons=answers["line"], actor=request.actor, at=at)
    if OFFER in request.POST:
        _offer(request, case, package=bool(answers.get("package")), at=at)


def _offer(request: Request, case: Case, *, package: bool, at: datetime) -> None:
    code = _proposed(case)
    if code is None:
        raise WrongState(_("The facts name no force any more. Offer the case on its page Force."))
    if package and not has_package(case):
        ask(case=case, actor=request.actor, at=at)
    offer(case=case, force=organisation_of(code), capacity="investigating", actor=request.actor, at=at)


def _proposed(case: Case) -> str | None:
    """Return the code of the force that the facts point to, where one can be offered the case with the decision."""
    if case.route != Case.Route.HUB or case.state not in (Case.State.CLAIMED, Case.State.DECIDED):
        return None
    return propose(case, timezone.localdate()).investigating.force


def _offer_to(case: Case, crime: QueryDict) -> str:
    """Return the name of that force, once offences are chosen and none of them waits for a signature."""
    form = Crime(crime or None)
    if not crime or not form.is_valid():
        return ""
    answers = {"finding": "crime", **form.cleaned_data}
    code = None if _needed(answers) else _proposed(case)
    return force_name(code) if code else ""


def _rows(wizard: Wizard, slug: str) -> list[Row]:
    """Return what was said on the other pages, without the words that stand beside a choice twice."""
    return [row for row in wizard.rows() if row.answers and not row.change.startswith(wizard.address(slug))]


def _draft(request: HttpRequest, case: Case) -> SessionDraft:
    return SessionDraft(request, f"decide:{case.pk}")


def _wizard(request: HttpRequest, case: Case, about: About) -> Wizard:
    draft = _draft(request, case)
    said = draft.get().get("answers", {}).get("crime", {})
    crime = QueryDict(mutable=True)
    for name, values in said.items():
        crime.setlist(name, values)
    return Wizard(
        steps(crime, timezone.localdate(), about, offer_to=_offer_to(case, crime)),
        draft,
        address=lambda slug: reverse("desk:decide_step", args=[case.reference, slug]),
        finish=reverse("desk:case", args=[case.reference]),
    )
