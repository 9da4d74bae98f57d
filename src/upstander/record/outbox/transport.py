"""Hand letters over: to files in a folder (development), or to an SMTP server (production)."""

import os
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from upstander.record.outbox.posting import Letter


class Transport(Protocol):
    """A way to hand over a letter, and, where it can be asked, to learn whether it was handed over before."""

    def deliver(self, letter: Letter, message_id: str) -> None:
        """Hand the letter over; returns only when it was taken."""

    def taken(self, message_id: str) -> bool | None:
        """Tell whether this letter was taken already; None where nobody can say."""


class Folder:
    """Files in a folder. It appends, so that a letter sent twice is seen twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, letter: Letter, message_id: str) -> None:
        """Write the letter durably under its Message-ID, whole or not at all; a second time it is appended."""
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = settings.MAIL_FROM, letter.to, letter.subject
        mail["Message-ID"] = f"<{message_id}>"
        mail.set_content(letter.text)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(message_id)
        writing = path.with_suffix(".writing")
        with open(writing, "wb") as file:
            file.write((path.read_bytes() if path.exists() else b"") + mail.as_bytes() + b"\r\n")
            file.flush()
            os.fsync(file.fileno())
        writing.rename(path)

    def taken(self, message_id: str) -> bool | None:
        """Look whether the file is there."""
        return self._path(message_id).exists()

    def _path(self, message_id: str) -> Path:
        return self._folder / f"{message_id.split('@')[0]}.eml"


class Smtp:
    """An SMTP server; it cannot be asked afterwards."""

    def deliver(self, letter: Letter, message_id: str) -> None:
        """Send the letter; smtplib.SMTPException when it is refused."""
        EmailMultiAlternatives(
            letter.subject, letter.text, settings.MAIL_FROM, [letter.to], headers={"Message-ID": f"<{message_id}>"},
            connection=get_connection("django.core.mail.backends.smtp.EmailBackend"),
        ).send()  # fmt: skip

    def taken(self, message_id: str) -> bool | None:
        """Nobody can say."""
        return None


def transport() -> Transport:
    """Return the transport that the settings name."""
    return Smtp() if settings.MAIL_SINK == "smtp" else Folder(Path(settings.MAIL_FOLDER))
