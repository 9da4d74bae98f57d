"""Photographs of the way to a charge, of decisions that are read a second time, and of reviews that people ask for."""

from datetime import date, timedelta
from typing import Protocol

from playwright.sync_api import Page

from tests.journeys import walks
from tests.live import Live

DECIDING = """
from django.conf import settings
from django.utils import timezone
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.models import Appeal, Reading
from upstander.duties.assessment.tests.deciding import a_crime, no_crime
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import acting
from upstander.record.people.models import User

settings.SECOND_READINGS = 0
now = timezone.now()

def who(name):
    return acting(User.objects.get(email__startswith=f"{name}@"))

def claimed(strand="", **which):
    rows = Case.objects.filter(state="claimed", report_count=1, restricted=False, owner__email__startswith="officer5@")
    return next(case for case in rows.filter(**which).order_by("pk") if not strand or case.strands == [strand])
"""
"""What code needs to bring a case of the demo into the state of a picture, by the hub's own actions."""
OFFENCES = ("ca_127_1", "poa_29b_orientation", "poa_4a")
"""A limit that runs from what a prosecutor knows; none, with a consent that is wanted; six months, where they are."""
STRAND = "sexual_orientation"
WHY = "It is rude, and it says what somebody thinks. Nothing in it threatens anybody."
WEIGHED = {
    "words_and_context": "The exact words stand in the report, and they stood alone",
    "audience_and_reach": "Public: anyone could read it",
    "public_interest": "No, none of these",
    "more_than_offensive": "No: it offends, shocks or is rude, and no more",
    "necessary_and_proportionate": "No: anybody may answer it, and nobody is kept from anything",
    "less_intrusive": "Yes, and it is enough",
}
OTHERWISE = "The last sentence says what will be done, and to whom. That is more than an opinion."
READ = {
    **WEIGHED,
    "more_than_offensive": "Yes: it threatens harm or calls for it",
    "necessary_and_proportionate": "Yes: the need is pressing, and acting is proportionate to it",
    "less_intrusive": "Yes, and it is not enough here",
}
"""What bears on freedom of expression, as the officer and the second reader weighed it."""
ASKED = "You did not see what it answers. The week before, the same account said which house it meant."


class Looking(Protocol):
    """What takes the photographs."""

    def look(self, name: str, page: Page) -> None: ...

    def visit(self, page: Page, name: str, address: str) -> None: ...


def assessment(gallery: Looking, live: Live, page: Page) -> None:
    """Show an assessment that is begun, each of its pages, what contradicts itself, and the advice asked again."""
    known = "from upstander.duties.assessment.models import Decision, KnownFacts\n"
    case = live.python(f"{known}print(KnownFacts.objects.get(case__state='claimed').case.reference)").strip()
    decided = live.python(
        f"{known}print(Decision.objects.filter(state='final', case__owner__email__startswith='officer3@')"
        ".exclude(facts={}).first().case.reference)"
    ).strip()
    walks.sign_in(page, live.url, "officer4", gallery.look)
    here = f"{live.url}/desk/case/{case}/assessment/"
    for slug in ("what", "like", "people", "victim-1", "suspects", "expression", "open"):
        gallery.visit(page, f"assess-{slug}", f"{here}{slug}/")
    gallery.visit(page, "assessment", here)
    page.goto(f"{here}expression/")
    page.locator("input[name=criticism_only][value=yes]").check()
    walks.go_on(page, "Save and go on")
    gallery.look("assess-contradiction", page)
    page.goto(f"{here}suspects/")
    page.locator("input[name=age-1]").fill("15")
    walks.go_on(page, "Save and go on")
    gallery.visit(page, "assessment-child", here)
    page.goto(f"{live.url}/desk/case/{case}/decide/?finding=crime")
    gallery.look("decide-advised", page)
    page.locator("input[value=osa_181]").check()
    walks.go_on(page)
    gallery.look("decide-by-victim", page)
    _many_victims(gallery, page, here)
    walks.sign_in(page, live.url, "officer3", gallery.look)
    gallery.visit(page, "decision-points", f"{live.url}/desk/case/{decided}/decision/")
    page.get_by_role("link", name="What the law said to the facts").first.click()
    page.wait_for_load_state()
    gallery.look("assessment-again", page)


