"""The components that we use render as the design system's own examples say."""

import json
from pathlib import Path

import pytest
from jinja2 import Environment

from upstander.faces.kit.tests.markup import tokens

EXAMPLES = json.loads((Path(__file__).parent / "govuk_examples.json").read_text())["components"]
CASES = [(name, case) for name, cases in EXAMPLES.items() for case in cases]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
def test_component_renders_as_the_official_example(env: Environment, name: str, case: dict[str, object]) -> None:
    macro = "govuk" + "".join(part.capitalize() for part in name.split("-"))
    source = (
        f"{{% from 'govuk_frontend_jinja/components/{name}/macro.html' import {macro} %}}{{{{ {macro}(options) }}}}"
    )
    assert tokens(env.from_string(source).render(options=case["options"])) == tokens(str(case["html"]))


def test_examples_cover_at_least_ten_components() -> None:
    assert len(EXAMPLES) >= 10
