"""What every test may ask for: keys, a hub with its people, forces, and reports made by the real intake action."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.module_loading import autodiscover_modules

from upstander.duties.intake.actions.receive import Received, receive
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.engines.sealing.keys import make_keys as make_sealing_keys
from upstander.law.access import Role
from upstander.law.places import force as law_force
from upstander.record.fence.viewer import HUB, whole_process
from upstander.record.people.actors import PUBLIC
from upstander.record.people.identity import Identity
from upstander.record.people.models import HubProfile, Organisation, User
from upstander.record.vault.cipher import make_keys

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday morning."""


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    whole_process(HUB)  # what a test itself reads, the hub reads; requests are fenced by the middleware
    folder = Path(settings.KEYS_FOLDER)
    make_keys(folder)
    if not (folder / "hub-root.pem").exists():
        make_sealing_keys(folder, "Test hub", at=NOW)
    autodiscover_modules("due")


@pytest.fixture(autouse=True)
def _no_language() -> None:
    """Begin each test in the hub's own language: a page asked for in Welsh leaves its thread in Welsh."""
    translation.deactivate()


@pytest.fixture
def hub(db: None) -> Organisation:
    """A national hub."""
    organisation = Organisation.objects.create(
        kind=Organisation.Kind.HUB, code="hub", name="National Online Hate Crime Hub"
    )
    HubProfile.objects.create(
        organisation=organisation, scope=HubProfile.Scope.NATIONAL, holding_force=law_force("E23000001").code
    )
    return organisation


@pytest.fixture
def make_user(hub: Organisation) -> Callable[..., User]:
    """Make a user of a role, in the hub unless told otherwise."""

    def make(role: Role, name: str, organisation: Organisation | None = None) -> User:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        user = User(email=email, name=name, role=role.value, organisation=organisation or hub, made_at=timezone.now())
        user.set_password("correct horse battery")
        user.save()
        return user

    return make


@pytest.fixture
def officer(make_user: Callable[..., User]) -> User:
    return make_user(Role.HUB_OFFICER, "PC Abara")


@pytest.fixture
def other_officer(make_user: Callable[..., User]) -> User:
    return make_user(Role.HUB_OFFICER, "PC Bell")


@pytest.fixture
def supervisor(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Cole")


@pytest.fixture
def senior_investigator(make_user: Callable[..., User]) -> User:
    return make_user(Role.SENIOR_INVESTIGATOR, "DCI Dunne")


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    return make_user(Role.ADMINISTRATOR, "Admin Ellis")


@pytest.fixture
def auditor(make_user: Callable[..., User]) -> User:
    return make_user(Role.AUDITOR, "Auditor Frost")


@pytest.fixture
def force(hub: Organisation) -> Callable[[str], Organisation]:
    """Return the organisation of a force by its code in law.places, made on first asking."""

    def get(code: str) -> Organisation:
        known = law_force(code)
        organisation, _ = Organisation.objects.get_or_create(
            code=known.code,
            defaults={
                "kind": Organisation.Kind.FORCE,
                "name": known.name,
                "email": f"hate.{known.code.lower()}@example.org",
            },
        )
        return organisation

    return get


@pytest.fixture
def force_officer(make_user: Callable[..., User], force: Callable[[str], Organisation]) -> Callable[[str], User]:
    """Return an officer of a force."""
    return lambda code: make_user(Role.FORCE_OFFICER, f"DC of {code}", force(code))


@pytest.fixture
def report(hub: Organisation) -> Callable[..., Received]:
    """Receive a report through the real action; keyword arguments replace fields of the submission."""
    plain = Submission(
        account="I saw this under a picture of our community centre and it frightened me.",
        why="It says people of my faith should leave.",
        strands=("religion",),
        posts=(
            SaidPost(link="https://x.com/someone/status/1234567890123456789", platform="x", text="They should all go."),
        ),
        told_as="victim",
        targeted="person",
        seen_from="LS1 1UR",
        home="LS1 1UR",
        identity=Identity(name="Sample Person", email="sample.person@example.org"),
        contact_means="email",
    )

    def make(*, channel: str = "web", at: datetime = NOW, **fields: object) -> Received:
        return receive(replace(plain, **fields), channel=channel, actor=PUBLIC, at=at)

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a client that is signed in as `user`, second factor passed."""
    from upstander.faces.account.testing import sign_in

    def client(user: User) -> Client:
        fresh = Client(HTTP_HOST="localhost")
        sign_in(fresh, user)
        return fresh

    return client
