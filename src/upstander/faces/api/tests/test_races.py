"""Partners who send the same thing many times at once get one report and one receipt."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from upstander.faces.api.tests.test_reports import BODY
from upstander.record.cases.models import Case, Report

TIMES = 6


def _at_once(send: Callable[..., Any], calls: list[tuple[dict[str, Any], str]]) -> list[Any]:
    def one(call: tuple[dict[str, Any], str]) -> Any:
        try:
            return send(call[0], key=call[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.mark.django_db(transaction=True)
def test_the_same_report_sent_at_once_is_one_report(send: Callable[..., Any]) -> None:
    answers = _at_once(send, [(BODY, "k")] * TIMES)
    assert sorted(answer.status_code for answer in answers) == [200] * (TIMES - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    assert Report.objects.count() == Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_other_reports_under_one_key_at_once_are_one_report_and_conflicts(send: Callable[..., Any]) -> None:
    answers = _at_once(send, [({"account": f"Report {number}."}, "k") for number in range(TIMES)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (TIMES - 1)
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_sender_ref_under_many_keys_at_once_is_one_report(send: Callable[..., Any]) -> None:
    answers = _at_once(send, [(BODY, f"k-{number}") for number in range(TIMES)])
    assert sorted(answer.status_code for answer in answers) == [200] * (TIMES - 1) + [201]
    assert Report.objects.count() == 1
