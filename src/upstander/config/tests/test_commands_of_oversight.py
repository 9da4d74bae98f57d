"""The commands for organisations, accounts, tokens and the hub do what they say and fail in words."""

import io
from typing import Any

import pytest

from upstander.config.command import main
from upstander.record.people.models import HubProfile, Organisation, Token, User
from upstander.record.people.tokens import running_token


def test_a_hub_is_set_up_from_nothing(db: None, monkeypatch: Any, capsys: Any) -> None:
    assert main(["hub"]) == 2
    assert main(["hub", "--scope", "national", "--name", "Our hub", "--holding-force", "E23000001"]) == 0
    assert HubProfile.objects.get().organisation.name == "Our hub"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough phrase\n"))
    added = ["user", "add", "ann@example.org", "--name", "Ann", "--role", "supervisor", "--organisation", "hub"]
    assert main(added) == 0
    assert User.objects.get().check_password("a long enough phrase")
    assert main(["organisation", "add", "helpline", "--name", "Helpline"]) == 0
    capsys.readouterr()
    assert main(["token", "add", "helpline", "--label", "line 1"]) == 0
    shown = capsys.readouterr().out.strip()
    token = running_token(shown)
    assert token is not None
    assert main(["token", "list"]) == 0
    assert shown not in capsys.readouterr().out
    assert main(["token", "revoke", str(token.pk)]) == 0
    assert running_token(shown) is None
    assert main(["user", "end-sessions", "ann@example.org"]) == 0
    assert main(["user", "end-sessions", "--force", "hub"]) == 0
    assert User.objects.get().sessions_ended == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("another long phrase\n"))
    assert main(["user", "reset-factors", "ann@example.org"]) == 0
    assert User.objects.get().check_password("another long phrase")
    assert main(["user", "deactivate", "ann@example.org"]) == 0
    assert not User.objects.get().is_active
    assert main(["user", "list"]) == 0
    assert "closed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["user", "add", "ann@example.org", "--name", "Ann", "--role", "supervisor", "--organisation", "nowhere"],
        ["user", "add", "ann@example.org", "--name", "Ann", "--role", "king", "--organisation", "hub"],
        ["user", "deactivate", "nobody@example.org"],
        ["user", "end-sessions", "nobody@example.org"],
        ["user", "end-sessions", "--force", "nowhere"],
        ["user", "reset-factors", "nobody@example.org"],
        ["token", "add", "nowhere", "--label", "x"],
        ["token", "revoke", "12345"],
        ["organisation", "add", "hub", "--name", "Again"],
        ["hub", "--scope", "force"],
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(hub: Organisation, words: list[str], capsys: Any) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.strip().endswith((".", "."))
    assert not User.objects.exists()
    assert not Token.objects.exists()
