"""What officers of the demo asked to be shown, and two reports in other languages with their translations."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice

from upstander.config.demo.casework import Moment, Story
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.casework.actions.ask_lift import ask_lift
from upstander.duties.casework.actions.show import LimitReached, show
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.record.cases.grants import case_of, reports_of
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import PUBLIC, acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import HubProfile, User

ARABIC = "ارحلوا عن هذه المدينة، لا أحد يريدكم هنا. سنأتي إلى بيتكم يوم الجمعة."
TRANSLATIONS = (
    ("ar", "machine", "A translation program 4.2",
     "Leave this city, no one wants you here. We will come to your home on Friday."),
    ("ar", "certified", "Chartered translator, register 20417",
     "Leave this town, nobody wants you here. We shall come to your house on Friday."),
    ("cy", "person", "A Welsh speaker of the hub",
     "Go home, nobody wants you in this village. We will be at the door on Friday night."),
)  # fmt: skip
WELSH = "Ewch adref, does neb eich eisiau chi yn y pentref hwn. Fe fyddwn ni wrth y drws nos Wener."


def plan_of_looks(story: Story) -> Iterator[Moment]:
    """Yield the foreign reports, their translations, and who looked at how much."""
    first, second, third, fourth, _fifth = story.staff.officers
    taken: dict[str, Report] = {}
    yield Moment(story.now - timedelta(hours=7), lambda at: _send(taken, "ar", ARABIC, at))
    yield Moment(story.now - timedelta(hours=6.9), lambda at: _send(taken, "cy", WELSH, at))
    yield Moment(story.now - timedelta(hours=6), lambda at: _translate(taken, second, at))
    for hours, officer, times in ((50, first, 14), (28, second, 22), (27, third, 31), (3, first, 9), (2.5, fourth, 17)):
        yield Moment(story.now - timedelta(hours=hours), partial(_look, officer, times))
    yield Moment(story.now - timedelta(hours=1), lambda at: _too_much(third, at))


def _send(taken: dict[str, Report], language: str, text: str, at: datetime) -> None:
    link = f"https://www.facebook.com/quiet.corner.{language}/posts/8812345678901"
    submission = Submission(
        account="It stood under a picture of our shop." if language == "ar" else "Roedd hyn ar dudalen y pentref.",
        why="It says that we should leave, and when they will come.", strands=("race",), targeted="person",
        told_as="victim", seen_from="CF10 3NQ", home="CF10 3NQ", language="cy" if language == "cy" else "en-gb",
        posts=(SaidPost(link, "facebook", text, f"quiet.corner.{language}"),), contact_means="email",
        identity=Identity("Nia Sayed" if language == "ar" else "Gwen Harri", f"{language}@people.example", "", ""),
    )  # fmt: skip
    taken[language] = receive(submission, channel="web", actor=PUBLIC, at=at).report


def _translate(taken: dict[str, Report], officer: User, at: datetime) -> None:
    """Have the Arabic post translated by a program and by a certified translator, the Welsh one by a colleague."""
    actor = acting(officer)
    for report in taken.values():
        if case_of(report).state == "new":
            claim(case=case_of(report), actor=actor, at=at)
    for language, made_by, maker, text in TRANSLATIONS:
        report = taken[language]
        if case_of(report).owner == officer:
            add_translation(
                report=report, post=report.posts.get(), language_from=language, text=text, made_by=made_by,
                maker=maker, made_on=at.date(), actor=actor, at=at,
            )  # fmt: skip


def _look(officer: User, times: int, at: datetime) -> None:
    """Ask for the words of the officer's own reports, one after the other and from the beginning again."""
    own = Case.objects.filter(owner=officer, report_count__gt=0).order_by("opened_at", "pk")
    every = [(case, report) for case in own for report in reports_of(case)]
    for case, report in islice(cycle(every), times if every else 0):
        try:
            show(case=case, kind="words", records=[report.pk], actor=acting(officer), at=at)
        except LimitReached:
            return


def _too_much(officer: User, at: datetime) -> None:
    """Look until the pause is due, and ask for more."""
    _look(officer, HubProfile.objects.get().daily_looks + 1, at)
    ask_lift(actor=acting(officer), at=at)
