"""Bring cases to the point at which a package is asked for, with the real actions of every duty."""

import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.queries import findings_of
from upstander.duties.evidence.releasing import Answered
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

OFFENCE = "osa_181"


def picture(colour: str = "navy", size: tuple[int, int] = (640, 400), form: str = "PNG") -> bytes:
    """Return a picture of one colour."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, form)
    return made.getvalue()


def sent(content: bytes, name: str) -> SentFile:
    """Put a file into the vault as an upload does."""
    return SentFile(deposit(BytesIO(content)), name)


def parts() -> list[str]:
    """Return the ids of the elements of the offence that is decided on."""
    return [element.id for element in offence(OFFENCE, NOW.date()).elements]


def decided(received: Received, officer: User, supervisor: User, *, hours: int = 1, **said: Any) -> Case:
    """Claim, decide to be a crime, sign off where needed, and record a positive line of enquiry."""
    at = NOW + timedelta(hours=hours)
    actor, case = acting(officer), received.case
    claim(case=case, actor=actor, at=at)
    chosen = offence(OFFENCE, at.date())
    decision = decide(
        case=case,
        finding="crime",
        offences=[OFFENCE],
        elements={OFFENCE: {element.id: f"Shown by HUB-0001: {element.id}." for element in chosen.elements}},
        strands=["religion"],
        faiths=["sikh"],
        reasons="The words threaten people of one faith, are addressed to one hall and name a day.",
        expression={factor.id: f"Considered and answered: {factor.id}." for factor in factors(at.date())},
        conduct_on=at.date(),
        actor=actor,
        at=at,
        **said,
    )
    if decision.state == "awaiting sign-off":
        sign_off(decision=decision, agrees=True, reasons="The threshold is met.", actor=acting(supervisor), at=at)
    record_line(case=case, positive=True, reasons="The account shows a first name and a workplace.", actor=actor, at=at)
    return Case.objects.get(pk=case.pk)


def asked(case: Case, officer: User, *, hours: int = 2) -> Package:
    """Ask for the package."""
    return ask(case=case, actor=acting(officer), at=NOW + timedelta(hours=hours))


def built(case: Case, officer: User, *, hours: int = 2) -> Package:
    """Ask for the package and let the worker build it."""
    package = asked(case, officer, hours=hours)
    worker.run_all()
    package.refresh_from_db()
    return package


def released(package: Package, supervisor: User, *, hours: int = 2) -> Package:
    """Let a second person release the package; whatever the gate found may stay."""
    answers = {row.number: Answered(keep=True, reason="Evidence for the force.") for row in findings_of(package)}
    release(package=package, answers=answers, actor=acting(supervisor), at=NOW + timedelta(hours=hours))
    package.refresh_from_db()
    return package


def zip_of(package: Package) -> Path:
    """Return where the package's file is."""
    return Path(settings.PACKAGES_FOLDER) / package.place


def unpacked(package: Package, folder: Path) -> Path:
    """Unzip with the machine's own tool and return the top folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["unzip", "-q", str(zip_of(package)), "-d", str(folder)], check=True)
    return folder / package.name


def contents(package: Package) -> dict[str, bytes]:
    """Return every file of the package by its path below the top folder."""
    with zipfile.ZipFile(zip_of(package)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def words_in(package: Package) -> str:
    """Return all text of the package: every file as it stands, its names, and what the PDF pages show."""
    found = [zip_of(package).name]
    for name, content in contents(package).items():
        found += [name, content.decode("utf-8", "replace"), content.decode("latin-1")]
        if name.endswith(".pdf"):
            found += [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return "\n".join(found)


def everything(folder: Path) -> list[str]:
    """Return the names of all that lies in the packages folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


Reporting = Callable[..., Received]
