"""No template of any face needs what the content security policy refuses, and the shell holds in every state."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from jinja2 import Environment

from upstander import faces
from upstander.faces.kit.context import Hub
from upstander.faces.kit.forms import CleanCharField, Form
from upstander.faces.kit.tests.markup import only, tokens

FACES = Path(faces.__file__).parent
TEMPLATES = sorted(path for path in FACES.glob("*/templates/**/*.html"))
REFUSED = {
    "a style attribute": r"<[^>{]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without an address or a nonce": r"<script(?![^>]*(\bsrc=|nonce=))[^>]*>",
    "an event attribute": r"<[^>{]*\son[a-z]+\s*=",
    "an address that runs": r"javascript:",
    "the safe filter": r"\|\s*safe\b",
    "autoescape switched off": r"autoescape\s+false",
    "something from another host": r"(src|href)=\"(https?:)?//(?!www\.w3\.org)",
}


# The QR code is a drawing that the sign-in library makes and hands over as text.
EXCUSED = {("account/templates/mfa/totp/activate_form.html", "the safe filter")}


class Ask(Form):
    name = CleanCharField(label="Your name")


@pytest.mark.once
@pytest.mark.parametrize("path", TEMPLATES, ids=[str(path.relative_to(FACES)) for path in TEMPLATES])
def test_template_holds_nothing_that_the_policy_refuses(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    refused = [what for what, pattern in REFUSED.items() if re.search(pattern, text, re.IGNORECASE)]
    assert [what for what in refused if (str(path.relative_to(FACES)), what) not in EXCUSED] == []


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<button type="button" onclick="go()">',
        "{{ name | safe }}",
        '<img src="https://example.org/x.png">',
    ],
)
def test_the_scan_finds_what_it_looks_for(bad: str) -> None:
    assert any(re.search(pattern, bad, re.IGNORECASE) for pattern in REFUSED.values())


@pytest.mark.once
@pytest.mark.parametrize("path", TEMPLATES, ids=[str(path.relative_to(FACES)) for path in TEMPLATES])
def test_template_compiles(env: Environment, path: Path) -> None:
    env.parse(path.read_text())


def shell(render: Callable[..., str], extra: str = "", **context: object) -> str:
    return render("{% extends 'kit/shell.html' %}{% block title %}Queue{% endblock %}" + extra, **context)


def test_shell_has_one_main_one_header_one_footer_and_a_way_past_the_menu(render: Callable[..., str]) -> None:
    html = shell(render)
    assert [len(only(html, tag)) for tag in ("main", "header", "footer")] == [1, 1, 1]
    assert only(html, "main", id="main-content")
    assert only(html, "a", href="#main-content")
    assert "Queue - Online Hate Crime Hub" in tokens(html)


def test_title_says_error_only_when_something_is_wrong(render: Callable[..., str]) -> None:
    assert "Queue - Online Hate Crime Hub" in tokens(shell(render, form=Ask()))
    assert "Error: Queue - Online Hate Crime Hub" in tokens(shell(render, form=Ask({"name": ""})))


def test_shell_shows_menu_back_link_exit_and_what_went_well(render: Callable[..., str]) -> None:
    html = shell(
        render,
        navigation=[
            {"code": "queue", "text": "Queue", "href": "/queue"},
            {"code": "all", "text": "All cases", "href": "/all"},
        ],
        here="queue",
        back="/before",
        can_exit=True,
        messages=[Message(constants.SUCCESS, "Case <b>claimed</b>")],
    )
    assert only(html, "a", href="/queue", aria_current="true")
    assert only(html, "a", href="/before", class_="govuk-back-link")
    assert len(only(html, "a", href="https://www.bbc.co.uk/weather")) == 2
    assert "Case &lt;b&gt;claimed&lt;/b&gt;" in html
    assert only(html, "div", role="alert")


def test_demonstration_says_that_it_is_one(render: Callable[..., str], settings: object) -> None:
    settings.DEMO = False
    assert "Everything here is made up" not in shell(render)
    settings.DEMO = True
    assert "Everything here is made up" in shell(render)


def test_language_switch_leads_to_the_same_page_with_its_question_kept(render: Callable[..., str]) -> None:
    request = RequestFactory().get("/queue", {"state": "new & old"})
    html = shell(render, hub=Hub(request))
    [link] = only(html, "a", hreflang="cy")
    assert link["href"] == "/queue?state=new+%26+old&lang=cy"
    assert link["lang"] == "cy"


def test_shell_is_in_welsh_when_asked(render: Callable[..., str]) -> None:
    with translation.override("cy"):
        html = shell(render, hub=Hub(RequestFactory().get("/")))
    assert only(html, "html", lang="cy")
    assert "Neidio i’r prif gynnwys" in tokens(html)


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "503", "not_saved"])
@pytest.mark.parametrize("request_at_hand", [True, False])
def test_error_page_renders_with_and_without_a_request(name: str, request_at_hand: bool) -> None:
    html = render_to_string(f"{name}.html", {}, request=RequestFactory().get("/x") if request_at_hand else None)
    assert len(only(html, "h1")) == 1
    assert "- Online Hate Crime Hub" in html


def test_not_saved_page_says_so_and_shows_what_was_entered() -> None:
    answers = [{"question": "What happened?", "text": "<i>A\nB"}]
    html = render_to_string(
        "not_saved.html",
        {"answers": answers, "kept": [("what", "<i>A")], "resubmit": "/report"},
        request=RequestFactory().get("/report"),
    )
    assert "Your answers were NOT saved" in tokens(html)
    assert "&lt;i&gt;A\nB" in html
    assert only(html, "form", action="/report")
    assert only(html, "input", name="what", type="hidden")
    assert only(html, "input", name="csrfmiddlewaretoken")
