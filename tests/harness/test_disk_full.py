"""A full disk: what could not be kept is answered 503 and said NOT to be saved; what was acknowledged is there."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from tests.harness.served import Reply, request, send, served, token
from tests.harness.small_disk import NOT_HERE, SmallDisk, small_disk

pytestmark = pytest.mark.harness
LEVELS = (0, 8, 24, 64, 160, 400, 1000)
"""KiB left free."""
LIMITS = (512, 300_000, 1_000_000, 3_000_000)
"""Bytes that no file may be larger than; the last three are met by the embedded database's files alone."""
MOST = 400
"""Reports that are sent at one level before it is called wrong that they all fit."""
WORDS = "A long account of what was seen, which nobody wants to type again. " * 20


@pytest.fixture(scope="module")
def disk(fresh: ScratchHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    """A hub on a small disk."""
    with small_disk(fresh, tmp_path_factory.mktemp("disk")) as made:
        if made is None:
            pytest.skip(NOT_HERE)
        yield made


def test_a_report_that_finds_the_disk_full_is_refused_whole_and_taken_when_there_is_room(
    disk: SmallDisk, times: Times
) -> None:
    bearer, number, acked, refused = token(disk.hub), 0, {}, 0
    with served(disk.hub) as server:
        for level in LEVELS[:: times(3, 1)] * times(1, 8):
            disk.leave(level * 1024)
            for _ in range(MOST):
                number += 1
                reply = send(server.port, bearer, number)
                if reply.status != 201:
                    break
                acked[f"key-{number}"] = reply.body
            assert reply.status == 503, f"{level} KiB free: {reply.status} {reply.body[:300]!r}"
            assert b"NOT saved" in reply.body
            assert reply.headers["retry-after"]
            refused += 1
            disk.empty()
            again = send(server.port, bearer, number)
            assert again.status == 201, "there is room again"
            acked[f"key-{number}"] = again.body
    held = disk.hub.play("held")
    assert refused >= 3
    assert held["receipts"].keys() == acked.keys()
    assert all(reference.encode() in acked[key] for key, reference in held["receipts"].items())
    assert held["reports"] == len(acked)
    assert disk.hub.faults() == []


def test_a_report_that_meets_a_limit_on_files_is_refused_whole_and_taken_without_it(hub: ScratchHub) -> None:
    bearer, number, acked = token(hub), 0, set()
    with served(hub) as server:
        for limit in LIMITS[:1] if hub.database else LIMITS:
            server.limit_files(limit)
            for _ in range(MOST):
                number += 1
                reply = send(server.port, bearer, number)
                if reply.status != 201:
                    break
                acked.add(f"key-{number}")
            assert reply.status == 503, f"{limit} bytes: {reply.status} {reply.body[:300]!r}"
            assert b"NOT saved" in reply.body
            server.limit_files(None)
            assert send(server.port, bearer, number).status == 201
            acked.add(f"key-{number}")
    assert hub.play("held")["receipts"].keys() == acked
    assert hub.faults() == []


def test_answers_that_find_the_disk_full_are_shown_again_and_said_not_to_be_saved(disk: SmallDisk) -> None:
    with served(disk.hub) as server:
        browser = Browser(server.port)
        assert browser.post("/report/danger", {"danger": "no"}).status == 302
        assert browser.post("/report/before", {"knows_poster": "no", "future_event": "no"}).status == 302
        disk.leave(0)
        page = browser.post("/report/saw", {"text": WORDS})
        for _ in range(30):
            if page.status != 302:
                break
            page = browser.post("/report/saw", {"text": WORDS})
        if disk.hub.database:
            assert page.status == 302, "answers are kept in the database, which has a disk of its own"
        else:
            assert page.status == 503
            assert b"NOT saved" in page.body
            assert WORDS.strip().encode() in page.body
        disk.empty()
        assert browser.post("/report/saw", {"text": WORDS}).status == 302
    assert disk.hub.faults() == []


class Browser:
    """As much of a browser as a form needs: cookies, and the token of the page that holds the form."""

    def __init__(self, port: int) -> None:
        self._port, self._cookies = port, SimpleCookie()

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self._send("GET", path, None)

    def post(self, path: str, answers: dict[str, str]) -> Reply:
        """Open a page and send its form."""
        page = self.get(path).body.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:500]
        return self._send("POST", path, urlencode({"csrfmiddlewaretoken": found[1], **answers}).encode())

    def _send(self, method: str, path: str, body: bytes | None) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={kept.value}" for name, kept in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self._port}"}
        reply = request(self._port, method, path, body, headers)
        self._cookies.load(reply.headers.get("set-cookie", ""))
        return reply
