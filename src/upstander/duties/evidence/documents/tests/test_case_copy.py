"""The machine copy keeps its schema, and the schema refuses what would mislead a reader."""

import json

import pytest
from jsonschema import Draft202012Validator

from upstander.duties.evidence.documents.case_copy import NotACase, case_bytes, check_case, schema_bytes

from . import example


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json.loads(schema_bytes()))


def test_the_example_keeps_the_schema_and_reads_back():
    assert json.loads(case_bytes(example.case())) == example.case()


def remove(case, *path):
    for key in path[:-1]:
        case = case[key]
    del case[path[-1]]


@pytest.mark.parametrize(
    "field", [("decision",), ("decision", "law_version"), ("exhibits", 0, "posted", "zone"), ("limits",)]
)
def test_a_missing_field_is_refused_by_name(field):
    case = example.case()
    remove(case, *field)
    with pytest.raises(NotACase, match=field[-1]):
        check_case(case)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda case: case.update(made_at="2026-11-21T12:00:00"), "made_at"),
        (lambda case: case.update(made_at="21/11/2026"), "made_at"),
        (lambda case: case["exhibits"][1]["files"][0].update(sha256="AB" * 32), "exhibits.1.files.0.sha256"),
        (lambda case: case.update(surprise=1), "the case"),
        (lambda case: case["decision"].update(is_crime="yes"), "decision.is_crime"),
    ],
)
def test_a_wrong_value_is_refused_by_place(change, place):
    case = example.case()
    change(case)
    with pytest.raises(NotACase, match=f"^{place}"):
        check_case(case)
