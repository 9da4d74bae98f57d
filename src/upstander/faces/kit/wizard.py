"""Lead someone through question pages: which comes next, which before, and what was answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.datastructures import MultiValueDict

from upstander.faces.kit.components import spoken
from upstander.faces.kit.forms import FilesField, Form
from upstander.faces.kit.page import page

CHANGE = "change"


class Draft(Protocol):
    """What keeps the answers between pages; both are plain JSON."""

    def get(self) -> dict[str, Any]:
        """Return what is kept, an empty dict at the start."""

    def put(self, kept: dict[str, Any]) -> None:
        """Keep this instead."""


def _always(answers: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One question page."""

    slug: str
    title: Any
    form: type[Form]
    template: str = "kit/question.html"
    when: Callable[[Mapping[str, Any]], bool] = _always
    """Whether it is asked, given the answers so far (field name to cleaned value)."""
    keep: Callable[[Form], Any] | None = None
    """Turn what JSON can not hold (files) into what it can (names and places in the vault)."""
    tell: Callable[[Any], list[str]] | None = None
    """Say on the check page what `keep` kept."""


@dataclass(frozen=True)
class Row:
    """One line of the check page."""

    question: str
    answers: list[str]
    change: str


class Wizard:
    """The steps, over one draft. `address` gives a step's URL by its slug; `finish` is the check page's."""

    def __init__(self, steps: Sequence[Step], draft: Draft, *, address: Callable[[str], str], finish: str) -> None:
        self.steps, self.draft, self.address, self.finish = tuple(steps), draft, address, finish
        kept = draft.get()
        self._said: dict[str, dict[str, list[str]]] = dict(kept.get("answers", {}))
        self._kept: dict[str, Any] = dict(kept.get("kept", {}))

    def flow(self) -> list[Step]:
        """Return the steps that apply to the answers so far, in order."""
        return self._walk()[0]

    def answers(self) -> dict[str, Any]:
        """Return every valid answer of the steps that apply, by field name, and what `keep` kept, by slug."""
        return self._walk()[1]

    def _walk(self) -> tuple[list[Step], dict[str, Any]]:
        flow: list[Step] = []
        answers: dict[str, Any] = {}
        for step in self.steps:
            if not step.when(answers):
                continue
            flow.append(step)
            if (form := self.answered(step)) and form.is_valid():
                answers |= form.cleaned_data
            if step.slug in self._kept:
                answers[step.slug] = self._kept[step.slug]
        return flow, answers

    def step(self, slug: str) -> Step:
        """Return the step called `slug`; raises Http404 when there is none or it does not apply."""
        for step in self.flow():
            if step.slug == slug:
                return step
        raise Http404(slug)

    def answered(self, step: Step) -> Form | None:
        """Return the step's form bound to what was answered before, or None."""
        said = self._said.get(step.slug)
        return self._bound(step, _query(said), None) if said is not None else None

    def form(self, step: Step) -> Form:
        """Return the step's form to be shown, with the answers given before."""
        before = self.answered(step)
        return step.form(initial=before.cleaned_data) if before and before.is_valid() else step.form()

    def take(self, step: Step, data: QueryDict, files: MultiValueDict[str, Any] | None = None) -> Form:
        """Bind what was sent and, if it is valid, put it into the draft."""
        form = self._bound(step, data, files)
        if form.is_valid():
            self._said[step.slug] = {name: data.getlist(name) for name in data if name != "csrfmiddlewaretoken"}
            if step.keep:
                self._kept[step.slug] = step.keep(form)
            self.draft.put({**self.draft.get(), "answers": self._said, "kept": self._kept})
        return form

    def _bound(self, step: Step, data: QueryDict, files: MultiValueDict[str, Any] | None) -> Form:
        form = step.form(data, files)
        if self._kept.get(step.slug):
            for field in form.fields.values():
                if isinstance(field, FilesField):
                    field.required = False
        return form

    def first_open(self) -> Step | None:
        """Return the first step that is not yet answered, or None: ready to be checked."""
        for step in self.flow():
            form = self.answered(step)
            if form is None or not form.is_valid():
                return step
        return None

    def after(self, step: Step, *, changing: bool = False) -> str:
        """Return where to go on: the next step, or, while `changing` one answer, what it opened or the check page."""
        if changing:
            opened = self.first_open()
            return f"{self.address(opened.slug)}?{CHANGE}=1" if opened else self.finish
        flow = self.flow()
        place = next(index for index, other in enumerate(flow) if other.slug == step.slug)
        return self.address(flow[place + 1].slug) if place + 1 < len(flow) else self.finish

    def before(self, step: Step) -> str | None:
        """Return the address of the step before, or None at the first."""
        flow = self.flow()
        place = next(index for index, other in enumerate(flow) if other.slug == step.slug)
        return self.address(flow[place - 1].slug) if place else None

    def rows(self) -> list[Row]:
        """Return the lines of the check page."""
        return [row for step in self.flow() for row in self._rows(step)]

    def _rows(self, step: Step) -> list[Row]:
        change = f"{self.address(step.slug)}?{CHANGE}=1"
        form = self.answered(step)
        rows = []
        if form and form.is_valid():
            rows = [
                Row(str(bound.label), spoken(bound), change)
                for bound in form
                if form.asked(bound.name) and not isinstance(bound.field, FilesField)
            ]
        if step.tell:
            rows.append(Row(str(step.title), step.tell(self._kept.get(step.slug)), change))
        return rows


def ask(
    request: HttpRequest, wizard: Wizard, slug: str, *, shell: str = "kit/shell.html", **context: Any
) -> HttpResponse:
    """Answer a request for one step: show it, or take what was sent and go on."""
    step = wizard.step(slug)
    changing = CHANGE in request.GET
    if request.method == "POST":
        form = wizard.take(step, request.POST, request.FILES)
        if form.is_valid():
            return HttpResponseRedirect(wizard.after(step, changing=changing))
    else:
        form = wizard.form(step)
    back = wizard.finish if changing else wizard.before(step)
    return page(request, step.template, {"form": form, "title": step.title, "back": back, "shell": shell, **context})


def _query(said: Mapping[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in said.items():
        query.setlist(name, values)
    return query
