"""The scene of the matrix: one user of every role, and one case for every relation in which a role can stand to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.access.canaries import CONTENT, IDENTITY, canary, picture
from tests.access.need_to_know import add_what_is_reviewed, keep_to_those_who_need_to_know
from tests.access.overseen import add_what_is_overseen
from tests.access.planting import plant
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.models import Appeal, Decision, Reading
from upstander.duties.bundling.actions.suggest import suggest
from upstander.duties.bundling.models import Suggestion
from upstander.duties.campaigns.models import Campaign, Member
from upstander.duties.casework.models import HandedOver, Note, Sample, SavedView, SecondLook, ShiftHandover, Task
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence.models import Package
from upstander.duties.intake.actions.receive import Received, receive
from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.law import disposition, expression, places
from upstander.law.access import Role
from upstander.law.offences import Offence, offences
from upstander.law.recording import sign_off_needed
from upstander.record.cases.models import Case
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.actors import PUBLIC, Actor, acting, partner
from upstander.record.people.identity import Identity
from upstander.record.people.models import HubProfile, Organisation, Token, User
from upstander.record.people.tokens import digest_of
from upstander.record.vault.keeping import deposit
from upstander.record.work.models import Item

ROLES = [role for role in Role if role not in (Role.PUBLIC, Role.COMPLAINANT, Role.SYSTEM)]
HUB_ROLES = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR)
FORCE_ROLES = (Role.FORCE_OFFICER, Role.FORCE_COORDINATOR)
VISITOR, COMPLAINANT, NOT_ENROLLED = "visitor", "complainant", "not_enrolled"
MACHINE, OTHER_MACHINE = "machine", "other_machine"
VIEWERS = [VISITOR, COMPLAINANT, NOT_ENROLLED, *(role.value for role in ROLES), MACHINE, OTHER_MACHINE]
"""complainant: follows the report of the case that nobody has claimed; not_enrolled: a hub officer without a factor."""
RELATIONS = (
    "unclaimed", "own", "others", "awaiting", "closed", "offered", "accepted", "notified", "contact", "elsewhere",
    "restricted", "member", "glass", "conflict",
)  # fmt: skip
"""own: claimed by the viewer, or sent by the machine; others: claimed by another officer; awaiting: another's decision
waits for a signature; offered, accepted, notified: to, by and towards the viewer's force; contact: the viewer's force
has taken on the contact with the victim; elsewhere: offered to another force; restricted: to its officer alone;
member: restricted, the viewers of the hub among its members; glass: restricted, and they have broken the glass;
conflict: they are members of it, and have declared a connection to it. All but the first two are worked by another
officer."""
ASIDE = ("reviewed", "declared")
"""What is said beside a case and not in it: why the glass was broken, and what a connection is."""
_NEED_TO_KNOW = ("restricted", "member", "glass", "conflict")
_OF_THE_HUB = ("unclaimed", "own", "others", "awaiting", "closed", "accepted", "elsewhere", *_NEED_TO_KNOW)
_OF_A_FORCE = (
    "unclaimed", "others", "closed", "offered", "accepted", "notified", "contact", "elsewhere", "restricted",
)  # fmt: skip
_OF_NOBODY = ("unclaimed", "own")
RELATIONS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*HUB_ROLES, Role.ADMINISTRATOR, Role.AUDITOR), _OF_THE_HUB),
    **dict.fromkeys(FORCE_ROLES, _OF_A_FORCE),
    MACHINE: ("unclaimed", "own", "others"),
}
"""The relations that can differ for a viewer; for everyone else two show that no case is even looked at."""


def relations_of(viewer: str) -> tuple[str, ...]:
    """Return the relations in which a viewer is tried."""
    return RELATIONS_OF.get(viewer, _OF_NOBODY)


OURS, THEIRS = "E23000010", "E23000013"


@dataclass
class Matter:
    """One case with what belongs to it, for the addresses that name its parts."""

    name: str
    received: Received
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """Return the case."""
        return Case.objects.get(pk=self.received.case.pk)


@dataclass
class Scene:
    """Everybody and everything of the matrix."""

    at: datetime
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    """By relation; `own` once for each role that can claim: `ownsupervisor`."""

    def client(self, viewer: str) -> Client:
        """Return a browser or machine of the viewer."""
        client = Client(HTTP_HOST="localhost", raise_request_exception=False)
        if viewer in self.tokens:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[viewer]}"
        elif viewer == COMPLAINANT:
            followed = self.matters["unclaimed"].received
            said = {"reference": followed.report.reference, "code": followed.return_code}
            client.post(reverse("public:follow"), said)
        elif viewer != VISITOR:
            sign_in(client, self.users[viewer], factor="" if viewer == NOT_ENROLLED else "totp")
        return client

    def matter(self, viewer: str, relation: str) -> Matter:
        """Return the case that stands in this relation to the viewer."""
        mine = f"own{viewer.replace('_', '')}"
        name = relation if relation != "own" else mine if mine in self.matters else OWN
        return self.matters[name]

    def relation(self, viewer: str, name: str) -> str:
        """Return in which relation the viewer stands to the case of this name."""
        if not name.startswith("own"):
            return name
        return "own" if name == f"own{viewer.replace('_', '')}" else "others"


OWN = f"own{Role.HUB_OFFICER.value.replace('_', '')}"


def build() -> Scene:
    """Make the scene in the caller's transaction, by the real actions."""
    cache.clear()
    Path(settings.PACKAGES_FOLDER).mkdir(parents=True, exist_ok=True)
    scene = Scene(timezone.now())
    hub = Organisation.objects.create(kind=Organisation.Kind.HUB, code="hub", name="The hub")
    HubProfile.objects.create(organisation=hub, scope=HubProfile.Scope.NATIONAL, holding_force="E23000001")
    force, other_force = _force(OURS), _force(THEIRS)
    for role in ROLES:
        scene.users[role.value] = _user(role, role.value, force if role in FORCE_ROLES else hub)
        enrol_totp(scene.users[role.value])
    scene.users[NOT_ENROLLED] = _user(Role.HUB_OFFICER, NOT_ENROLLED, hub)
    scene.users["other"] = _user(Role.HUB_OFFICER, "other", hub)
    other = acting(scene.users["other"])
    work = _Work(scene, other)
    for name in (MACHINE, OTHER_MACHINE):
        sender = Organisation.objects.create(kind=Organisation.Kind.OUTSIDE, code=name, name=name)
        token = Token.objects.create(organisation=sender, label="t", digest=digest_of(name), made_at=scene.at)
        scene.tokens[name] = name
        work.matter(f"own{name.replace('_', '')}", channel="api", actor=partner(token), sender=sender)
    work.matter("unclaimed")
    for own in HUB_ROLES:
        work.claimed(f"own{own.value.replace('_', '')}", acting(scene.users[own.value]))
    work.claimed("others", other)
    work.awaiting("awaiting")
    work.closed("closed")
    work.offered("offered", force)
    work.accepted("accepted", force, acting(scene.users[Role.FORCE_OFFICER.value]))
    work.notified("notified", force)
    work.in_contact("contact", force, acting(scene.users[Role.FORCE_OFFICER.value]))
    work.offered("elsewhere", other_force)
    keep_to_those_who_need_to_know(scene, work.decided)
    for matter in scene.matters.values():
        suggest(report=matter.received.report, at=scene.at)
    for matter in scene.matters.values():
        _add_parts(scene, matter)
    add_what_is_reviewed(scene)
    add_what_is_overseen(scene)
    plant(
        {matter.received.case.pk: matter.name for matter in scene.matters.values()},
        {matter.received.report.pk: matter.name for matter in scene.matters.values()},
        at=scene.at, by=scene.users["other"],
    )  # fmt: skip
    return scene


