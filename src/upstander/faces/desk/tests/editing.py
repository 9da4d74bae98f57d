"""Every form that changes a case, ready to be sent as a browser would send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from upstander.duties.allocation.actions.offer import offer
from upstander.duties.assessment.actions.ask_appeal import ask_appeal
from upstander.duties.assessment.actions.ask_consent import ask_consent
from upstander.duties.assessment.actions.date_conduct import date_conduct
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.read_second import read_second
from upstander.duties.assessment.actions.record_consent import record_consent
from upstander.duties.assessment.models import Reading
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.suggest import suggest
from upstander.duties.bundling.models import Suggestion
from upstander.duties.campaigns.counting_in import stand
from upstander.duties.campaigns.models import Campaign, Member
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.evidence.models import Package
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.hold_report import hold_report
from upstander.faces.conftest import COMMUNICATIONS, PLAIN_OFFENCE, expression, fresh
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, grant
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import Organisation, User
from upstander.record.work import worker

TYPED = "Words that took a while to write."
LEEDS = "E23000010"


@dataclass
class Form:
    """One form of a page: where it leads and what it sends by itself."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms that post, with their hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", "")) if said.get("method") == "post" else None
            if self._open:
                self.found.append(self._open)
        elif tag == "input" and self._open and said.get("type") == "hidden":
            self._open.fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass
class Scene:
    """What the cases of this test are made with."""

    made: Mapping[str, Callable[..., Case]]
    report: Callable[..., Received]
    officer: User
    supervisor: User
    third: User
    force: Callable[[str], Organisation]
    force_officer: User

    def case(self, at: str, **said: Any) -> Case:
        return self.made[at](**said)


@dataclass
class Asked:
    """One form, ready to be sent: who sends it, from which page, where to, with what."""

    case: Case
    who: User
    page: str
    to: str
    said: dict[str, Any]


def at_case(name: str, case: Case, **parts: Any) -> str:
    return reverse(f"desk:{name}", kwargs={"reference": case.reference, **parts})


def _simple(name: str, at: str, said: dict[str, Any], **making: Any) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case(at, **making)
        where = at_case(name, case)
        return Asked(case, scene.officer, where, where, said)

    return make


def _capture(scene: Scene) -> Asked:
    case = scene.case("claimed")
    where = at_case("capture", case, item=f"post-{case.opened_by.posts.get().pk}")
    return Asked(case, scene.officer, where, where, {"notes": TYPED})


def _reopen(scene: Scene) -> Asked:
    from upstander.duties.assessment.actions.close import close

    case = scene.case("claimed")
    close(case=case, closing_reason="outside_hub", actor=acting(scene.officer), at=timezone.now())
    return Asked(case, scene.officer, at_case("reopen", case), at_case("reopen", case), {"reason": TYPED})


def _sign_off(scene: Scene) -> Asked:
    case = scene.case("crime", code=COMMUNICATIONS)
    where = at_case("sign_off", case)
    return Asked(case, scene.supervisor, where, where, {"agrees": "yes", "reasons": TYPED})


def _suggestion(scene: Scene) -> tuple[Case, Received, Suggestion]:
    case = scene.case("claimed")
    other = scene.report()
    suggest(report=other.report, at=timezone.now())
    pair = (case.opened_by, other.report)
    return case, other, Suggestion.objects.get(report__in=pair, earlier__in=pair)


def _compare(scene: Scene) -> Asked:
    case, _other, row = _suggestion(scene)
    where = at_case("compare", case, suggestion=row.pk)
    return Asked(case, scene.officer, where, where, {"join": "1", "join-reason": TYPED})


def _leave_apart(scene: Scene) -> Asked:
    asked = _compare(scene)
    asked.said = {"leave": "1", "apart-reason": TYPED}
    return asked


def _take_out(scene: Scene) -> Asked:
    case, other, _row = _suggestion(scene)
    join(report=other.report, case=case, actor=acting(scene.officer), at=timezone.now())
    where = at_case("take_out", case, report=other.report.reference)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _withdraw(scene: Scene) -> Asked:
    case = scene.case("line")
    made = offer(
        case=case, force=scene.force(LEEDS), capacity="investigating", reason="x", actor=acting(scene.officer),
        at=timezone.now(),
    )  # fmt: skip
    where = at_case("withdraw", case, offer_id=made.pk)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _force(**said: str) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case("line")
        made = offer(
            case=case, force=scene.force(LEEDS), capacity="investigating", reason="x", actor=acting(scene.officer),
            at=timezone.now(),
        )  # fmt: skip
        where = reverse("force:offer", args=[made.pk])
        return Asked(case, scene.force_officer, where, where, dict(said))

    return make


def _reassign(scene: Scene) -> Asked:
    case = scene.case("claimed")
    where = at_case("reassign", case)
    return Asked(case, scene.officer, where, where, {"to": str(scene.supervisor.pk), "reason": TYPED})


