"""The words in which auditors and administrators read codes: kinds of processing, pages, questions, roles."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.law.access import Role
from upstander.law.oversight import questions
from upstander.record.journal.verbs import SENTENCES, Verb

PROCESSING: Mapping[str, Any] = {
    "collection": _("Collection"),
    "alteration": _("Alteration"),
    "consultation": _("Consultation"),
    "disclosure": _("Disclosure"),
    "combination": _("Combination"),
    "erasure": _("Erasure"),
    "other": _("Other"),
}
DETAILS: Mapping[str, Any] = {
    "surname": _("the surname of the person who reported is the officer's own"),
    "name": _("a name that the officer declared"),
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "postcode": _("a postcode"),
    "handle": _("an account"),
}
ANSWERS: Mapping[str, Any] = {
    "explained": _("Explained"),
    "nothing": _("Nothing in it"),
    "passed on": _("Passed on to professional standards"),
}
PAGES: Mapping[str, Any] = {
    "desk:queue": _("Queue"),
    "desk:mine": _("My cases"),
    "desk:sign_offs": _("To sign off"),
    "desk:handovers": _("Handovers"),
    "desk:with_forces": _("With forces"),
    "desk:trouble": _("Trouble"),
    "desk:morning": _("Morning page"),
    "desk:team": _("Team"),
    "desk:search": _("Search"),
    "desk:found": _("Search: what was found"),
    "desk:tasks": _("My tasks"),
    "desk:shift": _("Shift"),
    "desk:reviews": _("Reviews"),
    "desk:asked": _("Acts of two people"),
    "desk:case": _("Case: overview"),
    "desk:reports": _("Case: reports"),
    "desk:decision": _("Case: decision"),
    "desk:decide": _("Case: decide"),
    "desk:force": _("Case: force"),
    "desk:package": _("Case: package"),
    "desk:timeline": _("Case: timeline"),
    "desk:notes": _("Case: notes"),
    "desk:identity": _("Case: who reported it"),
    "desk:compare": _("Case: two reports compared"),
    "force:offers": _("Force: offers"),
    "force:offer": _("Force: one offer"),
    "force:identity": _("Force: who reported it"),
    "public:report": _("The page of the person who reported"),
    "api/report": _("A partner's machine"),
}
"""The pages that are looked at most; every other is shown by its name in the addresses."""
ROLES: Mapping[str, Any] = {
    Role.HUB_OFFICER.value: _("Hub officer"),
    Role.SUPERVISOR.value: _("Supervisor"),
    Role.SENIOR_INVESTIGATOR.value: _("Senior investigator"),
    Role.FORCE_OFFICER.value: _("Officer of a force"),
    Role.FORCE_COORDINATOR.value: _("Coordinator of a force"),
    Role.REGISTRAR.value: _("Crime registrar"),
    Role.PROSECUTOR.value: _("Prosecutor"),
    Role.PARTNER.value: _("Partner"),
    Role.VOLUNTEER.value: _("Volunteer"),
    Role.COMMUNITY_EXPERT.value: _("Community expert"),
    Role.SOURCE_CUSTODIAN.value: _("Source custodian"),
    Role.AUDITOR.value: _("Auditor"),
    Role.ADMINISTRATOR.value: _("Administrator"),
}
ORGANISATIONS: Mapping[str, Any] = {
    "hub": _("Hub"),
    "force": _("Force"),
    "unit": _("Unit of a force"),
    "unit above": _("Unit above forces"),
    "outside": _("Body outside policing"),
}
OUTSIDERS: Mapping[str, Any] = {
    "system": _("The system itself"),
    "public": _("The public"),
    "complainant": _("The person who reported"),
}
CODES: Mapping[str, Any] = {**OUTSIDERS, **ORGANISATIONS}


def verb_words(verb: str) -> str:
    """Return the sentence of a verb; the verb itself where an older journal holds one that nobody knows now."""
    return gettext(SENTENCES[Verb(verb)]) if verb in set(Verb) else verb


def kind_words(code: str) -> str:
    """Return the title of a question."""
    known = questions(timezone.localdate()).get(code)
    return gettext(known.title) if known else code
