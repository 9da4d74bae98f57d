"""The walks of a report, each step shown to a `look`: the journey checks what it sees, the gallery photographs it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from upstander.config.demo.signing_in import DOMAIN, PASSWORD

Look = Callable[[str, Page], None]
POST = "They should all be driven out of this street, and on Friday at eight we will see to it. Bring torches."
LINK = "https://x.com/example_account/status/1790000000000000001"


def go_on(page: Page, button: str = "Continue") -> None:
    """Press the page's button and wait for what follows."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def report(
    page: Page, url: str, look: Look, *, email: str, pictures: list[Path], link: str = LINK, name: str = ""
) -> tuple[str, str]:
    """Report a post as its victim, and return the reference and the return code."""
    page.goto(f"{url}/")
    look("start", page)
    page.get_by_role("button", name=re.compile("Start|Report")).first.click()
    page.wait_for_load_state()
    look("report-danger", page)
    go_on(page)
    look("report-danger-error", page)
    page.get_by_label("No", exact=True).check()
    go_on(page)
    look("report-before", page)
    page.get_by_role("group", name=re.compile("real name")).get_by_label("No", exact=True).check()
    page.get_by_role("group", name=re.compile("still to happen")).get_by_label("No", exact=True).check()
    go_on(page)
    look("report-saw", page)
    page.get_by_label("Links").fill(link)
    page.get_by_label("The words").fill(POST)
    go_on(page)
    look("report-files", page)
    page.locator("input[type=file]").set_input_files(pictures)
    go_on(page)
    if "/files" in page.url:
        look("report-files-added", page)
        go_on(page)
    look("report-where", page)
    page.get_by_label("Account that posted").fill("@example_account")
    go_on(page)
    look("report-who", page)
    page.get_by_label("It was aimed at me").check()
    page.get_by_label("One person", exact=True).check()
    go_on(page)
    look("report-why", page)
    page.get_by_label("Religion").first.check()
    page.get_by_label("Tell us in your own words").fill("I was at home. I have not slept since.")
    go_on(page)
    look("report-places", page)
    page.get_by_label("Where were you").fill("LS1 1UR")
    page.get_by_label("Where does the person").fill("LS1 1UR")
    go_on(page)
    look("report-contact", page)
    page.get_by_label("By email", exact=True).check()
    page.get_by_label("Email address", exact=True).fill(email)
    page.get_by_label("Any time", exact=True).check()
    if name:
        page.get_by_label("Your name").fill(name)
    go_on(page)
    look("report-check", page)
    page.get_by_role("button", name=re.compile("Send")).first.click()
    page.wait_for_load_state()
    look("report-sent", page)
    reference = page.locator(".govuk-panel strong").inner_text()
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.locator("main").inner_text())
    assert code, "the page shows the return code"
    return reference.strip(), code[0]


def follow(page: Page, url: str, reference: str, code: str, look: Look) -> None:
    """Open the tracking page."""
    page.goto(f"{url}/follow")
    look("follow", page)
    page.get_by_label(re.compile("eference")).first.fill(reference)
    page.get_by_label(re.compile("code")).first.fill(code)
    page.locator("main button[type=submit], main button").first.click()
    page.wait_for_load_state()
    look("follow-report", page)


def sign_in(page: Page, url: str, who: str, look: Look) -> None:
    """Sign in as somebody of the demo, with the code that the page shows."""
    page.context.clear_cookies()
    page.goto(f"{url}/account/login/")
    look("sign-in", page)
    page.get_by_label("Email address").fill(f"{who}@{DOMAIN}")
    page.locator("input[type=password]").fill(PASSWORD)
    go_on(page)
    look("sign-in-code", page)
    page.locator("input[name=code]").fill(page.locator("#demo-code").inner_text())
    go_on(page, "Sign in")


def decide_crime(page: Page, url: str, case: str, offence: str, look: Look) -> None:
    """Decide that the case is a crime, answering every question."""
    page.goto(f"{url}/desk/case/{case}/decide/")
    look("decide-finding", page)
    page.get_by_label("A crime", exact=True).check()
    go_on(page)
    look("decide-offences", page)
    page.get_by_label(offence).first.check()
    go_on(page)
    look("decide-elements", page)
    _fill_all(page, "The words of the post, and the screenshot.")
    go_on(page)
    look("decide-strands", page)
    go_on(page)
    look("decide-expression", page)
    _fill_all(page, "Weighed: the exact words, the post they answered, who could read them.")
    go_on(page)
    look("decide-reasons", page)
    _fill_all(page, "It says what shall be done, to whom, and when.")
    go_on(page)
    look("decide-check", page)
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def _fill_all(page: Page, words: str) -> None:
    for box in page.locator("main textarea").all():
        box.fill(words)
