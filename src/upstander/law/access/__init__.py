"""Who may do what: role x act x relation gives allowed, allowed with a reason, or refused, each with a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

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
    SEARCH = "search"
    SEE_IDENTITY = "see_identity"
    SEE_FILE = "see_file"
    SHOW_CONTENT = "show_content"
    LIFT_LIMIT = "lift_limit"
    TRANSLATE = "translate"
    RECORD_CAPTURE = "record_capture"
    SETTLE_SCAN = "settle_scan"
    REFER_WITHHELD = "refer_withheld"
    ENTER_REPORT = "enter_report"
    SEND_REPORTS = "send_reports"
    REPORT = "report"
    FOLLOW_REPORT = "follow_report"
    ADD_TO_REPORT = "add_to_report"
    CLAIM = "claim"
    RELEASE = "release"
    TRIAGE = "triage"
    BUNDLE = "bundle"
    DECIDE = "decide"
    SIGN_OFF = "sign_off"
    RECORD_LINE_OF_ENQUIRY = "record_line_of_enquiry"
    RECORD_PROSECUTOR = "record_prosecutor"
    RECORD_CHARGE = "record_charge"
    ALLOCATE = "allocate"
    CONFIRM_HANDOVER = "confirm_handover"
    ANSWER_OFFER = "answer_offer"
    BUILD_PACKAGE = "build_package"
    RELEASE_PACKAGE = "release_package"
    RELEASE_ALONE = "release_alone"
    DOWNLOAD_PACKAGE = "download_package"
    CLOSE = "close"
    REOPEN = "reopen"
    ADD_NOTE = "add_note"
    SET_TASK = "set_task"
    WORK_SHIFT = "work_shift"
    REASSIGN = "reassign"
    MARK_FOR_REVIEW = "mark_for_review"
    RESTRICT = "restrict"
    NAME_MEMBER = "name_member"
    BREAK_GLASS = "break_glass"
    DECLARE_CONFLICT = "declare_conflict"
    END_CONFLICT = "end_conflict"
    REVIEW = "review"
    REVIEW_OLD = "review_old"
    SEE_TEAM = "see_team"
    SECOND_LOOK = "second_look"
    SETTLE_TROUBLE = "settle_trouble"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_JOURNAL = "read_journal"
    LOOK_INTO = "look_into"
    SET_TRIPWIRE = "set_tripwire"
    WITHHOLD = "withhold"
    HOLD = "hold"
    WITHDRAW = "withdraw"
    EXPORT = "export"
    APPROVE_EXPORT = "approve_export"
    UNSEAL = "unseal"
    APPROVE_UNSEAL = "approve_unseal"
    END_WITHHOLDING = "end_withholding"
    APPROVE_END_WITHHOLDING = "approve_end_withholding"
    ERASE = "erase"
    APPROVE_ERASE = "approve_erase"


class Relation(StrEnum):
    """How a person or organisation stands to a case; written as grants, but for `any` and `closed`."""

    HUB = "hub"
    OWNER = "owner"
    RESTRICTED = "restricted"
    MEMBER = "member"
    GLASS = "glass"
    CONFLICT = "conflict"
    BLIND = "blind"
    CLOSED = "closed"
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
class Reason:
    """A reason that can be chosen where one is asked for; words of one's own go with it."""

    code: str
    says: str


@dataclass(frozen=True)
class _Row:
    does: str
    plainly: dict[Role, frozenset[Relation]]
    with_reason: dict[Role, frozenset[Relation]]


@dataclass(frozen=True)
class _Condition:
    """What one relation does to acts whatever other relation is held."""

    relation: Relation
    says: str
    refuses: frozenset[Act]
    asks: frozenset[Act]


def judge(role: Role, act: Act, relations: Iterable[Relation], *, reason: str = "") -> Verdict:
    """Say whether someone in `role` who stands in `relations` to a case may do `act`, asking for a reason where due.

    A relation that refuses the act refuses it whatever else is held; one that asks for a reason asks whoever else
    would need none.
    """
    row, held = _table()[act], {*relations, Relation.ANY}
    for condition in _conditions():
        if condition.relation in held and act in condition.refuses:
            return Verdict(False, False, condition.says.format(does=row.does))
    plainly = row.plainly.get(role, frozenset()) & held
    if not plainly and not row.with_reason.get(role, frozenset()) & held:
        return Verdict(False, False, f"You may not {row.does}.")
    asking = [each.says for each in _conditions() if each.relation in held and act in each.asks]
    if (plainly and not asking) or reason.strip():
        return Verdict(True, False, "")
    says = asking[0] if asking else "Give a reason to {does}. It is kept and reviewed."
    return Verdict(False, True, says.format(does=row.does))


def relations_for(role: Role, act: Act) -> frozenset[Relation]:
    """Return the relations that let `role` do `act` without a reason: the filter behind every list."""
    return _table()[act].plainly.get(role, frozenset())


def refusing(act: Act) -> frozenset[Relation]:
    """Return the relations that refuse `act` whatever else is held: what every list leaves out."""
    return frozenset(each.relation for each in _conditions() if act in each.refuses)


def may_ever(role: Role, act: Act) -> bool:
    """Say whether some relation, with or without a reason, would let `role` do `act`."""
    row = _table()[act]
    return bool(row.plainly.get(role) or row.with_reason.get(role))


def reasons() -> tuple[Reason, ...]:
    """Return the reasons to choose from where a look must be justified, the last for all that fits no other."""
    return tuple(Reason(code, says) for code, says in _read()["reasons"].items())


@cache
def _read() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(files(__package__).joinpath("access.yaml").read_text(), Loader=yaml.CSafeLoader)
    return data


@cache
def _conditions() -> tuple[_Condition, ...]:
    return tuple(
        _Condition(
            Relation(name),
            row["says"],
            _acts(row.get("refuses", [])) - _acts(row.get("but", [])),
            _acts(row.get("asks", [])),
        )
        for name, row in _read()["conditions"].items()
    )


def _acts(said: str | list[str]) -> frozenset[Act]:
    return frozenset(Act) if said == "every act" else frozenset(Act(name) for name in said)


@cache
def _table() -> dict[Act, _Row]:
    data, table = _read(), {}
    same = {name: [other for other, meant in data["same_as"].items() if meant == name] for name in Relation}
    for act, row in data["acts"].items():
        plainly, with_reason = {}, {}
        for role, listed in row["roles"].items():
            relations = [*listed, *(f"{one}?" for name in listed if name[-1] == "?" for one in same[name[:-1]])]
            relations += [one for name in listed if name[-1] != "?" for one in same[name]]
            plainly[Role(role)] = frozenset(Relation(name) for name in relations if not name.endswith("?"))
            with_reason[Role(role)] = frozenset(Relation(name[:-1]) for name in relations if name.endswith("?"))
        table[Act(act)] = _Row(row["does"], plainly, with_reason)
    if missing := set(Act) - set(table):
        raise ValueError(f"access.yaml says nothing about {', '.join(sorted(missing))}")
    return table
