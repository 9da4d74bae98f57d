"""Why a case stands where it stands is said in the reader's language, every sentence of it."""

import pytest
from django.utils import timezone, translation

from upstander.duties.assessment.why_here import MARKS, why_here
from upstander.record.cases.models import Case
from upstander.record.cases.queue import HIGH, lane_of


def every_case() -> list[Case]:
    """Cases in every state, with what else their sentences depend on: danger, route, line of enquiry, band, wording."""
    now = timezone.now()
    found = [
        Case(state=state, danger=danger, route=route, positive_line=line, band=band, wording=wording, opened_at=now,
             next_clock="first_look", next_clock_at=now, marks=list(MARKS))
        for state in Case.State for danger in (False, True) for route in Case.Route for line in (False, True)
        for band in (None, HIGH) for wording in ("", "threat")
    ]  # fmt: skip
    for case in found:
        case.lane = lane_of(case)
    return [*found, Case(report_count=0, opened_at=now)]


def test_no_sentence_is_left_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {why_here(case) for case in every_case()}
    assert any("Nobody has claimed it." in said for said in english)
    assert len(english) > 20
    monkeypatch.setattr(translation._trans, "gettext", lambda said: "~")  # type: ignore[attr-defined]
    assert {said.replace("~", "").strip() for said in map(why_here, every_case())} == {""}
