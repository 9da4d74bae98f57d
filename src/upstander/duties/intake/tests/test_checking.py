"""A receipt whose report is gone, or was never acknowledged, is found by the check."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from upstander.config.commands import check
from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Once, Received, receive
from upstander.duties.intake.checking import faults
from upstander.duties.intake.models import Receipt
from upstander.duties.intake.submission import Submission
from upstander.record.cases.models import Membership, Report
from upstander.record.people.actors import PUBLIC
from upstander.record.people.models import Organisation

KEY = "a key that nobody else may read"


@pytest.fixture
def promised(hub: Organisation) -> Receipt:
    """The receipt of a report that was sent with a key."""
    receive(
        replace(Submission(), account="Words."), channel="web", actor=PUBLIC, at=NOW, once=Once("web", KEY, "0" * 64)
    )
    return Receipt.objects.get()


def test_receipts_of_reports_that_were_acknowledged_are_whole(
    promised: Receipt, report: Callable[..., Received]
) -> None:
    report()
    assert list(faults()) == []


def test_a_receipt_whose_report_is_gone_is_found_and_its_key_not_told(promised: Receipt) -> None:
    Receipt.objects.update(report=10**9)
    said = [fault for fault in check.faults(files=False) if fault.startswith("receipt")]
    Receipt.objects.update(report=promised.report)  # the database itself looks when the test ends
    assert said == [f"receipt {promised.pk} (web): the report that it promises is gone"]


def test_a_receipt_of_a_report_that_the_journal_never_acknowledged_is_found(promised: Receipt) -> None:
    slipped_in = Report.objects.get()
    slipped_in.pk, slipped_in.reference, slipped_in.return_code = None, "R-SLIPPED-IN", "1" * 64
    slipped_in.save()
    Membership.objects.create(report=slipped_in, case=promised.report.own_case, from_at=NOW)
    Receipt.objects.update(report=slipped_in)
    assert list(faults()) == [f"receipt {promised.pk} (web): its report was never acknowledged"]
