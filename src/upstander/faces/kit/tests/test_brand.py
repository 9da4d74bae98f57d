"""The built files are there, carry their notices, and carry nothing that belongs to the government's own site alone."""

import re
from pathlib import Path

import pytest

from upstander.faces import kit

BUILT = Path(kit.__file__).parent / "static" / "kit"
FORBIDDEN = ["gds transport", "crown", "crest", "govuk-logo", "royal arms", "lion"]


def readable() -> list[Path]:
    return [path for path in BUILT.rglob("*") if path.suffix in {".css", ".js", ".svg"}]


def test_one_style_sheet_one_script_and_our_own_icon_are_built() -> None:
    assert {"upstander.css", "upstander.js", "favicon.svg", "favicon.png", "LICENCES.txt"} <= {
        path.name for path in BUILT.iterdir()
    }
    assert [path.name for path in BUILT.rglob("*.css")] == ["upstander.css"]
    assert [path.name for path in BUILT.rglob("*.js")] == ["upstander.js"]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_no_mark_of_the_government_site_is_in_the_built_files(words: str) -> None:
    holding = [path.name for path in readable() if re.search(rf"\b{words}\b", path.read_text().lower())]
    assert holding == []


def test_the_typeface_is_arial_and_no_typeface_is_shipped() -> None:
    css = (BUILT / "upstander.css").read_text()
    families = set(re.findall(r"font-family:([^;}]+)", css))
    assert families <= {"arial,sans-serif", "sans-serif", "ui-monospace,monospace", "monospace", "inherit"}
    assert "@font-face" not in css
    assert [path for path in BUILT.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf", ".ico"}] == []


def test_the_brand_colour_is_ours() -> None:
    css = (BUILT / "upstander.css").read_text()
    assert re.search(r"--govuk-brand-colour: ?#0b4f5c", css)
    assert not re.search(r"--govuk-(brand|link|template-background)-colour: ?#(1d70b8|1a65a6|f4f8fb)", css)


def test_every_image_that_the_style_sheet_names_is_there() -> None:
    css = (BUILT / "upstander.css").read_text()
    named = re.findall(r"url\(([^)]+)\)", css)
    assert named
    assert [name for name in named if not (BUILT / name.removeprefix("./")).is_file()] == []


def test_the_built_files_carry_the_licence_of_what_they_contain() -> None:
    notice = (BUILT / "LICENCES.txt").read_text()
    assert "MIT License" in notice
    assert "Permission is hereby granted" in notice
    for name in ("upstander.css", "upstander.js"):
        assert "MIT, see LICENCES.txt" in (BUILT / name).read_text()[:200]


def test_the_lock_file_names_no_registry() -> None:
    lock = Path(kit.__file__).parents[4] / "frontend" / "package-lock.json"
    assert '"resolved"' not in lock.read_text()
