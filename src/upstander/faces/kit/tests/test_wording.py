"""Every mark that an action sets on a case has words for officers, in English and in Welsh."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.utils.translation import override

import upstander.duties
from upstander.engines.matching.platforms import NAMES
from upstander.faces.kit.wording import MARKS, platform_names

DUTIES = Path(upstander.duties.__file__ or "").parent
SOURCES = DUTIES.parent.parent


def marks_set(path: Path) -> Iterator[str]:
    """Yield every mark that a module may add to those of a case: `row.marks = sorted({*row.marks, mark})`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == "marks" for target in node.targets
        ):
            for collected in (inner for inner in ast.walk(node.value) if isinstance(inner, ast.Set | ast.List)):
                for added in collected.elts:
                    if not isinstance(added, ast.Starred):
                        yield from values(added, path)


def values(said: ast.expr, path: Path) -> list[str]:
    """Return what an expression may stand for; for a name that the module lacks, any text that it names."""
    if isinstance(said, ast.Constant):
        return [str(said.value)]
    names = vars(import_module(".".join(path.relative_to(SOURCES).with_suffix("").parts)))
    if isinstance(said, ast.Name) and said.id in names:
        return [str(names[said.id])]
    named = [value for name, value in names.items() if name.isupper() and isinstance(value, str)]
    assert named, f"{path}: this test cannot read which mark `{ast.unparse(said)}` is"
    return named


def test_every_mark_that_a_duty_sets_has_words() -> None:
    modules = [path for path in DUTIES.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    found = {mark for path in modules if ".marks" in path.read_text() for mark in marks_set(path)}
    assert {"added to", "campaign", "reported again", "needs force", "notice disputed", "on its way"} <= found
    assert found - set(MARKS) == set()


def test_every_mark_has_welsh_words() -> None:
    with override("en-gb"):
        english = {mark: str(words) for mark, words in MARKS.items()}
    with override("cy"):
        welsh = {mark: str(words) for mark, words in MARKS.items()}
    assert [mark for mark in MARKS if welsh[mark] == english[mark]] == []


def test_every_platform_whose_links_are_read_has_a_name_and_another_keeps_its_own() -> None:
    assert platform_names(["truthsocial", "ok", "x", "a small site"])[:2] == ["Truth Social", "OK.ru"]
    assert platform_names(["a small site"]) == ["a small site"]
    codes = sorted(set(NAMES) - {"4chan", "8kun"})
    assert [code for code, name in zip(codes, platform_names(codes), strict=True) if code == name] == []
