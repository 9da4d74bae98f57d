"""Every verb of the journal, with the sentence that a timeline shows for it."""

from enum import StrEnum


class Verb(StrEnum):
    """What can be done to a record. Whether the complainant is told of it stands in duties/care/updates.yaml."""

    RECEIVED = "received"
    ADDED = "added"
    CONSULTED = "consulted"
    DOWNLOADED = "downloaded"
    CLAIMED = "claimed"
    RELEASED = "released"
    SUGGESTED = "suggested"
    JOINED = "joined"
    SPLIT = "split"
    LEFT_APART = "left apart"
    APART_UNDONE = "apart undone"
    DECIDED = "decided"
    SIGNED_OFF = "signed off"
    RETURNED = "returned"
    LINE_RECORDED = "line recorded"
    FACTS_SET = "facts set"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WITHDREW_OFFER = "withdrew offer"
    HANDED_ON = "handed on"
    PACKAGE_ASKED = "package asked"
    PACKAGE_SEALED = "package sealed"
    PACKAGE_FAILED = "package failed"
    CLOSED = "closed"
    REOPENED = "reopened"
    TOLD = "told"
    SETTLED = "settled"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    FACTOR_CHANGED = "factor changed"
    ORGANISATION_MADE = "organisation made"
    USER_MADE = "user made"
    USER_CHANGED = "user changed"
    TOKEN_MADE = "token made"  # noqa: S105 - a verb
    TOKEN_REVOKED = "token revoked"  # noqa: S105 - a verb
    HUB_SET = "hub set"


SENTENCES = {
    Verb.RECEIVED: "Report received",
    Verb.ADDED: "Information added to the report",
    Verb.CONSULTED: "Looked at",
    Verb.DOWNLOADED: "File downloaded",
    Verb.CLAIMED: "Case claimed",
    Verb.RELEASED: "Case given back to the queue",
    Verb.SUGGESTED: "Earlier reports suggested",
    Verb.JOINED: "Report joined to the case",
    Verb.SPLIT: "Report taken out of the case again",
    Verb.LEFT_APART: "Suggestion turned down: a different matter",
    Verb.APART_UNDONE: "Suggestion opened again",
    Verb.DECIDED: "Decision made",
    Verb.SIGNED_OFF: "Decision signed off",
    Verb.RETURNED: "Decision returned by the supervisor",
    Verb.LINE_RECORDED: "Line of enquiry recorded",
    Verb.FACTS_SET: "Facts about places recorded",
    Verb.OFFERED: "Case offered to a force",
    Verb.ACCEPTED: "Case accepted by the force",
    Verb.DISPUTED: "Case disputed by the force",
    Verb.WITHDREW_OFFER: "Offer withdrawn",
    Verb.HANDED_ON: "The force has the report",
    Verb.PACKAGE_ASKED: "Evidence package asked for",
    Verb.PACKAGE_SEALED: "Evidence package sealed",
    Verb.PACKAGE_FAILED: "Evidence package could not be built",
    Verb.CLOSED: "Case closed",
    Verb.REOPENED: "Case reopened",
    Verb.TOLD: "Complainant told",
    Verb.SETTLED: "Trouble settled",
    Verb.SIGNED_IN: "Signed in",
    Verb.SIGN_IN_FAILED: "Sign-in failed",
    Verb.SIGNED_OUT: "Signed out",
    Verb.FACTOR_CHANGED: "Second factor changed",
    Verb.ORGANISATION_MADE: "Organisation entered",
    Verb.USER_MADE: "Account made",
    Verb.USER_CHANGED: "Account changed",
    Verb.TOKEN_MADE: "Token made",
    Verb.TOKEN_REVOKED: "Token revoked",
    Verb.HUB_SET: "Hub profile set",
}
