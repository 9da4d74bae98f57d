"""How many clicks, keys and pages a case takes: counted in a browser, printed, and not more than was promised."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.journeys import walks
from tests.journeys.counting import Count, Hand
from tests.live import Live, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BUNDLE = int(os.environ.get("BUNDLE", "200"))
REPORTS = """
from django.utils import timezone
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.record.people.actors import PUBLIC
from upstander.record.people.identity import Identity
for number in range({many}):
    post = SaidPost(link="https://x.com/account{status}/status/{status}", platform="x", text="{text}")
    one = Submission(
        account="I saw it under a picture of our street.", why="It names people of my faith.", strands=("religion",),
        posts=(post,), told_as="victim", targeted="person", seen_from="LS1 1UR", home="LS1 1UR",
        identity=Identity(name="Sample Person", email=f"sample{{number}}@people.example"), contact_means="email",
    )
    print(receive(one, channel="web", actor=PUBLIC, at=timezone.now()).case.reference)
"""
READY = """
from upstander.duties.bundling.models import Suggestion
print(Suggestion.objects.count())
"""
STANDS = """
from upstander.duties.evidence.models import Package
from upstander.record.cases.models import Case
case = Case.objects.get(reference="{case}")
built = Package.objects.filter(case=case, state="ready").exists()
print(case.state, case.report_count, case.closed_as or "-", case.force or "-", built)
"""


@dataclass
class Hub:
    """A hub in a browser: an officer's page and a supervisor's, each in a session of its own."""

    live: Live
    officer: Page
    supervisor: Page

    def reports(self, many: int, text: str, *, status: int) -> list[str]:
        """Let reports of one post come in, and the worker look for others; return their cases."""
        before = int(self.live.python(READY))
        cases = self.live.python(REPORTS.format(many=many, text=text, status=status)).split()
        for _ in range(600):
            if many == 1 or int(self.live.python(READY)) - before >= min(many - 1, 60):
                return cases
            self.officer.wait_for_timeout(1000)
        raise AssertionError("the worker has suggested nothing")

    def stands(self, case: str) -> list[str]:
        """Return the state, number of reports, end and force of a case, and whether its package is ready."""
        return self.live.python(STANDS.format(case=case)).split()

    def at_the_queue(self, case: str) -> None:
        """Begin where an officer begins: at the queue, with the case on it."""
        self.officer.goto(f"{self.live.url}/desk/?reference={case}")


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with running(story=False) as live, chromium() as browser:
        officer, supervisor = _page(browser), _page(browser)
        walks.sign_in(officer, live.url, "officer1", lambda *_: None)
        walks.sign_in(supervisor, live.url, "inspector", lambda *_: None)
        yield Hub(live, officer, supervisor)


def _page(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_default_timeout(120_000)
    return page


def _read(hand: Hand) -> None:
    """Claim the case from the queue and read the words of its report, where they stand."""
    hand.click(hand.page.get_by_role("button", name="Claim").first)
    before = len(hand.count.pages)
    hand.click(hand.page.get_by_role("button", name="Show the words").first)
    hand.page.locator("blockquote").first.wait_for()
    assert len(hand.count.pages) == before, "words are shown on the page itself"


def _weigh(hand: Hand, *, skip: int = 0) -> None:
    """Answer what asks for words to choose from, but for the first `skip`."""
    for group in walks.unanswered(hand.page)[skip:]:
        hand.choose(group.locator("input[type=radio], input[type=checkbox]").first)


def test_a_whole_straightforward_case(hub: Hub) -> None:
    text = "They should be driven out of this street, and on Friday we will see to it."
    case = hub.reports(2, text, status=1790000000000000001)[1]
    hub.at_the_queue(case)
    count = Count("A straightforward case, with one duplicate, a signature, an offer and a package")
    officer = Hand(hub.officer, count)
    page = hub.officer
    _read(officer)
    officer.choose(page.get_by_label("Join report").first)
    officer.click(page.get_by_role("button", name="A crime", exact=True))
    officer.choose(page.get_by_label("Threatening communication").first)
    officer.click(page.get_by_role("button", name="Continue"))
    _weigh(officer)
    officer.fill(page.locator("textarea[name=reasons]"), "It says what shall be done, to whom, and when.")
    officer.click(page.get_by_role("button", name="Send for sign-off"))

    hub.supervisor.goto(f"{hub.live.url}/desk/sign-offs/")
    supervisor = Hand(hub.supervisor, count)
    supervisor.click(hub.supervisor.get_by_role("link", name=case))
    supervisor.choose(hub.supervisor.get_by_label("I agree: the decision stands"))
    supervisor.fill(hub.supervisor.locator("textarea[name=reasons]"), "Clearly met, and weighed.")
    supervisor.click(hub.supervisor.get_by_role("button", name="Sign", exact=True))

    officer.click(page.get_by_role("link", name="Force", exact=True))
    officer.fill(page.locator("textarea[name=line]"), "The account names a workplace.")
    officer.click(page.get_by_role("button", name="Offer", exact=True))
    _shown(count, acts=25, pages=8)
    assert hub.stands(case)[:4] == ["offered", "2", "-", "E23000010"]
    for _ in range(120):
        if hub.stands(case)[4] == "True":
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the package was never ready")


def test_not_a_crime_with_its_honest_letter(hub: Hub) -> None:
    case = hub.reports(1, "The council is wrong about this, as always.", status=1790000000000000002)[0]
    hub.at_the_queue(case)
    count = Count("Not a crime, with its letter")
    officer, page = Hand(hub.officer, count), hub.officer
    _read(officer)
    officer.click(page.get_by_role("button", name="Not a crime", exact=True))
    _weigh(officer)
    officer.choose(page.get_by_label("No incident is recorded"))
    officer.fill(page.locator("textarea[name=reasons]"), "A view on a public matter that threatens nobody.")
    officer.click(page.get_by_role("button", name="Decide, and close with this letter"))
    _shown(count, acts=12, pages=8)
    assert hub.stands(case)[:3] == ["closed", "1", "not_criminal"]


def test_a_bundle_of_many_reports(hub: Hub) -> None:
    text = "Whoever prays there shall find out what we think of them when they come out."
    case = hub.reports(BUNDLE, text, status=1790000000000000003)[0]
    hub.at_the_queue(case)
    count = Count(f"A bundle of {BUNDLE} reports: all joined, decided, offered")
    officer, page = Hand(hub.officer, count), hub.officer
    officer.click(page.get_by_role("button", name="Claim").first)
    officer.click(page.get_by_role("link", name="See all that may be the same matter"))
    assert page.locator("main input[name=report]:checked").count() == BUNDLE - 1, "the very same post, and no more"
    officer.click(page.get_by_role("button", name="Join, then decide: A crime").first)
    officer.choose(page.get_by_label("Fear or provocation of violence", exact=True).first)
    officer.click(page.get_by_role("button", name="Continue"))
    elements = page.locator("main .up-worded .govuk-checkboxes input[name^='poa_4--']")
    asked = len({each.get_attribute("name") for each in elements.all()})
    officer.choose(page.get_by_label("Each of them").first)
    _weigh(officer, skip=asked)
    officer.fill(page.locator("textarea[name=reasons]"), "It says what shall be done, to whom, and when.")
    officer.fill(page.locator("textarea[name=line]"), "The account names a workplace.")
    officer.click(page.get_by_role("button", name="Decide, and offer it to"))
    _shown(count, acts=15, pages=8)
    assert hub.stands(case)[:4] == ["offered", str(BUNDLE), "-", "E23000010"]


def _shown(count: Count, *, acts: int, pages: int) -> None:
    print(f"\n{count.told()} (at most {acts} and {pages})")
    assert len(count.acts) <= acts, count.acts
    assert len(count.pages) <= pages, count.pages
    assert len(set(count.typed)) == len(count.typed), "nothing is typed twice"