def _add_parts(scene: Scene, matter: Matter) -> None:
    """Give every case a suggestion, a package, a letter in doubt, stuck work, and an offer to ask for by number."""
    report, said = matter.received.report, canary(CONTENT, matter.name)
    beside = scene.matters["others" if matter.name == "unclaimed" else "unclaimed"].received.report
    matter.parts["suggestion"] = Suggestion.objects.get(report__in=(report, beside), earlier__in=(report, beside))
    matter.parts["campaign"] = Campaign.objects.create(found_at=scene.at, found_before=1, first_at=scene.at)
    Member.objects.create(
        campaign=matter.parts["campaign"], report=report, case=report.own_case, at=scene.at, why=["words"], reason=said,
        taken_out_by=scene.users["other"], taken_out_at=scene.at,
    )  # fmt: skip
    matter.parts.setdefault("offer", scene.matters["elsewhere"].parts["offer"])
    place = f"{matter.name}.zip"
    (Path(settings.PACKAGES_FOLDER) / place).write_bytes(said.encode())
    matter.parts["package"] = Package.objects.create(
        case=matter.case, version=1, state=Package.State.READY, asked_at=scene.at, done_at=scene.at, name=place,
        place=place, size=len(said), sha256=sha256(said.encode()).hexdigest(), trouble=said, leaving="released",
    )  # fmt: skip
    letter = Letter(f"{canary(IDENTITY, matter.name)}@example.org", "About your report", canary(IDENTITY, matter.name))
    matter.parts["message"] = post(letter, kind="received", about=report, not_before=scene.at)
    Message.objects.filter(pk=matter.parts["message"].pk).update(state=Message.State.IN_DOUBT)
    _add_casework(scene, matter, said)
    about = {"report": report.pk}
    matter.parts["item"] = Item.objects.create(
        name="look_for_others", about=about, state=Item.State.STUCK, due_at=scene.at, asked_at=scene.at
    )


