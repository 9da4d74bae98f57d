"""The questions that are asked next are those that an offence in question still waits for, and no others."""

from datetime import date
from typing import Any

from upstander.law.advice import advise, open_questions
from upstander.law.facts import Document

ON = date(2026, 11, 22)
MESSAGE: dict[str, Any] = {"on": "2026-10-01", "means": ["message"], "where": "england_wales", "audience": "private"}


def asked(shows: dict[str, bool | None], **more: Any) -> dict[tuple[str, str], tuple[str, ...]]:
    document = Document.from_json({"conduct": {**MESSAGE, "shows": shows}, **more}, ON)
    return {(each.feature.id, each.whom): each.offences for each in open_questions(document, ON)}


def test_an_answer_that_settles_an_element_is_not_asked_again() -> None:
    before = asked({"threatening": True})
    assert ("means_distress", "") in before
    knows = [{"label": "a", "shows": {"means_distress": True}}]
    after = asked({"threatening": True, "indecent": False}, suspects=knows)
    assert ("means_distress", "a") not in after
    assert ("indecent", "") not in after


def test_each_suspect_and_victim_is_asked_about_apart() -> None:
    suspects = [{"label": "a", "shows": {"means_distress": True}}, {"label": "b"}]
    found = asked({"threatening": True}, suspects=suspects)
    assert ("means_distress", "b") in found
    assert ("means_distress", "a") not in found


def test_what_waits_for_an_answer_is_named_and_the_most_wanted_comes_first() -> None:
    document = Document.from_json({"conduct": {**MESSAGE, "shows": {"threatening": True}}}, ON)
    found = open_questions(document, ON)
    said = advise(document, ON)
    met = {each.id for each in said.offences}
    ranks = [(bool(met & {*each.offences}), len(each.offences)) for each in found]
    assert ranks == sorted(ranks, reverse=True)
    known = {each.id for each in (*said.offences, *said.could_be)}
    assert {id for each in found for id in each.offences} <= known


def test_nothing_is_asked_where_nothing_is_known_or_another_country_acts() -> None:
    assert open_questions(Document.from_json({}, ON), ON) == ()
    scotland = {"conduct": {**MESSAGE, "where": "scotland", "shows": {"threatening": True}}}
    assert open_questions(Document.from_json(scotland, ON), ON) == ()


def test_the_questions_of_an_offence_that_another_rests_on_are_asked() -> None:
    shows: dict[str, bool | None] = {"course_of_conduct": True}
    found = asked(shows, victims=[{"label": "v", "shows": {"serious_alarm": True}}])
    assert any(name == "stalking_acts" for name, _whom in found)
