"""What the API does agrees with what its description says, for requests that fit the description and that do not."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 20
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
"""Not `positive_data_acceptance`: a report may be well formed and still say nothing, or name a code of another day."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("place", ["POST /api/v1/reports", "GET /api/v1/reports/{reference}"])
def test_the_api_keeps_to_its_description(partner: Any, place: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    method, path = place.split()
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def every(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {partner[2]}"}, checks=CHECKS)
        seen.add(answer.status_code)

    every()
    assert seen
    if place.startswith("POST") and mode is GenerationMode.POSITIVE:
        assert 201 in seen
