"""Every verb of the journal, with the sentence that a timeline shows for it."""

from enum import StrEnum

from django.utils.translation import gettext_noop as _


class Verb(StrEnum):
    """What can be done to a record.

    Whether the complainant is told of it stands in duties/care/updates.yaml; which of the six kinds of processing of
    DPA 2018 s.62 it is stands in `record.journal.processing`.
    """

    RECEIVED = "received"
    ADDED = "added"
    CONSULTED = "consulted"
    SEARCHED = "searched"
    DOWNLOADED = "downloaded"
    SHOWN = "shown"
    TRANSLATED = "translated"
    CAPTURE_RECORDED = "capture recorded"
    FILE_SCANNED = "file scanned"
    SCAN_SETTLED = "scan settled"
    LIFT_ASKED = "lift asked"
    LIMIT_LIFTED = "limit lifted"
    CLAIMED = "claimed"
    RELEASED = "released"
    SUGGESTED = "suggested"
    JOINED = "joined"
    SPLIT = "split"
    LEFT_APART = "left apart"
    APART_UNDONE = "apart undone"
    COUNTED_IN_CAMPAIGN = "counted in a campaign"
    TAKEN_FROM_CAMPAIGN = "taken out of a campaign"
    PUT_BACK_BEHIND = "put back behind a campaign"
    TRIAGED = "triaged"
    DECIDED = "decided"
    SIGNED_OFF = "signed off"
    RETURNED = "returned"
    READING_DRAWN = "reading drawn"
    READ_SECOND = "read a second time"
    READING_SETTLED = "reading settled"
    READING_LAPSED = "reading lapsed"
    APPEALED = "review asked"
    APPEAL_DECIDED = "review decided"
    LINE_RECORDED = "line recorded"
    KNOWN_FACTS_SET = "known facts set"
    CONDUCT_DATED = "conduct dated"
    PROSECUTOR_SAW = "prosecutor saw"
    CONSENT_ASKED = "consent asked"
    CONSENT_ANSWERED = "consent answered"
    CHARGED = "charged"
    CHARGE_TAKEN_BACK = "charge taken back"
    LIMIT_WARNED = "limit warned"
    LIMIT_PASSED = "limit passed"
    FACTS_SET = "facts set"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WITHDREW_OFFER = "withdrew offer"
    HANDED_ON = "handed on"
    PACKAGE_ASKED = "package asked"
    PACKAGE_SEALED = "package sealed"
    PACKAGE_FAILED = "package failed"
    PACKAGE_SEARCHED = "package searched"
    PACKAGE_RELEASED = "package released"
    PACKAGE_RETURNED = "package returned"
    RELEASE_WITHDRAWN = "release withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    SAMPLE_DRAWN = "sample drawn"
    LOOKED_AGAIN = "looked again"
    VIEW_SAVED = "view saved"
    VIEW_DELETED = "view deleted"
    KEYS_SET = "keys set"
    BACKED_UP = "backed up"
    PUT_BACK = "put back"
    RESTRICTED = "restricted"
    RESTRICTION_LIFTED = "restriction lifted"
    MEMBER_NAMED = "member named"
    MEMBER_REMOVED = "member removed"
    GLASS_BROKEN = "glass broken"
    CONNECTION_DECLARED = "connection declared"
    CONNECTION_ENDED = "connection ended"
    SHUT_OUT = "shut out"
    TURNED_AWAY = "turned away"
    REVIEWED = "reviewed"
    TOLD = "told"
    SETTLED = "settled"
    NOTED = "noted"
    NOTE_CORRECTED = "note corrected"
    TASK_SET = "task set"
    TASK_DONE = "task done"
    TASK_REOPENED = "task reopened"
    REMINDED = "reminded"
    SHIFT_STARTED = "shift started"
    SHIFT_ENDED = "shift ended"
    SHIFT_HANDED_OVER = "shift handed over"
    HANDOVER_READ = "handover read"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    REASSIGNMENT_SEEN = "reassignment seen"
    MARKED_FOR_REVIEW = "marked for review"
    REVIEWED_AGAIN = "reviewed again"
    HELD = "held"
    RELEASED_FROM_HOLD = "released from hold"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"
    WITHHELD_REFERRED = "withheld file referred"
    UNSEALED = "unsealed"
    WITHHOLDING_ENDED = "withholding ended"
    ERASED = "erased"
    OLD_RECORD_DECIDED = "old record decided"
    OLD_RECORD_SIGNED = "old record signed"
    OLD_RECORD_RETURNED = "old record returned"
    SUBJECT_ERASED = "subject erased"
    EXPORTED = "exported"
    ACT_ASKED = "act asked"
    ACT_APPROVED = "act approved"
    ACT_REFUSED = "act refused"
    TRIPWIRE_SET = "tripwire set"
    TRIPWIRE_ENDED = "tripwire ended"
    QUESTION_ANSWERED = "question answered"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    SESSIONS_ENDED = "sessions ended"
    FACTOR_CHANGED = "factor changed"
    ORGANISATION_MADE = "organisation made"
    USER_MADE = "user made"
    USER_CHANGED = "user changed"
    TOKEN_MADE = "token made"  # noqa: S105 - a verb
    TOKEN_REVOKED = "token revoked"  # noqa: S105 - a verb
    HUB_SET = "hub set"
    CLOCK_WENT_BACK = "clock went back"
    FILES_READ_AGAIN = "files read again"
    FILE_FAULTY = "file faulty"
    FILE_WHOLE_AGAIN = "file whole again"


