"""Photographs of a campaign: its row in the queue, its page, what stands singly, and taking one out."""

from playwright.sync_api import Page

from tests.gallery_assessed import Looking
from tests.journeys import walks
from tests.live import Live

FLOOD = """
import random
from datetime import timedelta
from django.utils import timezone
from bench.flooding import held_by_more_than
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.duties.campaigns.models import Campaign
from upstander.record.people.actors import PUBLIC
from upstander.record.people.identity import Identity
from upstander.record.work.worker import run_all

run_all()
text = (
    "They moved a hundred of them into the old hotel overnight and nobody was asked. Copy this and send it to everyone "
    "before it is taken down."
)
link = "https://x.com/i/status/7700000000000000001"
pick, now = random.Random(4), timezone.now()
with held_by_more_than(12):
    for number in range(140):
        said = dict(
            account=text, posts=(SaidPost(link=link, platform="x"),), told_as="witness", targeted="group",
            strands=("race",), identity=Identity(email=f"crowd.{number}@people.example" if number % 3 else ""),
        )
        if number == 80:
            said |= {"account": text + " My shop is opposite the hotel and two men photographed my door on Friday."}
        if number == 95:
            said |= {"told_as": "victim", "targeted": "person"}
        if number == 110:
            said |= {"posts": (SaidPost(link=link[:-1] + "2", platform="x"),)}
        at = now - timedelta(hours=20) + timedelta(minutes=number * 6) + timedelta(minutes=pick.uniform(0, 90))
        receive(Submission(**said), channel="web", actor=PUBLIC, at=at)
        if number % 20 == 19:
            run_all()
print(Campaign.objects.latest("pk").pk)
"""
"""A flood of one text in a day, with three genuine reports among it, by the hub's own actions."""


def campaign(gallery: Looking, live: Live, page: Page) -> None:
    """A campaign as an officer finds it."""
    number = live.python(FLOOD).strip()
    walks.sign_in(page, live.url, "officer1", gallery.look)
    there = f"{live.url}/desk/campaigns/{number}/"
    page.goto(f"{live.url}/desk/")
    for _ in range(5):
        if page.locator(f"a[href$='/campaigns/{number}/']").count():
            break
        page.get_by_role("link", name="Next").first.click()
        page.wait_for_load_state()
    gallery.look("desk-queue-campaign", page)
    gallery.visit(page, "campaign", there)
    gallery.visit(page, "campaign-singly", f"{there}?stands=singly")
    page.goto(there)
    page.locator("main td a", has_text="Look at this one singly").first.click()
    page.wait_for_load_state()
    gallery.look("campaign-take-out", page)
    page.locator("textarea[name=reason]").fill("The place is known to me.")
    walks.go_on(page, "Look at this one singly")
    page.goto(there)
    page.get_by_role("button", name="Claim").first.click()
    page.wait_for_load_state()
    gallery.look("case-of-a-campaign", page)
    gallery.visit(page, "campaign-joining", there)


PAGES = (campaign,)
