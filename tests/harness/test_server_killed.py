"""A server that is killed with SIGKILL has every report that it acknowledged, once."""

import random
import time

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from tests.harness.served import Clients, served, token

pytestmark = pytest.mark.harness


def test_every_report_acknowledged_over_http_is_there_once(hub: ScratchHub, times: Times) -> None:
    rng, kills = random.Random(11), times(2, 60)
    bearer = token(hub)
    with served(hub) as server:
        clients = Clients(server.port, bearer, threads=4)
        try:
            for _ in range(kills):
                before = len(clients.acked)
                while len(clients.acked) < before + 5 and not clients.strange:
                    time.sleep(0.01)
                time.sleep(rng.uniform(0, 0.3))
                server.kill()
                server.start()
        finally:
            clients.stop()
    assert clients.strange == []
    assert clients.retried > 0, "no report was under way when the server died"
    held = hub.play("held")
    assert {f"key-{number}": reference for number, reference in clients.acked.items()} == held["receipts"]
    assert held["reports"] == len(clients.acked)
    assert hub.faults() == []


def test_every_report_acknowledged_by_a_killed_process_is_there_once(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("taking_in", kills=times(16, 2000), seed=12)
    assert seen["acked"] > 10, "a loaded machine takes few between two kills"
    assert (seen["lost"], seen["double"], seen["faults"]) == ([], 0, []), seen
    assert seen["acked_after_a_retry"] > 0


def test_a_report_acknowledged_before_it_is_kept_would_be_seen_to_be_lost(hub: ScratchHub) -> None:
    assert hub.play("taking_in", kills=4, seed=13, broken="acknowledged first")["lost"] != []