def _many_victims(gallery: Looking, page: Page, here: str) -> None:
    """Show a strand with the faith targeted, and hostility asked for one by one and for several of seven victims."""
    page.goto(f"{here}victim-1/")
    page.locator("input[name=perceived][value=religion]").check()
    page.locator("input[name=by-religion][value=victim]").check()
    page.locator("input[name=faiths-religion][value=jewish]").check()
    gallery.look("assess-faith", page)
    walks.go_on(page, "Save and go on")
    page.goto(f"{here}people/")
    page.locator("input[name=victims]").fill("7")
    walks.go_on(page, "Save and go on")
    page.goto(here.replace("assessment/", "decide/"))
    gallery.look("decide-hostility", page)
    page.locator("input[name$='several-1-answer'][value=race]").check()
    page.locator("input[name$='several-1-whom'][value='2']").check()
    page.locator("input[name$='hostility-2'][value=none]").check()
    walks.go_on(page)
    gallery.look("decide-hostility-error", page)
    page.goto(here.replace("assessment/", "questions/"))
    page.locator("input[name=V1][value=yes]").check()
    page.locator("input[name=T1][value=no]").check()
    walks.go_on(page, "Save the answers")
    gallery.visit(page, "assessment-child-perhaps", here)


def time_limits(gallery: Looking, live: Live, page: Page) -> None:
    """Show the time limits of a crime and what is recorded on the way to its charge."""
    case = live.python(
        f"{DECIDING}\ncase = claimed({STRAND!r})\n"
        f"said = a_crime(*{OFFENCES!r}, strands=[{STRAND!r}], conduct_on=None)\n"
        "decision = decide(case=case, actor=who('officer5'), at=now, **said)\n"
        "sign_off(decision=decision, agrees=True, reasons='Met, and weighed.', actor=who('senior'), at=now)\n"
        "print(case.reference)"
    ).strip()
    here, today = f"{live.url}/desk/case/{case}/limits/", date.today()
    walks.sign_in(page, live.url, "officer5", gallery.look)
    gallery.visit(page, "limits", here)
    gallery.visit(page, "limits-conduct", f"{here}conduct/")
    page.get_by_label("Yes", exact=True).check()
    walks.go_on(page, "Record")
    gallery.look("limits-conduct-error", page)
    _fill(page, today - timedelta(days=12), shown_by="The date that the platform gives the post.")
    walks.go_on(page, "Record")
    gallery.visit(page, "limits-prosecutor", f"{here}prosecutor/")
    page.get_by_label("Yes", exact=True).check()
    _fill(page, today - timedelta(days=4), who="CPS Direct", given="The file with the package of reports, version 1.",
          proof="Receipt of the file, in the notes of the case.")  # fmt: skip
    walks.go_on(page, "Record")
    page.get_by_role("link", name="Correct").first.click()
    page.wait_for_load_state()
    gallery.look("limits-prosecutor-correct", page)
    page.goto(here)
    page.locator("main a[href*='/limits/consent/']").first.click()
    page.wait_for_load_state()
    gallery.look("limits-consent", page)
    page.get_by_label("Asked for", exact=True).check()
    _fill(page, today - timedelta(days=2), reference="Letter of that day, in the notes of the case")
    walks.go_on(page, "Record")
    gallery.visit(page, "limits-charge", f"{here}charge/")
    _charge(page, today, "poa_29b_orientation")
    gallery.look("limits-charge-refused", page)
    gallery.visit(page, "limits-recorded", here)
    page.goto(f"{here}consent/")
    page.locator("input[name=which][value='ca_127_1 prosecutor']").check()
    page.get_by_label("Given", exact=True).check()
    _fill(page, today, reference="Decision of today, in the notes of the case")
    walks.go_on(page, "Record")
    page.goto(f"{here}charge/")
    _charge(page, today, "ca_127_1")
    gallery.look("limits-charged", page)
    page.get_by_role("link", name="Take back").first.click()
    page.wait_for_load_state()
    gallery.look("limits-take-back", page)


def review_asked(gallery: Looking, live: Live, page: Page) -> None:
    """Show how somebody who reported asks, once, for a review of what was decided."""
    link = "https://x.com/example_account/status/1790000000000000077"
    reference, code = walks.report(
        page, live.url, _unseen, email="somebody.else@people.example", pictures=[], link=link
    )
    live.python(
        f"{DECIDING}\nfrom upstander.record.cases.grants import case_of\n"
        f"case, officer = case_of(Report.objects.get(reference={reference!r})), who('officer3')\n"
        "case = claim(case=case, actor=officer, at=now)\n"
        f"said = no_crime(conduct_on=now.date(), reasons={WHY!r}, expression={WEIGHED!r})\n"
        "decide(case=case, actor=officer, at=now, **said)\n"
        "close(case=case, closing_reason='not_criminal', actor=officer, at=now)"
    )
    walks.follow(page, live.url, reference, code, _unseen)
    gallery.look("follow-decided", page)
    gallery.visit(page, "follow-review", f"{live.url}/follow/review")
    walks.go_on(page, "Ask for a review")
    gallery.look("follow-review-error", page)
    page.locator("textarea[name=words]").fill(ASKED)
    walks.go_on(page, "Ask for a review")
    gallery.look("follow-review-asked", page)
    gallery.visit(page, "follow-review-again", f"{live.url}/follow/review")