SENTENCES = {
    Verb.RECEIVED: _("Report received"),
    Verb.ADDED: _("Information added to the report"),
    Verb.CONSULTED: _("Looked at"),
    Verb.SEARCHED: _("Searched"),
    Verb.DOWNLOADED: _("File downloaded"),
    Verb.SHOWN: _("Reported words or pictures looked at"),
    Verb.TRANSLATED: _("Translation recorded"),
    Verb.CAPTURE_RECORDED: _("How something was captured recorded"),
    Verb.FILE_SCANNED: _("File looked at by the virus scanner"),
    Verb.SCAN_SETTLED: _("Officer decided about a file in which the virus scanner found something"),
    Verb.LIFT_ASKED: _("Officer asked for the daily limit to be lifted"),
    Verb.LIMIT_LIFTED: _("Daily limit lifted"),
    Verb.CLAIMED: _("Case claimed"),
    Verb.RELEASED: _("Case given back to the queue"),
    Verb.SUGGESTED: _("Earlier reports suggested"),
    Verb.JOINED: _("Report joined to the case"),
    Verb.SPLIT: _("Report taken out of the case again"),
    Verb.LEFT_APART: _("Suggestion turned down: a different matter"),
    Verb.APART_UNDONE: _("Suggestion opened again"),
    Verb.COUNTED_IN_CAMPAIGN: _("Counted in a campaign by the software"),
    Verb.TAKEN_FROM_CAMPAIGN: _("Taken out of a campaign, to be looked at singly"),
    Verb.PUT_BACK_BEHIND: _("Put back behind its campaign"),
    Verb.TRIAGED: _("Twelve questions answered"),
    Verb.DECIDED: _("Decision made"),
    Verb.SIGNED_OFF: _("Decision signed off"),
    Verb.RETURNED: _("Decision returned by the supervisor"),
    Verb.READING_DRAWN: _("Drawn by lot to be read by a second officer"),
    Verb.READ_SECOND: _("Read by a second officer"),
    Verb.READING_SETTLED: _("Two readings settled by a supervisor"),
    Verb.READING_LAPSED: _("Second reading lapsed: the decision stands no more"),
    Verb.APPEALED: _("Review of the decision asked for"),
    Verb.APPEAL_DECIDED: _("Review of the decision finished"),
    Verb.LINE_RECORDED: _("Line of enquiry recorded"),
    Verb.KNOWN_FACTS_SET: _("Facts of the conduct set down"),
    Verb.CONDUCT_DATED: _("Day of the conduct recorded"),
    Verb.PROSECUTOR_SAW: _("Recorded when a prosecutor saw the file"),
    Verb.CONSENT_ASKED: _("Consent to a charge asked for"),
    Verb.CONSENT_ANSWERED: _("Answer about a consent recorded"),
    Verb.CHARGED: _("Charge recorded"),
    Verb.CHARGE_TAKEN_BACK: _("Entry of a charge taken back"),
    Verb.LIMIT_WARNED: _("Warning of the time limit shown"),
    Verb.LIMIT_PASSED: _("Time limit passed without a charge"),
    Verb.FACTS_SET: _("Facts about places recorded"),
    Verb.OFFERED: _("Case offered to a force"),
    Verb.ACCEPTED: _("Case accepted by the force"),
    Verb.DISPUTED: _("Case disputed by the force"),
    Verb.WITHDREW_OFFER: _("Offer withdrawn"),
    Verb.HANDED_ON: _("The force has the report"),
    Verb.PACKAGE_ASKED: _("Evidence package asked for"),
    Verb.PACKAGE_SEALED: _("Evidence package sealed"),
    Verb.PACKAGE_FAILED: _("Evidence package could not be built"),
    Verb.PACKAGE_SEARCHED: _("Evidence package searched for what must not leave"),
    Verb.PACKAGE_RELEASED: _("Evidence package released to leave the hub"),
    Verb.PACKAGE_RETURNED: _("Evidence package returned to its officer"),
    Verb.RELEASE_WITHDRAWN: _("Release of the evidence package withdrawn"),
    Verb.CLOSED: _("Case closed"),
    Verb.REOPENED: _("Case reopened"),
    Verb.SAMPLE_DRAWN: _("Sample drawn for a second look"),
    Verb.LOOKED_AGAIN: _("Looked at a second time"),
    Verb.VIEW_SAVED: _("View of the queue saved"),
    Verb.VIEW_DELETED: _("View of the queue deleted"),
    Verb.KEYS_SET: _("Single keys switched on or off"),
    Verb.BACKED_UP: _("Backup taken"),
    Verb.PUT_BACK: _("Hub put back from a backup"),
    Verb.RESTRICTED: _("Case restricted to named members"),
    Verb.RESTRICTION_LIFTED: _("Restriction lifted"),
    Verb.MEMBER_NAMED: _("Member of the restricted case named"),
    Verb.MEMBER_REMOVED: _("Member of the restricted case removed"),
    Verb.GLASS_BROKEN: _("Glass broken: read by someone who is not a member"),
    Verb.CONNECTION_DECLARED: _("Connection declared"),
    Verb.CONNECTION_ENDED: _("Declared connection ended"),
    Verb.SHUT_OUT: _("Someone with a declared connection shut out"),
    Verb.TURNED_AWAY: _("Someone with a declared connection turned away"),
    Verb.REVIEWED: _("Reviewed by a supervisor"),
    Verb.TOLD: _("Complainant told"),
    Verb.SETTLED: _("Trouble settled"),
    Verb.NOTED: _("Note written"),
    Verb.NOTE_CORRECTED: _("Note corrected by a new one"),
    Verb.TASK_SET: _("Task set"),
    Verb.TASK_DONE: _("Task done"),
    Verb.TASK_REOPENED: _("Task opened again"),
    Verb.REMINDED: _("Reminder shown"),
    Verb.SHIFT_STARTED: _("Shift started"),
    Verb.SHIFT_ENDED: _("Shift ended"),
    Verb.SHIFT_HANDED_OVER: _("Handed over to the next shift"),
    Verb.HANDOVER_READ: _("Hand-over read by the next shift"),
    Verb.ASSIGNED: _("Case given to an officer"),
    Verb.REASSIGNED: _("Case given to another officer"),
    Verb.REASSIGNMENT_SEEN: _("Officer has seen that the case is theirs"),
    Verb.MARKED_FOR_REVIEW: _("Case marked for review"),
    Verb.REVIEWED_AGAIN: _("Mark for review taken off"),
    Verb.HELD: _("Report held"),
    Verb.RELEASED_FROM_HOLD: _("Report released from the hold"),
    Verb.WITHDRAWN: _("Report withdrawn as its sender asked"),
    Verb.WITHHELD: _("File withheld"),
    Verb.WITHHELD_REFERRED: _("Withheld file referred to specialists"),
    Verb.UNSEALED: _("Withheld file opened for a short time"),
    Verb.WITHHOLDING_ENDED: _("File no longer withheld"),
    Verb.ERASED: _("Report erased"),
    Verb.OLD_RECORD_DECIDED: _("Decided who stays named in an old record"),
    Verb.OLD_RECORD_SIGNED: _("Decision on an old record signed"),
    Verb.OLD_RECORD_RETURNED: _("Decision on an old record returned"),
    Verb.SUBJECT_ERASED: _("Subject's data erased from an old record"),
    Verb.EXPORTED: _("List exported"),
    Verb.ACT_ASKED: _("Act of two people asked for"),
    Verb.ACT_APPROVED: _("Act of two people approved"),
    Verb.ACT_REFUSED: _("Act of two people refused"),
    Verb.TRIPWIRE_SET: _("Tripwire set"),
    Verb.TRIPWIRE_ENDED: _("Tripwire taken away"),
    Verb.QUESTION_ANSWERED: _("Question of the audit answered"),
    Verb.SIGNED_IN: _("Signed in"),
    Verb.SIGN_IN_FAILED: _("Sign-in failed"),
    Verb.SIGNED_OUT: _("Signed out"),
    Verb.SESSIONS_ENDED: _("All sessions ended"),
    Verb.FACTOR_CHANGED: _("Second factor changed"),
    Verb.ORGANISATION_MADE: _("Organisation entered"),
    Verb.USER_MADE: _("Account made"),
    Verb.USER_CHANGED: _("Account changed"),
    Verb.TOKEN_MADE: _("Token made"),
    Verb.TOKEN_REVOKED: _("Token revoked"),
    Verb.HUB_SET: _("Hub profile set"),
    Verb.CLOCK_WENT_BACK: _("The machine's clock was set back: times from here on are in doubt"),
    Verb.FILES_READ_AGAIN: _("Stored files read again and compared"),
    Verb.FILE_FAULTY: _("Stored file found not to be what came in: it is not used any more"),
    Verb.FILE_WHOLE_AGAIN: _("Stored file is what came in again"),
}
