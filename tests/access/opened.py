"""Every act of the law of access, with how its row is opened or closed so that the matrix must notice."""

from collections.abc import Callable
from datetime import timedelta

from tests.access.cells import Visit
from tests.access.scene import COMPLAINANT, MACHINE
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.models import Package
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import receive
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.duties.oversight.actions.answer_act import approve_act
from upstander.duties.oversight.models import AskedAct
from upstander.law.access import Act, Relation, Role
from upstander.record.people.actors import acting

OPENED: list[tuple[Act, Role, list[Relation], str]] = [
    (Act.SEE_QUEUE, Role.ADMINISTRATOR, [Relation.ANY], "desk:queue"),
    (Act.SEE_QUEUE, Role.FORCE_OFFICER, [Relation.ANY], "desk:mine"),
    (Act.SEE_IDENTITY, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:identity"),
    (Act.SEE_IDENTITY, Role.FORCE_OFFICER, [Relation.OFFERED], "force:identity"),
    (Act.SEE_IDENTITY, Role.FORCE_COORDINATOR, [Relation.NOTIFIED], "force:identity"),
    (Act.SEE_FILE, Role.ADMINISTRATOR, [Relation.HUB], "desk:file"),
    (Act.ENTER_REPORT, Role.AUDITOR, [Relation.ANY], "desk:enter"),
    (Act.CLAIM, Role.ADMINISTRATOR, [Relation.HUB], "desk:claim"),
    (Act.RELEASE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:release"),
    (Act.BUNDLE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:take_out"),
    (Act.DECIDE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:decide"),
    (Act.SIGN_OFF, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:sign_off"),
    (Act.RECORD_LINE_OF_ENQUIRY, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:line"),
    (Act.RECORD_PROSECUTOR, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:limits_prosecutor"),
    (Act.RECORD_CHARGE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:limits_charge"),
    (Act.ALLOCATE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:facts"),
    (Act.CONFIRM_HANDOVER, Role.AUDITOR, [Relation.HUB], "desk:handovers"),
    (Act.ANSWER_OFFER, Role.HUB_OFFICER, [Relation.HUB], "force:offers"),
    (Act.BUILD_PACKAGE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:package"),
    (Act.RELEASE_PACKAGE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:release_package"),
    (Act.DOWNLOAD_PACKAGE, Role.ADMINISTRATOR, [Relation.HUB], "desk:download"),
    (Act.DOWNLOAD_PACKAGE, Role.FORCE_OFFICER, [Relation.NOTIFIED], "force:download"),
    (Act.CLOSE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:close"),
    (Act.REOPEN, Role.AUDITOR, [Relation.HUB], "desk:reopen"),
    (Act.SETTLE_TROUBLE, Role.HUB_OFFICER, [Relation.ANY], "desk:trouble"),
    (Act.BREAK_GLASS, Role.AUDITOR, [Relation.RESTRICTED], "desk:glass"),
    (Act.SEE_CASE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER, Relation.RESTRICTED], "desk:queue"),
    (Act.SEE_FILE, Role.SUPERVISOR, [Relation.HUB, Relation.RESTRICTED], "desk:file"),
    (Act.DECIDE, Role.SUPERVISOR, [Relation.OWNER, Relation.GLASS], "desk:decide"),
    (Act.RESTRICT, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:restrict"),
    (Act.NAME_MEMBER, Role.HUB_OFFICER, [Relation.MEMBER, Relation.OWNER], "desk:members"),
    (Act.DECLARE_CONFLICT, Role.AUDITOR, [Relation.ANY], "desk:connections"),
    (Act.END_CONFLICT, Role.HUB_OFFICER, [Relation.ANY], "desk:end_connection"),
    (Act.REVIEW, Role.HUB_OFFICER, [Relation.ANY], "desk:reviews"),
    (Act.REVIEW_OLD, Role.SENIOR_INVESTIGATOR, [Relation.HUB, Relation.OWNER], "desk:old_record"),
    (Act.READ_JOURNAL, Role.SUPERVISOR, [Relation.ANY], "oversight:audit"),
    (Act.LOOK_INTO, Role.SUPERVISOR, [Relation.ANY], "oversight:questions"),
    (Act.SET_TRIPWIRE, Role.HUB_OFFICER, [Relation.ANY], "oversight:tripwires"),
    (Act.MANAGE_ACCOUNTS, Role.SUPERVISOR, [Relation.ANY], "oversight:accounts"),
    (Act.WITHHOLD, Role.AUDITOR, [Relation.HUB], "desk:withhold"),
    (Act.REFER_WITHHELD, Role.AUDITOR, [Relation.HUB], "desk:refer"),
    (Act.SETTLE_SCAN, Role.AUDITOR, [Relation.HUB], "desk:settle_scan"),
    (Act.HOLD, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:hold"),
    (Act.WITHDRAW, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:withdraw_report"),
    (Act.EXPORT, Role.HUB_OFFICER, [Relation.ANY], "desk:export"),
    (Act.UNSEAL, Role.SUPERVISOR, [Relation.HUB, Relation.OWNER], "desk:unseal"),
    (Act.END_WITHHOLDING, Role.SUPERVISOR, [Relation.HUB, Relation.OWNER], "desk:end_withholding"),
    (Act.ERASE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:erase"),
    (Act.APPROVE_UNSEAL, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:asked"),
    (Act.APPROVE_ERASE, Role.SUPERVISOR, [Relation.OWNER], "desk:asked_one"),
    (Act.SEARCH, Role.ADMINISTRATOR, [Relation.ANY], "desk:search"),
    (Act.SHOW_CONTENT, Role.ADMINISTRATOR, [Relation.HUB], "desk:show"),
    (Act.LIFT_LIMIT, Role.HUB_OFFICER, [Relation.ANY], "desk:lift_limit"),
    (Act.TRANSLATE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:translate"),
    (Act.RECORD_CAPTURE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:capture"),
    (Act.TRIAGE, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER, Relation.GLASS], "desk:triage"),
    (Act.ADD_NOTE, Role.AUDITOR, [Relation.HUB], "desk:notes"),
    (Act.SET_TASK, Role.AUDITOR, [Relation.ANY], "desk:task_add"),
    (Act.WORK_SHIFT, Role.ADMINISTRATOR, [Relation.ANY], "desk:shift"),
    (Act.REASSIGN, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:reassign"),
    (Act.MARK_FOR_REVIEW, Role.AUDITOR, [Relation.HUB], "desk:review_mark"),
    (Act.SEE_TEAM, Role.HUB_OFFICER, [Relation.ANY], "desk:team"),
    (Act.SECOND_LOOK, Role.HUB_OFFICER, [Relation.HUB, Relation.OWNER], "desk:second_look"),
]
"""A row for each act that an address decides about: to whom it is opened, and where that is noticed."""
CLOSED = {
    Act.SEND_REPORTS: (Role.PARTNER, MACHINE, "api:reports"),
    Act.FOLLOW_REPORT: (Role.COMPLAINANT, COMPLAINANT, "public:report"),
}
"""Acts of those who have no account: what is closed to them, as which viewer, and where it is noticed."""


def _agree(visit: Visit, code: str, kind: str = "", number: int = 0) -> None:
    """Let a hub officer agree to what a supervisor has asked for."""
    asked = AskedAct.objects.create(
        code=code, about_kind=kind, about_id=number, said={"filters": {}, "count": 1}, reason="x",
        asked_at=visit.scene.at, asked_by=visit.scene.users[Role.SUPERVISOR.value],
        expires_at=visit.scene.at + timedelta(days=1),
    )  # fmt: skip
    approve_act(asked=asked, actor=acting(visit.scene.users[Role.HUB_OFFICER.value]), at=visit.scene.at)


def _report(visit: Visit) -> None:
    submission = Submission(
        account="I saw this.", contact_means="none", posts=(SaidPost(link="https://example.org/a"),)
    )
    receive(submission, channel="web", actor=acting(visit.scene.users[Role.HUB_OFFICER.value]), at=visit.scene.at)


def _add(visit: Visit) -> None:
    report, officer = visit.scene.matters["others"].received.report, visit.scene.users[Role.HUB_OFFICER.value]
    add(report=report, text="More.", actor=acting(officer), at=visit.scene.at)


def _release_alone(visit: Visit) -> None:
    """Let a hub officer release alone what they asked for themselves."""
    officer = visit.scene.users[Role.HUB_OFFICER.value]
    package, _ = Package.objects.get_or_create(
        case=visit.scene.matters["others"].case, version=9,
        defaults={"state": "ready", "leaving": "waiting", "asked_by": officer, "asked_at": visit.scene.at,
                  "name": "alone"},
    )  # fmt: skip
    release(package=package, ground="surge", reason="x", actor=acting(officer), at=visit.scene.at)


BY_ACTION: dict[Act, Callable[[Visit], None]] = {
    Act.REPORT: _report,
    Act.ADD_TO_REPORT: _add,
    Act.RELEASE_ALONE: _release_alone,
    Act.APPROVE_EXPORT: lambda visit: _agree(visit, "export"),
    Act.APPROVE_END_WITHHOLDING: lambda visit: _agree(
        visit, "end_withholding", "reportedfile", visit.scene.matters["others"].parts["file"].pk
    ),
}
"""Acts that no address of the matrix decides about alone: done by a hub officer to whom they are not open.

Everybody may report and adds to what they follow; the one act of two people that waits in the scene is an erasure.
"""
