"""Questions worth asking, found by rules in the journal, and what came of asking; and the tripwires."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.oversight import asking, auditing
from upstander.duties.oversight.actions.answer_question import answer_question
from upstander.duties.oversight.actions.set_tripwire import end_tripwire, set_tripwire
from upstander.duties.oversight.asking import QuestionFilters, QuestionLine
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.faces.oversight.forms.auditing import Answer, Find, Which
from upstander.faces.oversight.hall import WORDS, as_file, file_address, oversight_page, this_with, wants_file
from upstander.law.access import Act
from upstander.law.oversight import questions as law_questions
from upstander.record.cases.references import normalise
from upstander.record.cases.states import WrongState

HEADER = ("question", "detail", "who", "organisation", "case", "day", "times", "answer", "answered by", "note")


@signed_in(act=Act.LOOK_INTO)
@require_safe
def show(request: Request) -> HttpResponse:
    """Show the questions that wait, or those that were answered."""
    people = list(auditing.staff(request.actor))
    which = Which(people, timezone.localdate(), request.GET)
    filters = _filters(request, which)
    said = request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    rows, more = asking.questions(request.actor, filters, page=number)
    if wants_file(request):
        about = [("question", row.question.pk) for row in rows]
        names = {(row.question.about_kind, row.question.about_id) for row in rows}
        return as_file(request, "questions", HEADER, [_row(row) for row in rows], about=about, names=names)
    context = {
        "rows": rows,
        "which": which,
        "narrowed": bool(filters.code or filters.officer),
        "answered": filters.answered,
        "counts": asking.open_questions(request.actor),
        "following": this_with(request, page=number + 1) if more else "",
        "before": this_with(request, page=number - 1) if number > 1 else "",
        "file": file_address(request),
        "clear": request.path,
    }
    shows = [row.question for row in rows]
    return oversight_page(request, "oversight/questions.html", context, here="questions", shows=shows)


@signed_in(act=Act.LOOK_INTO)
@require_http_methods(["GET", "POST"])
def open_one(request: Request, number: int) -> HttpResponse:
    """Show one question with the entries that it rests on, and keep what came of asking."""
    found = asking.question(request.actor, number)
    if found is None:
        raise Http404(str(number))
    row, lines = found
    form = Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("answer", "note")}
        act = lambda: answer_question(question=row.question, **said, actor=request.actor, at=timezone.now())  # noqa: E731
        if done(form, act):
            messages.success(request, _("The answer is kept."))
            return HttpResponseRedirect(reverse("oversight:questions"))
    law = law_questions(timezone.localdate()).get(row.question.code)
    context = {"row": row, "lines": lines, "form": form, "law": law, "own": row.reference}
    return oversight_page(request, "oversight/question.html", context, here="questions", shows=[row.question])


@signed_in(act=Act.SET_TRIPWIRE)
@require_http_methods(["GET", "POST"])
def tripwires(request: Request) -> HttpResponse:
    """Show the tripwires, and set one on the case of a reference."""
    form = Find(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = normalise(form.cleaned_data["reference"]) or ""
        try:
            set_tripwire(reference=known, actor=request.actor, at=timezone.now())
        except WrongState as refusal:
            form.add_error("reference", str(refusal))
        else:
            messages.success(request, _("The tripwire is set."))
            return HttpResponseRedirect(reverse("oversight:tripwires"))
    rows = asking.tripwires(request.actor)
    context = {"rows": rows, "form": form}
    return oversight_page(request, "oversight/tripwires.html", context, here="tripwires", shows=rows)


@signed_in(act=Act.SET_TRIPWIRE)
@require_POST
def take_away(request: Request, number: int) -> HttpResponse:
    """Take a tripwire away."""
    row = next((each for each in asking.tripwires(request.actor) if each.pk == number), None)
    if row is None:
        raise Http404(str(number))
    act = lambda: end_tripwire(tripwire=row, actor=request.actor, at=timezone.now())  # noqa: E731
    pressed(request, act, _("The tripwire is taken away."))
    return HttpResponseRedirect(reverse("oversight:tripwires"))


def _filters(request: Request, which: Which) -> QuestionFilters:
    which.is_valid()
    officer = which.cleaned_data.get("officer")
    answered = request.GET.get("answered") == "yes"
    return QuestionFilters(answered, which.cleaned_data.get("code") or "", int(officer) if officer else None)


def _row(line: QuestionLine) -> list[str]:
    row = line.question
    by = row.answered_by.name if row.answered_by else ""
    return [
        WORDS["kind"](row.code), str(WORDS["details"].get(row.detail, "")), row.who.name, row.who.organisation.name,
        line.reference, row.day.isoformat(), str(row.times), row.answer, by, row.note,
    ]  # fmt: skip
