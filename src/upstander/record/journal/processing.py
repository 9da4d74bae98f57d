"""Which kind of processing each verb is: the six that the Data Protection Act 2018 s.62 wants logged, or none."""

from enum import StrEnum

from upstander.record.journal.verbs import Verb


class Processing(StrEnum):
    """The six kinds of s.62(1), and `other` for what is done to no personal data of a report (sign-ins, our rota)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    OTHER = "other"


def verbs_of(kind: Processing) -> list[Verb]:
    """Return the verbs that are of this kind, in the order of the verbs."""
    return [verb for verb in Verb if kind_of(verb) == kind]


def kind_of(verb: str) -> Processing:
    """Return which kind of processing a verb is; `other` for one that an older journal holds and nobody knows now."""
    return OF.get(Verb(verb), Processing.OTHER) if verb in set(Verb) else Processing.OTHER


_P, _V = Processing, Verb
OF: dict[Verb, Processing] = {
    _V.RECEIVED: _P.COLLECTION,
    _V.ADDED: _P.COLLECTION,
    _V.CONSULTED: _P.CONSULTATION,
    _V.SEARCHED: _P.CONSULTATION,
    _V.DOWNLOADED: _P.DISCLOSURE,
    _V.CLAIMED: _P.ALTERATION,
    _V.RELEASED: _P.ALTERATION,
    _V.SUGGESTED: _P.COMBINATION,
    _V.JOINED: _P.COMBINATION,
    _V.SPLIT: _P.COMBINATION,
    _V.LEFT_APART: _P.COMBINATION,
    _V.APART_UNDONE: _P.COMBINATION,
    _V.COUNTED_IN_CAMPAIGN: _P.COMBINATION,
    _V.TAKEN_FROM_CAMPAIGN: _P.COMBINATION,
    _V.PUT_BACK_BEHIND: _P.COMBINATION,
    _V.TRIAGED: _P.ALTERATION,
    _V.DECIDED: _P.ALTERATION,
    _V.SIGNED_OFF: _P.ALTERATION,
    _V.RETURNED: _P.ALTERATION,
    _V.READING_DRAWN: _P.OTHER,
    _V.READ_SECOND: _P.ALTERATION,
    _V.READING_SETTLED: _P.ALTERATION,
    _V.READING_LAPSED: _P.OTHER,
    _V.APPEALED: _P.COLLECTION,
    _V.APPEAL_DECIDED: _P.ALTERATION,
    _V.LINE_RECORDED: _P.ALTERATION,
    _V.KNOWN_FACTS_SET: _P.ALTERATION,
    _V.CONDUCT_DATED: _P.ALTERATION,
    _V.PROSECUTOR_SAW: _P.ALTERATION,
    _V.CONSENT_ASKED: _P.ALTERATION,
    _V.CONSENT_ANSWERED: _P.ALTERATION,
    _V.CHARGED: _P.ALTERATION,
    _V.CHARGE_TAKEN_BACK: _P.ALTERATION,
    _V.LIMIT_WARNED: _P.OTHER,
    _V.LIMIT_PASSED: _P.OTHER,
    _V.FACTS_SET: _P.ALTERATION,
    _V.OFFERED: _P.DISCLOSURE,
    _V.ACCEPTED: _P.ALTERATION,
    _V.DISPUTED: _P.ALTERATION,
    _V.WITHDREW_OFFER: _P.ALTERATION,
    _V.HANDED_ON: _P.DISCLOSURE,
    _V.PACKAGE_ASKED: _P.COMBINATION,
    _V.PACKAGE_SEALED: _P.COMBINATION,
    _V.PACKAGE_FAILED: _P.COMBINATION,
    _V.CLOSED: _P.ALTERATION,
    _V.REOPENED: _P.ALTERATION,
    _V.SAMPLE_DRAWN: _P.ALTERATION,
    _V.LOOKED_AGAIN: _P.ALTERATION,
    _V.VIEW_SAVED: _P.OTHER,
    _V.VIEW_DELETED: _P.OTHER,
    _V.KEYS_SET: _P.OTHER,
    _V.BACKED_UP: _P.OTHER,
    _V.PUT_BACK: _P.OTHER,
    _V.RESTRICTED: _P.ALTERATION,
    _V.RESTRICTION_LIFTED: _P.ALTERATION,
    _V.MEMBER_NAMED: _P.ALTERATION,
    _V.MEMBER_REMOVED: _P.ALTERATION,
    _V.GLASS_BROKEN: _P.CONSULTATION,
    _V.CONNECTION_DECLARED: _P.OTHER,
    _V.CONNECTION_ENDED: _P.OTHER,
    _V.SHUT_OUT: _P.OTHER,
    _V.TURNED_AWAY: _P.OTHER,
    _V.REVIEWED: _P.OTHER,
    _V.REASSIGNMENT_SEEN: _P.OTHER,
    _V.SHOWN: _P.CONSULTATION,
    _V.TRANSLATED: _P.ALTERATION,
    _V.LIFT_ASKED: _P.OTHER,
    _V.LIMIT_LIFTED: _P.OTHER,
    _V.TOLD: _P.DISCLOSURE,
    _V.SETTLED: _P.OTHER,
    _V.NOTED: _P.ALTERATION,
    _V.NOTE_CORRECTED: _P.ALTERATION,
    _V.TASK_SET: _P.ALTERATION,
    _V.TASK_DONE: _P.ALTERATION,
    _V.TASK_REOPENED: _P.ALTERATION,
    _V.REMINDED: _P.OTHER,
    _V.SHIFT_STARTED: _P.OTHER,
    _V.SHIFT_ENDED: _P.OTHER,
    _V.SHIFT_HANDED_OVER: _P.OTHER,
    _V.HANDOVER_READ: _P.OTHER,
    _V.ASSIGNED: _P.ALTERATION,
    _V.REASSIGNED: _P.ALTERATION,
    _V.MARKED_FOR_REVIEW: _P.ALTERATION,
    _V.REVIEWED_AGAIN: _P.ALTERATION,
    _V.HELD: _P.ALTERATION,
    _V.RELEASED_FROM_HOLD: _P.ALTERATION,
    _V.WITHDRAWN: _P.ALTERATION,
    _V.WITHHELD: _P.ALTERATION,
    _V.UNSEALED: _P.ALTERATION,
    _V.WITHHOLDING_ENDED: _P.ALTERATION,
    _V.ERASED: _P.ERASURE,
    _V.OLD_RECORD_DECIDED: _P.ALTERATION,
    _V.OLD_RECORD_SIGNED: _P.ALTERATION,
    _V.OLD_RECORD_RETURNED: _P.ALTERATION,
    _V.SUBJECT_ERASED: _P.ERASURE,
    _V.EXPORTED: _P.DISCLOSURE,
    _V.ACT_ASKED: _P.OTHER,
    _V.ACT_APPROVED: _P.OTHER,
    _V.ACT_REFUSED: _P.OTHER,
    _V.TRIPWIRE_SET: _P.OTHER,
    _V.TRIPWIRE_ENDED: _P.OTHER,
    _V.QUESTION_ANSWERED: _P.OTHER,
    _V.SIGNED_IN: _P.OTHER,
    _V.SIGN_IN_FAILED: _P.OTHER,
    _V.SIGNED_OUT: _P.OTHER,
    _V.SESSIONS_ENDED: _P.OTHER,
    _V.FACTOR_CHANGED: _P.OTHER,
    _V.ORGANISATION_MADE: _P.OTHER,
    _V.USER_MADE: _P.OTHER,
    _V.USER_CHANGED: _P.OTHER,
    _V.TOKEN_MADE: _P.OTHER,
    _V.TOKEN_REVOKED: _P.OTHER,
    _V.HUB_SET: _P.OTHER,
}
"""Of every verb. A download, an offer, a letter and an export disclose: their entry says who and to whom."""