def _review(scene: Scene) -> Asked:
    case = scene.case("claimed")
    return Asked(case, scene.officer, at_case("notes", case), at_case("review_mark", case), {"on": "yes"})


def _handover(scene: Scene) -> Asked:
    received = scene.report(knows_poster=True, poster_note="He works at the garage.")
    worker.run_all()
    where = at_case("handover", received.case)
    return Asked(received.case, scene.officer, where, where, {"how": TYPED, "force_reference": "WY 7"})


def _together(scene: Scene) -> Asked:
    case, other, _row = _suggestion(scene)
    where = at_case("together", case)
    return Asked(case, scene.officer, where, where, {"report": other.report.reference, "reason": TYPED})


def _restricted(scene: Scene) -> Case:
    case = scene.case("claimed")
    restrict(case=case, members=[scene.supervisor], reason="x", actor=acting(scene.officer), at=timezone.now())
    return case


def _lift(scene: Scene) -> Asked:
    case = _restricted(scene)
    where = at_case("lift_restriction", case)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _member(scene: Scene) -> Asked:
    case = _restricted(scene)
    said = {"user": str(scene.third.pk), "reason": TYPED}
    return Asked(case, scene.officer, at_case("members", case), at_case("members", case), said)


def _no_member(scene: Scene) -> Asked:
    case = _restricted(scene)
    where = at_case("remove_member", case, user=scene.supervisor.pk)
    return Asked(case, scene.officer, where, where, {"reason": TYPED})


def _report(name: str, **said: str) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = scene.case("claimed")
        if name == "release_hold":
            hold_report(
                report=case.opened_by, kind="sender", reason="x", actor=acting(scene.officer), at=timezone.now()
            )
        where = at_case(name, case, report=case.opened_by.reference)
        return Asked(case, scene.officer, where, where, dict(said))

    return make


