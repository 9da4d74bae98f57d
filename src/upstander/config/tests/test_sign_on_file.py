"""The operator's file of identity providers: every mistake in it is named, every word of it documented."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from upstander.config.sign_on import KNOWN, for_library

FILE: dict[str, Any] = {
    "name": "West Police", "client_id": "hub", "client_secret": "a secret", "organisation": "E23000010",
    "email_domains": ["example.org"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "has a name for each identity provider"),
        ({"West Police": FILE}, "small letters"),
        ({"west": {**FILE, "issuer": ""}}, "issuer is missing"),
        ({"west": {**FILE, "issuer": "http://login.example"}}, "begins with https://"),
        ({"west": {**FILE, "issuer": "https://x.example", "email_domains": []}}, "email_domains is missing"),
        ({"west": {**FILE, "issuer": "https://x.example", "email_domains": "example.org"}}, "is a list"),
        ({"west": {**FILE, "issuer": "https://x.example", "mfa": ["mfa"]}}, "nothing is called mfa"),
        ({"west": {**FILE, "issuer": "https://x.example", "client_secret": ""}}, "client_secret_file"),
        ({"west": {**FILE, "issuer": "https://x.example", "client_secret_file": "/no/such"}}, "cannot be read"),
        ({"west": None}, "is missing"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_a_sentence(said: Any, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        for_library(said)


def test_every_word_of_the_file_is_documented() -> None:
    text = (Path(__file__).resolve().parents[4] / "docs/operators/settings.md").read_text()
    assert [word for word in sorted(KNOWN) if f"`{word}`" not in text] == []
