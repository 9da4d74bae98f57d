"""The question pages lead on, back and to the check page, ask only what applies, and keep what was said."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, QueryDict
from django.test import RequestFactory

from upstander.faces.kit.forms import CleanCharField, FilesField, Form, ManyOf, OneOf, Option
from upstander.faces.kit.tests.markup import only, tokens
from upstander.faces.kit.wizard import Step, Wizard, ask


class InMemory:
    """A draft that keeps plain JSON, as the encrypted one does."""

    def __init__(self) -> None:
        self.kept = "{}"

    def get(self) -> dict[str, Any]:
        return json.loads(self.kept)

    def put(self, kept: dict[str, Any]) -> None:
        self.kept = json.dumps(kept)


class Danger(Form):
    danger = OneOf([Option("yes", "Yes"), Option("no", "No")], label="Is anyone in danger now?")


class Where(Form):
    postcode = CleanCharField(label="Postcode", required=False)


class What(Form):
    what = CleanCharField(label="What happened?", lines=5, max_length=2000)
    strands = ManyOf([Option("race", "Race"), Option("other", "Something else")], label="Why?")
    which = CleanCharField(label="Which?")
    reveals = {"strands": {"other": ["which"]}}


class Screens(Form):
    files = FilesField(label="Screenshots", required=True)


STEPS = [
    Step("danger", "Danger", Danger),
    Step("where", "Where you are", Where, when=lambda answers: answers.get("danger") == "yes"),
    Step("what", "What happened", What),
    Step(
        "screens",
        "Screenshots",
        Screens,
        keep=lambda form: [{"name": file.name} for file in form.cleaned_data["files"]],
        tell=lambda kept: [file["name"] for file in kept or []],
    ),
]


@pytest.fixture
def draft() -> InMemory:
    return InMemory()


def wizard(draft: InMemory) -> Wizard:
    return Wizard(STEPS, draft, address=lambda slug: f"/report/{slug}", finish="/report/check")


def tell(draft: InMemory, slug: str, query: str) -> str:
    made = wizard(draft)
    step = made.step(slug)
    assert made.take(step, QueryDict(query)).is_valid()
    return made.after(step)


def test_a_step_that_does_not_apply_is_neither_asked_nor_reached(draft: InMemory) -> None:
    assert tell(draft, "danger", "danger=no") == "/report/what"
    with pytest.raises(Http404):
        wizard(draft).step("where")
    assert tell(draft, "danger", "danger=yes") == "/report/where"
    assert wizard(draft).before(wizard(draft).step("what")) == "/report/where"
    assert wizard(draft).before(wizard(draft).step("danger")) is None


def test_what_was_said_comes_back_in_the_form(draft: InMemory) -> None:
    tell(draft, "danger", "danger=no")
    tell(draft, "what", "what=A%0AB&strands=race&strands=other&which=This&csrfmiddlewaretoken=x")
    form = wizard(draft).form(wizard(draft).step("what"))
    assert form["what"].value() == "A\nB"
    assert form["strands"].value() == ["race", "other"]
    assert "csrfmiddlewaretoken" not in draft.kept


def test_a_wrong_answer_is_not_kept(draft: InMemory) -> None:
    made = wizard(draft)
    assert not made.take(made.step("danger"), QueryDict("danger=perhaps")).is_valid()
    assert draft.kept == "{}"


def test_files_are_kept_as_what_keep_returns_and_not_asked_for_again(draft: InMemory, settings: object) -> None:
    tell(draft, "danger", "danger=no")
    tell(draft, "what", "what=x&strands=race")
    made = wizard(draft)
    step = made.step("screens")
    files = RequestFactory().post("/", {"files": [SimpleUploadedFile("a.png", b"x")]}).FILES
    assert made.take(step, QueryDict(""), files).is_valid()
    assert wizard(draft).answers()["screens"] == [{"name": "a.png"}]
    assert wizard(draft).first_open() is None


def test_the_check_page_says_every_answer_in_words(draft: InMemory) -> None:
    tell(draft, "danger", "danger=no")
    tell(draft, "what", "what=x&strands=race&which=left+over")
    rows = [(row.question, row.answers, row.change) for row in wizard(draft).rows()]
    assert rows == [
        ("Is anyone in danger now?", ["No"], "/report/danger?change=1"),
        ("What happened?", ["x"], "/report/what?change=1"),
        ("Why?", ["Race"], "/report/what?change=1"),
        ("Screenshots", [], "/report/screens?change=1"),
    ]


def test_changing_one_answer_leads_back_to_the_check_page_or_to_what_it_opens(draft: InMemory) -> None:
    tell(draft, "danger", "danger=no")
    tell(draft, "what", "what=x&strands=race")
    draft.put(
        {**draft.get(), "answers": {**draft.get()["answers"], "screens": {}}, "kept": {"screens": [{"name": "a"}]}}
    )
    made = wizard(draft)
    made.take(made.step("danger"), QueryDict("danger=no"))
    assert made.after(made.step("danger"), changing=True) == "/report/check"
    made.take(made.step("danger"), QueryDict("danger=yes"))
    assert made.after(made.step("danger"), changing=True) == "/report/where?change=1"


def test_a_draft_keeps_what_others_put_into_it(draft: InMemory) -> None:
    draft.put({"reference": "x"})
    tell(draft, "danger", "danger=no")
    assert draft.get()["reference"] == "x"


def test_ask_shows_the_page_and_goes_on(draft: InMemory, rf: RequestFactory) -> None:
    shown = ask(rf.get("/report/danger"), wizard(draft), "danger").content.decode()
    assert only(shown, "h1", class_="govuk-fieldset__heading")
    assert only(shown, "input", name="csrfmiddlewaretoken")
    wrong = ask(rf.post("/report/danger", {}), wizard(draft), "danger").content.decode()
    assert "Error: Danger - Online Hate Crime Hub" in tokens(wrong)
    on = ask(rf.post("/report/danger", {"danger": "no"}), wizard(draft), "danger")
    assert (on.status_code, on["Location"]) == (302, "/report/what")
    back = ask(rf.get("/report/what"), wizard(draft), "what").content.decode()
    assert only(back, "a", class_="govuk-back-link", href="/report/danger")


def test_check_answers_page_escapes_what_was_said(draft: InMemory, rf: RequestFactory) -> None:
    from django.template import engines

    tell(draft, "danger", "danger=no")
    tell(draft, "what", "what=%3Cb%3E%E2%80%AE&strands=race")
    source = "{% from 'kit/fields.html' import check_answers %}{{ check_answers(rows) }}"
    html = engines["jinja2"].env.from_string(source).render(rows=wizard(draft).rows())
    assert "<b>" not in html
    assert "[U+202E]" in html
    assert only(html, "a", href="/report/what?change=1")