def _add_casework(scene: Scene, matter: Matter, said: str) -> None:
    """Give every case a note, a task of the hub officer, and a place in a hand-over that nobody has read."""
    by, whose = scene.users["other"], scene.users[Role.HUB_OFFICER.value]
    matter.parts["note"] = Note.objects.create(case=matter.case, kind="fact", text=said, by=by, at=scene.at)
    matter.parts["task"] = Task.objects.create(
        case=matter.case, what=said, whose=whose, due_at=scene.at, by=by, at=scene.at
    )
    handed = ShiftHandover.objects.create(organisation=by.organisation, by=by, at=scene.at)
    HandedOver.objects.create(handover=handed, case=matter.case, why="open", text=said)
    matter.parts["handover"] = handed
    sample, _ = Sample.objects.get_or_create(
        organisation=by.organisation, since=scene.at - timedelta(days=7), until=scene.at,
        defaults={"seed": "seed", "drawn_from": [], "drawn_by": by, "drawn_at": scene.at},
    )  # fmt: skip
    matter.parts["view"], _ = SavedView.objects.get_or_create(
        owner=by, name="Shared by another", organisation=by.organisation,
        defaults={"query": "strand=race", "shared": True, "made_at": scene.at},
    )  # fmt: skip
    matter.parts["look"] = SecondLook.objects.create(sample=sample, case=matter.case, note=said)
    _add_what_is_reconsidered(scene, matter, said)


def _add_what_is_reconsidered(scene: Scene, matter: Matter, said: str) -> None:
    """Give every case a second reading that another person is to answer, and a review that its reporter asks for."""
    by, until = scene.users["other"], scene.at + timedelta(days=30)
    decision = Decision.objects.create(
        case=matter.case, finding="not a crime", state=Decision.State.RETURNED, reasons=said, expression={},
        decided_by=by, decided_at=scene.at,
    )  # fmt: skip
    matter.parts["returned"] = decision
    matter.parts["reading"] = Reading.objects.create(
        case=matter.case, decision=decision, reader=by, drawn_at=scene.at, due_at=until
    )
    matter.parts["appeal"] = Appeal.objects.create(
        case=matter.case, report=matter.received.report, decision=decision, words=said, asked_at=scene.at,
        acknowledge_by=until, finish_by=until,
    )  # fmt: skip


