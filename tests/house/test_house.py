"""The rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from upstander.law.access import Act, Role

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "upstander"
HTTP_CLIENTS = {"requests", "httpx", "urllib3", "aiohttp", "http.client", "urllib.request", "ftplib"}
MAY_SPEAK_HTTP = {"engines/sealing/authority.py"}
"""The time-stamp client; an object store will stand here once it exists; mail goes through smtplib."""


def modules() -> list[Path]:
    return [
        path for path in sorted(SOURCE.rglob("*.py")) if "tests" not in path.parts and "migrations" not in path.parts
    ]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.once
@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), "the first line says in one sentence what the module is for"
    assert len(text.splitlines()) <= 400, "is there a room missing?"
    assert path.stem not in {"utils", "helpers", "services", "misc", "common"}
    # In an engine, signals are what a text holds; anywhere else they would be Django's, which nobody sees fire.
    assert path.stem != "signals" or "engines" in path.parts


@pytest.mark.once
@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_fetches_over_http_or_switches_a_guard_off(path: Path) -> None:
    name = str(path.relative_to(SOURCE))
    if name not in MAY_SPEAK_HTTP:
        assert not HTTP_CLIENTS & set(imported(path)), "no code path may fetch a reported link"
    words = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    assert not words & {"csrf_exempt", "mark_safe"}
    assert "django.dispatch" not in set(imported(path)) or name.startswith("faces/account"), "no signals"


def test_foreign_keys_across_duties_are_one_way_and_leave_no_name() -> None:
    order = {f"upstander.record.{name}": 0 for name in settings.RECORD}
    order |= {f"upstander.duties.{name}": place for place, name in enumerate(settings.DUTIES, 1)}
    for model in apps.get_models():
        own = apps.get_app_config(model._meta.app_label).name
        if own not in order:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or not field.concrete or field.related_model is None:
                continue
            other = apps.get_app_config(field.related_model._meta.app_label).name
            if own == other or own.startswith("upstander.record"):
                continue
            assert order[other] == 0 or order[other] < order[own], (
                f"{model.__name__}.{field.name} points to a later duty"
            )
            assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name} needs related_name='+'"


def test_every_setting_of_the_environment_is_documented() -> None:
    names: set[str] = set()
    for path in modules():
        names |= set(
            re.findall(r"environ(?:\.get|\.setdefault)?[\[(]\s*\"(UPSTANDER_[A-Z_]+|DATABASE_URL)\"", path.read_text())
        )
    documented = set(
        re.findall(r"`(UPSTANDER_[A-Z_]+|DATABASE_URL)`", (ROOT / "docs/operators/settings.md").read_text())
    )
    assert names - {"UPSTANDER_TEST_FOLDER"} == documented


def test_every_role_is_documented() -> None:
    text = (ROOT / "docs/officers/README.md").read_text()
    for role in set(Role) - {Role.PUBLIC, Role.COMPLAINANT, Role.SYSTEM}:
        assert role.value.replace("_", " ") in text, role


def test_every_act_can_be_done_by_someone() -> None:
    from upstander.law.access import may_ever

    for act in Act:
        assert any(may_ever(role, act) for role in Role), act


def test_administrators_and_auditors_read_no_case() -> None:
    from upstander.law.access import relations_for

    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        for act in (Act.SEE_CASE, Act.SEE_IDENTITY, Act.SEE_FILE, Act.SEE_QUEUE, Act.DOWNLOAD_PACKAGE):
            assert not relations_for(role, act)


def test_every_decision_page_is_numbered_and_argued() -> None:
    pages = sorted(path for path in (ROOT / "docs/adr").glob("*.md") if path.name != "README.md")
    assert [int(path.name[:4]) for path in pages] == list(range(1, len(pages) + 1))
    for path in pages:
        text = path.read_text()
        assert "**Decision.**" in text, path.name
        assert "**Argument.**" in text, path.name


def test_no_file_names_a_registry_or_an_address_of_packages() -> None:
    hosts = "|".join(("py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb" + "ian.org"))
    tracked = [ROOT / "requirements", ROOT / "frontend", ROOT / "docs", ROOT / "Makefile", ROOT / "README.md"]
    for place in tracked:
        for path in [place] if place.is_file() else place.rglob("*"):
            if (
                path.is_file()
                and "node_modules" not in path.parts
                and path.suffix in {".txt", ".in", ".json", ".md", ""}
            ):
                assert not re.search(hosts, path.read_text(errors="ignore")), path


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_deployment_check_is_clean_over_https() -> None:
    import os
    import subprocess
    import sys

    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "upstander.config.settings", "UPSTANDER_URL": "https://hub.example.org",
        "UPSTANDER_HOSTS": "hub.example.org", "UPSTANDER_SECRET_KEY": "n0t-a-real-key-" * 5,
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_link_and_picture_of_the_documentation_is_there() -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} points to {target}"


def test_every_action_wears_the_house_s_decorator() -> None:
    """`@action` is one transaction with the fence put aside; `transaction.atomic` alone would meet it half-way."""
    bare = [
        str(path.relative_to(SOURCE))
        for path in (SOURCE / "duties").glob("*/actions/*.py")
        if "@transaction.atomic" in path.read_text(encoding="utf-8")
    ]
    assert bare == []
