"""Keys in a real browser: they do what the visible elements do, never while somebody types, and pages stay whole."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.casework.actions.save_view import save_view
from upstander.duties.intake.actions.receive import Received
from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_passkeys import AXE, QUIET
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
Report = Callable[..., Received]
PHONE, DESK = 390, 1280


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps a loop of its own in this thread
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def context(chromium: Browser, live_server: Any, supervisor: User) -> Iterator[BrowserContext]:
    enrol_totp(supervisor)
    client = Client(HTTP_HOST="localhost")
    sign_in(client, supervisor, browser="Chrome")
    context = chromium.new_context(base_url=live_server.url, viewport={"width": DESK, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    yield page
    assert [text for text in said if "Content Security Policy" in text or text.startswith("error")] == []


@pytest.fixture
def cases(report: Report) -> list[Case]:
    """Three unread cases in the order of the queue."""
    now = timezone.now()
    return [
        report(at=now + timedelta(minutes=number), account=f"Number {number}", posts=()).case for number in range(3)
    ]


def reached(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_list_is_walked_opened_and_claimed_without_a_mouse(page: Page, cases: list[Case]) -> None:
    first, second, _third = cases
    page.goto(reverse("desk:queue"))
    page.keyboard.press("ArrowDown")
    assert reached(page) != first.reference, "arrows belong to the page until a row is reached"
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Queue", exact=True)).to_be_visible()
    for key, case in (
        ("j", first),
        ("j", second),
        ("k", first),
        ("ArrowDown", second),
        ("ArrowUp", first),
        ("k", first),
    ):
        page.keyboard.press(key)
        assert reached(page) == case.reference, key
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url(f"**{reverse('desk:case', args=[second.reference])}")
    expect(page.get_by_text("You have claimed this case.")).to_be_visible()
    assert not Case.objects.get(pk=first.pk).owner_id


def test_keys_lead_where_the_links_lead_one_after_the_other(page: Page, cases: list[Case]) -> None:
    page.goto(reverse("desk:queue"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('desk:case', args=[cases[0].reference])}")
    page.keyboard.press("t")
    page.wait_for_url("**/questions/")
    page.keyboard.press("n")
    page.wait_for_url(f"**{reverse('desk:case', args=[cases[1].reference])}")
    for keys, name in (("gm", "mine"), ("gt", "team"), ("gi", "morning"), ("gq", "queue"), ("?", "keys")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"**{reverse(f'desk:{name}')}")


def test_nothing_happens_while_somebody_types_or_holds_another_key(page: Page, cases: list[Case]) -> None:
    page.goto(reverse("desk:queue"))
    page.keyboard.press("f")
    field = page.get_by_label("Reference of a case or report")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.type("jk?cn gq")
    expect(field).to_have_value("jk?cn gq")
    page.get_by_label("Band").focus()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    for chord in ("Control+?", "Alt+n", "Meta+n", "Shift+J"):
        page.keyboard.press(chord)
    page.wait_for_timeout(300)
    assert page.url.endswith(reverse("desk:queue"))
    page.keyboard.press("/")
    expect(page.locator("[data-key='/']")).to_be_focused()


def test_the_second_key_may_come_too_late(page: Page, cases: list[Case]) -> None:
    page.goto(reverse("desk:mine"))
    page.keyboard.press("g")
    page.wait_for_timeout(1_700)
    page.keyboard.press("q")
    page.wait_for_timeout(300)
    assert page.url.endswith(reverse("desk:mine"))


def test_switched_off_no_key_does_anything(page: Page, cases: list[Case], supervisor: User) -> None:
    page.goto(reverse("desk:keys"))
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_role("button", name="Switch single keys on")).to_be_visible()
    page.goto(reverse("desk:queue"))
    for key in ("j", "n", "?", "g", "m"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url.endswith(reverse("desk:queue"))
    assert reached(page) != cases[0].reference


def test_the_pages_are_accessible_and_fit_a_phone(page: Page, cases: list[Case], supervisor: User) -> None:
    who, now = acting(supervisor), timezone.now()
    answer_triage(case=cases[0], answers={"H1": "yes"}, band="medium", reason="Known.", actor=who, at=now)
    save_view(name="All that is High", query="band=high", shared=True, actor=who, at=now)
    addresses = [reverse(f"desk:{name}") for name in ("queue", "keys", "team", "morning", "sample_draw")]
    addresses += [reverse("desk:queue") + "?band=high", reverse("desk:triage", args=[cases[0].reference])]
    wrong = []
    for address in addresses:
        page.goto(address)
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{address} is {wide} wide at {width}"] if wide > width else []
            if folder := os.environ.get("UPSTANDER_SHOTS"):
                name = address.strip("/").replace("/", "-").replace("?", "-")
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        found = Axe().run(page, options=AXE).response["violations"]
        wrong += [
            f"{address}: {each['id']} at {each['nodes'][0]['target']}" for each in found if each["id"] != "region"
        ]
    assert wrong == []
