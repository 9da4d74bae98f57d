"""A packages folder of its own for every test of evidence."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def packages_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PACKAGES_FOLDER = tmp_path / "packages"
    return tmp_path / "packages"
