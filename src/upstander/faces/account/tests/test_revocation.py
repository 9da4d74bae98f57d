"""Thirty ways in which a session must be over: each is refused at the very next request, in every browser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from upstander.config.command import main
from upstander.duties.oversight.actions.deactivate_user import deactivate_user
from upstander.duties.oversight.actions.end_sessions import end_sessions, end_sessions_of
from upstander.duties.oversight.actions.reset_factors import reset_factors
from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_signing_in import CODE, LOGIN, PASSWORD, code, enter_password
from upstander.faces.kit.sessions import BEGAN, STAMP
from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.people.actors import SYSTEM, NotAllowed, acting
from upstander.record.people.models import Organisation, User

PAGE = "/account/session/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
NEWER_FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:150.0) Gecko/20100101 Firefox/150.0"
EDGE = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


@dataclass
class Scene:
    """Someone signed in in two browsers, and what is needed to end that."""

    user: User
    administrator: User
    secret: str
    clock: Any
    browsers: list[Client] = field(default_factory=list)

    @property
    def first(self) -> Client:
        return self.browsers[0]

    @property
    def fresh(self) -> User:
        return User.objects.get(pk=self.user.pk)


@pytest.fixture
def scene(officer: User, administrator: User) -> Any:
    cache.clear()
    secret = enrol_totp(officer)
    Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Phone", "credential": {}})
    with time_machine.travel(timezone.now(), tick=False) as clock:
        scene = Scene(officer, administrator, secret, clock)
        for _ in range(2):
            browser = Client(HTTP_HOST="localhost")
            sign_in(browser, officer)
            scene.browsers.append(browser)
        yield scene


def _set(**fields: Any) -> Callable[[Scene], None]:
    return lambda scene: User.objects.filter(pk=scene.user.pk).update(**fields) and None


def _elsewhere(scene: Scene) -> Client:
    browser = Client(HTTP_HOST="localhost")
    sign_in(browser, scene.fresh)
    return browser


def _another_organisation(scene: Scene) -> None:
    other = Organisation.objects.create(kind=Organisation.Kind.HUB, code="other", name="Other hub")
    _set(organisation=other)(scene)


def _organisation_ended(scene: Scene) -> None:
    Organisation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))


def _above(scene: Scene) -> None:
    above = Organisation.objects.create(kind=Organisation.Kind.UNIT_ABOVE, code="above", name="Above")
    Organisation.objects.filter(pk=scene.user.organisation_id).update(parent=above)
    end_sessions_of(organisation=above, actor=acting(scene.administrator), at=timezone.now())


def _replayed(scene: Scene) -> None:
    cookies = [browser.cookies["sessionid"].value for browser in scene.browsers]
    for browser in scene.browsers:
        browser.post("/account/logout/")
    scene.browsers = [_with(cookie) for cookie in cookies]


def _fixed(scene: Scene) -> None:
    browser = Client(HTTP_HOST="localhost")
    enter_password(browser, scene.user)
    planted = browser.session.session_key
    assert browser.post(CODE, {"code": code(scene.secret)}).status_code == 302
    assert browser.get(PAGE).status_code == 200
    scene.browsers = [_with(planted)]


def _password_changed(scene: Scene) -> None:
    new = "purple wagon seldom fence"
    said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert _elsewhere(scene).post("/account/password/", said).status_code == 302


def _app_removed(scene: Scene) -> None:
    assert _elsewhere(scene).post("/account/factors/app/remove/").status_code == 302


def _key_removed(scene: Scene) -> None:
    key = Authenticator.objects.get(type="webauthn")
    assert _elsewhere(scene).post(f"/account/factors/passkeys/{key.pk}/remove/").status_code == 302


def _factor_added(kind: str) -> Callable[[Scene], None]:
    return lambda scene: Authenticator.objects.create(user=scene.user, type=kind, data={}) and None


def _app_replaced(scene: Scene) -> None:
    Authenticator.objects.filter(type="totp").delete()
    enrol_totp(scene.user)


def _factor_swapped(scene: Scene) -> None:
    Authenticator.objects.filter(type="webauthn").delete()
    Authenticator.objects.create(user=scene.user, type="webauthn", data={"name": "New", "credential": {}})


def _reset(scene: Scene) -> None:
    reset_factors(user=scene.user, password="another long phrase", actor=acting(scene.administrator), at=timezone.now())


def _opened_again(scene: Scene) -> None:
    deactivate_user(user=scene.user, actor=acting(scene.administrator), at=timezone.now())
    _set(is_active=True)(scene)


def _polled(scene: Scene) -> None:
    for _ in range(16):
        scene.clock.shift(timedelta(minutes=1))
        for browser in scene.browsers:
            browser.get("/account/session/left/")


def _busy_for_ten_hours(scene: Scene) -> None:
    for _ in range(60):
        scene.clock.shift(timedelta(minutes=10))
        for browser in scene.browsers:
            browser.post(PAGE)
    scene.clock.shift(timedelta(seconds=1))


def _began_in_another_browser(scene: Scene) -> None:
    browser = Client(HTTP_HOST="localhost", HTTP_USER_AGENT=FIREFOX)
    enter_password(browser, scene.user)
    browser.post(CODE, {"code": code(scene.secret)})
    assert browser.get(PAGE).status_code == 200
    thief = _with(browser.cookies["sessionid"].value)
    thief.defaults["HTTP_USER_AGENT"] = EDGE
    scene.browsers = [thief]


def _written(**said: Any) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        for browser in scene.browsers:
            session = browser.session
            session.update(said)
            session.save()

    return change


def _without(name: str) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        for browser in scene.browsers:
            session = browser.session
            del session[name]
            session.save()

    return change


def _of_another(scene: Scene) -> None:
    """Someone else's proof is put beside this one's sign-in."""
    _written(account_authentication_methods_user=str(scene.administrator.pk))(scene)


def _written_by_hand(scene: Scene) -> None:
    Session.objects.update(session_data="eyJfYXV0aF91c2VyX2lkIjoiMSJ9")


def _password_alone(scene: Scene) -> None:
    browser = Client(HTTP_HOST="localhost")
    Authenticator.objects.all().delete()
    enter_password(browser, scene.user)
    assert browser.get("/account/factors/").status_code == 200
    enrol_totp(scene.user)
    scene.browsers = [browser]


def _with(cookie: str | None) -> Client:
    browser = Client(HTTP_HOST="localhost")
    browser.cookies["sessionid"] = str(cookie)
    return browser


def _shift(**by: int) -> Callable[[Scene], None]:
    return lambda scene: scene.clock.shift(timedelta(**by))


WAYS: dict[str, Callable[[Scene], Any]] = {
    "fixed before signing in": _fixed,
    "replayed after signing out": _replayed,
    "guessed": lambda scene: setattr(scene, "browsers", [_with("0" * 32), _with("x" * 32)]),
    "written into the database by hand": _written_by_hand,
    "wiped from the database": lambda scene: Session.objects.all().delete(),
    "rested 15 minutes": _shift(minutes=15, seconds=1),
    "rested a night": _shift(hours=14),
    "kept alive by nothing but its own script": _polled,
    "ten hours old though busy": _busy_for_ten_hours,
    "began at no known time": _without(BEGAN),
    "began before sessions had a stamp": _without(STAMP),
    "carried to another browser": _began_in_another_browser,
    "proved by somebody else": _of_another,
    "password alone, once a factor exists": _password_alone,
    "disabled": _set(is_active=False),
    "disabled by an administrator": lambda scene: deactivate_user(
        user=scene.user, actor=acting(scene.administrator), at=timezone.now()
    ),
    "disabled and opened again": _opened_again,
    "role changed": _set(role=Role.SUPERVISOR.value),
    "role taken down": _set(role=Role.AUDITOR.value),
    "organisation changed": _another_organisation,
    "organisation ended": _organisation_ended,
    "ended by an administrator": lambda scene: end_sessions(
        user=scene.user, actor=acting(scene.administrator), at=timezone.now()
    ),
    "ended with the whole organisation": lambda scene: end_sessions_of(
        organisation=scene.user.organisation, actor=acting(scene.administrator), at=timezone.now()
    ),
    "ended with the organisation above": _above,
    "ended by command": lambda scene: main(["user", "end-sessions", scene.user.email]),
    "ended by their owner elsewhere": lambda scene: _elsewhere(scene).post("/account/session/everywhere/"),
    "password changed elsewhere": _password_changed,
    "password set by an administrator": lambda scene: scene.user.set_password("new words here") or scene.user.save(),
    "app replaced by another": _app_replaced,
    "passkey added": _factor_added("webauthn"),
    "app removed elsewhere": _app_removed,
    "passkey removed elsewhere": _key_removed,
    "passkey swapped for another": _factor_swapped,
    "factors reset": _reset,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_session_that_is_over_is_refused_at_the_very_next_request_everywhere(scene: Scene, way: str) -> None:
    for browser in scene.browsers:
        assert browser.get(PAGE).status_code == 200, "until then it runs"
    WAYS[way](scene)
    for browser in scene.browsers:
        answer = browser.get(PAGE)
        assert answer.status_code == 302, way
        assert answer["Location"].startswith(LOGIN)
        assert browser.post(PAGE).status_code == 302


def test_there_are_thirty_of_them() -> None:
    assert len(WAYS) >= 30


def test_what_is_no_reason_ends_nothing(scene: Scene, other_officer: User) -> None:
    end_sessions(user=other_officer, actor=acting(scene.administrator), at=timezone.now())
    User.objects.filter(pk=scene.user.pk).update(name="Another name", email="new.address@example.org")
    scene.clock.shift(timedelta(minutes=14))
    for browser in scene.browsers:
        assert browser.get(PAGE).status_code == 200


def test_a_newer_version_of_the_same_browser_goes_on(scene: Scene) -> None:
    browser = Client(HTTP_HOST="localhost", HTTP_USER_AGENT=FIREFOX)
    enter_password(browser, scene.user)
    browser.post(CODE, {"code": code(scene.secret)})
    browser.defaults["HTTP_USER_AGENT"] = NEWER_FIREFOX
    assert browser.get(PAGE).status_code == 200


def test_whoever_ends_their_sessions_elsewhere_stays_here(scene: Scene) -> None:
    assert scene.first.post("/account/session/everywhere/")["Location"] == "/account/factors/"
    assert [browser.get(PAGE).status_code for browser in scene.browsers] == [200, 302]


def test_only_who_manages_accounts_ends_the_sessions_of_others(scene: Scene, other_officer: User) -> None:
    actor = acting(other_officer)
    with pytest.raises(NotAllowed):
        end_sessions(user=scene.user, actor=actor, at=timezone.now())
    with pytest.raises(NotAllowed):
        end_sessions_of(organisation=scene.user.organisation, actor=actor, at=timezone.now())
    with pytest.raises(NotAllowed):
        reset_factors(user=scene.user, password="another long phrase", actor=actor, at=timezone.now())
    with pytest.raises(ValueError, match="Another administrator"):
        reset_factors(
            user=scene.administrator, password="another long phrase", actor=acting(scene.administrator),
            at=timezone.now(),
        )  # fmt: skip
    assert scene.first.get(PAGE).status_code == 200


def test_every_end_from_outside_stands_in_the_journal_and_its_owner_reads_why(scene: Scene) -> None:
    end_sessions(user=scene.user, actor=SYSTEM, at=timezone.now())
    answer = scene.first.get(PAGE)
    assert "because your account was changed" in scene.first.get(answer["Location"]).content.decode()
    assert list(Entry.objects.order_by("-seq").values_list("verb", flat=True)[:2]) == ["signed out", "sessions ended"]