def second_readings(gallery: Looking, live: Live, page: Page) -> None:
    """Show a reading that is blind, two that differ, one that nobody answers, and what came of them."""
    first, unanswered = _drawn(live, opened_by__files__isnull=False), _drawn(live)
    walks.sign_in(page, live.url, "officer1", gallery.look)
    gallery.visit(page, "readings", f"{live.url}/desk/readings/")
    page.get_by_role("link", name=f"Read {first}").click()
    page.wait_for_load_state()
    gallery.look("reading", page)
    for what in ("Show the words", "Show the picture"):
        if page.get_by_role("button", name=what).count():
            page.get_by_role("button", name=what).first.click()
            page.wait_for_load_state()
    gallery.look("reading-opened", page)
    walks.go_on(page, "Keep my reading")
    gallery.look("reading-error", page)
    page.get_by_label("A crime", exact=True).check()
    page.locator("textarea[name=reasons]").fill(OTHERWISE)
    for factor, words in READ.items():
        page.locator(f"textarea[name=about_{factor}]").fill(words)
    walks.go_on(page, "Keep my reading")
    live.python(
        f"{DECIDING}\nfrom datetime import timedelta\n"
        f"Reading.objects.filter(case__reference={unanswered!r}).update(due_at=now - timedelta(hours=1))"
    )
    walks.sign_in(page, live.url, "inspector", gallery.look)
    gallery.visit(page, "readings-supervisor", f"{live.url}/desk/readings/")
    _open(gallery, page, "reading-unanswered", unanswered)
    page.goto(f"{live.url}/desk/readings/")
    _open(gallery, page, "reading-settle", first)
    walks.go_on(page, "Settle it")
    gallery.look("reading-settle-error", page)
    page.locator("input[name=stands][value=no]").check()
    page.locator("textarea[name=reasons]").fill("The second reader is right about the last sentence.")
    walks.go_on(page, "Settle it")
    gallery.look("readings-settled", page)
    walks.sign_in(page, live.url, "officer5", gallery.look)
    gallery.visit(page, "desk-mine-looked-at-anew", f"{live.url}/desk/mine/")
    gallery.visit(page, "readings-outcome", f"{live.url}/desk/readings/")


def review_decided(gallery: Looking, live: Live, page: Page) -> None:
    """Show the review that was asked for to a supervisor who decides it."""
    walks.sign_in(page, live.url, "senior", gallery.look)
    page.goto(f"{live.url}/desk/readings/")
    page.locator("main a[href*='/appeals/']").first.click()
    page.wait_for_load_state()
    gallery.look("appeal", page)
    here = page.url
    walks.go_on(page, "Decide the review")
    gallery.look("appeal-error", page)
    page.locator("input[name=upheld][value=yes]").check()
    page.locator("textarea[name=reasons]").fill("What it answers was not read. Together they say which house is meant.")
    walks.go_on(page, "Decide the review")
    gallery.visit(page, "appeal-decided", here)


def _drawn(live: Live, **which: object) -> str:
    """Decide that a claimed case is no crime, let the lot fall on the first officer, and return its reference."""
    return live.python(
        f"{DECIDING}\nfrom upstander.duties.assessment.actions import draw_reading\n"
        "class Lot:\n"
        "    def shuffle(self, users):\n"
        "        users.sort(key=lambda user: (user.role != 'hub_officer', user.email))\n"
        "draw_reading.SystemRandom, settings.SECOND_READINGS = Lot, 100\n"
        f"case = claimed(**{which!r})\n"
        f"said = no_crime(conduct_on=now.date(), reasons={WHY!r}, expression={WEIGHED!r})\n"
        "decide(case=case, actor=who('officer5'), at=now, **said)\n"
        "print(case.reference)"
    ).strip()


def _charge(page: Page, today: date, offence: str) -> None:
    """Enter a charge."""
    page.locator("select[name=offence]").select_option(offence)
    page.get_by_label("Charge", exact=True).check()
    _fill(page, today, reference="As on the charge sheet")
    walks.go_on(page, "Record")


def _fill(page: Page, on: date, **said: str) -> None:
    """Fill in the day and the words of a form of the way to a charge."""
    for part in ("day", "month", "year"):
        page.locator(f"input[name=on-{part}]").fill(str(getattr(on, part)))
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)


def _open(gallery: Looking, page: Page, name: str, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state()
    gallery.look(name, page)


def _unseen(name: str, page: Page) -> None:
    """Walk on without a photograph."""


PAGES = (assessment, time_limits, review_asked, second_readings, review_decided)
