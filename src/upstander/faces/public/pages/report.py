"""Pages of reporting: the questions one by one, the check, and the confirmation."""

from collections.abc import Callable
from functools import wraps
from json import dumps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from upstander.duties.intake.actions.attach import TooManyFiles, attach, detach
from upstander.duties.intake.actions.keep_draft import AlreadySent
from upstander.duties.intake.actions.receive import OtherBody
from upstander.duties.intake.actions.send import send, sent_before
from upstander.duties.intake.drafts import DraftGone
from upstander.faces.kit.access import public_page
from upstander.faces.kit.components import spoken
from upstander.faces.kit.forms import LINK_LENGTH, Form
from upstander.faces.kit.trouble import Answer, storage_is_full
from upstander.faces.kit.wizard import CHANGE, Row, Step, Wizard
from upstander.faces.public.browser import BrowserDraft, forget_all
from upstander.faces.public.place import near
from upstander.faces.public.showing import show
from upstander.faces.public.steps import FILES, YES, force_name, says_something, steps, submission, was_substituted
from upstander.record.people.actors import PUBLIC
from upstander.record.vault.keeping import deposit, deposit_locked

FIRST = "danger"
Page = Callable[..., HttpResponse]


def with_draft(view: Callable[..., HttpResponse]) -> Page:
    """Give the view this browser's draft; a sent one leads to the confirmation, a vanished one is said to be gone."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = BrowserDraft(request)
        if draft.sent and view.__name__ != "check":
            return HttpResponseRedirect(reverse("public:sent"))
        try:
            return draft.bind(view(request, draft, *args, **kwargs))
        except DraftGone:
            draft.uid, draft.gone = "", True
            return draft.bind(gone(request))
        except AlreadySent:
            return HttpResponseRedirect(reverse("public:sent"))

    return page


@public_page
@with_draft
def step(request: HttpRequest, draft: BrowserDraft, slug: str) -> HttpResponse:
    """Ask one question page, or take its answers and go on."""
    if not draft and slug != FIRST:
        return gone(request, slug)
    wizard = wizard_of(draft)
    asked = wizard.step(slug)
    if request.method != "POST":
        return _question(request, wizard, asked, wizard.form(asked), files=draft.files() if slug == FILES else ())
    if slug == FILES:
        return _take_files(request, draft, wizard, asked)
    try:
        form = wizard.take(asked, request.POST, request.FILES)
    except (OSError, OperationalError) as error:
        if not storage_is_full(error):
            raise
        form = asked.form(request.POST, request.FILES)
        form.is_valid()
        return _question(request, wizard, asked, form, status=503, not_saved=True)
    if not form.is_valid():
        return _question(request, wizard, asked, form, status=413 if too_long(form) else 200)
    on = wizard.after(asked, changing=CHANGE in request.GET)
    if slug == FIRST and form.cleaned_data["danger"] == YES:
        return show(request, "public/danger_now.html", {"forces": near(form.cleaned_data["danger_place"]), "on": on})
    return HttpResponseRedirect(on)


@public_page
@with_draft
def check(request: HttpRequest, draft: BrowserDraft) -> HttpResponse:
    """Show all answers to be checked, and send them."""
    key = str(request.POST.get("key", ""))
    # A form from before: this browser's draft is another one by now, or none.
    if key and key != draft.key and (reference := sent_before(key)):
        return show(request, "public/already_sent.html", {"reference": reference})
    if draft.sent:
        return HttpResponseRedirect(reverse("public:sent"))
    if not draft:
        return gone(request)
    wizard = wizard_of(draft)
    if left := wizard.first_open():
        return HttpResponseRedirect(address(left.slug))
    if request.method != "POST":
        return _checked(request, draft, wizard)
    if not says_something(wizard.answers(), draft.files()):
        return _checked(request, draft, wizard, empty=True)
    if key != draft.key:
        return _checked(request, draft, wizard, changed=True)
    try:
        _send(request, draft, wizard)
    except OtherBody:
        return show(request, "public/already_sent.html", {"reference": sent_before(key)})
    except (OSError, OperationalError) as error:
        if not storage_is_full(error):
            raise
        return _checked(request, draft, wizard, not_saved=True, status=503)
    return HttpResponseRedirect(reverse("public:sent"))


@public_page
def sent(request: HttpRequest) -> HttpResponse:
    """Confirm what was sent, drawn from what was committed."""
    draft = BrowserDraft(request)
    if not draft.sent:
        return draft.bind(gone(request)) if not draft else HttpResponseRedirect(reverse("public:check"))
    told = {
        **draft.sent,
        "force": force_name(draft.sent["named_force"]),
        "by": parse_datetime(draft.sent["next_by"]) if draft.sent["next_by"] else None,
    }
    return show(request, "public/sent.html", told)


@public_page
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the answers, or the confirmation, from the hub and from this browser; a sent report stays sent."""
    draft = BrowserDraft(request)
    if request.method != "POST":
        return show(request, "public/delete.html", {"sent": bool(draft.sent), "nothing": not draft})
    draft.forget()
    if "again" in request.POST:
        return draft.bind(HttpResponseRedirect(address(FIRST)))
    return forget_all(show(request, "public/deleted.html"))


