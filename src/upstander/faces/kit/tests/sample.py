"""Pages with every part of the kit on them, for a browser to look at."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from upstander.faces.kit.context import Hub
from upstander.faces.kit.forms import (
    CleanCharField,
    Confirmed,
    DateField,
    EmailField,
    FilesField,
    Form,
    LinksField,
    ManyOf,
    OneOf,
    Option,
)
from upstander.faces.kit.wizard import Row

AT = datetime(2026, 6, 14, 13, 1, tzinfo=UTC)


class Questions(Form):
    """One of each kind of question."""

    what = CleanCharField(label="What happened?", hint="In your own words", lines=5, max_length=2000, counted=True)
    links = LinksField(label="Links to what you saw", hint="One on each line. We never open them.")
    files = FilesField(label="Screenshots", hint="Up to 10 files of 25 MB each", required=False)
    who = OneOf(
        [Option("me", "Me"), Option("other", "Someone else"), Option("unsure", "I do not know", apart=True)],
        label="Who was targeted?",
    )
    strands = ManyOf(
        [
            Option("race", "Race", "Including nationality, citizenship and ethnic origin"),
            Option("other", "Something else"),
            Option("none", "None of these", apart=True, exclusive=True),
        ],
        label="Why do you think so?",
    )
    which = CleanCharField(label="Say what", lines=2)
    day = DateField(label="When did you see it?", hint="For example, 27 3 2026", latest=date(2026, 6, 14))
    force = OneOf([Option("a", "Avon and Somerset"), Option("b", "Bedfordshire")], label="Force", select=True)
    email = EmailField(label="Email address", required=False)
    sure = Confirmed(label="It is safe to write to me at this address")
    reveals = {"strands": {"other": ["which"]}}


HERE = Path(__file__).parent
QUESTIONS = """{% extends "kit/question.html" %}"""
CASE = (HERE / "sample_case.html").read_text()
CARD = (HERE / "sample_card.html").read_text()


class Filters(Form):
    """What a queue is filtered by."""

    words = CleanCharField(label="Reference or words", required=False)
    state = ManyOf([Option("new", "New"), Option("claimed", "Claimed")], label="State", required=False)


def pages() -> dict[str, str]:
    """Return the sample pages by name."""
    full = {
        "what": "Line one\nLine two",
        "strands": ["other"],
        "which": "",
        "day-day": "31",
        "day-month": "2",
        "day-year": "2026",
        "email": "x@",
    }
    public = {"shell": "kit/shell.html", "title": "Report online hate", "can_exit": True, "back": "/before"}
    now = timezone.now()
    navigation = [
        {"code": code, "text": text, "href": f"/{code}"}
        for code, text in (("queue", "Queue"), ("mine", "My cases"), ("all", "All cases"))
    ]
    case = {
        "wide": True,
        "navigation": navigation,
        "here": "queue",
        "section": "Hub desk",
        "section_home": "/desk",
        "at": AT,
        "clocks": [(now + timedelta(hours=5), False), (now - timedelta(days=3), True)],
        "filters": Filters({"state": ["new"]}),
        "text": "An example of a reported post with \u202ehidden\u202c direction\nand a second line " + "long" * 60,
        "link": "https://example.org/" + "a" * 200,
        "rows": [Row("Who was targeted?", ["Someone else"], "#"), Row("What happened?", [], "#")],
        "messages": [Message(constants.SUCCESS, "The case is yours")],
    }
    made = {
        "question": rendered(QUESTIONS, form=Questions(), **public),
        "question-wrong": rendered(QUESTIONS, form=Questions(full), **public),
        "case": rendered(CASE, **case),
        "card": rendered(CARD, navigation=navigation, here="mine"),
    }
    with translation.override("cy"):
        made["question-cy"] = rendered(QUESTIONS, form=Questions({}), **public)
    answers = [{"question": "What happened?", "text": "Line one\nLine two"}]
    made["not-saved"] = render_to_string(
        "not_saved.html",
        {"answers": answers, "resubmit": "/report", "kept": [("what", "x")]},
        request=RequestFactory().get("/report"),
    )
    for name in ("400", "403", "404", "413", "500", "503"):
        made[name] = render_to_string(f"{name}.html", {}, request=RequestFactory().get("/x"))
    return made


def rendered(source: str, **context: Any) -> str:
    """Render one sample page as a request for it would."""
    request = RequestFactory().get("/sample", {"page": "2"})
    return str(
        engines["jinja2"].env.from_string(source).render(hub=Hub(request), request=request, csrf_input="", **context)
    )
