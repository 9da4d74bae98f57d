"""One file from two people is two exhibits and one content, and no case tells that the other holds it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from upstander.duties.evidence.models import Exhibit
from upstander.duties.evidence.tests import story
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.engines.captures.tests import samples
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import SENTENCES, Verb
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.vault.models import File, Preview, Reading
from upstander.record.work import worker


def files() -> tuple[SentFile, ...]:
    """The same picture and the same saved page, as each of two people sends them."""
    sent = ((story.picture(), "seen.png"), (samples.mhtml(), "page.mhtml"))
    return tuple(SentFile(deposit(BytesIO(content)), name) for content, name in sent)


@pytest.fixture
def cases(report: Callable[..., Received], officer: User, supervisor: User, settings, tmp_path: Path) -> list[Case]:
    settings.PACKAGES_FOLDER = str(tmp_path / "packages")
    made = [report(files=files(), account=f"zqcanary{number} I saw this.") for number in (1, 2)]
    worker.run_all()
    return [story.decided(each, officer, supervisor) for each in made]


def test_two_receipts_two_exhibits_one_content(cases: list[Case], officer: User) -> None:
    for case in cases:
        story.asked(case, officer)
    assert ReportedFile.objects.count() == 4
    assert File.objects.filter(locked_key=None).count() == 2
    assert (Preview.objects.count(), Reading.objects.count()) == (1, 1)
    held = Exhibit.objects.filter(file__isnull=False)
    assert held.values("case", "reference").distinct().count() == 4
    assert held.values("file__file").distinct().count() == 2


def test_neither_package_tells_of_the_other_case(cases: list[Case], officer: User) -> None:
    packages = [story.built(case, officer) for case in cases]
    assert Entry.objects.filter(verb=Verb.SUGGESTED).exists(), "or there is nothing to keep out"
    for own, package in enumerate(packages):
        words, other = story.words_in(package), cases[1 - own]
        assert f"zqcanary{own + 1}" in words
        assert f"zqcanary{2 - own}" not in words
        for reference in (other.reference, other.opened_by.reference):
            assert reference not in words
        assert "The same bytes as" not in words
        assert SENTENCES[Verb.SUGGESTED] not in words
        assert f'"{Verb.SUGGESTED.value}"' not in words, "in the extract from the journal"


def test_the_same_file_twice_within_one_case_is_said(
    report: Callable[..., Received], officer: User, supervisor: User, settings, tmp_path: Path
) -> None:
    settings.PACKAGES_FOLDER = str(tmp_path / "packages")
    case = story.decided(report(files=(*files(), *files()[:1])), officer, supervisor)
    assert "The same bytes as" in story.words_in(story.built(case, officer))