def address(slug: str) -> str:
    """Return where a question page is."""
    return reverse("public:step", args=[slug])


def wizard_of(draft: BrowserDraft) -> Wizard:
    """Return the question pages over this browser's draft."""
    return Wizard(steps(draft.files()), draft, address=address, finish=reverse("public:check"))


def gone(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Say that the earlier answers are not there any more, and show what was entered on this page."""
    answers: list[Answer] = []
    if request.method == "POST" and slug:
        asked = next((each for each in steps() if each.slug == slug), None)
        form = asked.form(request.POST) if asked else None
        answers = [Answer(str(bound.label), "\n".join(spoken(bound))) for bound in form or () if spoken(bound)]
    return show(request, "public/gone.html", {"answers": answers}, status=410)


def _question(
    request: HttpRequest, wizard: Wizard, asked: Step, form: Form, *, status: int = 200, **context: Any
) -> HttpResponse:
    back = wizard.finish if CHANGE in request.GET else wizard.before(asked) or reverse("public:start")
    return show(request, asked.template, {"form": form, "title": asked.title, "back": back, **context}, status=status)


def _take_files(request: HttpRequest, draft: BrowserDraft, wizard: Wizard, asked: Step) -> HttpResponse:
    """Store each file that came, sealed, before anything is said of it; then show the list, or go on."""
    if remove := str(request.POST.get("remove", "")):
        if remove.isdecimal():
            detach(draft.uid, int(remove), at=timezone.now())
        return HttpResponseRedirect(request.get_full_path())
    form = asked.form(request.POST, request.FILES)
    if not form.is_valid():
        return _question(request, wizard, asked, form, status=413, files=draft.files())
    try:
        for file in form.cleaned_data["uploads"]:
            attach(draft.uid, deposit(file), name=file.name or "", at=timezone.now())
        wizard.take(asked, request.POST)
    except TooManyFiles:
        form.add_error("uploads", _("You can add 10 files at most. Remove one before you add another"))
        return _question(request, wizard, asked, form, status=413, files=draft.files())
    except (OSError, OperationalError) as error:
        if not storage_is_full(error):
            raise
        return _question(request, wizard, asked, form, status=503, not_saved=True, files=draft.files())
    if "upload" in request.POST:
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(wizard.after(asked, changing=CHANGE in request.GET))


def _send(request: HttpRequest, draft: BrowserDraft, wizard: Wizard) -> None:
    said = {name: value for name, value in draft.get().items() if name == "answers"}
    raw = deposit_locked(dumps(said, sort_keys=True).encode())
    forms = [wizard.answered(each) for each in wizard.flow()]
    report = submission(
        wizard.answers(), draft.files(), language=translation.get_language() or "en-gb", raw=raw,
        substituted=was_substituted(forms),
    )  # fmt: skip
    send(draft.uid, report, key=draft.key, actor=PUBLIC, at=timezone.now())


def _checked(
    request: HttpRequest, draft: BrowserDraft, wizard: Wizard, *, status: int = 200, **context: Any
) -> HttpResponse:
    rows: list[Row] = wizard.rows()
    shown = {"rows": rows, "files": draft.files(), "key": draft.key, "back": address(wizard.flow()[-1].slug), **context}
    return show(request, "public/check.html", shown, status=status)


def too_long(form: Form) -> bool:
    """Whether an answer is over a limit of the hub: that is told apart from any other mistake (413)."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    links = str(form.data.get("links", "")).splitlines() if "links" in form.errors else []
    return "max_length" in codes or any(len(link.strip()) > LINK_LENGTH for link in links)
