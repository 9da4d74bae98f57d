"""What spreading the keys needs and refuses; keys out of reach are an error (tests/harness has real servers)."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.db import OperationalError, ProgrammingError, connection, transaction

from upstander.config import command
from upstander.config.command import main
from upstander.duties.intake.actions.receive import Received
from upstander.record.keys import checking, keeping, spreading
from upstander.record.keys.models import Item, Key
from upstander.record.keys.reaching import KeysOutOfReach, reaching_keys
from upstander.record.keys.sharding import NoShards, here, read

Make = Callable[..., Received]
Out = pytest.CaptureFixture[str]
ONE = {"name": "keys_0", "host": "db.example.org", "dbname": "keys", "user": "keys", "password": "it's"}
TWO = {**ONE, "name": "keys_1"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([ONE], "at least two"),
        ({"keys_0": ONE}, "at least two"),
        ([ONE, ONE], "the same name"),
        ([ONE, {**TWO, "password": ""}], "never empty"),
        ([ONE, {**TWO, "name": "keys 1"}], "letters, digits"),
        ([ONE, {**TWO, "fetch_size": 7}], "nothing is called fetch_size"),
        ([ONE, {"name": "keys_1"}], "a host, a dbname"),
    ],
)
def test_a_file_of_servers_that_cannot_be_used_is_refused_with_a_sentence(said: object, sentence: str) -> None:
    with pytest.raises(NoShards, match=sentence):
        read(yaml.safe_dump(said))


def test_a_password_is_quoted_where_it_is_said_and_left_out_where_it_is_shown() -> None:
    shards = read(yaml.safe_dump([ONE, TWO]))
    assert sum("'it''s'" in said.as_string(None) for said in here(shards)) == 2
    assert not any("it''s" in said.as_string(None) for said in here(shards, hide=True))


def test_sqlite_is_refused_and_so_is_a_role_that_may_not(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Out
) -> None:
    monkeypatch.setattr(command, "start_django", lambda: None)
    file = tmp_path / "servers.yaml"
    file.write_text(yaml.safe_dump([ONE, TWO]))
    assert main(["shard-keys", "--servers", str(file)]) == 2
    said = capsys.readouterr()
    wanted = "is SQLite" if connection.vendor == "sqlite" else "CREATE EXTENSION IF NOT EXISTS postgres_fdw"
    assert wanted in said.err
    assert said.out == ""
    assert main(["shard-keys", "--servers", str(tmp_path / "nowhere")]) == 2


class Said(Exception):
    """What a database driver raises."""

    def __init__(self, state: str) -> None:
        self.sqlstate = state


@pytest.mark.parametrize(
    ("kind", "state", "words", "sentence"),
    [
        (
            OperationalError,
            "08001",
            'could not connect to server "keys_1"\nDETAIL: refused',
            "The server keys_1, which",
        ),
        (OperationalError, "08006", "server closed the connection\nCONTEXT: remote SQL command: SELECT", "broke off"),
        (OperationalError, "57P01", "terminating\nCONTEXT: remote SQL command: COMMIT", "broke off"),
        (ProgrammingError, "42P01", 'relation "match_key" does not exist', "being moved"),
    ],
)
def test_a_server_out_of_reach_is_named(kind: type[Exception], state: str, words: str, sentence: str) -> None:
    with pytest.raises(KeysOutOfReach, match=sentence), reaching_keys():
        raise kind(words) from Said(state)


def test_any_other_error_stays_what_it_is() -> None:
    with pytest.raises(OperationalError) as seen, reaching_keys():
        raise OperationalError("deadlock detected") from Said("40P01")
    assert not isinstance(seen.value, KeysOutOfReach)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no other servers")
def test_without_its_table_nothing_is_found_kept_or_forgotten(report: Make) -> None:
    received = report()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE match_key RENAME TO {spreading.BEFORE}")
    assert spreading.standing() == "moving"
    assert ["being moved" in fault for fault in spreading.faults()] == [True]
    for act in (
        lambda: keeping.holders([1], before=2),
        lambda: keeping.keep(received.report),
        lambda: keeping.forget(received.report),
    ):
        with pytest.raises(KeysOutOfReach), transaction.atomic():
            act()


def test_keys_that_lack_or_lead_nowhere_are_found_and_mended(report: Make) -> None:
    received = [report(account=f"The heron stood at the harbour {number} times.") for number in range(3)]
    assert list(checking.faults()) == []
    item = Item.objects.get(report=received[1].report).pk
    one = Key.objects.filter(item=item).values_list("k", flat=True)[0]
    Key.objects.filter(item=item, k=one).delete()
    Key.objects.create(k=5, item=10**6)
    faults = list(checking.faults())
    assert [received[1].report.reference in faults[0], "10" + 5 * "0" in faults[1]] == [True, True], faults
    assert list(checking.faults()) == faults, "looking changes nothing"
    assert len(list(checking.faults(mend=True))) == 2
    assert list(checking.faults()) == []
    assert Key.objects.filter(item=item, k=one).exists()
