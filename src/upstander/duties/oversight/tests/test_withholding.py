"""What is withheld nobody opens or packs, wherever the same bytes came; two people open it for a short time."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight.actions.answer_act import approve_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import ReportedFile
from upstander.record.cases.originals import NoSuchFile, handed_out, original
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit

BODY = b"the same bytes, whoever sends them"
WHY = {"why": "abuse", "reason": "A child is shown."}


@pytest.fixture
def sent(report: Callable[..., Received]) -> Callable[[], ReportedFile]:
    def make() -> ReportedFile:
        received = report(files=(SentFile(deposit(BytesIO(BODY)), "picture.txt"),))
        return ReportedFile.objects.get(report=received.report)

    return make


def test_nobody_opens_a_withheld_file_wherever_its_content_came_and_will_come(
    sent: Callable[[], ReportedFile], officer: User, supervisor: User, senior_investigator: User
) -> None:
    first, second = sent(), sent()
    assert original(acting(officer), first.pk) == first
    withhold_file(held=first, **WHY, actor=acting(officer), at=NOW)
    later = sent()
    for held in (first, second, later):
        held.refresh_from_db()
        assert held.withheld == "abuse"
        for user in (officer, supervisor, senior_investigator):
            with pytest.raises(NoSuchFile):
                original(acting(user), held.pk)
            with pytest.raises(NotAllowed, match="withheld"):
                handed_out(held, actor=acting(user), at=NOW)
    entries = Entry.objects.filter(verb="withheld")
    assert entries.count() == 2, "one for each file that was there, so that no case's custody tells of the other"
    assert all("child" not in entry.body for entry in entries)
    assert f'"case:{case_of(first.report).pk}"' not in entries.get(subject=f"reportedfile:{second.pk}").body


def test_withholding_needs_what_is_suspected_and_a_reason(sent: Callable[[], ReportedFile], officer: User) -> None:
    held = sent()
    with pytest.raises(WrongState):
        withhold_file(held=held, why="dull", reason="x", actor=acting(officer), at=NOW)
    with pytest.raises(NotAllowed) as refusal:
        withhold_file(held=held, why="abuse", reason=" ", actor=acting(officer), at=NOW)
    assert refusal.value.needs_reason
    withhold_file(held=held, **WHY, actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="already"):
        withhold_file(held=held, **WHY, actor=acting(officer), at=NOW)


def test_two_people_open_it_to_the_one_who_asked_for_half_an_hour(
    sent: Callable[[], ReportedFile], officer: User, supervisor: User, senior_investigator: User
) -> None:
    held, asker = sent(), acting(senior_investigator)
    with pytest.raises(WrongState, match="not withheld"):
        ask_act(code="unseal", about=held, reason="To classify it.", actor=asker, at=NOW)
    withhold_file(held=held, **WHY, actor=acting(officer), at=NOW)
    for user in (officer, supervisor):
        with pytest.raises(NotAllowed):
            ask_act(code="unseal", about=held, reason="To classify it.", actor=acting(user), at=NOW)
    with time_machine.travel(NOW, tick=False):
        asked = ask_act(code="unseal", about=held, reason="To classify it.", actor=asker, at=NOW)
        with pytest.raises(WrongState, match="asked for already"):
            ask_act(code="unseal", about=held, reason="Again.", actor=asker, at=NOW)
        with pytest.raises(NoSuchFile):
            original(asker, held.pk)
        approve_act(asked=asked, actor=acting(supervisor), at=NOW)
        assert original(asker, held.pk) == held
        assert handed_out(held, actor=asker, at=NOW).read_bytes() == BODY
        for user in (supervisor, officer):
            with pytest.raises(NoSuchFile):
                original(acting(user), held.pk)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False), pytest.raises(NoSuchFile):
        original(asker, held.pk)


def test_two_people_end_a_withholding_that_was_a_mistake(
    sent: Callable[[], ReportedFile], officer: User, supervisor: User, senior_investigator: User
) -> None:
    held, other = sent(), sent()
    withhold_file(held=held, **WHY, actor=acting(officer), at=NOW)
    asked = ask_act(
        code="end_withholding", about=held, reason="It is a cartoon.", actor=acting(senior_investigator), at=NOW
    )
    approve_act(asked=asked, actor=acting(supervisor), at=NOW)
    assert original(acting(officer), held.pk) == held
    assert original(acting(officer), other.pk) == other
