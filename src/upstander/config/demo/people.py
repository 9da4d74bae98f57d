"""Who works in the demo hub, which forces it deals with, with an account for each."""

from dataclasses import dataclass

from django.utils import timezone

from upstander.config.demo.signing_in import DOMAIN, PASSWORD, SECRET
from upstander.faces.account.factors import enrol_totp
from upstander.law.access import Role
from upstander.law.places import force as law_force
from upstander.record.people.models import HubProfile, Organisation, User

FORCES = ("west-yorkshire", "greater-manchester", "kent", "south-wales", "avon-and-somerset", "metropolitan")
PARTNERS = {"community-trust": "Northern Community Reporting Trust", "listening-line": "Listening Line Cymru"}


@dataclass(frozen=True)
class Staff:
    """Everyone of the demo, by what they do in it."""

    hub: Organisation
    officers: tuple[User, ...]
    supervisor: User
    senior: User
    forces: dict[str, Organisation]
    """Force code to organisation."""
    detectives: dict[str, User]
    """Force code to the officer who answers for it."""
    partners: tuple[Organisation, ...]


def make_staff() -> Staff:
    """Make the organisations and accounts of the demo, each with the demo's second factor."""
    hub = Organisation.objects.create(
        kind=Organisation.Kind.HUB, code="hub", name="National Online Hate Crime Hub (demo)"
    )
    forces = {code: _force(code) for code in map(_code_of, FORCES)}
    holding = next(iter(forces))
    HubProfile.objects.create(organisation=hub, scope=HubProfile.Scope.NATIONAL, holding_force=holding)
    partners = tuple(
        Organisation.objects.create(kind=Organisation.Kind.OUTSIDE, code=code, name=name)
        for code, name in PARTNERS.items()
    )
    officers = tuple(
        _user(f"officer{number}", f"PC {name}", Role.HUB_OFFICER, hub)
        for number, name in enumerate(("Amara Osei", "Ben Whitlock", "Carys Pugh", "Dev Malhotra", "Erin Blake"), 1)
    )
    detectives = {
        code: _user(
            organisation.name.split()[0].lower(), f"DC at {organisation.name}", Role.FORCE_OFFICER, organisation
        )
        for code, organisation in forces.items()
    }
    _user("auditor", "Alex Stone", Role.AUDITOR, hub)
    _user("admin", "Sam Reed", Role.ADMINISTRATOR, hub)
    return Staff(
        hub=hub,
        officers=officers,
        supervisor=_user("inspector", "Insp Farah Quill", Role.SUPERVISOR, hub),
        senior=_user("senior", "DCI Glyn Marsh", Role.SENIOR_INVESTIGATOR, hub),
        forces=forces,
        detectives=detectives,
        partners=partners,
    )


def _code_of(name: str) -> str:
    return law_force(name).code


def _force(code: str) -> Organisation:
    known = law_force(code)
    email = f"hate.desk@{known.slug}.{DOMAIN}"
    return Organisation.objects.create(kind=Organisation.Kind.FORCE, code=known.code, name=known.name, email=email)


def _user(name: str, full: str, role: Role, organisation: Organisation) -> User:
    user = User(email=f"{name}@{DOMAIN}", name=full, role=role.value, organisation=organisation, made_at=timezone.now())
    user.set_password(PASSWORD)
    user.save()
    enrol_totp(user, SECRET)
    return user
