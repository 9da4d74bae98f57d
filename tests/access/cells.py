"""The cells of the matrix: what each viewer gets at each address, and which planted words came with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from time import monotonic
from typing import Any

from django.core.cache import cache as limits
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import addresses
from tests.access.canaries import REFERENCE, found_in
from tests.access.scene import VIEWERS, Matter, Scene, relations_of

METHODS = ("GET", "POST")
FRESH = 240
"""Seconds for which the first sessions serve; on a slow machine they would end before the matrix does."""
_REFERENCE = re.compile(rb"[RC]-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z][0-9A-Z*~$=]")
NONE = "-"
"""The relation at an address that names no case."""
TO_SIGN_IN, TO_ENROL = "sign in", "enrol"

Status = int | str


@dataclass(frozen=True)
class Cell:
    """One request of the matrix."""

    name: str
    method: str
    viewer: str
    relation: str


@dataclass(frozen=True)
class Got:
    """What came back: the status, and whose words (kind, relation to the viewer) stood in it."""

    status: Status
    words: frozenset[tuple[str, str]]


def cells(
    names: Iterable[str] | None = None,
    viewers: Iterable[str] = VIEWERS,
    methods: Iterable[str] = METHODS,
    relations: Iterable[str] | None = None,
) -> Iterator[Cell]:
    """Yield the cells of these addresses, viewers, methods and relations; of all unless told otherwise."""
    viewers, methods = list(viewers), list(methods)
    for name in addresses.parameters() if names is None else names:
        for method in methods:
            for viewer in viewers:
                tried = (relations or relations_of(viewer)) if addresses.names_a_case(name) else [NONE]
                yield from (Cell(name, method, viewer, relation) for relation in tried)


class _Undone(Exception):
    """Raised to take back everything that a request did."""


class Visit:
    """Asks for cells of one scene; nothing that a request does stays."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._names = {
            reference.encode(): matter.name
            for matter in scene.matters.values()
            for reference in (matter.received.case.reference, matter.received.report.reference)
        }
        # At once: a session made inside a test would be taken back with it.
        self._clients = {viewer: scene.client(viewer) for viewer in VIEWERS}
        self._since = monotonic()

    def get(self, cell: Cell) -> Got:
        """Ask for one cell and take back what it did."""
        answer, body = self.ask(cell)
        whole = body + "\n".join(answer.headers.values()).encode()
        found = found_in(whole) | {(REFERENCE, case) for case in self._named(cell, whole)}
        return Got(status_of(answer), frozenset((kind, self.scene.relation(cell.viewer, case)) for kind, case in found))

    def _named(self, cell: Cell, body: bytes) -> set[str]:
        """Return the cases whose references stand in an answer, but for the one that was asked for by the address."""
        own = self.scene.matter(cell.viewer, cell.relation).name if cell.relation != NONE else ""
        return {self._names[found] for found in _REFERENCE.findall(body) if found in self._names} - {own}

    def ask(self, cell: Cell) -> tuple[HttpResponse, bytes]:
        """Return the whole answer of one cell, with its body."""
        matter = self.scene.matter(cell.viewer, "unclaimed" if cell.relation == NONE else cell.relation)
        where = addresses.address(cell.name, matter)
        client = self._clients[cell.viewer]
        cookies = SimpleCookie(client.cookies)
        limits.clear()
        try:
            with transaction.atomic():
                if monotonic() - self._since > FRESH:
                    client = self.scene.client(cell.viewer)
                answer: Any = _send(client, cell, where, matter)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                raise _Undone
        except _Undone:
            self._clients[cell.viewer].cookies = cookies
        return answer, body


def _send(client: Client, cell: Cell, where: str, matter: Matter) -> Any:
    if cell.method == "POST" and cell.name in addresses.JSON:
        key = {"Idempotency-Key": "matrix"}
        return client.post(where, addresses.JSON[cell.name], content_type="application/json", headers=key)
    said = addresses.body(cell.name, matter) if cell.method == "POST" else {}
    return getattr(client, cell.method.lower())(where, said)


def status_of(answer: HttpResponse) -> Status:
    """Return the status, in a word where a redirect is a refusal."""
    to = answer.headers.get("Location", "").split("?")[0]
    if answer.status_code == 302 and to == reverse("account_login"):
        return TO_SIGN_IN
    if answer.status_code == 302 and to == reverse("mfa_index"):
        return TO_ENROL
    return int(answer.status_code)