def _today() -> dict[str, str]:
    today = timezone.localdate()
    return {f"on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}


def _charge(scene: Scene) -> Asked:
    case, at = scene.case("crime"), timezone.now()
    about = {"case": case, "actor": acting(scene.officer), "at": at}
    date_conduct(on=timezone.localdate(), shown_by="x", **about)
    consent = {"offence": PLAIN_OFFENCE, "giver": "prosecutor", "on": timezone.localdate(), "reference": "C 1"}
    ask_consent(**consent, **about)
    record_consent(answer="given", **consent, **about)
    where = at_case("limits_charge", case)
    said = {"offence": PLAIN_OFFENCE, "kind": "charge", "reference": "R 1", **_today()}
    return Asked(fresh(case), scene.officer, where, where, said)


def _assess(scene: Scene) -> Asked:
    case = scene.case("claimed")
    where = at_case("assess", case, slug="people")
    return Asked(case, scene.officer, where, where, {"victims": "13", "suspects": "17"})


def _not_a_crime(scene: Scene, case: Case) -> None:
    decide(
        case=case, finding="not a crime", disposition="no_record", reasons="x", expression=expression(),
        actor=acting(scene.officer), at=timezone.now(),
    )  # fmt: skip


def _settle_reading(scene: Scene) -> Asked:
    """Two readings that differ; the supervisor, who settles, was not free on the day of the lot."""
    case, at = scene.case("claimed"), timezone.now()
    grant(case, to=scene.supervisor, relation=Relation.CONFLICT, at=at)
    with override_settings(SECOND_READINGS=100):
        _not_a_crime(scene, case)
    end_grant(case, to=scene.supervisor, relation=Relation.CONFLICT, at=at)
    reading = Reading.objects.get(case=case)
    read_second(
        reading=reading, finding="crime", reasons="x", expression=expression(), actor=acting(scene.third), at=at
    )
    where = at_case("settle_reading", case, number=reading.pk)
    return Asked(fresh(case), scene.supervisor, where, where, {"stands": "yes", "reasons": TYPED})


def _appeal(scene: Scene) -> Asked:
    case = scene.case("claimed")
    _not_a_crime(scene, case)
    asked = ask_appeal(report=case.opened_by, words="x", actor=complainant(case.opened_by), at=timezone.now())
    where = at_case("appeal", case, number=asked.pk)
    return Asked(fresh(case), scene.supervisor, where, where, {"upheld": "no", "reasons": TYPED})


def _behind_a_campaign(scene: Scene) -> Asked:
    """A case that stands behind a campaign, to be taken out."""
    made = scene.report(told_as="witness")
    at = made.report.received_at
    campaign = Campaign.objects.create(found_at=at, found_before=1, first_at=at)
    member = Member.objects.create(campaign=campaign, report=made.report, case=made.case, at=at)
    where = at_case("singly", stand(member))
    return Asked(fresh(made.case), scene.officer, where, where, {"reason": TYPED})


def _waiting_package(scene: Scene, leaving: str = "waiting") -> Case:
    case = scene.case("line")
    Package.objects.create(
        case=case, version=1, state="ready", leaving=leaving, asked_by=scene.officer, asked_at=timezone.now(), name="p",
    )  # fmt: skip
    return case


def _release_package(answer: str) -> Callable[[Scene], Asked]:
    def make(scene: Scene) -> Asked:
        case = _waiting_package(scene)
        where = at_case("release_package", case, version=1)
        return Asked(case, scene.supervisor, where, where, {"answer": answer, "reason": TYPED})

    return make


def _withdraw_release(scene: Scene) -> Asked:
    case = _waiting_package(scene, "released")
    where = at_case("withdraw_release", case, version=1)
    return Asked(case, scene.supervisor, where, where, {"reason": TYPED})


FORMS: dict[str, Callable[[Scene], Asked]] = {
    "desk:singly": _behind_a_campaign,
    "desk:release": _simple("release", "claimed", {"reason": TYPED}),
    "desk:close": _simple("close", "claimed", {"closing_reason": "outside_hub", "reasons": TYPED, "confirmed": "yes"}),
    "desk:reopen": _reopen,
    "desk:capture": _capture,
    "desk:material": _simple("material", "claimed", {"text": TYPED, "found_how": "I looked.", "authority": "none"}),
    "desk:compare": _compare,
    "desk:compare leave": _leave_apart,
    "desk:take_out": _take_out,
    "desk:sign_off": _sign_off,
    "desk:release_package": _release_package("release"),
    "desk:release_package return": _release_package("return"),
    "desk:withdraw_release": _withdraw_release,
    "desk:line": _simple("line", "crime", {"positive": "yes", "reasons": TYPED}),
    "desk:force": _simple("force", "line", {"force": LEEDS, "capacity": "investigating", "reason": TYPED}),
    "desk:facts": _simple("facts", "line", {"event_place": TYPED[:20]}),
    "desk:withdraw": _withdraw,
    "desk:package": _simple("package", "line", {}),
    "desk:reassign": _reassign,
    "desk:review_mark": _review,
    "desk:handover": _handover,
    "desk:together": _together,
    "desk:triage": _simple("triage", "claimed", {"E1": "no", "band": "high", "reason_high": TYPED}),
    "desk:restrict": _simple("restrict", "claimed", {"reason": TYPED}),
    "desk:lift_restriction": _lift,
    "desk:members": _member,
    "desk:remove_member": _no_member,
    "desk:assess": _assess,
    "desk:limits_conduct": _simple("limits_conduct", "crime", {"known": "no", "shown_by": TYPED}),
    "desk:limits_prosecutor": _simple(
        "limits_prosecutor", "crime", {**_today(), "who": "An office", "given": TYPED, "proof": "x", "enough": "yes"}
    ),
    "desk:limits_consent": _simple(
        "limits_consent",
        "crime",
        {**_today(), "which": f"{PLAIN_OFFENCE} prosecutor", "answer": "asked", "reference": "C 1", "words": TYPED},
    ),
    "desk:limits_charge": _charge,
    "desk:settle_reading": _settle_reading,
    "desk:appeal": _appeal,
    "desk:hold": _report("hold", kind="sender", reason=TYPED),
    "desk:release_hold": _report("release_hold", reason=TYPED),
    "desk:withdraw_report": _report("withdraw_report", reason=TYPED),
    "force:offer": _force(**{"accept": "1", "accept-force_reference": "WY 1"}),
    "force:offer dispute": _force(**{"dispute": "1", "dispute-reason": TYPED}),
}
"""Every form that changes a case, as it is sent."""
NO_PICTURE = {
    "desk:claim": "exclusive by itself: the second who claims is told who was first",
    "desk:notes": "adds a note beside the case and changes nothing",
    "desk:correct_note": "as for notes; of two corrections of one note the second is refused",
    "desk:case_task": "adds a task beside the case and changes nothing",
    "desk:back_behind": "sets where the case stands in the queue; refused once somebody works on it",
    "desk:undo_apart": "opens a suggestion again, which is then judged on a page that shows both as they are",
    "desk:identity": "reads, with a reason",
    "desk:show": "reads, and is counted",
    "desk:translate": "adds a translation beside the words and changes nothing",
    "desk:erase": "asks a second person, who sees the case as it is then",
    "desk:glass": "reads, with a reason",
    "desk:connection": "closes the case to whoever declares it, however it stands",
    "desk:second_look": "a finding about work that is done, kept beside the case; the second is refused",
    "desk:old_record": "has a day on which it begins: see test_old_records",
    "desk:decide_step": "kept with the draft: see the tests below",
    "force:identity": "reads, with a reason",
}
"""Addresses that take a form about a case and need no picture, each with the argument."""
READ_ONLY = {
    "desk:limits", "desk:case", "desk:timeline", "desk:reports", "desk:decision", "desk:decide", "desk:assessment",
    "desk:replay",
}  # fmt: skip
