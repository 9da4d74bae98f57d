"""What the tests of the page kit share: the environment that renders every page, and a page with everything on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from jinja2 import Environment


@pytest.fixture
def env() -> Environment:
    return engines["jinja2"].env


@pytest.fixture
def render(env: Environment) -> Callable[..., str]:
    """Render a piece of template."""

    def rendered(source: str, **context: Any) -> str:
        return env.from_string(source).render(**context)

    return rendered
