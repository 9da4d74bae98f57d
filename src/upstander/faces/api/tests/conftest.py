"""A partner with a token, and a client that shows it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from upstander.duties.oversight.actions.make_organisation import make_organisation
from upstander.duties.oversight.actions.make_token import make_token
from upstander.record.people.actors import SYSTEM
from upstander.record.people.models import Organisation, Token

REPORTS = "/api/v1/reports"


def partner_with_token(code: str) -> tuple[Organisation, Token, str]:
    at = timezone.now()
    organisation = make_organisation(code=code, name=f"Partner {code}", actor=SYSTEM, at=at)
    token, plain = make_token(organisation=organisation, label="test", actor=SYSTEM, at=at)
    return organisation, token, plain


@pytest.fixture
def partner(hub: Organisation) -> tuple[Organisation, Token, str]:
    return partner_with_token("helpline")


@pytest.fixture
def send(partner: tuple[Organisation, Token, str]) -> Callable[..., Any]:
    """Return what posts a body (a value, or bytes as they are) with the partner's token."""

    def post(body: Any, *, key: str | None = "k-1", token: str = partner[2], kind: str = "application/json") -> Any:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key is not None else {})
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Client(HTTP_HOST="localhost").post(REPORTS, data=data, content_type=kind, headers=headers)

    return post


@pytest.fixture
def ask(partner: tuple[Organisation, Token, str]) -> Callable[..., Any]:
    """Return what asks where a report stands."""

    def get(reference: str, *, token: str = partner[2]) -> Any:
        return Client(HTTP_HOST="localhost").get(f"{REPORTS}/{reference}", headers={"Authorization": f"Bearer {token}"})

    return get
