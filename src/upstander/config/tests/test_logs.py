"""What is refused as expected is one line of the log; what breaks keeps its traceback."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("upstander.faces.kit.tests.addresses")]


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the console handler of the settings writes while the test runs."""
    (console,) = (each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(console.formatter)
    django = logging.getLogger("django")
    django.addHandler(handler)
    yield handler.stream
    django.removeHandler(handler)


def test_what_is_too_large_is_one_line(settings: Settings, written: io.StringIO) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    checked = Client(HTTP_HOST="localhost", raise_request_exception=False, enforce_csrf_checks=True)
    checked.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    said = b"text=" + b"x" * 500
    assert checked.post("/try/post", said, content_type="application/x-www-form-urlencoded").status_code == 413
    assert "Request body exceeded" in written.getvalue()
    assert "Traceback" not in written.getvalue()


def test_a_host_that_is_not_ours_is_one_line(browser: Client, written: io.StringIO) -> None:
    assert browser.get("/", HTTP_HOST="elsewhere.example").status_code == 400
    said = written.getvalue()
    assert "Invalid HTTP_HOST" in said
    assert "Traceback" not in said


def test_what_breaks_keeps_its_traceback(browser: Client, written: io.StringIO) -> None:
    assert browser.get("/try/fail/bug").status_code == 500
    assert "ZeroDivisionError: secret detail" in written.getvalue()
    assert "Traceback" in written.getvalue()


def test_a_refusal_is_one_line_whatever_stands_in_it_and_stays_whole_for_others(written: io.StringIO) -> None:
    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("django.request").warning("Bad\nRequest", exc_info=True, extra={"status_code": 400})
        logging.getLogger("django.other").warning("Something", exc_info=True, extra={"status_code": 400})
    first, *rest = written.getvalue().splitlines()
    assert first == "Bad Request"
    assert "ValueError: odd" in rest
