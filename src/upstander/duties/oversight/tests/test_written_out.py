"""No list leaves with somebody who reported in it, whatever was typed into a reason or a note."""

import pytest

from upstander.duties.evidence import reporters
from upstander.duties.oversight.exporting import list_of
from upstander.duties.oversight.written_out import written_out
from upstander.engines.disclosure.identity import Search
from upstander.record.people.identity import Identity

pytestmark = pytest.mark.django_db
ROBIN = Identity(name="Robin Canary", email="robin@post.example", phone="07700 900123")
REASON = "Robin Canary (robin@post.example, 07700 900 123) rang and asked."


def test_who_reported_is_written_out_by_case_and_by_report(report: object) -> None:
    received = report(identity=ROBIN)  # type: ignore[operator]
    for about in (("case", received.case.pk), ("report", received.report.pk)):
        listed = written_out([["1", REASON], ["2", "Nothing of it."]], [about])
        assert listed.rows[0][1] == (
            "[name kept by the hub] ([e-mail address kept by the hub], [telephone number kept by the hub]) "
            "rang and asked."
        )
        assert (listed.rows[1], listed.cells) == (["2", "Nothing of it."], 1)


def test_a_list_about_nobody_stays_as_it_is(report: object) -> None:
    report(identity=ROBIN)  # type: ignore[operator]
    assert written_out([[REASON]], [("user", 1)]).rows == [[REASON]]


def test_an_exported_list_of_cases_passes_the_gate(report: object, monkeypatch: pytest.MonkeyPatch) -> None:
    case = report(identity=ROBIN).case  # type: ignore[operator]
    case.closed_as = ROBIN.name  # no column holds words; were one to, the gate stands behind it
    assert ROBIN.name.encode() not in list_of([case])
    monkeypatch.setattr("upstander.duties.oversight.written_out.search_for", lambda _: Search([]))
    assert ROBIN.name.encode() in list_of([case])


def test_many_reporters_are_looked_for_at_once(report: object) -> None:
    received = [report(identity=Identity(name=f"Person{n} Canary{n}")) for n in range(3)]  # type: ignore[operator]
    rows = [[f"Person{n} Canary{n}"] for n in range(3)]
    assert written_out(rows, [("report", each.report.pk) for each in received]).cells == 3
    assert reporters.search_for(each.report for each in received)
