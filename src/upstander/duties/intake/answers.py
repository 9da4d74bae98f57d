"""Turn what a partner sent, by name, into a submission - or say in sentences everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any

from upstander.duties.intake.fields import (
    BY_NAME,
    CAPTURE,
    COLUMNS,
    MORE_LINKS,
    MOST_POSTS,
    POST,
    POST_BY_NAME,
    Field,
)
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.record.people.identity import Identity

IDENTITY = {f"complainant_{part}": part for part in ("name", "email", "phone", "note")}
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field, and the sentence without its subject."""

    field: str
    says: str


class Wrong(ValueError):
    """The answers cannot be taken; nothing of them was kept. The message names every problem."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems[:MOST_PROBLEMS]
        super().__init__("; ".join(f"{problem.field} {problem.says}" for problem in self.problems) + ".")


def parsed(text: str) -> Any:
    """Read one JSON value strictly: no name twice, no NaN. Raises ValueError with a sentence."""
    try:
        return loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("This is nested too deeply.") from None
    except ValueError as error:
        raise ValueError(f"This is not JSON: {error}.") from None


def answers_of_cells(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers that the cells of one CSV row give; an empty cell says nothing. Raises Wrong."""
    said: dict[str, Any] = {}
    problems = []
    for field in COLUMNS:
        if not (cell := cells.get(field.name, "")).strip():
            continue
        try:
            said[field.name] = field.kind.of_cell(cell)
        except ValueError as error:
            problems.append(Problem(field.name, str(error)))
    if problems:
        raise Wrong(*problems)
    post = {name: said.pop(name) for name in POST_BY_NAME if name in said}
    more = [{"link": link} for link in said.pop(MORE_LINKS.name, "").split()]
    if post or more:
        said["posts"] = [*([post] if post else []), *more]
    return said


def submission_of(answers: Any, *, on: date) -> Submission:
    """Return the submission that the answers make, by the codes that hold on the day `on`. Raises Wrong."""
    if not isinstance(answers, Mapping):
        raise Wrong(Problem("The report", "must be an object with named fields"))
    problems: list[Problem] = []
    posts = _posts(answers.get("posts", []), on, problems)
    said = _read({name: value for name, value in answers.items() if name != "posts"}, BY_NAME, on, "", problems)
    if not problems:
        problems += _amiss(said, posts)
    if problems:
        raise Wrong(*problems)
    identity = Identity(**{part: said.pop(name, "") for name, part in IDENTITY.items()})
    return Submission(posts=posts, identity=identity, **said)


def _read(
    answers: Mapping[Any, Any], fields: Mapping[str, Field], on: date, within: str, problems: list[Problem]
) -> dict[str, Any]:
    said = {}
    for name, value in answers.items():
        if name not in fields:
            problems.append(Problem(f"{within}{str(name)[:60]!a}", "is not a field of a report"))
            continue
        try:
            said[name] = fields[name].kind.read(value, on)
        except ValueError as error:
            problems.append(Problem(within + name, str(error)))
    return said


def _posts(value: Any, on: date, problems: list[Problem]) -> tuple[SaidPost, ...]:
    if not isinstance(value, list) or not all(isinstance(post, Mapping) for post in value):
        problems.append(Problem("posts", "must be a list of objects"))
        return ()
    if len(value) > MOST_POSTS:
        problems.append(Problem("posts", f"holds more than {MOST_POSTS} posts"))
        return ()
    read = [_read(post, POST_BY_NAME, on, f"posts.{place}.", problems) for place, post in enumerate(value)]
    return tuple(_said(post) for post in read if any(post.get(field.name) for field in POST))


def _said(post: Mapping[str, Any]) -> SaidPost:
    """Return a post with what is said of how it was captured by the names of the capture record."""
    capture = [(CAPTURE[name].name, value) for name, value in post.items() if name in CAPTURE and value]
    told = tuple((name, value.isoformat() if isinstance(value, datetime) else value) for name, value in capture)
    return SaidPost(**{name: value for name, value in post.items() if name not in CAPTURE}, capture=told)


def _amiss(said: Mapping[str, Any], posts: tuple[SaidPost, ...]) -> list[Problem]:
    """Return what is wrong with answers that are well formed each by itself."""
    found = []
    if not (said.get("account") or said.get("why") or any(post.link or post.text for post in posts)):
        found.append(Problem("The report", "says nothing: give an account, a link or the words of a post"))
    means = said.get("contact_means", "none")
    if means != "none" and not said.get(f"complainant_{means}"):
        found.append(Problem("contact_means", f"is {means} and complainant_{means} is empty"))
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a JSON value")
