"""Keys and a sealed package, made once for all tests of the sealing engine."""

from pathlib import Path

import pytest

from upstander.engines.sealing.keys import Keys, make_keys

from . import packages


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"), "Test hub", at=packages.AT)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return packages.build(tmp_path_factory.mktemp("package"), keys).path


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> packages.Unpacked:
    return packages.unpack(package, tmp_path / "unpacked")
