"""Who may do what: role x act x relation gives allowed, allowed with a reason, or refused, each with a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml


class Role(StrEnum):
    """The roles of people and machines. Public, complainant and system have no account."""

    HUB_OFFICER = "hub_officer"
    SUPERVISOR = "supervisor"
    SENIOR_INVESTIGATOR = "senior_investigator"
    FORCE_OFFICER = "force_officer"
    FORCE_COORDINATOR = "force_coordinator"
    REGISTRAR = "registrar"
    PROSECUTOR = "prosecutor"
    PARTNER = "partner"
    VOLUNTEER = "volunteer"
    COMMUNITY_EXPERT = "community_expert"
    SOURCE_CUSTODIAN = "source_custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"
    COMPLAINANT = "complainant"
    SYSTEM = "system"


class Act(StrEnum):
    """What can be done; every act is a row of access.yaml."""

    SEE_QUEUE = "see_queue"
    SEE_CASE = "see_case"
    SEE_IDENTITY = "see_identity"
    SEE_FILE = "see_file"
    ENTER_REPORT = "enter_report"
    SEND_REPORTS = "send_reports"
    REPORT = "report"
    FOLLOW_REPORT = "follow_report"
    ADD_TO_REPORT = "add_to_report"
    CLAIM = "claim"
    RELEASE = "release"
    BUNDLE = "bundle"
    DECIDE = "decide"
    SIGN_OFF = "sign_off"
    RECORD_LINE_OF_ENQUIRY = "record_line_of_enquiry"
    ALLOCATE = "allocate"
    CONFIRM_HANDOVER = "confirm_handover"
    ANSWER_OFFER = "answer_offer"
    BUILD_PACKAGE = "build_package"
    DOWNLOAD_PACKAGE = "download_package"
    CLOSE = "close"
    REOPEN = "reopen"
    SETTLE_TROUBLE = "settle_trouble"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_JOURNAL = "read_journal"


class Relation(StrEnum):
    """How a person or organisation stands to a case; written as grants."""

    HUB = "hub"
    OWNER = "owner"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    NOTIFIED = "notified"
    CONTACT = "contact"
    REPORTER = "reporter"
    ANY = "any"


@dataclass(frozen=True)
class Verdict:
    """The answer, and the sentence that a person is shown when it is no or needs a reason."""

    allowed: bool
    needs_reason: bool
    sentence: str


@dataclass(frozen=True)
class _Row:
    does: str
    plainly: dict[Role, frozenset[Relation]]
    with_reason: dict[Role, frozenset[Relation]]


def judge(role: Role, act: Act, relations: Iterable[Relation], *, reason: str = "") -> Verdict:
    """Say whether someone in `role` who stands in `relations` to a case may do `act`, asking for a reason where due."""
    row, held = _table()[act], {*relations, Relation.ANY}
    if row.plainly.get(role, frozenset()) & held:
        return Verdict(True, False, "")
    if row.with_reason.get(role, frozenset()) & held:
        if reason.strip():
            return Verdict(True, False, "")
        return Verdict(False, True, f"Give a reason to {row.does}. It is kept and reviewed.")
    return Verdict(False, False, f"You may not {row.does}.")


def relations_for(role: Role, act: Act) -> frozenset[Relation]:
    """Return the relations that let `role` do `act` without a reason: the filter behind every list."""
    return _table()[act].plainly.get(role, frozenset())


def may_ever(role: Role, act: Act) -> bool:
    """Say whether some relation, with or without a reason, would let `role` do `act`."""
    row = _table()[act]
    return bool(row.plainly.get(role) or row.with_reason.get(role))


@cache
def _table() -> dict[Act, _Row]:
    data = yaml.load(files(__package__).joinpath("access.yaml").read_text(), Loader=yaml.CSafeLoader)
    table = {}
    for act, row in data["acts"].items():
        plainly, with_reason = {}, {}
        for role, relations in row["roles"].items():
            plainly[Role(role)] = frozenset(Relation(name) for name in relations if not name.endswith("?"))
            with_reason[Role(role)] = frozenset(Relation(name[:-1]) for name in relations if name.endswith("?"))
        table[Act(act)] = _Row(row["does"], plainly, with_reason)
    if missing := set(Act) - set(table):
        raise ValueError(f"access.yaml says nothing about {', '.join(sorted(missing))}")
    return table
