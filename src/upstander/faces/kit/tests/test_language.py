"""The language asked for by the switch is used at once and remembered; the browser's own comes after it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from upstander.faces.kit.language import Language


def answer(**headers: Any) -> HttpResponse:
    query = headers.pop("query", "")

    def say(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    request = RequestFactory(headers=headers).get(f"/{query}")
    request.COOKIES.update(headers.get("cookies", {}))
    return Language(say)(request)


def test_the_switch_is_obeyed_and_remembered() -> None:
    shown = answer(query="?lang=cy")
    assert shown.content == b"cy"
    assert shown.cookies["django_language"].value == "cy"
    assert shown.cookies["django_language"]["httponly"]
    assert shown["Content-Language"] == "cy"


def test_the_browsers_language_is_used_when_nothing_was_asked() -> None:
    shown = answer(accept_language="cy")
    assert shown.content == b"cy"
    assert "django_language" not in shown.cookies


def test_a_language_that_the_hub_does_not_have_is_ignored() -> None:
    shown = answer(query="?lang=fr%00")
    assert shown.content == b"en-gb"
    assert "django_language" not in shown.cookies
