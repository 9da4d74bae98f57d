"""A letter is sent once, is never lost, and is shown where that is in doubt."""

from pathlib import Path
from smtplib import SMTPServerDisconnected

import pytest

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.record.outbox import due as outbox
from upstander.record.outbox import transport
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import Letter, opened, post
from upstander.record.people.models import Organisation
from upstander.record.work import worker
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db
LETTER = Letter("sample@example.org", "About your message", "We have it.\n")


@pytest.fixture
def mail(tmp_path: Path, settings: object) -> Path:
    settings.MAIL_FOLDER = tmp_path / "mail"  # type: ignore[attr-defined]
    return tmp_path / "mail"


@pytest.fixture
def message(hub: Organisation, mail: Path) -> Message:
    return post(LETTER, kind="test", about=hub, not_before=NOW)


def send(message: Message) -> Message:
    finish = outbox.send_message(message=message.pk)
    if finish:
        finish()
    message.refresh_from_db()
    return message


def test_a_letter_leaves_once(message: Message, mail: Path) -> None:
    assert worker.run_all() == 1
    send(message)
    files = list(mail.glob("*.eml"))
    assert len(files) == 1
    text = files[0].read_text()
    assert text.count("Message-ID") == 1
    assert "We have it." in text


def test_address_and_words_are_not_readable_in_the_database(message: Message) -> None:
    assert b"sample@example.org" not in bytes(message.locked)
    assert opened(message) == LETTER


def test_a_letter_that_was_taken_before_the_hub_died_is_not_sent_again(message: Message, mail: Path) -> None:
    send(message)
    Message.objects.update(state=Message.State.SENDING)
    assert send(message).state == Message.State.SENT
    assert next(mail.glob("*.eml")).read_text().count("Message-ID") == 1


def test_a_letter_that_was_not_taken_is_sent_after_all(message: Message, mail: Path) -> None:
    Message.objects.update(state=Message.State.SENDING)
    assert send(message).state == Message.State.SENT
    assert len(list(mail.glob("*.eml"))) == 1


class Silent:
    """A server that cannot be asked, and that hangs up after taking the letter."""

    def __init__(self) -> None:
        self.taken_letters = 0

    def deliver(self, letter: Letter, message_id: str) -> None:
        self.taken_letters += 1
        raise SMTPServerDisconnected

    def taken(self, message_id: str) -> bool | None:
        return None


def test_what_nobody_can_say_is_in_doubt_and_never_repeated(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Silent()
    monkeypatch.setattr(outbox, "transport", lambda: server)
    assert send(message).state == Message.State.IN_DOUBT
    assert send(message).state == Message.State.IN_DOUBT
    assert server.taken_letters == 1


def test_the_same_folder_shows_a_double(mail: Path) -> None:
    folder = transport.Folder(mail)
    folder.deliver(LETTER, "one@hub")
    folder.deliver(LETTER, "one@hub")
    assert (mail / "one.eml").read_text().count("Message-ID") == 2


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_in_a_header_is_refused(hub: Organisation, field: str) -> None:
    bad = Letter(**{"to": "a@example.org", "subject": "s", "text": "t", field: "x\r\nBcc: y@example.org"})
    with pytest.raises(ValueError, match="line break"):
        post(bad, kind="test", about=hub, not_before=NOW)


def test_a_received_report_leads_to_work_in_its_own_transaction(report: "type[Received]") -> None:
    received = report()
    names = set(Item.objects.values_list("name", flat=True))
    assert {"tell_complainant", "look_for_others"} <= names
    assert received.report.reference.startswith("R-")  # type: ignore[attr-defined]
