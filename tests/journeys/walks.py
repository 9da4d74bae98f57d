"""The walks of a report, each step shown to a `look`: the journey checks what it sees, the gallery photographs it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page

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
    for _ in range(20):
        # A code works once: whoever signs in twice in half a minute waits for the next one.
        page.locator("input[name=code]").fill(page.locator("#demo-code").inner_text())
        go_on(page, "Sign in")
        if "/account/code/" not in page.url:
            return
        page.wait_for_timeout(3000)
        page.goto(f"{url}/account/code/")
    raise AssertionError("the demo's code was never taken")


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
    for group in unanswered(page):
        group.locator("input[type=radio], input[type=checkbox]").first.check()
    page.locator("textarea[name=reasons]").fill("It says what shall be done, to whom, and when.")
    look("decide-expression", page)
    page.locator("main form .govuk-button-group button").first.click()
    page.wait_for_load_state()


def unanswered(page: Page) -> list[Locator]:
    """Return the questions with words to choose from, in order: elements, then the factors of free expression."""
    return page.locator("main .up-worded .govuk-radios, main .up-worded .govuk-checkboxes").all()


def _fill_all(page: Page, words: str) -> None:
    for box in page.locator("main textarea").all():
        box.fill(words)


def claim(page: Page, url: str, case: str, look: Look) -> None:
    """Open a case and claim it."""
    page.goto(f"{url}/desk/case/{case}/")
    look("case-new", page)
    page.get_by_role("button", name=re.compile("Claim")).first.click()
    page.wait_for_load_state()
    look("case-claimed", page)


def join_first_suggestion(page: Page, url: str, case: str, look: Look) -> None:
    """Compare the case's report with the first suggestion, join it, take it out again and join it once more."""
    for time in ("first", "again"):
        page.goto(f"{url}/desk/case/{case}/reports/")
        look(f"reports-{time}", page)
        page.locator("#suggestions a[href*='/suggestion/'], a[href*='/suggestion/']").first.click()
        page.wait_for_load_state()
        look("compare", page)
        page.get_by_role("button", name="Join", exact=True).click()
        page.wait_for_load_state()
        look("reports-joined", page)
        if time == "first":
            page.locator("a[href*='/take-out/']").first.click()
            page.wait_for_load_state()
            look("take-out", page)
            _fill_all(page, "To try that it can be undone.")
            page.locator("main form button").last.click()
            page.wait_for_load_state()


def sign_off(page: Page, url: str, case: str, look: Look) -> None:
    """Agree to the decision as the person who is signed in."""
    page.goto(f"{url}/desk/sign-offs/")
    look("sign-offs", page)
    page.goto(f"{url}/desk/case/{case}/sign-off/")
    look("sign-off", page)
    page.get_by_label("I agree: the decision stands").check()
    _fill_all(page, "Clearly met, and weighed.")
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def record_line(page: Page, url: str, case: str, look: Look) -> None:
    """Record that there is a positive line of enquiry."""
    page.goto(f"{url}/desk/case/{case}/line/")
    look("line", page)
    page.get_by_label("Yes", exact=True).check()
    page.locator("textarea[name=reasons]").fill("The account names a workplace.")
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def build_package(page: Page, url: str, case: str, look: Look) -> None:
    """Ask for the package and wait until it is ready."""
    page.goto(f"{url}/desk/case/{case}/package/")
    look("package-none", page)
    go_on(page, "Build the package")
    look("package-building", page)
    for _ in range(120):
        if page.locator("a[href*='/download/']").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    look("package-ready", page)


def release_package(page: Page, url: str, case: str, look: Look) -> None:
    """Let the sealed package leave, as a second person who is signed in."""
    page.goto(f"{url}/desk/asked/")
    look("asked", page)
    page.get_by_role("link", name=re.compile(case)).first.click()
    page.wait_for_load_state()
    for _ in range(120):
        if page.get_by_label("Release it: the force may fetch it").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    look("release", page)
    page.get_by_label("Release it: the force may fetch it").check()
    go_on(page, "Answer")
    look("released", page)


def offer(page: Page, url: str, case: str, force: str, look: Look) -> None:
    """Offer the case to a force."""
    page.goto(f"{url}/desk/case/{case}/force/")
    look("force", page)
    page.locator("select[name=force]").select_option(label=force)
    page.locator("input[name=capacity][value=investigating]").check()
    page.locator("textarea[name=reason]").fill("The victim lives there.")
    go_on(page, "Offer")
    look("force-offered", page)


def download(page: Page, place: Path) -> Path:
    """Download the package that the page offers."""
    with page.expect_download() as waiting:
        page.locator("a[href*='/download/'], a[href*='/package/']").last.click()
    target = place / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def accept(page: Page, url: str, reference: str, look: Look) -> None:
    """Accept the only waiting offer as a force."""
    page.goto(f"{url}/force/")
    look("force-offers", page)
    page.locator("a[href*='/force/offer/']").first.click()
    page.wait_for_load_state()
    look("force-offer", page)
    page.locator("input[name$=force_reference]").first.fill(reference)
    page.get_by_role("button", name=re.compile("^Accept")).click()
    page.wait_for_load_state()
    look("force-accepted", page)
