"""From reports with files to a package that we, openssl and sha256sum call sealed."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from upstander.conftest import NOW
from upstander.duties.evidence.tests import story
from upstander.duties.evidence.documents.case_copy import check_case
from upstander.duties.evidence.models import Package
from upstander.engines.sealing.plain_tools import ANCHOR, PLAIN_CHECKS
from upstander.engines.sealing.verify import verify_package
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def anchor() -> Path:
    return Path(settings.KEYS_FOLDER) / ANCHOR


def test_a_package_is_sealed_for_us_and_for_the_plain_tools(
    report: story.Reporting, officer: User, supervisor: User, packages_folder: Path, tmp_path: Path
) -> None:
    received = report(files=(story.sent(story.picture(), "shot.png"), story.sent(b"a chat log\n", "chat.txt")))
    package = story.built(story.decided(received, officer, supervisor), officer)
    assert (package.state, package.trouble, package.progress) == ("ready", "", 100)
    findings = verify_package(story.zip_of(package), anchor())
    assert findings.ok, findings
    top = story.unpacked(package, tmp_path / "out")
    (tmp_path / "out" / ANCHOR).write_bytes(anchor().read_bytes())
    for check in PLAIN_CHECKS:
        done = subprocess.run(["bash", "-c", check.command], cwd=top, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (check.command, done.stdout, done.stderr)
    check_case(json.loads((top / "data" / "case.json").read_text()))
