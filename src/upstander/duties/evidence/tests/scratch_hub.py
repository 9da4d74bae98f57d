"""Make a hub of its own in the folder UPSTANDER_HOME, outside pytest: for workers that are killed, and for figures."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.module_loading import autodiscover_modules

from upstander.config.commands.setup import prepare
from upstander.duties.intake.actions.receive import Received, receive
from upstander.duties.intake.submission import SaidPost, SentFile, Submission
from upstander.law.access import Role
from upstander.record.fence.viewer import HUB, whole_process
from upstander.record.people.actors import PUBLIC
from upstander.record.people.models import HubProfile, Organisation, User

AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Hub:
    """Who works in the scratch hub."""

    officer: User
    supervisor: User


def make_hub() -> Hub:
    """Make database, keys and people; django.setup() must have been called with the real settings."""
    whole_process(HUB)
    prepare("Scratch hub")
    autodiscover_modules("due")
    organisation = Organisation.objects.create(kind=Organisation.Kind.HUB, code="hub", name="Scratch hub")
    HubProfile.objects.create(organisation=organisation, scope=HubProfile.Scope.NATIONAL, holding_force="E23000001")
    return Hub(_user("PC Abara", Role.HUB_OFFICER, organisation), _user("Insp Cole", Role.SUPERVISOR, organisation))


def receive_files(files: tuple[SentFile, ...], *, number: int = 1) -> Received:
    """Receive a report that brings `files`."""
    link = f"https://x.com/someone/status/12345678901234567{number:02d}"
    submission = Submission(
        account="I saw this under a picture of our hall.",
        strands=("religion",),
        posts=(SaidPost(link=link, platform="x", text="They should all go."),),
        files=files,
        told_as="victim",
        targeted="person",
        home="LS1 1UR",
    )
    return receive(submission, channel="web", actor=PUBLIC, at=AT)


def _user(name: str, role: Role, organisation: Organisation) -> User:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User(email=email, name=name, role=role.value, organisation=organisation, made_at=AT)
    user.set_unusable_password()
    user.save()
    return user
