"""Every verb of the journal, with the sentence that a timeline shows for it."""

from enum import StrEnum

from django.utils.translation import gettext_noop as _


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
    Verb.RECEIVED: _("Report received"),
    Verb.ADDED: _("Information added to the report"),
    Verb.CONSULTED: _("Looked at"),
    Verb.DOWNLOADED: _("File downloaded"),
    Verb.CLAIMED: _("Case claimed"),
    Verb.RELEASED: _("Case given back to the queue"),
    Verb.SUGGESTED: _("Earlier reports suggested"),
    Verb.JOINED: _("Report joined to the case"),
    Verb.SPLIT: _("Report taken out of the case again"),
    Verb.LEFT_APART: _("Suggestion turned down: a different matter"),
    Verb.APART_UNDONE: _("Suggestion opened again"),
    Verb.DECIDED: _("Decision made"),
    Verb.SIGNED_OFF: _("Decision signed off"),
    Verb.RETURNED: _("Decision returned by the supervisor"),
    Verb.LINE_RECORDED: _("Line of enquiry recorded"),
    Verb.FACTS_SET: _("Facts about places recorded"),
    Verb.OFFERED: _("Case offered to a force"),
    Verb.ACCEPTED: _("Case accepted by the force"),
    Verb.DISPUTED: _("Case disputed by the force"),
    Verb.WITHDREW_OFFER: _("Offer withdrawn"),
    Verb.HANDED_ON: _("The force has the report"),
    Verb.PACKAGE_ASKED: _("Evidence package asked for"),
    Verb.PACKAGE_SEALED: _("Evidence package sealed"),
    Verb.PACKAGE_FAILED: _("Evidence package could not be built"),
    Verb.CLOSED: _("Case closed"),
    Verb.REOPENED: _("Case reopened"),
    Verb.TOLD: _("Complainant told"),
    Verb.SETTLED: _("Trouble settled"),
    Verb.SIGNED_IN: _("Signed in"),
    Verb.SIGN_IN_FAILED: _("Sign-in failed"),
    Verb.SIGNED_OUT: _("Signed out"),
    Verb.FACTOR_CHANGED: _("Second factor changed"),
    Verb.ORGANISATION_MADE: _("Organisation entered"),
    Verb.USER_MADE: _("Account made"),
    Verb.USER_CHANGED: _("Account changed"),
    Verb.TOKEN_MADE: _("Token made"),
    Verb.TOKEN_REVOKED: _("Token revoked"),
    Verb.HUB_SET: _("Hub profile set"),
}
