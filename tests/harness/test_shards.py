"""The keys of matching on three real servers: answers as from one, asked of those named, and none without them all."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from tests.harness.several import PASSWORD, as_keeper, hub_apart, three
from tests.postgres import Server

pytestmark = [
    pytest.mark.harness,
    pytest.mark.once,
    pytest.mark.skipif(
        not os.environ.get("UPSTANDER_HARNESS"), reason="four servers of its own take a minute: `make harness` runs it"
    ),
]
NO_WRAPPER = "this PostgreSQL has no postgres_fdw (on Debian the package postgresql-15 brings it)"


@dataclass
class Spread:
    """A hub, the file of its three servers, and what it answered from one."""

    hub: ScratchHub
    file: Path
    servers: list[Server]
    before: dict[str, object]
    said: dict[str, str]


@contextmanager
def _stopped(one: Server) -> Iterator[None]:
    """Stop a server, and start it again."""
    one.stop()
    try:
        yield
    finally:
        one.start()


@pytest.fixture(scope="module")
def spread(times: Times, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    """Spread the keys of a hub, after a try that was stopped in the middle."""
    folder, said = tmp_path_factory.mktemp("spread"), {}
    with hub_apart() as (_, hub), three(folder) as (file, servers):
        if not as_keeper(hub.database, "SELECT name FROM pg_available_extensions WHERE name = 'postgres_fdw'"):
            pytest.skip(NO_WRAPPER)
        hub.play("shards", do="fill", reports=times(24, 120))
        said["whole"] = hub.command("shard-keys", "--check")
        hub.play("shards", do="strew", items=times(12_000, 60_000), seed=5)
        before = hub.play("shards", do="ask", times=times(60, 400), seed=6)
        said["refused"] = hub.refusal("shard-keys", "--servers", str(file), "--run")
        as_keeper(hub.database, "CREATE EXTENSION postgres_fdw")
        as_keeper(hub.database, "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO hub")
        said["dry"] = hub.command("shard-keys", "--servers", str(file))
        assert as_keeper(hub.database, "SELECT relkind FROM pg_class WHERE relname = 'match_key'") == [("r",)]
        hub.play("shards_stopped", file=str(file), pages=300)
        said["moving"] = hub.play("shards", do="receive", number=9_000)["wrong"]
        said["check"] = "\n".join(hub.faults())
        said["run"] = hub.command("shard-keys", "--servers", str(file), "--run")
        yield Spread(hub, file, servers, before, said)


def test_three_servers_give_the_answers_of_one(spread: Spread, times: Times) -> None:
    after = spread.hub.play("shards", do="ask", times=times(60, 400), seed=6)
    print(f"a look-up of 30 keys takes {spread.before['ms']} ms on one server and {after['ms']} ms on three")
    assert after | {"ms": 0} == spread.before | {"ms": 0}
    assert int(str(after["hot"])) > 0, "some keys are held by more than are read"
    assert int(str(after["looks"])) > 0
    held = [as_keeper(one.url, "SELECT count(*) FROM match_key")[0][0] for one in spread.servers]
    assert min(held) > 0.2 * sum(held), held


def test_a_look_up_goes_to_the_servers_that_hold_its_keys_sorted_there_and_cut(spread: Spread) -> None:
    plan = spread.hub.play("shards", do="plan", keys=7, shard=1)["plan"]
    scans = [at for at, line in enumerate(plan) if "Foreign Scan on public.match_key_" in line]
    asked = {}
    for at in scans:
        part = re.search(r"match_key_(\d) ", plan[at])
        assert part
        asked[part[1]] = "never executed" not in plan[at]
        remote = next(line for line in plan[at:] if "Remote SQL" in line)
        assert "k = $" in remote, remote
        assert remote.endswith("ORDER BY item DESC NULLS FIRST"), remote
    assert asked == {"0": False, "1": True, "2": False}
    assert not any("Sort Method" in line for line in plan), "sorted where it lies: what is too much never travels"


def test_the_move_says_what_it_does_and_what_it_needs(spread: Spread) -> None:
    assert "CREATE EXTENSION IF NOT EXISTS postgres_fdw" in spread.said["refused"]
    assert "FOR VALUES WITH (MODULUS 3, REMAINDER 2)" in spread.said["dry"]
    assert PASSWORD not in spread.said["dry"]
    assert "Every report has its keys" in spread.said["whole"]
    assert "100 %" in spread.said["run"]
    assert "spread already" in spread.hub.refusal("shard-keys", "--servers", str(spread.file), "--run")


def test_a_move_that_is_not_over_lets_nobody_ask_half_of_the_keys(spread: Spread) -> None:
    assert spread.said["moving"].startswith("KeysOutOfReach: The keys are being moved")
    assert "keys: they are being moved" in spread.said["check"]


def test_a_stopped_server_is_named_and_nothing_is_found_or_kept_without_it(spread: Spread) -> None:
    hub = spread.hub
    with _stopped(spread.servers[1]):
        refused = hub.play("shards", do="receive", number=9_001)
        assert refused["wrong"] == "KeysOutOfReach: The server keys_1, which holds a part of the keys, does not answer."
        looked = hub.play("shards", do="work", again=True)
        assert looked == {"suggestions": 0, "states": ["ready"], "trouble": ["KeysOutOfReach"]}
        assert any("the server keys_1 does not answer" in fault for fault in hub.faults())
    looked = hub.play("shards", do="work")
    assert (looked["states"], looked["trouble"]) == (["done"], [""])
    assert looked["suggestions"] > 0
    taken = hub.play("shards", do="receive", number=9_001)
    assert (taken["wrong"], taken["reports"]) == ("", int(str(refused["reports"])) + 1)


def test_keys_that_a_crash_left_or_took_are_found_and_mended(spread: Spread) -> None:
    hub = spread.hub
    assert hub.play("shards", do="sweep")["rows"] > 0
    hub.command("shard-keys", "--check")
    as_keeper(spread.servers[0].url, "DELETE FROM match_key WHERE item = 2")
    as_keeper(spread.servers[2].url, "INSERT INTO match_key SELECT k, 77777 FROM match_key WHERE item = 3")
    found = hub.command("shard-keys", "--check", code=1)
    assert re.search(r"lacks [1-9]\d* of its keys and has 0 that are not its own", found)
    assert "number 77777, which is no report's" in found
    assert "2 faults" in found
    assert hub.command("shard-keys", "--check", "--mend").count("MENDED") == 2
    assert "Every report has its keys" in hub.command("shard-keys", "--check")


def test_a_hub_put_back_from_a_backup_leaves_the_servers_alone_and_makes_its_keys_anew(
    spread: Spread, tmp_path: Path
) -> None:
    hub, key, file = spread.hub, tmp_path / "key", tmp_path / "one.age"
    hub.command("backup-key", "init", "--keep-at", str(key))
    hub.command("backup", str(file))
    as_keeper(hub.database, "CREATE DATABASE drill OWNER hub")
    drill = replace(hub, home=tmp_path / "drill", database=urlunsplit(urlsplit(hub.database)._replace(path="/drill")))
    as_keeper(drill.database, "CREATE EXTENSION postgres_fdw")
    as_keeper(drill.database, "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO hub")
    shutil.copytree(hub.home / "keys", drill.home / "keys")
    held = [as_keeper(one.url, "SELECT count(*) FROM match_key") for one in spread.servers]
    assert "Everything is there and unchanged." in drill.command("restore", str(file), "--identity", str(key))
    assert as_keeper(drill.database, "SELECT srvname FROM pg_foreign_server") == []
    assert "Every report has its keys" in drill.command("shard-keys", "--check")
    drill.play("shards", do="receive", number=9_002)
    assert [as_keeper(one.url, "SELECT count(*) FROM match_key") for one in spread.servers] == held
    assert hub.faults() == []