@dataclass
class _Work:
    """Brings cases into their states; every word that is said about a case carries its canary."""

    scene: Scene
    other: Actor

    def matter(
        self, name: str, *, channel: str = "web", actor: Actor = PUBLIC, sender: Organisation | None = None
    ) -> Matter:
        said, who = canary(CONTENT, name), canary(IDENTITY, name)
        stored = deposit(BytesIO(picture(name)))
        posts = (
            SaidPost(link=f"https://x.com/{said}/status/1799999999999999999", platform="x", text=said, handle=said),
            *(SaidPost(link=f"https://example.org/{other}", text=said) for other in self._shared(name)),
        )
        submission = Submission(
            account=said, why=said, strands=("religion",), posts=posts, files=(SentFile(stored, f"{said}.png"),),
            told_as="victim", targeted="person", target_note=said, seen_from=said, home=said, poster_note=said,
            identity=Identity(name=who, email=f"{who}@example.org", phone=who, note=who), contact_means="email",
        )  # fmt: skip
        received = receive(submission, channel=channel, actor=actor, at=self.scene.at, sender=sender)
        self.scene.matters[name] = Matter(name, received, {"file": received.report.files.get()})
        return self.scene.matters[name]

    def _shared(self, name: str) -> list[str]:
        """Return the pages named in a case: one of its own; all of them in the unclaimed one, for suggestions."""
        mine = [f"own{role.value.replace('_', '')}" for role in HUB_ROLES]
        return [one for one in (*RELATIONS, *mine) if name in (one, "unclaimed")] or [name]

    def claimed(self, name: str, by: Actor) -> Matter:
        matter = self.matter(name)
        claim(case=matter.case, actor=by, at=self.scene.at)
        return matter

    def decided(self, name: str, *, signed: bool = False) -> Matter:
        matter, said, on = self.claimed(name, self.other), canary(CONTENT, name), timezone.localdate(self.scene.at)
        chosen = _offence(lambda one: bool(sign_off_needed([one.id], on)) is signed)
        matter.parts["decision"] = decide(
            case=matter.case, finding="crime", offences=[chosen.id], strands=["religion"],
            elements={chosen.id: {element.id: said for element in chosen.elements}}, reasons=said,
            expression={factor.id: said for factor in expression.factors(on)}, actor=self.other, at=self.scene.at,
        )  # fmt: skip
        return matter

    def awaiting(self, name: str) -> None:
        self.decided(name, signed=True)

    def closed(self, name: str) -> None:
        matter = self.claimed(name, self.other)
        reasons = disposition.closing_reasons(timezone.localdate(self.scene.at))
        reason = next(one for one in reasons if one.crime == "either")
        close(
            case=matter.case, closing_reason=reason.key, reasons=canary(CONTENT, name), actor=self.other,
            at=self.scene.at,
        )  # fmt: skip

    def offered(self, name: str, to: Organisation, capacity: str = "investigating") -> Matter:
        matter, said = self.decided(name), canary(CONTENT, name)
        record_line(case=matter.case, positive=True, reasons=said, actor=self.other, at=self.scene.at)
        matter.parts["offer"] = offer(
            case=matter.case, force=to, capacity=capacity, reason=said, actor=self.other, at=self.scene.at
        )
        return matter

    def accepted(self, name: str, to: Organisation, by: Actor) -> None:
        matter = self.offered(name, to)
        accept(offer=matter.parts["offer"], force_reference=canary(CONTENT, name), actor=by, at=self.scene.at)

    def notified(self, name: str, to: Organisation) -> Matter:
        return self.offered(name, to, capacity="contact")

    def in_contact(self, name: str, to: Organisation, by: Actor) -> None:
        accept(offer=self.notified(name, to).parts["offer"], actor=by, at=self.scene.at)


def _force(code: str) -> Organisation:
    known = places.force(code)
    return Organisation.objects.create(kind=Organisation.Kind.FORCE, code=known.code, name=known.name)


def _user(role: Role, name: str, organisation: Organisation) -> User:
    user = User(
        email=f"{name}@example.org", name=name, role=role.value, organisation=organisation, made_at=timezone.now()
    )
    user.set_password("a password that is never typed")
    user.save()
    return user


def _offence(fits: Callable[[Offence], bool]) -> Offence:
    return next(one for one in offences(timezone.localdate()) if fits(one))
